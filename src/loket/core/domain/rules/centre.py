"""What headquarters writes: lists, policy, trust roots, shipments, its own officers."""

import re
from collections.abc import Sequence

from loket.core.domain.events import (
    Blob,
    BookletsShipped,
    PolicyPublished,
    PreventionListPublished,
    RoleGranted,
    TrustPublished,
)
from loket.core.domain.prevention import List
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Officer, Policy, PreventionList, Shipment, TrustRoot
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.terms import DocumentKind, Role

MOST_LIST_DAYS = 31
MOST_FRESH_HOURS = 168
MOST_BLANKS_OF_A_SHIPMENT = 100_000
MOST_DIGITS = 12
MOST_CLOCK_SKEW_MS = 5 * 60 * 1000
_SERIES = re.compile(r"[A-Z]{0,3}")


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


def ship_booklets(
    *,
    officer: Officer,
    shipment: str,
    kind: DocumentKind,
    series: str,
    digits: int,
    first: int,
    last: int,
    shipped: Sequence[Shipment],
    offices_missing: int = 0,
) -> BookletsShipped | Refused:
    """Send blanks to an office. No number is ever shipped twice: `shipped` are all shipments so far.

    A series is letters and a fixed count of digits, so that two patterns never print the same number.
    """
    objections = [
        *objections_to_role(officer, Role.HEADQUARTERS),
        *objections_to_text(shipment, "shipment", most=64),
    ]
    well_formed = (
        _SERIES.fullmatch(series) is not None
        and 0 < digits <= MOST_DIGITS
        and 0 <= first <= last < 10**digits
        and last - first < MOST_BLANKS_OF_A_SHIPMENT
    )
    if not well_formed:
        objections.append(Objection(Reason.BOOKLET_RANGE_MALFORMED, "first"))
    if offices_missing:
        # A rebuilt centre does not know yet which numbers the lost one gave to these.
        objections.append(Objection(Reason.OFFICES_NOT_BACK, facts={"offices": offices_missing}))
    if any(known.shipment == shipment for known in shipped):
        objections.append(Objection(Reason.SHIPMENT_NUMBER_USED, "shipment"))
    for known in shipped:
        same_pattern = (known.series, known.digits) == (series, digits)
        if same_pattern and known.first <= last and first <= known.last:
            facts = {"first": known.first, "last": known.last}
            objections.append(Objection(Reason.BOOKLETS_ALREADY_SHIPPED, "first", facts))
    if objections:
        return Refused(tuple(objections))
    return BookletsShipped(shipment=shipment, kind=kind, series=series, digits=digits, first=first, last=last)


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
