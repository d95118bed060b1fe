"""Report a case's booklet as lost; the case gets another one."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.issuance import ROLES_AT_THE_MACHINE, WITH_A_BOOKLET
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.faces.counter.acts.stock_fields import written
from loket.faces.ui.forms import text
from loket.node.operations.act import By, Done
from loket.node.operations.lose_booklet import lose_booklet
from loket.node.operations.node import Node


class LoseBookletForm(SecondOfficerForm):
    """The report (berita acara): where it was last seen and searched, and who searched too."""

    report = text(required=False, rows=4)
    field_order = ("act", "report")


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return lose_booklet(
        node, by, case, report=written(cleaned["report"]), second_officer=cleaned["second_officer"]
    )


ACT = CaseAct(
    stem="lose_booklet",
    title=_("Report the booklet as lost"),
    form=LoseBookletForm,
    roles=(*ROLES_AT_THE_MACHINE, Role.HANDOVER_OFFICER, Role.HEAD),
    stages=WITH_A_BOOKLET,
    perform=_perform,
)
