"""Decide about what stands against a case, with both sides on the page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.hits import confirmed, undecided
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import HitDecision, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.comparison import Comparison, chosen_hit, compare
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.adjudicate_hit import adjudicate_hit
from loket.node.operations.node import Node

_NEVER = (Stage.ADJUDICATION, Stage.FORGOTTEN)


class AdjudicateHitForm(ActForm):
    """Which hit, the decision, and its grounds."""

    hit = forms.CharField(max_length=200, widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=choices(HitDecision), widget=forms.RadioSelect)
    why = text(required=False, rows=4)


def _about(request: OfficerRequest, case: Case, form: ActForm) -> Comparison | None:
    """The hit that the form or the address names, else the first that waits, or stands."""
    asked = str(form.data.get("hit", "")) if form.is_bound else request.GET.get("hit", "")
    found = chosen_hit(case, asked)
    return compare(request, case, *found) if found else None


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return adjudicate_hit(
        node,
        by,
        case,
        hit=cleaned["hit"],
        decision=HitDecision(cleaned["decision"]),
        why=cleaned["why"].replace("\r\n", "\n"),
    )


ACT = CaseAct(
    stem="adjudicate_hit",
    title=_("Adjudicate"),
    form=AdjudicateHitForm,
    roles=(Role.ADJUDICATOR,),
    # An answer may come after the case went on, and after the passport was handed over.
    stages=(Stage.ADJUDICATION, *(stage for stage in Stage if stage not in _NEVER)),
    perform=_perform,
    # A confirmed hit may be decided again, by another adjudicator; the case waits for what follows from it.
    offered=lambda case: (
        bool(undecided(case) or confirmed(case)) and (case.ending is None or case.handover is not None)
    ),
    waits=lambda case: bool(undecided(case)),
    about=_about,
)
