"""The simulated country: faults, invariants, the headless day."""
