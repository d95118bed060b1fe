"""The stock of blanks: the equation, and shipments that wait to be counted in."""

from dataclasses import dataclass
from typing import Any

from loket.core.domain.blanks import booklet_number
from loket.core.domain.rows import Shipment
from loket.core.domain.terms import BookletState
from loket.faces.counter.acts.receive_shipment import ReceiveShipmentForm
from loket.faces.ui.access import OfficerRequest
from loket.node.operations.node import current_node
from loket.node.operations.stock import by_state, equations


@dataclass(frozen=True, slots=True)
class Delivery:
    """A shipment with its numbers as printed on the blanks."""

    shipment: Shipment
    first: str
    last: str
    count: int
    form: ReceiveShipmentForm | None


def _form(row: Shipment) -> ReceiveShipmentForm:
    # Several forms of one kind stand on the page: each has ids of its own.
    form = ReceiveShipmentForm(initial={"shipment": row.shipment}, auto_id=f"id_{row.shipment}_%s")
    form.fields["counted"].widget.attrs.pop("autofocus", None)
    return form


def stock_context(request: OfficerRequest) -> dict[str, Any]:
    """Counts by state, deliveries, and whether delivered = in stock + allocated + issued + spoilt."""
    node = current_node()
    with node.store.reading() as reading:
        equations_now = equations(reading, node.name)
        counts = by_state(reading, node.name)
        shipments = reading.select(Shipment, {"office": node.name}, order_by=("received", "shipment"))
    deliveries = [
        Delivery(
            row,
            booklet_number(row.series, row.digits, row.first),
            booklet_number(row.series, row.digits, row.last),
            row.last - row.first + 1,
            None if row.received else _form(row),
        )
        for row in shipments
    ]
    states = [(state, counts[state]) for state in BookletState]
    delivered = sum(one.delivered for one in equations_now)
    return {
        "by_state": states,
        "delivered": delivered,
        "accounted": sum(count for _state, count in states),
        "deliveries": deliveries,
        "written_index": request.GET.get("written", ""),
    }
