"""Record a payment, by the bank's word or by the office's own receipt."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage, Tender
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.record_payment import record_payment

_GROUPED = re.compile(r"(Rp\s*)?[0-9]{1,3}(\.[0-9]{3})*")


class RupiahField(forms.IntegerField):
    """Rupiah as people and these pages write them: 350000, 350.000 or Rp 350.000 (never a fraction)."""

    def to_python(self, value: Any) -> int | None:
        """Take the points out where they stand between groups of three."""
        if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
            value = value.replace("Rp", "").replace(".", "").strip()
        elif isinstance(value, str) and "." in value:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class RecordPaymentForm(ActForm):
    """The amount on the applicant's proof of payment, or in the drawer, if the bank cannot be asked."""

    amount_rupiah = RupiahField(
        min_value=0,
        max_value=100_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    tender = forms.ChoiceField(
        choices=choices(Tender), initial=Tender.PROOF_SEEN.value, required=False, widget=forms.RadioSelect
    )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    tender = Tender(cleaned["tender"] or Tender.PROOF_SEEN)
    return record_payment(node, by, case, amount_rupiah=cleaned["amount_rupiah"], tender=tender)


ACT = CaseAct(
    stem="record_payment",
    title=_("Record the payment"),
    form=RecordPaymentForm,
    roles=(Role.CASHIER, Role.COUNTER_OFFICER),
    stages=(Stage.PAYMENT,),
    perform=_perform,
    offered=lambda case: case.fee is not None,
)
