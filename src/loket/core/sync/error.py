"""The one error that this package raises for messages it cannot accept."""


class SyncError(Exception):
    """A message of the exchange is malformed or not signed as it must be; the text never holds its data."""
