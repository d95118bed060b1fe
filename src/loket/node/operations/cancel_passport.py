"""The head cancels an application or a passport; its book is cut, with a report."""

from datetime import date

from loket.core.domain.events import PassportCancelled
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import cancellation
from loket.core.domain.terms import CancellationGround, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number


def uncollected_from(node: Node, case: Case) -> date | None:
    """The first day on which this passport counts as not collected; None while it is not ready."""
    ready_on = None if case.ready_at is None else node.day_of(case.ready_at)
    return cancellation.uncollected_from(ready_on, node.practice.uncollected_months)


def cancel_passport(
    node: Node, by: By, case: str, *, ground: CancellationGround, why: str, book_cut: bool
) -> Done | Refused:
    """Write the decision and the number of its report. `book_cut`: the book is here and was cut."""

    def decide(desk: Desk, row: Case) -> PassportCancelled | Refused:
        return cancellation.cancel_passport(
            row,
            officer=desk.officer,
            ground=ground,
            why=why,
            book_cut=book_cut,
            number=paper_number(desk, PaperBook.CANCELLATION_REPORT),
            today=desk.today,
            uncollected_from=uncollected_from(node, row),
        )

    return perform_on_case(node, by, Role.HEAD, case, decide)
