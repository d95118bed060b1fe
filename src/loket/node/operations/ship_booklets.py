"""Send blank booklets to an office."""

from loket.core.domain.events import BookletsShipped
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Shipment
from loket.core.domain.rules import centre
from loket.core.domain.terms import DocumentKind
from loket.node.operations.act import By, Desk, Done
from loket.node.operations.centre_act import offices_of, perform_at_centre, to_office
from loket.node.operations.node import Node


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
) -> Done | Refused:
    """The office has them on its books when it has read this and counted them."""

    def decide(desk: Desk) -> BookletsShipped | Refused:
        if office not in offices_of(node.trust_in(desk.writing)):
            return refuse(Reason.OFFICE_UNKNOWN)
        # Every office's, as their logs say: a rebuilt centre knows of what the lost one shipped.
        shipped = {row.shipment: row for row in desk.writing.select(Shipment)}
        return centre.ship_booklets(
            officer=desk.officer,
            shipment=shipment,
            kind=kind,
            series=series,
            digits=digits,
            first=first,
            last=last,
            shipped=tuple(shipped.values()),
        )

    return perform_at_centre(node, by, to_office(office), decide)
