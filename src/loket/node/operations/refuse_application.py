"""Refuse an application before its passport is handed over."""

from loket.core.domain.events import ApplicationRefused
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import endings
from loket.core.domain.terms import RefusalGround, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number


def refuse_application(
    node: Node, by: By, case: str, *, ground: RefusalGround, why: str, book_cut: bool = False
) -> Done | Refused:
    """Write the refusal and the number of its letter; a blank without a page goes back to stock."""

    def decide(desk: Desk, row: Case) -> ApplicationRefused | Refused:
        return endings.refuse_application(
            row,
            officer=desk.officer,
            ground=ground,
            why=why,
            number=paper_number(desk, PaperBook.REFUSAL),
            orders=desk.orders(row),
            book_cut=book_cut,
        )

    return perform_on_case(node, by, Role.APPROVER, case, decide)
