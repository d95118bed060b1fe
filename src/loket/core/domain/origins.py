"""Origins name node and incarnation: DOMAIN/NODE/INCARNATION/LOG, e.g. loket.test/polman/1/office."""

from dataclasses import dataclass

from loket.core.domain.error import DomainError

OFFICE_LOG = "office"
NATIONAL_LOG = "national"
TO_OFFICE = "to-"
_PARTS = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """An origin taken apart."""

    domain: str
    node: str
    incarnation: int
    log: str

    def __str__(self) -> str:
        return f"{self.domain}/{self.node}/{self.incarnation}/{self.log}"


def parse_origin(text: str) -> Origin:
    """Take an origin apart; raises DomainError."""
    parts = text.split("/")
    if len(parts) != _PARTS or not all(parts) or not (parts[2].isascii() and parts[2].isdigit()):
        message = f"not an origin of this system: {text[:100]!r}"
        raise DomainError(message)
    return Origin(parts[0], parts[1], int(parts[2]), parts[3])


def log_of(origin: str) -> str:
    """The last part: which of its node's logs."""
    return origin.rpartition("/")[2]
