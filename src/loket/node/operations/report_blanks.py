"""Report blanks that no case has: spoilt, lost, found, returned, cancelled, destroyed."""

from loket.core.domain.blanks import BlankRange
from loket.core.domain.events import BlanksReported
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import stock as rules
from loket.core.domain.stock_terms import StockAct
from loket.core.domain.terms import SpoilCause
from loket.node.operations.act import By, Desk, Done, officer_of, perform
from loket.node.operations.move_blanks import acting_role
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import paper_number
from loket.node.operations.stock import BOOK_OF, named


def report_blanks(
    node: Node,
    by: By,
    *,
    what: StockAct,
    blanks: tuple[BlankRange, ...],
    text: str,
    second_officer: str,
    cause: SpoilCause = SpoilCause.OTHER,
) -> Done | Refused:
    """Write the numbered report, in the book of its kind; `second_officer` signed in for it."""

    def decide(desk: Desk) -> BlanksReported | Refused:
        return rules.report_blanks(
            named(desk.writing, node.name, blanks),
            officer=desk.officer,
            second=officer_of(node, desk.writing, second_officer) if second_officer else None,
            what=what,
            cause=cause,
            text=text,
            number=paper_number(desk, BOOK_OF[what]),
        )

    return perform(node, by, acting_role(node, by.officer), decide)
