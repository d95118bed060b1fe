"""Take a shipment of blanks into the office's custody."""

from loket.core.domain.events import BookletsReceived
from loket.core.domain.fold_office import booklet_number
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Booklet, Shipment
from loket.core.domain.rules import closing
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.node import Node


def receive_shipment(node: Node, by: By, *, shipment: str, counted: int) -> Done | Refused:
    """Custody of the numbered blanks is the lease on their numbers."""

    def decide(desk: Desk) -> BookletsReceived | Refused:
        row = desk.writing.get(Shipment, (node.name, shipment))
        return closing.receive_shipment(
            row, officer=desk.officer, counted=counted, overlaps=row is not None and _overlaps(desk, row)
        )

    return perform(node, by, Role.ALLOCATOR, decide)


def _overlaps(desk: Desk, row: Shipment) -> bool:
    """Whether the office holds a blank of one of these numbers from another shipment."""
    lowest = booklet_number(row.series, row.digits, row.first)
    highest = booklet_number(row.series, row.digits, row.last)
    held = desk.writing.select(Booklet, {"office": desk.node.name})
    return any(
        lowest <= one.booklet <= highest and len(one.booklet) == len(lowest) and one.shipment != row.shipment
        for one in held
    )
