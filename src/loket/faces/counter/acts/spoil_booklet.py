"""Report a booklet as spoilt; the case gets another one."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.spoil_booklet import spoil_booklet


class SpoilBookletForm(ActForm):
    """The report (berita acara)."""

    report = text(required=False, rows=4)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return spoil_booklet(node, by, case, report=cleaned["report"].replace("\r\n", "\n"))


ACT = CaseAct(
    stem="spoil_booklet",
    title=_("Report the booklet as spoilt"),
    form=SpoilBookletForm,
    roles=(Role.PRINTER, Role.QUALITY_TESTER),
    stages=(Stage.PRINTING, Stage.READ_BACK, Stage.HANDOVER),
    perform=_perform,
)
