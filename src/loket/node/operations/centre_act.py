"""One act of headquarters: load, decide, append to one of the centre's logs, in one transaction."""

from collections.abc import Callable

from loket.core.domain.events import Event
from loket.core.domain.origins import NATIONAL_LOG, TO_OFFICE
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.terms import Role
from loket.node.keys.trust import TrustRoot
from loket.node.operations.act import SYSTEM, By, Desk, Done, officer_of
from loket.node.operations.node import Node
from loket.node.store.error import QuarantineError

CENTRE = "centre"
STAFF_LOG = "staff"
NATIONAL = NATIONAL_LOG


def to_office(office: str) -> str:
    """The name of the centre's log for one office."""
    return f"{TO_OFFICE}{office}"


def offices_of(trust: TrustRoot | None) -> tuple[str, ...]:
    """The offices that are enrolled, by name."""
    return () if trust is None else tuple(one.name for one in trust.newest_nodes() if one.name != CENTRE)


def perform_at_centre(
    node: Node, by: By, log: str, decide: Callable[[Desk], Event | Refused]
) -> Done | Refused:
    """Do an act and write it to the centre's log of this name; the same act twice happens once."""
    try:
        with node.store.writing() as writing:
            known = writing.act_index(by.act)
            if known is not None:
                return Done("", known[1], None, repeated=True)
            decision = decide(Desk(node, writing, officer_of(node, writing, by.officer)))
            if isinstance(decision, Refused):
                return decision
            role = Role.SYSTEM if by.officer == SYSTEM else Role.HEADQUARTERS
            index = node.append_to(
                writing, node.origin(log), decision, officer=by.officer, role=role, act=by.act
            )
            return Done(getattr(decision, "case", ""), index, decision)
    except QuarantineError:
        return refuse(Reason.OFFICE_IN_QUARANTINE)
