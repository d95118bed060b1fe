"""What `loket chip` tells a person, without loading what it works with."""


class ChipUsageError(Exception):
    """There is no chip to serve there, or no place to serve it at."""
