"""Assess the fee of the day and issue its billing code."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.fees import Assessment
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Order
from loket.core.domain.rules.counter import assess_fee
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.issue_billing_code import issue_billing_code
from loket.node.operations.node import Node, current_node


class IssueBillingCodeForm(ActForm):
    """Nothing to fill in: fee and code follow from the case and the day."""


def _about(_request: OfficerRequest, case: Case, _form: ActForm) -> Assessment | None:
    """What the case costs today; None while no tariff names it."""
    node = current_node()
    with node.store.reading() as reading:
        orders = tuple(reading.select(Order, {"office": node.name, "case": case.case}))
    return assess_fee(case, today=node.day_of(node.clock()), tariffs=node.tariffs, orders=orders)


def _perform(node: Node, by: By, case: str, _cleaned: Cleaned) -> Done | Refused:
    return issue_billing_code(node, by, case)


ACT = CaseAct(
    stem="issue_billing_code",
    title=_("Issue a billing code"),
    form=IssueBillingCodeForm,
    roles=(Role.CASHIER, Role.COUNTER_OFFICER),
    stages=(Stage.PAYMENT,),
    perform=_perform,
    offered=lambda case: case.fee is None,
    about=_about,
)
