"""Give an order for the whole office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, StandingOrderKind
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm, day, text
from loket.node.operations.act import By, Done
from loket.node.operations.give_standing_order import give_standing_order
from loket.node.operations.node import Node

PAGE = "/head/orders"


class GiveStandingOrderForm(ActForm):
    """What kind of order, its text, and its last day."""

    order_kind = forms.ChoiceField(choices=choices(StandingOrderKind), widget=forms.RadioSelect)
    text = text(required=False, most=500, rows=3)
    until = day()


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return give_standing_order(
        node,
        by,
        kind=StandingOrderKind(cleaned["order_kind"]),
        text=cleaned["text"].replace("\r\n", "\n"),
        until=cleaned["until"],
    )


ACT = OfficeAct(
    stem="give_standing_order",
    title=_("Give an order for the office"),
    form=GiveStandingOrderForm,
    roles=(Role.HEAD,),
    page=PAGE,
    perform=_perform,
)
