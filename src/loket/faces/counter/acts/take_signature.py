"""Take the applicant's signature: from the pad on the page, a scan of it, or why there is none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import CannotSign, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.capture_steps import Step, steps_of
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.take_signature import take_signature


def _reasons() -> list[tuple[str, Any]]:
    return [("", _("signs")), *choices(CannotSign)()]


class TakeSignatureForm(ActForm):
    """A picture of the signature, or why there is none; one of both is asked for by the rule."""

    signature = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
    )
    cannot_sign = forms.ChoiceField(required=False, choices=_reasons)

    def _focus_first(self) -> None:
        """The applicant writes on the pad first."""


def _about(_request: OfficerRequest, case: Case, _form: ActForm) -> list[Step]:
    return steps_of(case, ACT.stem)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    data = cleaned["signature"].read() if cleaned["signature"] else b""
    why = CannotSign(cleaned["cannot_sign"]) if cleaned["cannot_sign"] else None
    return take_signature(node, by, case, data=data, cannot_sign=why)


ACT = CaseAct(
    stem="take_signature",
    title=_("Take the signature"),
    form=TakeSignatureForm,
    roles=(Role.INTERVIEWER,),
    stages=(Stage.INTERVIEW,),
    perform=_perform,
    about=_about,
)
