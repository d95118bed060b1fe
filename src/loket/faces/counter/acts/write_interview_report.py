"""Write an interview report (BAP)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.events import ReportText
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.interview_report import findings_open
from loket.core.domain.terms import ReportFinding, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices, narrow
from loket.faces.counter.acts.propose_cancellation import CANCELLABLE
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.write_interview_report import write_interview_report


class WriteInterviewReportForm(ActForm):
    """What the applicant stated, what the officer concludes, and the finding."""

    statement = text(required=False, rows=7)
    conclusion = text(required=False, rows=3)
    finding = forms.ChoiceField(choices=choices(ReportFinding), widget=forms.RadioSelect)


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> None:
    narrow(form, "finding", findings_open(case))


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    written = ReportText(
        statement=cleaned["statement"].replace("\r\n", "\n"),
        conclusion=cleaned["conclusion"].replace("\r\n", "\n"),
    )
    return write_interview_report(node, by, case, finding=ReportFinding(cleaned["finding"]), text=written)


ACT = CaseAct(
    stem="write_interview_report",
    title=_("Write the interview report (BAP)"),
    form=WriteInterviewReportForm,
    roles=(Role.INTERVIEWER,),
    stages=(Stage.INTERVIEW_REPORT, *(stage for stage in CANCELLABLE if stage is not Stage.INTERVIEW_REPORT)),
    perform=_perform,
    offered=lambda case: bool(findings_open(case)),
    about=_about,
)
