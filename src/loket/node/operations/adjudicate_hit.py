"""Decide about one hit of a case."""

from loket.core.domain.events import HitAdjudicated
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import adjudication
from loket.core.domain.terms import HitDecision, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def adjudicate_hit(
    node: Node, by: By, case: str, *, hit: str, decision: HitDecision, why: str
) -> Done | Refused:
    """Write down that the hit is cleared or stands, and why."""

    def decide(desk: Desk, row: Case) -> HitAdjudicated | Refused:
        return adjudication.adjudicate_hit(
            row, officer=desk.officer, hit=hit, decision=decision, why=why, orders=desk.orders(row)
        )

    return perform_on_case(node, by, Role.ADJUDICATOR, case, decide)
