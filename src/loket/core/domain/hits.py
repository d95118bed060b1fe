"""Hits: what sends a case to adjudication, and what they still forbid."""

from collections.abc import Iterable
from dataclasses import replace

from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.row_parts import Hit
from loket.core.domain.rows import Case
from loket.core.domain.terms import HitDecision, HitKind, ObligationKind, Outcome, Stage

OF_OBLIGATION = {
    ObligationKind.REGISTRY_ANSWER: HitKind.REGISTRY_ANSWER,
    ObligationKind.BANK_CONFIRMATION: HitKind.BANK_CONFIRMATION,
    ObligationKind.DUPLICATE_SEARCH: HitKind.NATIONAL_DUPLICATE,
    ObligationKind.CURRENT_PREVENTION_LIST: HitKind.PREVENTION_LIST,
}
_WHATEVER_WAS_KEYED = (HitKind.INTERVIEW, HitKind.BANK_CONFIRMATION)
_OBLIGATION_OF = {hit: obligation for obligation, hit in OF_OBLIGATION.items()}


def undecided(case: Case) -> tuple[Hit, ...]:
    """The hits that wait for an adjudicator."""
    return tuple(hit for hit in case.hits if hit.decision is None)


def confirmed(case: Case) -> tuple[Hit, ...]:
    """The hits that stand: the case cannot go on."""
    return tuple(hit for hit in case.hits if hit.decision is HitDecision.CONFIRMED)


def objections_to_hits(case: Case) -> list[Objection]:
    """Every hit that is not cleared, as a reason against going on."""
    objections = []
    for hit in case.hits:
        if hit.decision is HitDecision.CLEARED:
            continue
        owed = _OBLIGATION_OF.get(hit.kind)
        if hit.decision is HitDecision.CONFIRMED:
            objections.append(Objection(Reason.HIT_CONFIRMED, facts={"hit": hit.kind.value}))
        elif hit.kind is HitKind.PREVENTION_LIST:
            objections.append(Objection(Reason.LISTED_PERSON_NEEDS_ADJUDICATION))
        elif owed is not None:
            objections.append(Objection(Reason.ADVERSE_ANSWER_OPEN, facts={"kind": owed.value}))
        else:
            objections.append(Objection(Reason.HIT_UNDECIDED, facts={"hit": hit.kind.value}))
    return objections


def refer(case: Case, hits: Iterable[Hit], at: int) -> Case:
    """The case with these hits; new ones send it to adjudication, or raise a concern after handover.

    A hit that was decided before (the same id) is not asked again. `at` in ms.
    """
    known = {hit.hit for hit in case.hits}
    new = tuple(hit for hit in hits if hit.hit not in known)
    if not new:
        return case
    case = replace(case, hits=(*case.hits, *new))
    if case.handover is not None:
        listed = any(hit.kind is HitKind.PREVENTION_LIST for hit in new)
        concern = Outcome.REVOKED if listed or case.concern is Outcome.REVOKED else Outcome.RECALLED
        return replace(case, concern=concern)
    if case.ending is not None:
        return case
    case = replace(case, concern=Outcome.REFERRED)
    if case.stage is Stage.ADJUDICATION:
        return case
    return replace(case, interrupted=case.stage, stage=Stage.ADJUDICATION, stage_since=at, assignee="")


def concerned(case: Case) -> Case:
    """A case that was handed over on paper before its hits were decided: recalled, or revoked."""
    standing = (*undecided(case), *confirmed(case))
    if not standing:
        return case
    is_listed = any(hit.kind is HitKind.PREVENTION_LIST for hit in standing)
    return replace(case, concern=Outcome.REVOKED if is_listed else Outcome.RECALLED)


def decide(case: Case, hit: str, decision: HitDecision, *, by: str, at: int, why: str) -> Case:
    """The case with this hit decided; it goes on where it was when nothing stands against it any more."""
    hits = tuple(
        replace(one, decision=decision, decided_by=by, decided_at=at, why=why) if one.hit == hit else one
        for one in case.hits
    )
    return resume(replace(case, hits=hits), at)


def supersede(case: Case) -> Case:
    """The case of a corrected identity: what was found of the earlier one is set aside, decided or not.

    The look-up and the questions asked anew find again what still holds. What the interviewer advised and
    what the bank said concern the person who was here, whatever was keyed.
    """
    kept = tuple(hit for hit in case.hits if hit.kind in _WHATEVER_WAS_KEYED)
    aside = tuple(hit for hit in case.hits if hit.kind not in _WHATEVER_WAS_KEYED)
    return replace(case, hits=kept, earlier_hits=(*case.earlier_hits, *aside))


def resume(case: Case, at: int) -> Case:
    """The case where it goes on, when nothing stands against it any more. `at` in ms."""
    if undecided(case) or confirmed(case):
        return case
    case = replace(case, concern=None)
    if case.stage is not Stage.ADJUDICATION:
        return case
    back = case.interrupted or Stage.APPROVAL
    return replace(case, stage=back, stage_since=at, interrupted=None, assignee="")


def adverse(kind: ObligationKind, reference: str, at: int) -> Hit:
    """The hit of an adverse answer."""
    return Hit(hit=f"{kind}/{at}", kind=OF_OBLIGATION[kind], found_at=at, reference=reference)


def listed(numbers: tuple[str, ...], count: int, version: int, at: int) -> tuple[Hit, ...]:
    """The hits of a look-up; by the list's own numbers, so that a newer list does not ask again.

    An older entry knows only how many there were, and in which list.
    """
    named = numbers or tuple(f"{version}-{place}" for place in range(1, count + 1))
    return tuple(
        Hit(hit=f"listed/{number}", kind=HitKind.PREVENTION_LIST, found_at=at, reference=number)
        for number in named
    )
