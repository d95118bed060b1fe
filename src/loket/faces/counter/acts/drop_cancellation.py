"""Drop a proposed cancellation."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.propose_cancellation import CANCELLABLE
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.drop_cancellation import drop_cancellation
from loket.node.operations.node import Node


class DropCancellationForm(ActForm):
    """Why it is dropped."""

    why = text(required=False, rows=4)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return drop_cancellation(node, by, case, why=cleaned["why"].replace("\r\n", "\n"))


ACT = CaseAct(
    stem="drop_cancellation",
    title=_("Drop the proposed cancellation"),
    form=DropCancellationForm,
    roles=(Role.HEAD,),
    stages=CANCELLABLE,
    perform=_perform,
    offered=lambda case: case.proposal is not None,
)
