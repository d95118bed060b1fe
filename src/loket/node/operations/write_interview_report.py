"""Write an interview report (BAP): on a loss, on damage, or on a proposed cancellation."""

from loket.core.domain.events import InterviewReportWritten, ReportText
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import interview_report
from loket.core.domain.terms import ReportFinding, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number


def write_interview_report(
    node: Node, by: By, case: str, *, finding: ReportFinding, text: ReportText
) -> Done | Refused:
    """Write the report; what it is about follows from the finding and from what the applicant asks for."""

    def decide(desk: Desk, row: Case) -> InterviewReportWritten | Refused:
        number = paper_number(desk, PaperBook.INTERVIEW_REPORT)
        return interview_report.write_interview_report(
            row, officer=desk.officer, finding=finding, text=text, number=number
        )

    return perform_on_case(node, by, Role.INTERVIEWER, case, decide)
