"""The head confirms that a clock far ahead of the last recorded act is right."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.confirm_clock import confirm_clock
from loket.node.operations.node import Node


class ConfirmClockForm(ActForm):
    """Nothing but the act: the page shows the time."""


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    del cleaned
    return confirm_clock(node, by)


ACT = OfficeAct(
    stem="confirm_clock",
    title=_("Confirm the clock"),
    form=ConfirmClockForm,
    roles=(Role.HEAD,),
    page="/head/clock",
    perform=_perform,
)
