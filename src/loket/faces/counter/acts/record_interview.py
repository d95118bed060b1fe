"""Write down the interview."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.events import InterviewNotes
from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.record_interview import record_interview


class RecordInterviewForm(ActForm):
    """Purpose, notes and advice; what is missing is refused by the rule."""

    purpose = text(required=False, most=400)
    notes = text(required=False, rows=5)
    advises_to_go_on = forms.BooleanField(required=False)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    # A browser sends line ends as CR LF; the record keeps LF.
    notes = cleaned["notes"].replace("\r\n", "\n")
    return record_interview(
        node,
        by,
        case,
        notes=InterviewNotes(purpose=cleaned["purpose"], notes=notes),
        advises_to_go_on=cleaned["advises_to_go_on"],
    )


ACT = CaseAct(
    stem="record_interview",
    title=_("Record the interview"),
    form=RecordInterviewForm,
    roles=(Role.INTERVIEWER,),
    stages=(Stage.INTERVIEW,),
    perform=_perform,
)
