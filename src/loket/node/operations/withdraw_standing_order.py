"""The head withdraws a standing order before its last day."""

from loket.core.domain.events import StandingOrderWithdrawn
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import StandingOrder
from loket.core.domain.rules import standing_orders as rules
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.node import Node


def withdraw_standing_order(node: Node, by: By, *, order: str) -> Done | Refused:
    """Write that the order does not hold any more."""

    def decide(desk: Desk) -> StandingOrderWithdrawn | Refused:
        known = desk.writing.get(StandingOrder, (node.name, order))
        return rules.withdraw_standing_order(known, officer=desk.officer, today=desk.today)

    return perform(node, by, Role.HEAD, decide)
