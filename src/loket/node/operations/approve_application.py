"""Approve an application."""

from loket.core.domain.events import ApplicationApproved
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import issuance
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def approve_application(node: Node, by: By, case: str) -> Done | Refused:
    """Approve, or return every reason why not."""

    def decide(desk: Desk, row: Case) -> ApplicationApproved | Refused:
        return issuance.approve_application(row, officer=desk.officer, orders=desk.orders(row))

    return perform_on_case(node, by, Role.APPROVER, case, decide)
