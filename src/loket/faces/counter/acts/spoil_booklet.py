"""Report a booklet as spoilt; the case gets another one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.terms import Role, SpoilCause, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node, current_node
from loket.node.operations.spoil_booklet import spoil_booklet


def _colleagues() -> list[tuple[str, str]]:
    """Every officer with a role, by name; nobody is chosen beforehand."""
    node = current_node()
    with node.store.reading() as reading:
        rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
    return [("", "–"), *((row.officer, row.name or row.officer) for row in rows if row.roles)]


class SpoilBookletForm(ActForm):
    """The report (berita acara): why, what happened, and who was present."""

    cause = forms.ChoiceField(choices=choices(SpoilCause), widget=forms.RadioSelect)
    report = text(required=False, rows=4)
    present = forms.ChoiceField(choices=_colleagues, required=False)


def _about(request: OfficerRequest, _case: Case, form: ActForm) -> None:
    """Nobody is present at his own act: offer the colleagues."""
    field: Any = form.fields["present"]
    field.choices = [one for one in _colleagues() if one[0] != request.officer.officer]


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
    about=_about,
)
