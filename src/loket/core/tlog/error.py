"""The one error that this package raises for bytes it cannot accept."""


class TlogError(Exception):
    """Untrusted log material is malformed or does not verify; the message says what and where."""
