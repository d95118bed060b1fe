"""The head gives an order for the whole office, until a day."""

from datetime import date

from loket.core.domain.events import StandingOrderGiven
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import standing_orders as rules
from loket.core.domain.terms import Role, StandingOrderKind
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.node import Node


def give_standing_order(
    node: Node, by: By, *, kind: StandingOrderKind, text: str, until: date
) -> Done | Refused:
    """Write the order into the log; it holds at once."""

    def decide(desk: Desk) -> StandingOrderGiven | Refused:
        return rules.give_standing_order(
            officer=desk.officer, order=node.new_id(), kind=kind, text=text, until=until, today=desk.today
        )

    return perform(node, by, Role.HEAD, decide)
