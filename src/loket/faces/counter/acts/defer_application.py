"""Defer an application until a day."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loket.core.domain.months import add_months
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.endings import BEFORE_HANDOVER, deferral_grounds, suggested_deferral
from loket.core.domain.terms import DeferralGround, Role
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices, narrow
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.faces.ui.words.formats import long_day
from loket.node.operations.act import By, Done
from loket.node.operations.defer_application import defer_application
from loket.node.operations.node import Node, current_node


def _months() -> list[tuple[int, str]]:
    """Every number of months that may be chosen, each with the day on which it ends."""
    node = current_node()
    today, practice = node.day_of(node.clock()), node.practice
    return [
        (
            months,
            f"{ngettext('%d month', '%d months', months) % months}: {long_day(add_months(today, months))}",
        )
        for months in range(practice.deferral_months_least, practice.deferral_months_most + 1)
    ]


class DeferApplicationForm(ActForm):
    """On which ground, until when, whether a printed book was cut, and why in the head's own words."""

    ground = forms.ChoiceField(choices=choices(DeferralGround), widget=forms.RadioSelect)
    months = forms.TypedChoiceField(choices=_months, coerce=int)
    book_cut = forms.BooleanField(required=False)
    why = text(required=False, rows=4)


def _initial(case: Case) -> Cleaned:
    ground = suggested_deferral(case)
    return {} if ground is None else {"ground": ground.value}


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> DeferralGround | None:
    narrow(form, "ground", deferral_grounds(case))
    return suggested_deferral(case)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return defer_application(
        node,
        by,
        case,
        ground=DeferralGround(cleaned["ground"]),
        months=cleaned["months"],
        why=cleaned["why"].replace("\r\n", "\n"),
        book_cut=cleaned["book_cut"],
    )


ACT = CaseAct(
    stem="defer_application",
    title=_("Defer the application"),
    form=DeferApplicationForm,
    roles=(Role.HEAD,),
    stages=BEFORE_HANDOVER,
    perform=_perform,
    initial=_initial,
    about=_about,
)
