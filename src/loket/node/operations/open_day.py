"""Open the office's day: cash and blanks, counted by hand against what the log says."""

from collections.abc import Mapping

from loket.core.domain.events import DayOpened
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import OfficeDay
from loket.core.domain.rules import day as rules
from loket.core.domain.terms import BalanceItem
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.node import Node
from loket.node.operations.office_day import day_still_open, expected_at_opening, keeper_role


def open_day(
    node: Node, by: By, *, counted: Mapping[BalanceItem, int], why: Mapping[BalanceItem, str]
) -> Done | Refused:
    """Open today."""

    def decide(desk: Desk) -> DayOpened | Refused:
        return rules.open_day(
            officer=desk.officer,
            today=desk.today,
            known=desk.writing.get(OfficeDay, (node.name, desk.today.isoformat())),
            still_open=day_still_open(node, desk.writing),
            expected=expected_at_opening(node, desk.writing),
            counted=counted,
            why=why,
        )

    return perform(node, by, keeper_role(node, by.officer), decide)
