"""Errors of the store: misuse, or corruption found. What a person decides about is a returned value."""


class StoreError(Exception):
    """The store was misused, or holds what it must not; the message says which log or table and why."""


class StoreLockedError(StoreError):
    """Another process writes to this node's database."""


class OlderRowsError(StoreError):
    """The rows are of an older version of the fold; whoever opens the node for writing makes them anew."""


class QuarantineError(StoreError):
    """The database is older than what this node acknowledged (a restored backup); it takes no acts."""


class DuplicateActError(StoreError):
    """The act already stands in a log of this node."""

    def __init__(self, act: str, origin: str, index: int) -> None:
        super().__init__(f"act {act} stands already in {origin} at {index}")
        self.act = act
        self.origin = origin
        self.index = index


class NotHeldError(StoreError):
    """A log, entry, tile or blob was asked for that is not here."""
