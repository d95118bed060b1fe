"""Hand blanks over from one place of custody to another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Officer
from loket.core.domain.rules.stock import KEEPERS, MOVABLE_TO
from loket.core.domain.stock_terms import Place
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.faces.counter.acts.stock_fields import STOCK_PAGE, BlanksField
from loket.node.operations.act import By, Done
from loket.node.operations.move_blanks import move_blanks
from loket.node.operations.node import Node, current_node


def _officers() -> list[tuple[str, str]]:
    """Every officer with a role, by name; nobody is chosen beforehand."""
    node = current_node()
    with node.store.reading() as reading:
        rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
    return [("", "–"), *((row.officer, row.name or row.officer) for row in rows if row.roles)]


class MoveBlanksForm(SecondOfficerForm):
    """Which numbers, where they go, and the second officer, who is there."""

    blanks = BlanksField()
    to_place = forms.ChoiceField(choices=choices(MOVABLE_TO), widget=forms.RadioSelect)
    to_holder = forms.ChoiceField(choices=_officers, required=False)
    field_order = ("act", "blanks", "to_place", "to_holder")


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return move_blanks(
        node,
        by,
        blanks=cleaned["blanks"],
        to_place=Place(cleaned["to_place"]),
        to_holder=cleaned["to_holder"],
        second_officer=cleaned["second_officer"],
    )


ACT = OfficeAct(
    stem="move_blanks",
    title=_("Hand blanks over"),
    form=MoveBlanksForm,
    roles=(*KEEPERS, Role.PRINTER),
    page=STOCK_PAGE,
    perform=_perform,
)
