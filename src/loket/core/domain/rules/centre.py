"""What headquarters writes: lists, policy, trust roots, its own officers."""

from loket.core.domain.events import (
    Blob,
    PolicyPublished,
    PreventionListPublished,
    RoleGranted,
    TrustPublished,
)
from loket.core.domain.prevention import List
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Officer, Policy, PreventionList, TrustRoot
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.terms import Role

MOST_LIST_DAYS = 31
MOST_FRESH_HOURS = 168
MOST_CLOCK_SKEW_MS = 5 * 60 * 1000


def objections_to_list(
    published: List, *, officer: Officer, current: PreventionList | None, now: int
) -> tuple[Objection, ...]:
    """Every reason why this list may not be published; asked before it is encrypted. `now` in ms."""
    objections = objections_to_role(officer, Role.HEADQUARTERS)
    if published.version <= (current.version if current else 0):
        objections.append(Objection(Reason.VERSION_NOT_NEWER, "version"))
    if published.as_of > now + MOST_CLOCK_SKEW_MS:
        objections.append(Objection(Reason.LIST_FROM_THE_FUTURE, "as_of"))
    return tuple(objections)


def publish_prevention_list(
    published: List, *, officer: Officer, current: PreventionList | None, now: int, blob: Blob, offices: int
) -> PreventionListPublished | Refused:
    """Publish a list that was encrypted (`blob`) to this many offices."""
    objections = objections_to_list(published, officer=officer, current=current, now=now)
    if not offices:
        objections = (*objections, Objection(Reason.NO_OFFICE_ENROLLED))
    if objections:
        return Refused(objections)
    return PreventionListPublished(
        version=published.version, as_of=published.as_of, persons=len(published.persons), blob=blob
    )


def publish_policy(
    *,
    officer: Officer,
    current: Policy,
    version: int,
    hand_over_renewal_list_days: int,
    list_fresh_hours: int,
) -> PolicyPublished | Refused:
    """Publish the outage policy that takes the place of the one in force."""
    objections = objections_to_role(officer, Role.HEADQUARTERS)
    if version <= current.version:
        objections.append(Objection(Reason.VERSION_NOT_NEWER, "version"))
    if not 0 <= hand_over_renewal_list_days <= MOST_LIST_DAYS:
        facts = {"most": MOST_LIST_DAYS}
        objections.append(Objection(Reason.POLICY_OUT_OF_BOUNDS, "hand_over_renewal_list_days", facts))
    if not 0 < list_fresh_hours <= MOST_FRESH_HOURS:
        facts = {"most": MOST_FRESH_HOURS}
        objections.append(Objection(Reason.POLICY_OUT_OF_BOUNDS, "list_fresh_hours", facts))
    if objections:
        return Refused(tuple(objections))
    return PolicyPublished(
        version=version,
        hand_over_renewal_list_days=hand_over_renewal_list_days,
        list_fresh_hours=list_fresh_hours,
    )


def publish_trust(
    *, officer: Officer, current: TrustRoot | None, version: int, note: bytes
) -> TrustPublished | Refused:
    """Publish a trust root whose signatures were verified; it never goes back."""
    objections = objections_to_role(officer, Role.HEADQUARTERS)
    if current is not None and version <= current.version:
        objections.append(Objection(Reason.VERSION_NOT_NEWER, "version"))
    return Refused(tuple(objections)) if objections else TrustPublished(version=version, note=note)


def grant_headquarters_role(
    *, by: Officer, officer: str, name: str, first_officer: bool
) -> RoleGranted | Refused:
    """Let an official act for headquarters; the first one is named when the centre is enrolled."""
    objections = objections_to_text(name, "name", most=100)
    if not first_officer:
        objections += objections_to_role(by, Role.HEADQUARTERS)
    if objections:
        return Refused(tuple(objections))
    return RoleGranted(officer=officer, name=name, role=Role.HEADQUARTERS)
