"""Let an official act for headquarters; the grant stands in the centre's own staff log."""

from loket.core.domain.events import RoleGranted
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Officer
from loket.core.domain.rules import centre
from loket.core.domain.terms import Role
from loket.node.operations.act import SYSTEM, By, Desk, Done
from loket.node.operations.centre_act import STAFF_LOG, perform_at_centre
from loket.node.operations.node import Node


def grant_headquarters_role(node: Node, by: By, *, officer: str, name: str) -> Done | Refused:
    """Before the centre has an official, its enrolment (the system) grants."""

    def decide(desk: Desk) -> RoleGranted | Refused:
        officers = desk.writing.select(Officer, {"office": node.name})
        enrolling = by.officer == SYSTEM and not any(Role.HEADQUARTERS in known.roles for known in officers)
        return centre.grant_headquarters_role(
            by=desk.officer, officer=officer, name=name, first_officer=enrolling
        )

    return perform_at_centre(node, by, STAFF_LOG, decide)
