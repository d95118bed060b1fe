"""Propose that a passport is cancelled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.cancellation import PROPOSED_GROUNDS, PROPOSERS
from loket.core.domain.rules.endings import BEFORE_HANDOVER
from loket.core.domain.terms import CancellationGround, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.propose_cancellation import propose_cancellation

CANCELLABLE = (*BEFORE_HANDOVER, Stage.FILING, Stage.ARCHIVED)


class ProposeCancellationForm(ActForm):
    """Which suspicion, and what it rests on."""

    ground = forms.ChoiceField(choices=choices(PROPOSED_GROUNDS), widget=forms.RadioSelect)
    why = text(required=False, rows=4)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    why = cleaned["why"].replace("\r\n", "\n")
    return propose_cancellation(node, by, case, ground=CancellationGround(cleaned["ground"]), why=why)


ACT = CaseAct(
    stem="propose_cancellation",
    title=_("Propose to cancel the passport"),
    form=ProposeCancellationForm,
    roles=PROPOSERS,
    stages=CANCELLABLE,
    perform=_perform,
    offered=lambda case: case.proposal is None and case.ending is None,
)
