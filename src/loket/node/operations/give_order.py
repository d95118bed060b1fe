"""The head's signed exception for one case."""

from loket.core.domain.events import HeadOrdered
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import closing
from loket.core.domain.terms import Duty, OrderKind, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def give_order(
    node: Node, by: By, case: str, *, kind: OrderKind, duty: Duty | None, why: str
) -> Done | Refused:
    """Write the order and its ground into the log."""

    def decide(desk: Desk, row: Case) -> HeadOrdered | Refused:
        return closing.give_order(
            row, officer=desk.officer, kind=kind, duty=duty, why=why, orders=desk.orders(row)
        )

    return perform_on_case(node, by, Role.HEAD, case, decide)
