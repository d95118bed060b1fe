"""Two officers count again what differed at a close of day, and allocation goes on when it agrees."""

from collections.abc import Mapping

from loket.core.domain.events import VarianceResolved
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import StockVariance
from loket.core.domain.rules import stock_count as rules
from loket.core.domain.stock_terms import StockAct, VarianceGround
from loket.node.operations.act import By, Desk, Done, officer_of, perform
from loket.node.operations.move_blanks import acting_role
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import paper_number
from loket.node.operations.stock import BOOK_OF, lying_now


def resolve_variance(
    node: Node,
    by: By,
    *,
    variance: str,
    ground: VarianceGround,
    counted: Mapping[rules.Lying, int],
    text: str,
    second_officer: str,
) -> Done | Refused:
    """`counted`: of the places that `lying_now` names; `second_officer` signed in for it (empty: nobody)."""

    def decide(desk: Desk) -> VarianceResolved | Refused:
        return rules.resolve_variance(
            desk.writing.get(StockVariance, (node.name, variance)),
            officer=desk.officer,
            second=officer_of(node, desk.writing, second_officer) if second_officer else None,
            ground=ground,
            expected=lying_now(node, desk.writing),
            counted=counted,
            text=text,
            number=paper_number(desk, BOOK_OF[StockAct.RECOUNTED]),
        )

    return perform(node, by, acting_role(node, by.officer), decide)
