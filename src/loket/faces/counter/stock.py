"""The stock of blanks: the equation, and shipments that wait to be counted in."""

from dataclasses import dataclass
from typing import Any

from loket.core.domain.fold_office import booklet_number
from loket.core.domain.rows import Booklet, Shipment
from loket.core.domain.terms import BookletState
from loket.faces.counter.acts.receive_shipment import ReceiveShipmentForm
from loket.faces.ui.access import OfficerRequest
from loket.node.operations.node import current_node


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
        counts = reading.count_by(Booklet, "state", {"office": node.name})
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
    by_state = [(state, counts.get(state.value, counts.get(state, 0))) for state in BookletState]
    delivered = sum(delivery.count for delivery in deliveries if delivery.shipment.received)
    return {
        "by_state": by_state,
        "delivered": delivered,
        "accounted": sum(count for _state, count in by_state),
        "deliveries": deliveries,
        "written_index": request.GET.get("written", ""),
    }
