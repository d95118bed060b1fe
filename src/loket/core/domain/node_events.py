"""Events that concern a node rather than one case: officers, logs, lists, policy, stock, answers."""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.terms import Answer, DocumentKind, ObligationKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A file kept outside the log: SHA-256 of its ciphertext (hex), size in bytes, lane, media type."""

    sha256: str
    size: int
    lane: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted:
    """An officer may do a role's acts (an official's name is not sealed: he acts in office)."""

    KIND: ClassVar = "role_granted"
    officer: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded:
    """An officer's role ended."""

    KIND: ClassVar = "role_ended"
    officer: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockConfirmed:
    """The head confirms that the computer's clock is right although it is far from the last recorded act."""

    KIND: ClassVar = "clock_confirmed"
    days_ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOpened:
    """First entry of every log: which node, which incarnation, why."""

    KIND: ClassVar = "log_opened"
    node: str
    incarnation: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRead:
    """Read ORIGIN to size N, root R: what stands there takes effect here from this entry on."""

    KIND: ClassVar = "log_read"
    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPublished:
    """A trust root, as the signed note headquarters' keys signed."""

    KIND: ClassVar = "trust_published"
    version: int
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PreventionListPublished:
    """National log: a prevention list, kept as a blob encrypted to the offices."""

    KIND: ClassVar = "prevention_list_published"
    version: int
    as_of: int
    persons: int
    blob: Blob


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPublished:
    """National log: the outage policy that headquarters signed."""

    KIND: ClassVar = "policy_published"
    version: int
    hand_over_renewal_list_days: int
    list_fresh_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointObserved:
    """National log: the daily checkpoint of an office."""

    KIND: ClassVar = "checkpoint_observed"
    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletsShipped:
    """Centre to office: a shipment of blanks left the centre, or the office `sender` for this one."""

    KIND: ClassVar = "booklets_shipped"
    shipment: str
    kind: DocumentKind
    series: str
    digits: int
    first: int
    last: int
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationAnswered:
    """Centre to office: the answer of registry, bank or national search on one obligation.

    `opened_at`: when the question was asked that this answers (ms); 0 in older entries, which answer any.
    """

    KIND: ClassVar = "obligation_answered"
    case: str
    obligation: str
    kind: ObligationKind
    answer: Answer
    reference: str = ""
    opened_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKeyDestroyed:
    """A holder acknowledges that it has destroyed its copy of a forgotten case's key."""

    KIND: ClassVar = "case_key_destroyed"
    case: str
    holder: str
