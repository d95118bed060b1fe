"""Events of the stock of blanks outside a case: hand-overs, transfers, reports, counts that differ.

They name officers and numbers of blanks; no text of theirs names an applicant, for they have no case's key.
"""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.blanks import BlankRange
from loket.core.domain.stock_terms import Place, ShortfallOutcome, StockAct, VarianceGround
from loket.core.domain.terms import BookletState, DocumentKind, SpoilCause


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """Books of one kind and state at one place, of whose drawer, counted by hand against the log."""

    kind: DocumentKind
    place: Place
    holder: str = ""
    state: BookletState = BookletState.IN_STOCK
    expected: int
    counted: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestImported:
    """A shipment's signed manifest came with the box, read while the centre's log could not be.

    `note`: the signed note, whose signature of the centre was verified. What the centre's log says of the
    shipment, once it is read, is the same.
    """

    KIND: ClassVar = "manifest_imported"
    shipment: str
    kind: DocumentKind
    series: str
    digits: int
    first: int
    last: int
    note: bytes
    sender: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksMoved:
    """Blanks were handed over from one place of custody to another, in the presence of both officers."""

    KIND: ClassVar = "blanks_moved"
    number: str
    blanks: tuple[BlankRange, ...]
    from_place: Place
    from_holder: str
    to_place: Place
    to_holder: str
    second_officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksTransferred:
    """Blanks left for another office: out of this one's custody from here on; the centre tells the other."""

    KIND: ClassVar = "blanks_transferred"
    number: str
    kind: DocumentKind
    series: str
    digits: int
    first: int
    last: int
    to_office: str
    second_officer: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlanksReported:
    """Blanks of no case: spoilt, lost, found again, returned, cancelled or destroyed, with their report."""

    KIND: ClassVar = "blanks_reported"
    number: str
    what: StockAct
    blanks: tuple[BlankRange, ...]
    text: str
    second_officer: str
    cause: SpoilCause = SpoilCause.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceResolved:
    """Two officers counted again, and what lies there is what the log says: blanks are allocated again."""

    KIND: ClassVar = "variance_resolved"
    variance: str
    number: str
    ground: VarianceGround
    lines: tuple[StockLine, ...]
    text: str
    second_officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortfallSettled:
    """Centre to office: what became of the blanks that a shipment named and that did not come."""

    KIND: ClassVar = "shortfall_settled"
    shipment: str
    outcome: ShortfallOutcome
    blanks: tuple[BlankRange, ...]
    text: str
