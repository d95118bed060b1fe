"""Adjudication: a person decides whether a hit stands."""

from collections.abc import Iterable

from loket.core.domain.case_events import Grounds
from loket.core.domain.events import HitAdjudicated
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.row_parts import Hit
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.common import objections_to_role, objections_to_text, waiver_of
from loket.core.domain.terms import Duty, HitDecision, Role

_MOST_GROUNDS = 2_000


def adjudicate_hit(
    case: Case, *, officer: Officer, hit: str, decision: HitDecision, why: str, orders: Iterable[Order]
) -> HitAdjudicated | Refused:
    """Decide about one hit, on written grounds; `hit` is its id within the case.

    At any stage: an answer may speak against a passport that was handed over long ago. A confirmed hit
    may be decided again, by another adjudicator.
    """
    objections = [
        *objections_to_role(officer, Role.ADJUDICATOR),
        *_objections_to_case(case),
        *_objections_to_hit(case, officer, hit),
        *_objections_to_interviewer(case, officer, orders),
        *objections_to_text(why, "why", most=_MOST_GROUNDS),
    ]
    if objections:
        return Refused(tuple(objections))
    return HitAdjudicated(case=case.case, hit=hit, decision=decision, sealed=Grounds(why=why))


def hit_of(case: Case, hit: str) -> Hit | None:
    """The case's hit of this id."""
    return next((one for one in case.hits if one.hit == hit), None)


def _objections_to_case(case: Case) -> list[Objection]:
    if case.forgotten:
        return [Objection(Reason.CASE_FORGOTTEN)]
    if case.ending is not None and case.handover is None:
        return [Objection(Reason.CASE_ENDED, facts={"ending": case.ending.kind.value})]
    return []


def _objections_to_hit(case: Case, officer: Officer, hit: str) -> list[Objection]:
    found = hit_of(case, hit)
    if found is None or found.decision is HitDecision.CLEARED:
        return [Objection(Reason.HIT_UNKNOWN)]
    if found.decision is HitDecision.CONFIRMED and found.decided_by == officer.officer:
        return [Objection(Reason.HIT_DECIDED_BY_YOU)]
    return []


def _objections_to_interviewer(case: Case, officer: Officer, orders: Iterable[Order]) -> list[Objection]:
    """Who photographed and interviewed does not judge what came of it, unless the head ordered it."""
    waiver = waiver_of(case, Duty.APPROVAL, orders)
    captured = any(done.duty is Duty.CAPTURE and done.officer == officer.officer for done in case.duties)
    if not captured or (waiver is not None and waiver.by != officer.officer):
        return []
    objections = [Objection(Reason.SAME_OFFICER_DID_ANOTHER_DUTY, facts={"duty": Duty.CAPTURE.value})]
    if waiver is not None:
        objections.append(Objection(Reason.ORDER_FOR_ONESELF))
    return objections
