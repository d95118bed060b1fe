"""Report a case's booklet as lost; the case gets a new one."""

from loket.core.domain.events import BookletLost
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import issuance
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, officer_of, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number


def lose_booklet(node: Node, by: By, case: str, *, report: str, second_officer: str) -> Done | Refused:
    """Write the numbered report; `second_officer` searched too and signed in for it (empty: nobody)."""

    def decide(desk: Desk, row: Case) -> BookletLost | Refused:
        return issuance.lose_booklet(
            row,
            officer=desk.officer,
            report=report,
            second=officer_of(node, desk.writing, second_officer) if second_officer else None,
            number=paper_number(desk, PaperBook.LOSS_REPORT),
        )

    return perform_on_case(node, by, Role.QUALITY_TESTER, case, decide)
