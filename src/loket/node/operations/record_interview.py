"""Write down purpose of travel and interview notes."""

from loket.core.domain.events import InterviewNotes, InterviewRecorded
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import counter
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def record_interview(
    node: Node, by: By, case: str, *, notes: InterviewNotes, advises_to_go_on: bool
) -> Done | Refused:
    """Record the interview; an interviewer who advises against keeps the case where it is."""

    def decide(desk: Desk, row: Case) -> InterviewRecorded | Refused:
        return counter.record_interview(
            row,
            officer=desk.officer,
            notes=notes,
            advises_to_go_on=advises_to_go_on,
            orders=desk.orders(row),
        )

    return perform_on_case(node, by, Role.INTERVIEWER, case, decide)
