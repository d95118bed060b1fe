"""Cancel an application or a passport."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.attention import book_is_here
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.cancellation import grounds_open
from loket.core.domain.terms import CancellationGround, Role
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices, narrow
from loket.faces.counter.acts.propose_cancellation import CANCELLABLE
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.cancel_passport import cancel_passport, uncollected_from
from loket.node.operations.node import Node, current_node


class CancelPassportForm(ActForm):
    """On which ground, whether the book was cut, and why in the head's own words."""

    ground = forms.ChoiceField(choices=choices(CancellationGround), widget=forms.RadioSelect)
    book_cut = forms.BooleanField(required=False)
    why = text(required=False, rows=4)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says beside the form. `uncollected_from`: where that day is still to come."""

    book_is_here: bool
    handed_over: bool
    uncollected_from: date | None


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> Shown:
    node = current_node()
    today = node.day_of(node.clock())
    with node.store.reading() as reading:
        first_day = uncollected_from(node, reading, case)
    narrow(form, "ground", grounds_open(case, today=today, uncollected_from=first_day))
    waits = case.handover is None and first_day is not None and today < first_day
    return Shown(book_is_here(case), case.handover is not None, first_day if waits else None)


def _initial(case: Case) -> Cleaned:
    return {} if case.proposal is None else {"ground": case.proposal.ground.value}


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return cancel_passport(
        node,
        by,
        case,
        ground=CancellationGround(cleaned["ground"]),
        why=cleaned["why"].replace("\r\n", "\n"),
        book_cut=cleaned["book_cut"],
    )


ACT = CaseAct(
    stem="cancel_passport",
    title=_("Cancel the passport"),
    form=CancelPassportForm,
    roles=(Role.HEAD,),
    stages=CANCELLABLE,
    perform=_perform,
    offered=lambda case: case.ending is None,
    initial=_initial,
    about=_about,
)
