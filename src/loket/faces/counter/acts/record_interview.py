"""Write down the interview."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.events import InterviewNotes
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import Advice, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.capture_steps import Step, steps_of
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.record_interview import record_interview


class RecordInterviewForm(ActForm):
    """Purpose, notes and advice; what is missing is refused by the rule."""

    purpose = text(required=False, most=400)
    notes = text(required=False, rows=5)
    advice = forms.ChoiceField(choices=choices(Advice), widget=forms.RadioSelect)


def _about(_request: OfficerRequest, case: Case, _form: ActForm) -> list[Step]:
    return steps_of(case, ACT.stem)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    # A browser sends line ends as CR LF; the record keeps LF.
    notes = cleaned["notes"].replace("\r\n", "\n")
    return record_interview(
        node,
        by,
        case,
        notes=InterviewNotes(purpose=cleaned["purpose"], notes=notes),
        advice=Advice(cleaned["advice"]),
    )


ACT = CaseAct(
    stem="record_interview",
    title=_("Record the interview"),
    form=RecordInterviewForm,
    roles=(Role.INTERVIEWER,),
    stages=(Stage.INTERVIEW,),
    perform=_perform,
    about=_about,
)
