"""Assess the fee of the day against a 15-digit billing code."""

from loket.core.domain.events import BillingCodeIssued
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import counter
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node

BILLING_CODE_DIGITS = 15


def issue_billing_code(node: Node, by: By, case: str) -> Done | Refused:
    """Write the fee of the day on the case, with its surcharges."""
    prefix = node.practice.billing_code_prefix
    digits = BILLING_CODE_DIGITS - len(prefix)
    number = int.from_bytes(node.random_bytes(8), "big") % 10**digits

    def decide(desk: Desk, row: Case) -> BillingCodeIssued | Refused:
        return counter.issue_billing_code(
            row,
            officer=desk.officer,
            today=desk.today,
            tariffs=node.tariffs,
            billing_code=f"{prefix}{number:0{digits}d}",
            orders=desk.orders(row),
        )

    return perform_on_case(node, by, Role.CASHIER, case, decide)
