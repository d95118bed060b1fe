"""Take a shipment of blanks into custody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.faces.counter.acts.stock_fields import BlanksField, labelled, written
from loket.faces.ui.forms import text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.receive_shipment import receive_shipment


class ReceiveShipmentForm(SecondOfficerForm):
    """Which shipment, how many blanks were counted by hand, and which numbers are missing or damaged."""

    shipment = forms.CharField(max_length=64, widget=forms.HiddenInput)
    counted = forms.IntegerField(
        min_value=0,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    missing = BlanksField(required=False)
    damaged = BlanksField(required=False)
    text = labelled(text(required=False, rows=2), _("What is wrong with the box"))
    field_order = ("act", "shipment", "counted", "missing", "damaged", "text")


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return receive_shipment(
        node,
        by,
        shipment=cleaned["shipment"],
        counted=cleaned["counted"],
        missing=cleaned["missing"],
        damaged=cleaned["damaged"],
        text=written(cleaned["text"]),
        second_officer=cleaned["second_officer"],
    )


ACT = OfficeAct(
    stem="receive_shipment",
    title=_("Receive a shipment"),
    form=ReceiveShipmentForm,
    roles=(Role.ALLOCATOR,),
    page="/stock",
    perform=_perform,
)
