"""The stock of blanks: how long it lasts, what lies where, shipments to count in, and reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from loket.core.domain.forecast import Forecast
from loket.core.domain.rows import Shipment, StockCount, StockReport, StockVariance
from loket.core.domain.rules.stock_count import PRESENT
from loket.core.domain.stock_terms import Place
from loket.core.domain.terms import BookletState, DocumentKind
from loket.faces.counter.acts.receive_shipment import ReceiveShipmentForm
from loket.faces.counter.acts.registry import OFFICE_ACTS, may
from loket.faces.counter.waiting import names_of_officers
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.sparks import Spark, spark
from loket.faces.ui.words.formats import short_day
from loket.node.operations.node import Node, current_node
from loket.node.operations.stock import Equation, counts, equations, forecasts, open_variances
from loket.node.store.reading import Reading

_SHOWN = 30
_LOW_DAYS = 10
ACTS = ("move_blanks", "report_blanks", "transfer_blanks", "import_manifest", "resolve_variance")
ADDRESSES = {
    "move_blanks": "/stock/move",
    "report_blanks": "/stock/report",
    "transfer_blanks": "/stock/transfer",
    "import_manifest": "/stock/manifest",
    "resolve_variance": "/stock/variance",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A shipment that waits to be counted in, or whose missing numbers are owed; `form`: to receive it."""

    shipment: Shipment
    form: ReceiveShipmentForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCard:
    """One kind of blank: its forecast, its equation, and what was used each working day as a drawing."""

    kind: DocumentKind
    stands: Forecast
    equation: Equation
    spark: Spark
    low: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """What lies at one place, by kind and state."""

    place: Place
    holder: str
    kind: DocumentKind
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The table of places: the states that anything is in, and the rows."""

    states: tuple[BookletState, ...]
    rows: list[PlaceRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A report in the list, with names."""

    report: StockReport
    by: str
    second: str
    from_holder: str
    to_holder: str


def _form(row: Shipment) -> ReceiveShipmentForm:
    # Several forms of one kind stand on the page: each has ids of its own.
    form = ReceiveShipmentForm(initial={"shipment": row.shipment}, auto_id=f"id_{row.shipment}_%s")
    form.fields["counted"].widget.attrs.pop("autofocus", None)
    return form


def stock_context(request: OfficerRequest) -> dict[str, Any]:
    """Everything on the stock page."""
    node = current_node()
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        cards = kind_cards(equations(reading, node.name), forecasts(node, reading, node.name))
        rows = counts(reading, node.name)
        waiting = reading.select(Shipment, {"office": node.name, "received": False}, order_by=("shipment",))
        short = reading.select(Shipment, {"office": node.name, "short": True}, order_by=("shipment",))
        variances = open_variances(reading, node.name)
        reports = reading.select(StockReport, {"office": node.name}, order_by=("-at",), limit=_SHOWN)
    return {
        "cards": cards,
        "places": places(rows, names),
        "waiting": [Delivery(row, _form(row)) for row in waiting],
        "short": short,
        "variances": variances,
        "movements": [movement(report, names) for report in reports],
        "links": _links(request, variances),
        "written_index": request.GET.get("written", ""),
    }


def act_context(request: OfficerRequest) -> dict[str, Any]:
    """What stands around the form of an act with blanks."""
    node = current_node()
    with node.store.reading() as reading:
        rows = counts(reading, node.name)
        names = names_of_officers(node, reading)
        variances = open_variances(reading, node.name)
    return {
        "places": places(rows, names),
        "variances": variances,
        "links": _links(request, variances),
    }


def _links(request: OfficerRequest, variances: list[StockVariance]) -> list[tuple[str, str, Any]]:
    """The acts that this officer may do now: stem, address, title."""
    offered = [stem for stem in ACTS if may(OFFICE_ACTS[stem], request.officer)]
    if not variances:
        offered = [stem for stem in offered if stem != "resolve_variance"]
    return [(stem, ADDRESSES[stem], OFFICE_ACTS[stem].title) for stem in offered]


def kind_cards(said: tuple[Equation, ...], lasting: tuple[Forecast, ...]) -> list[KindCard]:
    """One card for each kind, the one that ends first before the others."""
    by_kind = {one.kind: one for one in lasting}
    cards = [
        KindCard(
            kind=one.kind,
            stands=by_kind[one.kind],
            equation=one,
            spark=used_spark(by_kind[one.kind]),
            low=is_low(by_kind[one.kind]),
        )
        for one in said
    ]
    return sorted(cards, key=lambda card: (card.stands.days_left is None, card.stands.days_left or 0))


def is_low(stands: Forecast) -> bool:
    """Whether blanks end before a new box could come."""
    return stands.in_stock == 0 or (stands.days_left is not None and stands.days_left < _LOW_DAYS)


def used_spark(stands: Forecast) -> Spark:
    """Blanks used on each working day, with the drawing in words."""
    total = sum(count for _day, count in stands.used)
    said = ngettext(
        "%(blanks)s blank used in the last working days",
        "%(blanks)s blanks used in the last working days",
        total,
    ) % {"blanks": total}
    if stands.used:
        first, last = stands.used[0][0], stands.used[-1][0]
        said = f"{said}, {short_day(first)} – {short_day(last)}"
    return spark([count for _day, count in stands.used], said=said)


def places(rows: list[StockCount], names: Mapping[str, str]) -> Places:
    """What can be touched, by place; what has left the office is in the equation alone."""
    states = tuple(state for state in PRESENT if any(row.state is state for row in rows))
    found: dict[tuple[Place, str, DocumentKind], dict[BookletState, int]] = {}
    for row in rows:
        if row.state in PRESENT:
            found.setdefault((row.place, row.holder, row.kind), {})[row.state] = row.count
    order, kinds = list(Place), list(DocumentKind)
    return Places(
        states,
        [
            PlaceRow(
                place=place,
                holder=names.get(holder, holder),
                kind=kind,
                counts=tuple(counted.get(state, 0) for state in states),
            )
            for (place, holder, kind), counted in sorted(
                found.items(), key=lambda one: (order.index(one[0][0]), one[0][1], kinds.index(one[0][2]))
            )
        ],
    )


def movement(report: StockReport, names: Mapping[str, str]) -> Movement:
    """A report with the names of its officers."""
    return Movement(
        report=report,
        by=names.get(report.by, report.by),
        second=names.get(report.second_officer, report.second_officer),
        from_holder=names.get(report.from_holder, report.from_holder),
        to_holder=names.get(report.to_holder, report.to_holder),
    )


def report_of(node: Node, reading: Reading, number: str) -> Movement | None:
    """One report by its number."""
    report = reading.get(StockReport, (node.name, number))
    return None if report is None else movement(report, names_of_officers(node, reading))
