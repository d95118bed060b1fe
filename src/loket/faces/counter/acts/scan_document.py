"""Scan or upload a paper of the applicant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import PaperKind, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.scan_document import scan_document


class ScanDocumentForm(ActForm):
    """Which paper, and its scan."""

    paper = forms.ChoiceField(choices=choices(PaperKind))
    scan = forms.FileField(widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}))


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return scan_document(node, by, case, paper=PaperKind(cleaned["paper"]), data=cleaned["scan"].read())


ACT = CaseAct(
    stem="scan_document",
    title=_("Add a scan"),
    form=ScanDocumentForm,
    roles=(Role.COUNTER_OFFICER,),
    stages=(Stage.DOCUMENTS,),
    perform=_perform,
)
