"""Send blanks to another office."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.stock import KEEPERS
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.faces.counter.acts.stock_fields import STOCK_PAGE, BlanksField, written
from loket.faces.ui.forms import text
from loket.node.operations.act import By, Done
from loket.node.operations.centre_act import offices_of
from loket.node.operations.node import Node, current_node
from loket.node.operations.transfer_blanks import transfer_blanks


def _other_offices() -> list[tuple[str, str]]:
    """The offices that the trust root names, without this one."""
    node = current_node()
    return [("", "–"), *((name, name) for name in offices_of(node.trust()) if name != node.name)]


class TransferBlanksForm(SecondOfficerForm):
    """One range, the office that gets it, and the second officer."""

    blanks = BlanksField()
    to_office = forms.ChoiceField(choices=_other_offices)
    text = text(required=False, rows=2)
    field_order = ("act", "blanks", "to_office", "text")


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return transfer_blanks(
        node,
        by,
        blanks=cleaned["blanks"],
        to_office=cleaned["to_office"],
        text=written(cleaned["text"]),
        second_officer=cleaned["second_officer"],
    )


ACT = OfficeAct(
    stem="transfer_blanks",
    title=_("Send blanks to another office"),
    form=TransferBlanksForm,
    roles=KEEPERS,
    page=STOCK_PAGE,
    perform=_perform,
)
