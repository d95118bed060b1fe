"""Read the old passport's machine readable zone, or write down why it cannot be read."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.old_passport import WITH_OLD_PASSPORT, Unreadable, differing_now
from loket.core.domain.terms import PaperKind, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.faces.ui.words.fields import label_of
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.read_old_passport import read_old_passport, read_old_passport_from_scan

_ZONE = {
    "rows": 2,
    "class": "zone",
    "data-lines": "44",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
}


class ReadOldPassportForm(ActForm):
    """The two lines in one field; or the scan that is in the case; or a written reason.

    Lines that are given count before the rest.
    """

    mrz = forms.CharField(required=False, max_length=200, widget=forms.Textarea(attrs=_ZONE))
    unreadable_why = text(required=False, most=500)
    from_scan = forms.BooleanField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page says of the old passport: labels of the fields that differ; whether it is scanned."""

    differing: tuple[str, ...]
    scanned: bool


def _about(_request: OfficerRequest, case: Case, _form: ActForm) -> Reading:
    return Reading(
        differing=tuple(str(label_of(field)) for field in differing_now(case)),
        scanned=any(scan.paper is PaperKind.OLD_PASSPORT for scan in case.scans),
    )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    if cleaned["from_scan"]:
        return read_old_passport_from_scan(node, by, case)
    why = cleaned["unreadable_why"]
    if why.strip() and not cleaned["mrz"].strip():
        return read_old_passport(node, by, case, Unreadable(why))
    return read_old_passport(node, by, case, cleaned["mrz"])


ACT = CaseAct(
    stem="read_old_passport",
    title=_("Read the old passport"),
    form=ReadOldPassportForm,
    roles=(Role.COUNTER_OFFICER,),
    stages=(Stage.DOCUMENTS,),
    perform=_perform,
    offered=lambda case: case.service in WITH_OLD_PASSPORT,
    about=_about,
)
