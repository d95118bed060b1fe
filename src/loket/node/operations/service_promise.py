"""The service promise on an office's cases: when each is due, which are late, and what they wait for."""

from dataclasses import dataclass

from loket.core.domain import policy as outage
from loket.core.domain.promise import Lateness, due_day, lateness
from loket.core.domain.refusals import Objection
from loket.core.domain.rows import Case, LatestTime, Obligation, Order, Policy
from loket.core.domain.terms import HitKind, ObligationKind, Speed, Stage
from loket.node.operations.node import Node
from loket.node.store.reading import Reading

# After the interview, until the passport is handed out.
_PROMISED = (
    Stage.INTERVIEW_REPORT,
    Stage.PAYMENT,
    Stage.LOOK_UP,
    Stage.ADJUDICATION,
    Stage.APPROVAL,
    Stage.ALLOCATION,
    Stage.PRINTING,
    Stage.READ_BACK,
    Stage.HANDOVER,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A case with a promise that is not kept yet, and why it waits.

    `owed`: what others have not answered. `hits`: what an adjudicator has to decide. `kept_back`: why the
    outage policy does not let a finished passport go.
    """

    case: Case
    promise: Lateness
    owed: tuple[ObligationKind, ...]
    hits: tuple[HitKind, ...]
    kept_back: tuple[Objection, ...]


def promise_of(node: Node, case: Case) -> Lateness | None:
    """Where the case's promise stands: today, or on the day on which its passport was ready.

    None before the interview, and for a case that has ended.
    """
    if case.interviewed_at is None or case.ending is not None or case.forgotten:
        return None
    due = due_day(
        node.day_of(case.interviewed_at),
        same_day=case.speed is Speed.SAME_DAY,
        calendar=node.calendar,
        promise_days=node.practice.promise_working_days,
    )
    on = node.day_of(node.clock() if case.ready_at is None else case.ready_at)
    return lateness(due, on=on, calendar=node.calendar)


def still_promised(node: Node, reading: Reading) -> list[Promised]:
    """Cases that were interviewed and whose passport cannot be collected yet, the first due first.

    A finished passport that the policy keeps back counts: whoever comes for it goes home without.
    """
    cases = reading.select(Case, {"office": node.name, "stage": _PROMISED}, order_by=("stage_since",))
    listed = []
    for case in cases:
        kept_back = kept_back_by_policy(node, reading, case)
        promise = promise_of(node, case)
        if promise is None or (case.ready_at is not None and not kept_back):
            continue
        if case.ready_at is not None:
            promise = lateness(promise.due, on=node.day_of(node.clock()), calendar=node.calendar)
        owed = reading.select(Obligation, {"office": node.name, "case": case.case, "open": True})
        listed.append(
            Promised(
                case=case,
                promise=promise,
                owed=tuple(one.kind for one in owed),
                hits=tuple(hit.kind for hit in case.hits if hit.decision is None),
                kept_back=kept_back,
            )
        )
    return sorted(listed, key=lambda one: one.promise.due)


def late_cases(node: Node, reading: Reading) -> list[Promised]:
    """The cases whose due day has passed, the longest overdue first."""
    return [one for one in still_promised(node, reading) if one.promise.late]


def kept_back_by_policy(node: Node, reading: Reading, case: Case) -> tuple[Objection, ...]:
    """Why the outage policy keeps a finished passport here now; nothing at any other stage."""
    if case.stage is not Stage.HANDOVER:
        return ()
    latest = reading.get(LatestTime, (node.name, "current"))
    where = {"office": node.name, "case": case.case}
    judged = outage.judge_handover(
        case,
        obligations=tuple(reading.select(Obligation, where)),
        orders=tuple(reading.select(Order, where)),
        policy=reading.get(Policy, (node.name, "current")) or Policy(office=node.name),
        now=outage.effective_now(node.clock(), latest.at if latest else 0),
    )
    return tuple(judged.objections)
