"""Bind one blank of the office's stock to one approved application."""

from loket.core.domain.events import BookletAllocated
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Booklet, Case
from loket.core.domain.rules import issuance
from loket.core.domain.stock_terms import Place
from loket.core.domain.terms import BookletState, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.stock import open_variances
from loket.node.store.reading import Reading


def allocate_booklet(node: Node, by: By, case: str, *, booklet: str = "") -> Done | Refused:
    """Take the blank of this number; without one, the lowest of the right kind that is at hand."""

    def decide(desk: Desk, row: Case) -> BookletAllocated | Refused:
        blank = (
            desk.writing.get(Booklet, (node.name, booklet))
            if booklet
            else blank_at_hand(node, desk.writing, row, desk.officer.officer)
        )
        return issuance.allocate_booklet(
            row,
            officer=desk.officer,
            booklet=blank,
            named=booklet,
            variances=open_variances(desk.writing, node.name),
        )

    return perform_on_case(node, by, Role.ALLOCATOR, case, decide)


def blank_at_hand(node: Node, reading: Reading, case: Case, officer: str) -> Booklet | None:
    """The lowest blank of the case's kind in the officer's own drawer; where it is empty, in the vault."""
    for place, holder in ((Place.DRAWER, officer), (Place.VAULT, "")):
        where = {
            "office": node.name,
            "state": BookletState.IN_STOCK,
            "kind": case.kind,
            "place": place,
            "holder": holder,
        }
        found = reading.select(Booklet, where, order_by=("booklet",), limit=1)
        if found:
            return found[0]
    return None
