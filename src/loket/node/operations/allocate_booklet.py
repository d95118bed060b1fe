"""Bind one blank of the office's stock to one approved application."""

from loket.core.domain.events import BookletAllocated
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Booklet, Case
from loket.core.domain.rules import issuance
from loket.core.domain.terms import BookletState, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def allocate_booklet(node: Node, by: By, case: str) -> Done | Refused:
    """Take the lowest number in stock of the right kind."""

    def decide(desk: Desk, row: Case) -> BookletAllocated | Refused:
        where = {"office": node.name, "state": BookletState.IN_STOCK.value}
        blanks = desk.writing.select(Booklet, where, order_by=("booklet",), limit=1)
        return issuance.allocate_booklet(row, officer=desk.officer, booklet=blanks[0] if blanks else None)

    return perform_on_case(node, by, Role.ALLOCATOR, case, decide)
