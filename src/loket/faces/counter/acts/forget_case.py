"""Forget a finished case: its key is destroyed."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.forget_case import forget_case
from loket.node.operations.node import Node


class ForgetCaseForm(ActForm):
    """The second officer who agrees."""

    second_officer = text(required=False, most=64, autocomplete="off")


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return forget_case(node, by, case, second_officer=cleaned["second_officer"])


ACT = CaseAct(
    stem="forget_case",
    title=_("Forget the case"),
    form=ForgetCaseForm,
    roles=(Role.HEAD,),
    stages=(Stage.ARCHIVED,),
    perform=_perform,
)
