"""Rows of the stock: how many books of what lie where, counts that differ, and the reports."""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.blanks import BlankRange
from loket.core.domain.stock_events import StockLine
from loket.core.domain.stock_terms import Place, ShortfallOutcome, StockAct, VarianceGround
from loket.core.domain.terms import BookletState, DocumentKind, SpoilCause


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """One numbered blank that the office received, wherever it is now.

    `holder`: whose drawer. `left_at`: when it was taken into use, allocated or spoilt (ms); 0 while it was
    not. `lost_from`: what it was before it was lost.
    """

    KEY: ClassVar = ("office", "booklet")
    INDEX: ClassVar = ("state", "kind", "place", "holder", "case", "left_at")
    office: str
    booklet: str
    kind: DocumentKind
    shipment: str
    state: BookletState
    case: str = ""
    place: Place = Place.VAULT
    holder: str = ""
    left_at: int = 0
    lost_from: BookletState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """Blanks that the centre shipped or relayed; received or still on the way.

    `addressee`: the office it is for. `sender`: the office that transferred them, empty: the centre.
    `missing`: what it names and did not come; `short`: nobody has said yet what became of that. `imported`:
    known from the manifest in the box.
    """

    KEY: ClassVar = ("office", "shipment")
    INDEX: ClassVar = ("received", "addressee", "short")
    office: str
    shipment: str
    kind: DocumentKind
    series: str
    digits: int
    first: int
    last: int
    received: bool = False
    received_at: int | None = None
    shipped_at: int | None = None
    addressee: str = ""
    sender: str = ""
    missing: tuple[BlankRange, ...] = ()
    damaged: tuple[BlankRange, ...] = ()
    short: bool = False
    outcome: ShortfallOutcome | None = None
    outcome_text: str = ""
    imported: bool = False
    number: str = ""

    @property
    def blanks(self) -> BlankRange:
        """Its numbers."""
        return BlankRange(series=self.series, digits=self.digits, first=self.first, last=self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCount:
    """How many books of one kind are in one state at one place; no row where there are none."""

    KEY: ClassVar = ("office", "kind", "place", "holder", "state")
    INDEX: ClassVar = ()
    office: str
    kind: DocumentKind
    place: Place
    holder: str
    state: BookletState
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockVariance:
    """A close of day whose count of blanks differed; while one is open, nothing is allocated."""

    KEY: ClassVar = ("office", "variance")
    INDEX: ClassVar = ("open",)
    office: str
    variance: str
    open: bool
    lines: tuple[StockLine, ...]
    found_at: int
    by: str
    second_officer: str
    ground: VarianceGround | None = None
    resolved_at: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockReport:
    """One numbered report (berita acara) of what was done with blanks, by whom, with whom.

    Of a case (`case`): what it says is in the case's file, and not here.
    """

    KEY: ClassVar = ("office", "number")
    INDEX: ClassVar = ("at", "act")
    office: str
    number: str
    act: StockAct
    at: int
    by: str
    second_officer: str
    blanks: tuple[BlankRange, ...]
    count: int
    text: str = ""
    cause: SpoilCause | None = None
    from_place: Place | None = None
    from_holder: str = ""
    to_place: Place | None = None
    to_holder: str = ""
    to_office: str = ""
    shipment: str = ""
    missing: tuple[BlankRange, ...] = ()
    damaged: tuple[BlankRange, ...] = ()
    lines: tuple[StockLine, ...] = ()
    ground: VarianceGround | None = None
    case: str = ""
