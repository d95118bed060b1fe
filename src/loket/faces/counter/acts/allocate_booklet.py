"""Bind one blank of the office's stock to one approved application."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.node import Node


class AllocateBookletForm(ActForm):
    """Nothing to fill in: the lowest number in stock is taken."""


def _perform(node: Node, by: By, case: str, _cleaned: Cleaned) -> Done | Refused:
    return allocate_booklet(node, by, case)


ACT = CaseAct(
    stem="allocate_booklet",
    title=_("Allocate a booklet"),
    form=AllocateBookletForm,
    roles=(Role.ALLOCATOR,),
    stages=(Stage.ALLOCATION,),
    perform=_perform,
)
