"""Compare the originals with their scans and send the case on to payment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import PaperKind, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.check_documents import check_documents
from loket.node.operations.node import Node


class CheckDocumentsForm(ActForm):
    """Which originals were compared; an empty answer is refused by the rule, with every paper named."""

    originals_seen = forms.MultipleChoiceField(
        choices=choices(PaperKind), required=False, widget=forms.CheckboxSelectMultiple
    )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    seen = frozenset(PaperKind(paper) for paper in cleaned["originals_seen"])
    return check_documents(node, by, case, originals_seen=seen)


ACT = CaseAct(
    stem="check_documents",
    title=_("Check the documents"),
    form=CheckDocumentsForm,
    roles=(Role.COUNTER_OFFICER,),
    stages=(Stage.DOCUMENTS,),
    perform=_perform,
)
