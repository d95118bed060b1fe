"""Grant and end officers' roles; both are entries."""

from loket.core.domain.events import RoleEnded, RoleGranted
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Officer
from loket.core.domain.rules import closing
from loket.core.domain.terms import Role
from loket.node.operations.act import SYSTEM, By, Desk, Done, officer_of, perform
from loket.node.operations.node import Node


def grant_role(node: Node, by: By, *, officer: str, name: str, role: Role) -> Done | Refused:
    """Grant a role. Before an office has a head, its enrolment (the system) grants."""

    def decide(desk: Desk) -> RoleGranted | Refused:
        officers = desk.writing.select(Officer, {"office": node.name})
        enrolling = by.officer == SYSTEM and not any(Role.HEAD in known.roles for known in officers)
        return closing.grant_role(
            by=desk.officer, officer=officer, name=name, role=role, first_officer=enrolling
        )

    return perform(node, by, Role.SYSTEM if by.officer == SYSTEM else Role.HEAD, decide)


def end_role(node: Node, by: By, *, officer: str, role: Role) -> Done | Refused:
    """End a role."""

    def decide(desk: Desk) -> RoleEnded | Refused:
        return closing.end_role(by=desk.officer, officer=officer_of(node, desk.writing, officer), role=role)

    return perform(node, by, Role.HEAD, decide)
