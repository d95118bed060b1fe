"""The one error of drills."""


class DrillError(Exception):
    """A drill found what must not be; the message says what, and by which seed to see it again."""
