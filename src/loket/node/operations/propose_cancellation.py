"""Propose that a passport is cancelled: a suspicion, for an interview report and the head."""

from loket.core.domain.events import CancellationProposed
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import cancellation
from loket.core.domain.terms import CancellationGround, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def propose_cancellation(
    node: Node, by: By, case: str, *, ground: CancellationGround, why: str
) -> Done | Refused:
    """Write the suspicion down; an archived file comes off its shelf."""

    def decide(desk: Desk, row: Case) -> CancellationProposed | Refused:
        return cancellation.propose_cancellation(row, officer=desk.officer, ground=ground, why=why)

    return perform_on_case(node, by, Role.COUNTER_OFFICER, case, decide)
