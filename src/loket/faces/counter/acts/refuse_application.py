"""Refuse an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.endings import BEFORE_HANDOVER, refusal_grounds, suggested_refusal
from loket.core.domain.terms import RefusalGround, Role
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices, narrow
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.refuse_application import refuse_application


class RefuseApplicationForm(ActForm):
    """On which ground, whether a printed book was cut, and why in the officer's own words."""

    ground = forms.ChoiceField(choices=choices(RefusalGround), widget=forms.RadioSelect)
    book_cut = forms.BooleanField(required=False)
    why = text(required=False, rows=4)


def _initial(case: Case) -> Cleaned:
    ground = suggested_refusal(case)
    return {} if ground is None else {"ground": ground.value}


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> RefusalGround | None:
    narrow(form, "ground", refusal_grounds(case))
    return suggested_refusal(case)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    why = cleaned["why"].replace("\r\n", "\n")
    return refuse_application(
        node, by, case, ground=RefusalGround(cleaned["ground"]), why=why, book_cut=cleaned["book_cut"]
    )


ACT = CaseAct(
    stem="refuse_application",
    title=_("Refuse the application"),
    form=RefuseApplicationForm,
    roles=(Role.APPROVER, Role.HEAD),
    stages=BEFORE_HANDOVER,
    perform=_perform,
    initial=_initial,
    about=_about,
)
