"""Approve an application."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.approve_application import approve_application
from loket.node.operations.node import Node


class ApproveApplicationForm(ActForm):
    """Nothing to fill in: to press the button is to approve."""


def _perform(node: Node, by: By, case: str, _cleaned: Cleaned) -> Done | Refused:
    return approve_application(node, by, case)


ACT = CaseAct(
    stem="approve_application",
    title=_("Approve the application"),
    form=ApproveApplicationForm,
    roles=(Role.APPROVER,),
    stages=(Stage.APPROVAL,),
    perform=_perform,
)
