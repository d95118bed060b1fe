"""The office's blanks as they stand: how many of what lie where, how long they last, and rows by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from loket.core.domain.blanks import BlankRange
from loket.core.domain.fold_stock import delivered_book
from loket.core.domain.forecast import Forecast, Refill, forecast, last_working_days, refill
from loket.core.domain.rows import Booklet, Counter, Shipment, StockCount, StockVariance
from loket.core.domain.rules.stock import Named
from loket.core.domain.rules.stock_count import Lying, lying
from loket.core.domain.stock_terms import StockAct
from loket.core.domain.terms import BookletState, DocumentKind
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook
from loket.node.store.reading import Reading

BOOK_OF = {
    StockAct.RECEIVED: PaperBook.RECEIPT_OF_BLANKS,
    StockAct.MOVED: PaperBook.HAND_OVER_OF_BLANKS,
    StockAct.TRANSFERRED: PaperBook.TRANSFER_OF_BLANKS,
    StockAct.SPOILT: PaperBook.SPOIL_REPORT,
    StockAct.LOST: PaperBook.LOSS_REPORT,
    StockAct.FOUND: PaperBook.FIND_REPORT,
    StockAct.RETURNED: PaperBook.RETURN_OF_BLANKS,
    StockAct.CANCELLED: PaperBook.CANCELLED_BLANKS,
    StockAct.DESTROYED: PaperBook.DESTRUCTION_REPORT,
    StockAct.RECOUNTED: PaperBook.RECOUNT_REPORT,
}
AWAY = (BookletState.TRANSFERRED, BookletState.RETURNED)
"""States of blanks that left the office's custody by an act of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """Of one kind: delivered = blank + allocated + issued + spoilt + … (design 1.5)."""

    kind: DocumentKind
    delivered: int
    states: tuple[tuple[BookletState, int], ...]

    @property
    def accounted(self) -> int:
        """The right side."""
        return sum(count for _state, count in self.states)

    @property
    def holds(self) -> bool:
        """Whether both sides are the same."""
        return self.delivered == self.accounted

    @property
    def terms(self) -> list[tuple[BookletState, int]]:
        """The terms that are not nothing; blanks in stock always."""
        return [(state, count) for state, count in self.states if count or state is BookletState.IN_STOCK]

    def of(self, state: BookletState) -> int:
        """How many are in this state."""
        return dict(self.states).get(state, 0)


def counts(reading: Reading, office: str) -> list[StockCount]:
    """How many books of what lie where; as many rows as there are kinds, places and states."""
    return reading.select(StockCount, {"office": office})


def blanks_in_stock(reading: Reading, office: str) -> int:
    """Blanks of every kind that may be allocated, wherever they lie."""
    return sum(one.count for one in counts(reading, office) if one.state is BookletState.IN_STOCK)


def by_state(reading: Reading, office: str) -> dict[BookletState, int]:
    """How many books of every kind are in each state."""
    said = dict.fromkeys(BookletState, 0)
    for one in counts(reading, office):
        said[one.state] += one.count
    return said


def equations(reading: Reading, office: str) -> tuple[Equation, ...]:
    """One for each kind that was ever delivered."""
    rows = counts(reading, office)
    found = []
    for kind in DocumentKind:
        delivered = reading.get(Counter, (office, delivered_book(kind.value)))
        if delivered is None:
            continue
        states = tuple(
            (state, sum(one.count for one in rows if (one.kind, one.state) == (kind, state)))
            for state in BookletState
        )
        found.append(Equation(kind=kind, delivered=delivered.last, states=states))
    return tuple(found)


def lying_now(node: Node, reading: Reading) -> dict[Lying, int]:
    """What the log says lies where: what is counted by hand at the close of day."""
    kinds = [one.kind for one in equations(reading, node.name)]
    return lying(counts(reading, node.name), kinds)


def open_variances(reading: Reading, office: str) -> list[StockVariance]:
    """Counts that differ and that two officers have not resolved."""
    return reading.select(StockVariance, {"office": office, "open": True})


def forecasts(node: Node, reading: Reading, office: str) -> tuple[Forecast, ...]:
    """How long the blanks of each kind last, by this node's calendar; for every kind ever delivered."""
    today = node.day_of(node.clock())
    window = last_working_days(today, node.practice.forecast_working_days, node.calendar)
    return tuple(
        forecast(
            one.kind,
            in_stock=one.of(BookletState.IN_STOCK),
            used=_used(node, reading, office, one.kind, window, today),
            window=window,
            today=today,
            calendar=node.calendar,
        )
        for one in equations(reading, office)
    )


def _used(
    node: Node, reading: Reading, office: str, kind: DocumentKind, window: Sequence[date], today: date
) -> dict[date, int]:
    """Blanks of a kind that were taken into use on each day of the window, days off with them."""
    day, used = (window[0] if window else today), {}
    where = {"office": office, "kind": kind}
    while day < today:
        following = day + timedelta(days=1)
        between = {"left_at": (_begins(node, day), _begins(node, following))}
        used[day] = reading.count(Booklet, where, between=between)
        day = following
    return used


def _begins(node: Node, day: date) -> int:
    return round(
        datetime(day.year, day.month, day.day, tzinfo=node.timezone).astimezone(UTC).timestamp() * 1000
    )


def refills(node: Node, reading: Reading, office: str, forecast_of: Sequence[Forecast]) -> tuple[Refill, ...]:
    """What the centre should send to this office, by its own practice."""
    practice = node.practice
    proposed = (
        refill(
            one,
            on_the_way=on_the_way(node, reading, office, one.kind),
            lead_days=practice.refill_lead_working_days,
            cover_days=practice.refill_cover_working_days,
            box=practice.refill_box,
        )
        for one in forecast_of
    )
    return tuple(one for one in proposed if one is not None)


def shipments_on_the_way(node: Node, reading: Reading, office: str) -> list[Shipment]:
    """What was shipped to an office and is not counted in, as far as this node knows.

    The centre knows of a shipment as soon as it has written it, the office when it has read or imported it.
    """
    waiting = reading.select(Shipment, {"office": office, "received": False})
    if office == node.name:
        return waiting
    known = {row.shipment for row in waiting}
    for row in reading.select(Shipment, {"office": node.name, "addressee": office}):
        if row.shipment not in known and reading.get(Shipment, (office, row.shipment)) is None:
            waiting.append(row)
    return waiting


def on_the_way(node: Node, reading: Reading, office: str, kind: DocumentKind) -> int:
    """How many blanks of a kind are on their way to an office."""
    return sum(len(row.blanks) for row in shipments_on_the_way(node, reading, office) if row.kind is kind)


def named(reading: Reading, office: str, blanks: tuple[BlankRange, ...]) -> Named:
    """The rows of the numbers that an act names; none are read where it names too many."""
    asked = Named(blanks=blanks, rows={})
    if asked.too_many:
        return asked
    return Named(
        blanks=blanks, rows={row.booklet: row for one in blanks for row in rows_of(reading, office, one)}
    )


def rows_of(reading: Reading, office: str, blanks: BlankRange) -> list[Booklet]:
    """The blanks of a range that the office ever received, by number."""
    # Of one length and series, the order of the text is that of the numbers; "!" sorts before every digit.
    between = {"booklet": (blanks.lowest, f"{blanks.highest}!")}
    found = reading.select(Booklet, {"office": office}, between=between, order_by=("booklet",))
    return [row for row in found if len(row.booklet) == len(blanks.lowest)]
