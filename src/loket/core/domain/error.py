"""The one error that this package raises for material it cannot accept."""


class DomainError(Exception):
    """An entry's content is not an event of this office; the message says which part and why."""
