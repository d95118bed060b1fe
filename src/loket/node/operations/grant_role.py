"""Grant and end officers' roles; both are entries."""

from loket.core.domain.events import DeputyEnded, RoleEnded, RoleGranted
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Officer
from loket.core.domain.rules import officers as rules
from loket.core.domain.terms import Role
from loket.node.operations.act import SYSTEM, By, Desk, Done, perform
from loket.node.operations.node import Node


def as_granted(desk: Desk, officer: str) -> Officer:
    """The officer with the roles that were granted to him: a deputy is no head here."""
    office = desk.node.name
    known = desk.writing.get(Officer, (office, officer))
    return known or Officer(office=office, officer=officer, name="", roles=())


def grant_role(node: Node, by: By, *, officer: str, name: str, role: Role) -> Done | Refused:
    """Grant a role. Before an office has a head, its enrolment (the system) grants."""

    def decide(desk: Desk) -> RoleGranted | Refused:
        officers = desk.writing.select(Officer, {"office": node.name})
        enrolling = by.officer == SYSTEM and not any(Role.HEAD in known.roles for known in officers)
        decision = rules.grant_role(
            by=desk.officer,
            himself=Role.HEAD in as_granted(desk, by.officer).roles,
            officer=officer,
            name=name,
            role=role,
            first_officer=enrolling,
        )
        if isinstance(decision, RoleGranted) and role is Role.HEAD:
            _end_term(desk, as_granted(desk, officer))
        return decision

    return perform(node, by, Role.SYSTEM if by.officer == SYSTEM else Role.HEAD, decide)


def end_role(node: Node, by: By, *, officer: str, role: Role) -> Done | Refused:
    """End a role; with the last one ends a deputy's term."""

    def decide(desk: Desk) -> RoleEnded | Refused:
        known = as_granted(desk, officer)
        others = desk.writing.select(Officer, {"office": node.name})
        decision = rules.end_role(
            by=desk.officer,
            himself=Role.HEAD in as_granted(desk, by.officer).roles,
            officer=known,
            role=role,
            another_head=any(one.officer != officer and Role.HEAD in one.roles for one in others),
        )
        if isinstance(decision, RoleEnded) and known.roles == (role,):
            _end_term(desk, known)
        return decision

    return perform(node, by, Role.HEAD, decide)


def _end_term(desk: Desk, officer: Officer) -> None:
    """A head needs no term, and whoever works here no more stands in for nobody."""
    if rules.has_term(officer, desk.today):
        desk.also(DeputyEnded(officer=officer.officer))
