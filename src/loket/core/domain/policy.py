"""How far a case with open obligations may go: the default outage policy (design 1.3).

A renewal with a local list at most 7 days old and no hit is handed over; a first passport without the
registry's answer needs the head's signed exception; with an older list it is printed and held.
Ages count from the latest signed time seen, so that a clock set back extends nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from loket.core.domain.hits import objections_to_hits
from loket.core.domain.orders import has_order
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import Case, Obligation, Order, Policy
from loket.core.domain.terms import ObligationKind, OrderKind, Service, Verdict

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def effective_now(clock_ms: int, latest_signed_ms: int) -> int:
    """The time from which ages count: the later of the clock and the latest signed time seen (ms)."""
    return max(clock_ms, latest_signed_ms)


@dataclass(frozen=True, slots=True)
class Judged:
    """The policy's verdict on an act, and why it is not simply allowed."""

    verdict: Verdict
    objections: tuple[Objection, ...]


def judge_handover(
    case: Case, *, obligations: Iterable[Obligation], orders: tuple[Order, ...], policy: Policy, now: int
) -> Judged:
    """May this printed passport leave the office now? `now` is `effective_now`, in ms.

    Stop: every reason why not. Provisional: handed over with unanswered obligations. Allowed: nothing owed.
    """
    obligations = tuple(obligations)
    unanswered = {owed.kind for owed in obligations if owed.open}
    objections = objections_to_hits(case)
    if case.look_up is None:
        objections.append(Objection(Reason.NO_PREVENTION_LIST))
    else:
        age_days = (now - case.look_up.list_as_of) // DAY_MS
        if now - case.look_up.list_as_of > policy.hand_over_renewal_list_days * DAY_MS:
            facts = {"age_days": age_days, "most": policy.hand_over_renewal_list_days}
            objections.append(Objection(Reason.PREVENTION_LIST_TOO_OLD, facts=facts))
    first = case.service is Service.NEW and ObligationKind.REGISTRY_ANSWER in unanswered
    if first and not has_order(orders, case, OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER):
        objections.append(Objection(Reason.REGISTRY_ANSWER_MISSING_FOR_FIRST_PASSPORT))
    if objections:
        return Judged(Verdict.STOP, tuple(objections))
    return Judged(Verdict.PROVISIONAL if unanswered else Verdict.ALLOWED, ())


def list_is_fresh(list_as_of: int, *, policy: Policy, now: int) -> bool:
    """Whether a look-up in this list leaves no obligation to look up again."""
    return now - list_as_of <= policy.list_fresh_hours * HOUR_MS
