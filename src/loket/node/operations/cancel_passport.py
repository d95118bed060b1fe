"""The head cancels an application or a passport; its book is cut, with a report."""

from datetime import date

from loket.core.domain.events import PassportCancelled
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Obligation
from loket.core.domain.rules import cancellation
from loket.core.domain.terms import CancellationGround, ObligationKind, Role, Stage
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number
from loket.node.operations.service_promise import kept_back_by_policy
from loket.node.store.reading import Reading


def uncollected_from(node: Node, reading: Reading, case: Case) -> date | None:
    """The first day on which this passport counts as not collected; None while it cannot be collected.

    The time runs while the holder could have come: not while adjudication or the policy kept it back.
    """
    if case.ready_at is None or case.stage is not Stage.HANDOVER or kept_back_by_policy(node, reading, case):
        return None
    answers = reading.select(Obligation, {"office": node.name, "case": case.case})
    answered = (
        one.answered_at or 0 for one in answers if one.kind is ObligationKind.REGISTRY_ANSWER and not one.open
    )
    since = max(case.ready_at, case.stage_since, *answered)
    return cancellation.uncollected_from(node.day_of(since), node.practice.uncollected_months)


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
            orders=desk.orders(row),
            uncollected_from=uncollected_from(node, desk.writing, row),
        )

    return perform_on_case(node, by, Role.HEAD, case, decide)
