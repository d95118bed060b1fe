"""What was observed of one passport: plain values, however they were read. Reading is the node's work."""

from dataclasses import dataclass
from datetime import date

from loket.core.domain.issuance_events import PageRecord
from loket.core.domain.terms import DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedDocument:
    """What was ordered to be made: the record of its page, its blank, the last day granted, and today."""

    record: PageRecord
    booklet: str
    has_chip: bool
    granted_until: date
    today: date
    kind: DocumentKind = DocumentKind.ORDINARY


@dataclass(frozen=True, slots=True, kw_only=True)
class PageObservation:
    """What was read on the printed page. `mrz`: its two lines as they were read, of any length."""

    mrz: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipObservation:
    """What was read from the chip, with keys from the zone as it was read on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealObservation:
    """What was read from the visible digital seal of a document of a kind that carries one.

    `found`: a code that could be it was read. `readable`: it is a seal of an emergency travel document; only
    then do `zone` (as much of the two lines as it holds), `issued` and `signed`, whether the office's own
    signer made it over these bytes, say something.
    """

    found: bool
    readable: bool = False
    signed: bool = False
    zone: tuple[str, str] = ("", "")
    issued: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchObservation:
    """What the office's log says around this passport.

    `bound`: the blank is allocated to this case. `holders`: other cases that have, or had, its number.
    `earlier_failed`: booklets of this case that failed their test before; `reported`: its booklets with a
    report. `also_did`: other duties of the four that the tester did; `waived`: the head has ordered it.
    """

    bound: bool
    holders: int
    earlier_failed: tuple[str, ...]
    reported: tuple[str, ...]
    also_did: tuple[str, ...]
    waived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """All that a quality test has to go by; None: nothing was read."""

    ordered: OrderedDocument
    page: PageObservation | None
    batch: BatchObservation
    chip: ChipObservation | None = None
    seal: SealObservation | None = None
