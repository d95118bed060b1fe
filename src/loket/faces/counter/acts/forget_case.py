"""Forget a finished case: its key is destroyed. Two officers do it, and both have signed in for it."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.node.operations.act import By, Done
from loket.node.operations.forget_case import forget_case
from loket.node.operations.node import Node


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return forget_case(node, by, case, second_officer=cleaned["second_officer"])


ACT = CaseAct(
    stem="forget_case",
    title=_("Forget the case"),
    form=SecondOfficerForm,
    roles=(Role.HEAD,),
    stages=(Stage.ARCHIVED,),
    perform=_perform,
)
