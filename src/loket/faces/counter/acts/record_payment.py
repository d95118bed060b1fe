"""Record a payment, by the bank's word or by the office's own receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.record_payment import record_payment


class RecordPaymentForm(ActForm):
    """The amount on the applicant's proof of payment."""

    amount_rupiah = forms.IntegerField(
        min_value=0,
        max_value=100_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return record_payment(node, by, case, amount_rupiah=cleaned["amount_rupiah"])


ACT = CaseAct(
    stem="record_payment",
    title=_("Record the payment"),
    form=RecordPaymentForm,
    roles=(Role.CASHIER, Role.COUNTER_OFFICER),
    stages=(Stage.PAYMENT,),
    perform=_perform,
    offered=lambda case: case.fee is not None,
)
