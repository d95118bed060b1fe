"""Take a case, hand it on to a colleague, give it back."""

from loket.core.domain.events import CaseAssigned
from loket.core.domain.officers import in_force
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.rules import assignment
from loket.core.domain.terms import Role
from loket.core.domain.turns import comes_as
from loket.node.operations.act import By, Desk, Done, officer_of, perform_on_case, today_of
from loket.node.operations.node import Node


def assign_case(node: Node, by: By, case: str, *, assignee: str, why: str = "") -> Done | Refused:
    """Give the case to `assignee`, an officer with a turn at its stage; "" gives it back to the queue."""
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        role = comes_as(officer_of(node, reading, by.officer), row.stage if row else None)

    def decide(desk: Desk, now: Case) -> CaseAssigned | Refused:
        known = desk.writing.get(Officer, (node.name, assignee)) if assignee else None
        colleague = in_force(known, today_of(node, desk.writing)) if known else None
        return assignment.assign_case(
            now, officer=desk.officer, assignee=assignee, colleague=colleague, why=why
        )

    return perform_on_case(node, by, role or Role.COUNTER_OFFICER, case, decide)
