"""The head drops a proposed cancellation."""

from loket.core.domain.events import CancellationDropped
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import cancellation
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def drop_cancellation(node: Node, by: By, case: str, *, why: str) -> Done | Refused:
    """Write the decision and its ground; the case goes on where it is."""

    def decide(desk: Desk, row: Case) -> CancellationDropped | Refused:
        return cancellation.drop_cancellation(row, officer=desk.officer, why=why)

    return perform_on_case(node, by, Role.HEAD, case, decide)
