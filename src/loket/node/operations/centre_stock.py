"""All offices' stock of blanks as the centre knows it, the lowest first, and what it should send."""

from dataclasses import dataclass

from loket.core.domain.blanks import BlankRange
from loket.core.domain.forecast import Forecast, Refill
from loket.core.domain.origins import OFFICE_LOG, log_of
from loket.core.domain.rows import Shipment, StockVariance
from loket.core.domain.rules.shipping import taken_by
from loket.core.domain.terms import DocumentKind
from loket.node.operations.centre_act import offices_of
from loket.node.operations.node import Node
from loket.node.operations.ship_booklets import shipments_so_far
from loket.node.operations.stock import forecasts, on_the_way, open_variances, refills
from loket.node.store.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeStock:
    """One kind at one office; `refill`: what the centre should send, None where there is enough.

    `low`: it ends before a box that is sent now could come.
    """

    office: str
    stands: Forecast
    on_the_way: int
    refill: Refill | None
    variances: tuple[StockVariance, ...]
    low: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreStock:
    """Every office's kinds, the one that ends first before the others; shortfalls that wait; shipments."""

    offices: tuple[OfficeStock, ...]
    without_blanks: tuple[str, ...]
    shortfalls: tuple[Shipment, ...]
    shipments: tuple[Shipment, ...]


_SHOWN = 30


def centre_stock(node: Node, reading: Reading) -> CentreStock:
    """Read it in one snapshot: an office's rows are those of its own log, as far as it is here."""
    logs = {head.owner_node for head in reading.heads() if log_of(head.origin) == OFFICE_LOG}
    names = sorted(logs.union(offices_of(node.trust_in(reading))) - {node.name})
    lines = [line for name in names for line in _of_office(node, reading, name)]
    lines.sort(key=lambda one: (_days(one.stands), one.office, one.stands.kind.value))
    shown = {one.office for one in lines}
    short = [row for name in names for row in reading.select(Shipment, {"office": name, "short": True})]
    return CentreStock(
        offices=tuple(lines),
        without_blanks=tuple(name for name in names if name not in shown),
        shortfalls=tuple(row for row in short if not _settled(node, reading, row)),
        shipments=tuple(_latest(node, reading)),
    )


def _days(stands: Forecast) -> int:
    """The order: an empty stock first, one of which nothing can be said last."""
    if not stands.in_stock:
        return -1
    return stands.days_left if stands.days_left is not None else 1 << 30


def _of_office(node: Node, reading: Reading, office: str) -> list[OfficeStock]:
    lasting = forecasts(node, reading, office)
    proposed = {one.kind: one for one in refills(node, reading, office, lasting)}
    variances = tuple(open_variances(reading, office))
    return [
        OfficeStock(
            office=office,
            stands=stands,
            on_the_way=on_the_way(node, reading, office, stands.kind),
            refill=proposed.get(stands.kind),
            variances=tuple(one for one in variances if any(line.kind is stands.kind for line in one.lines)),
            low=stands.days_left is not None and stands.days_left < node.practice.refill_lead_working_days,
        )
        for stands in lasting
    ]


def _settled(node: Node, reading: Reading, row: Shipment) -> bool:
    """Whether the centre has said what became of it, and the office has not read that yet."""
    own = reading.get(Shipment, (node.name, row.shipment))
    return own is not None and own.outcome is not None


def _latest(node: Node, reading: Reading) -> list[Shipment]:
    """The centre's latest shipments, each with what the office's log says of its receipt."""
    own = reading.select(Shipment, {"office": node.name})
    own.sort(key=lambda row: row.shipped_at or 0, reverse=True)
    return [reading.get(Shipment, (row.addressee, row.shipment)) or row for row in own[:_SHOWN]]


def next_range(node: Node, reading: Reading, kind: DocumentKind, blanks: int) -> BlankRange | None:
    """The numbers behind the highest that were ever shipped of a series of this kind; None where none was."""
    known = [
        taken
        for row in shipments_so_far(node, reading)
        if row.kind is kind and not row.sender and node.series.fits(kind, row.series, row.digits)
        for taken in (row.blanks, *taken_by(row))
    ]
    if not known or blanks <= 0:
        return None
    newest = max(known, key=lambda one: one.last)
    if newest.last + blanks >= 10**newest.digits:
        return None
    free = BlankRange(
        series=newest.series, digits=newest.digits, first=newest.last + 1, last=newest.last + blanks
    )
    # Another kind may have been given numbers of the same letters.
    others = [one.blanks for one in shipments_so_far(node, reading) if one.blanks.meets(free)]
    return None if others else free
