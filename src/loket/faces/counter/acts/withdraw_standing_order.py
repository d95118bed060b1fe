"""Withdraw an order for the whole office before its last day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.give_standing_order import PAGE
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.withdraw_standing_order import withdraw_standing_order


class WithdrawStandingOrderForm(ActForm):
    """Which order."""

    order = forms.CharField(max_length=64)


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return withdraw_standing_order(node, by, order=cleaned["order"])


ACT = OfficeAct(
    stem="withdraw_standing_order",
    title=_("Withdraw the order"),
    form=WithdrawStandingOrderForm,
    roles=(Role.HEAD,),
    page=PAGE,
    perform=_perform,
)
