"""Close the office's day: two officers count, and everything is held against the log."""

from collections.abc import Mapping

from loket.core.domain.events import DayClosed
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import day as rules
from loket.core.domain.rules.stock_count import Lying
from loket.core.domain.terms import BalanceItem
from loket.node.operations.act import By, Desk, Done, officer_of, perform
from loket.node.operations.node import Node
from loket.node.operations.office_day import day_still_open, expected_at_closing, keeper_role
from loket.node.operations.stock import lying_now


def close_day(
    node: Node,
    by: By,
    *,
    counted: Mapping[BalanceItem, int],
    why: Mapping[BalanceItem, str],
    deposited_rupiah: int,
    second_officer: str,
    stock_counted: Mapping[Lying, int],
    stock_why: Mapping[Lying, str],
) -> Done | Refused:
    """Close the day that is open; `second_officer` has signed in for it (empty: nobody).

    `stock_counted`, `stock_why`: of the places that `lying_now` names.
    """

    def decide(desk: Desk) -> DayClosed | Refused:
        opened = day_still_open(node, desk.writing)
        expected = (
            dict.fromkeys(BalanceItem, 0)
            if opened is None
            else expected_at_closing(node, desk.writing, opened)
        )
        second = officer_of(node, desk.writing, second_officer) if second_officer else None
        return rules.close_day(
            officer=desk.officer,
            second=second,
            still_open=opened,
            expected=expected,
            counted=counted,
            why=why,
            deposited_rupiah=deposited_rupiah,
            stock=rules.StockCounted(
                expected=lying_now(node, desk.writing), counted=stock_counted, why=stock_why
            ),
        )

    return perform(node, by, keeper_role(node, by.officer), decide)
