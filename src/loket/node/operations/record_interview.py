"""Write down purpose of travel, interview notes and the interviewer's advice."""

from loket.core.domain.events import InterviewNotes, InterviewRecorded
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import capture
from loket.core.domain.terms import Advice, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def record_interview(
    node: Node, by: By, case: str, *, notes: InterviewNotes, advice: Advice
) -> Done | Refused:
    """Record the interview; any advice but to go on sends the case to adjudication."""

    def decide(desk: Desk, row: Case) -> InterviewRecorded | Refused:
        return capture.record_interview(
            row,
            officer=desk.officer,
            notes=notes,
            advice=advice,
            orders=desk.orders(row),
            practice=node.practice,
            on=desk.today,
        )

    return perform_on_case(node, by, Role.INTERVIEWER, case, decide)
