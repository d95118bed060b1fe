"""Take a shipment of blanks into the office's custody, as two officers counted it."""

from loket.core.domain.blanks import BlankRange
from loket.core.domain.events import BookletsReceived
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Shipment
from loket.core.domain.rules import stock as rules
from loket.core.domain.stock_terms import StockAct
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, officer_of, perform
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import paper_number
from loket.node.operations.stock import AWAY, BOOK_OF, rows_of


def receive_shipment(
    node: Node,
    by: By,
    *,
    shipment: str,
    counted: int,
    second_officer: str,
    missing: tuple[BlankRange, ...] = (),
    damaged: tuple[BlankRange, ...] = (),
    text: str = "",
) -> Done | Refused:
    """Custody of the numbered blanks is the lease on their numbers; what is missing is not leased.

    `second_officer` counted too and signed in for it (empty: nobody).
    """

    def decide(desk: Desk) -> BookletsReceived | Refused:
        row = desk.writing.get(Shipment, (node.name, shipment))
        return rules.receive_shipment(
            row,
            officer=desk.officer,
            second=officer_of(node, desk.writing, second_officer) if second_officer else None,
            counted=counted,
            missing=missing,
            damaged=damaged,
            text=text,
            overlaps=row is not None and _overlaps(desk, row),
            book=node.series,
            number=paper_number(desk, BOOK_OF[StockAct.RECEIVED]),
        )

    return perform(node, by, Role.ALLOCATOR, decide)


def _overlaps(desk: Desk, row: Shipment) -> bool:
    """Whether the office received a blank of one of these numbers before and has not given it away since."""
    held = rows_of(desk.writing, desk.node.name, row.blanks)
    return any(one.state not in AWAY for one in held)
