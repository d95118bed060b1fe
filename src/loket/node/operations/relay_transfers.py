"""The centre tells an office of blanks that another office has sent it."""

from loket.core.domain.blanks import BlankRange
from loket.core.domain.rows import Booklet, Shipment, StockReport
from loket.core.domain.rules.shipping import relay_transfer, transfer_id
from loket.core.domain.stock_terms import StockAct
from loket.core.domain.terms import Role
from loket.node.operations.act import SYSTEM
from loket.node.operations.centre_act import offices_of, to_office
from loket.node.operations.node import Node
from loket.node.operations.ship_booklets import shipments_so_far
from loket.node.operations.stock import AWAY, rows_of
from loket.node.store.reading import Reading


def relay_transfers(node: Node, office: str) -> int:
    """Announce each transfer of this office once, in the log for the office that gets it; returns how many.

    The office's own entry has taken the blanks out of its custody; what stands in its log and was folded here
    is what it said, so that a number is in nobody's custody until the other office counts it in. Blanks that
    the centre knows elsewhere are not announced, whatever that log says: one office's word moves no others.
    """
    with node.store.reading() as reading:
        sent = reading.select(StockReport, {"office": office, "act": StockAct.TRANSFERRED})
        waiting = [
            report
            for report in sent
            if reading.get(Shipment, (node.name, transfer_id(office, report.number))) is None
        ]
        known = offices_of(node.trust_in(reading))
    relayed = 0
    for report in waiting:
        if report.to_office in known:
            relayed += _relay(node, report)
    return relayed


def _relay(node: Node, report: StockReport) -> bool:
    name = transfer_id(report.office, report.number)
    with node.store.writing() as writing:
        blank = writing.get(Booklet, (report.office, report.blanks[0].lowest))
        if blank is None or writing.get(Shipment, (node.name, name)) is not None:
            return False
        if _are_elsewhere(node, writing, report):
            return False
        event = relay_transfer(report, kind=blank.kind)
        origin = node.origin(to_office(report.to_office))
        act = f"relay/{name}"
        node.append_to(writing, origin, event, officer=SYSTEM, role=Role.SYSTEM, act=act)
    return True


def _are_elsewhere(node: Node, reading: Reading, report: StockReport) -> bool:
    """Whether another office holds one of the blanks, or one is on its way to another office."""
    blanks = report.blanks[0]
    offices = {head.owner_node for head in reading.heads()} - {node.name, report.office}
    if any(_holds(reading, office, blanks) for office in offices):
        return True
    sent = (row for row in shipments_so_far(node, reading) if row.blanks.meets(blanks))
    return any(row.addressee != report.office and not _came(reading, row) for row in sent)


def _holds(reading: Reading, office: str, blanks: BlankRange) -> bool:
    return any(row.state not in AWAY for row in rows_of(reading, office, blanks))


def _came(reading: Reading, row: Shipment) -> bool:
    there = reading.get(Shipment, (row.addressee, row.shipment))
    return there is not None and there.received
