"""Defer an application: nothing new of the same person is taken before the end date."""

from loket.core.domain.events import ApplicationDeferred
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import endings
from loket.core.domain.terms import DeferralGround, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number


def defer_application(
    node: Node,
    by: By,
    case: str,
    *,
    ground: DeferralGround,
    months: int,
    why: str,
    book_cut: bool = False,
) -> Done | Refused:
    """Write the deferral, counted from today, and the number of its letter."""

    def decide(desk: Desk, row: Case) -> ApplicationDeferred | Refused:
        return endings.defer_application(
            row,
            officer=desk.officer,
            ground=ground,
            months=months,
            why=why,
            number=paper_number(desk, PaperBook.DEFERRAL),
            today=desk.today,
            practice=node.practice,
            orders=desk.orders(row),
            book_cut=book_cut,
        )

    return perform_on_case(node, by, Role.HEAD, case, decide)
