"""Send blank booklets to an office."""

from loket.core.domain.events import BookletsShipped
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Shipment
from loket.core.domain.rules import shipping
from loket.core.domain.terms import DocumentKind
from loket.node.operations.act import By, Desk, Done
from loket.node.operations.centre_act import offices_of, perform_at_centre, to_office
from loket.node.operations.node import Node
from loket.node.store.reading import Reading


def ship_booklets(
    node: Node,
    by: By,
    office: str,
    *,
    shipment: str,
    kind: DocumentKind,
    series: str,
    digits: int,
    first: int,
    last: int,
    although_missing: bool = False,
) -> Done | Refused:
    """The office has them on its books when it has read this and counted them.

    A rebuilt centre ships nothing until every enrolled office's log is back, unless `although_missing`.
    """

    def decide(desk: Desk) -> BookletsShipped | Refused:
        if office not in offices_of(node.trust_in(desk.writing)):
            return refuse(Reason.OFFICE_UNKNOWN)
        return shipping.ship_booklets(
            officer=desk.officer,
            shipment=shipment,
            kind=kind,
            series=series,
            digits=digits,
            first=first,
            last=last,
            book=node.series,
            shipped=shipments_so_far(node, desk.writing),
            offices_missing=0 if although_missing else _offices_missing(node, desk.writing),
        )

    return perform_at_centre(node, by, to_office(office), decide)


def shipments_so_far(node: Node, reading: Reading) -> tuple[Shipment, ...]:
    """Every shipment once: the centre's own word, and of what a lost centre shipped the offices'."""
    shipped: dict[str, Shipment] = {}
    for row in reading.select(Shipment):
        if row.office == node.name or row.shipment not in shipped:
            shipped[row.shipment] = row
    return tuple(shipped.values())


def _offices_missing(node: Node, reading: Reading) -> int:
    """How many enrolled offices have given a rebuilt centre nothing of their log yet.

    An office sends the lost centre's logs before its own, so that whoever is back has said what was shipped.
    """
    if node.incarnation == 1:
        return 0
    back = {
        head.owner_node
        for head in reading.heads()
        if not head.own and head.size and head.projected_to == head.size
    }
    return len(set(offices_of(node.trust_in(reading))) - back)
