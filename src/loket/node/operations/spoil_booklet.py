"""Report a blank as spoilt; the case gets a new one."""

from loket.core.domain.events import BookletSpoilt
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import issuance
from loket.core.domain.terms import Role, SpoilCause
from loket.node.operations.act import By, Desk, Done, officer_of, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number


def spoil_booklet(
    node: Node, by: By, case: str, *, cause: SpoilCause, report: str, present: str
) -> Done | Refused:
    """Write the numbered report; the blank is out of the stock for good.

    `present`: the id of the second officer, who saw it too.
    """

    def decide(desk: Desk, row: Case) -> BookletSpoilt | Refused:
        second = officer_of(node, desk.writing, present) if present else None
        return issuance.spoil_booklet(
            row,
            officer=desk.officer,
            cause=cause,
            report=report,
            present=second,
            number=paper_number(desk, PaperBook.SPOIL_REPORT),
        )

    return perform_on_case(node, by, Role.QUALITY_TESTER, case, decide)
