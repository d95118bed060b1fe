"""The simulated country: an office and its centre on the real code, in simulated time."""
