"""Report a booklet as spoilt; the case gets another one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, SpoilCause, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.spoil_booklet import spoil_booklet


class SpoilBookletForm(ActForm):
    """The report (berita acara): why, what happened, and who was present."""

    cause = forms.ChoiceField(choices=choices(SpoilCause), widget=forms.RadioSelect)
    report = text(required=False, rows=4)
    present = text(required=False, most=100, autocomplete="off")


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return spoil_booklet(
        node,
        by,
        case,
        cause=SpoilCause(cleaned["cause"]),
        report=cleaned["report"].replace("\r\n", "\n"),
        present=cleaned["present"],
    )


ACT = CaseAct(
    stem="spoil_booklet",
    title=_("Report the booklet as spoilt"),
    form=SpoilBookletForm,
    roles=(Role.PRINTER, Role.QUALITY_TESTER),
    stages=(Stage.PRINTING, Stage.READ_BACK, Stage.HANDOVER),
    perform=_perform,
)
