"""Duplicates in the office's own cases: who may be the same person, or may not be although he says so."""

from collections.abc import Iterable

from loket.core.domain.case_events import DuplicateMatch
from loket.core.domain.rows import Case
from loket.core.domain.terms import EndingKind, MatchGround, Service


def matches(
    case: Case, others: Iterable[Case], *, alike: frozenset[str], compared: frozenset[str]
) -> tuple[DuplicateMatch, ...]:
    """The other cases that a person has to look at beside this one, and why.

    `compared`: ids of the cases whose portraits were compared with this one's; `alike`: those that look
    alike. The same NIK is what one expects of every service but a first passport; not after an application
    that was refused, deferred or cancelled.
    """
    found = []
    for other in others:
        if other.case == case.case or other.forgotten:
            continue
        grounds = _grounds(case, other, alike=alike, compared=compared)
        if grounds:
            found.append(DuplicateMatch(other_case=other.case, grounds=grounds))
    return tuple(sorted(found, key=lambda match: match.other_case))


def _grounds(
    case: Case, other: Case, *, alike: frozenset[str], compared: frozenset[str]
) -> tuple[MatchGround, ...]:
    grounds = []
    if case.nik and case.nik == other.nik:
        # Whoever was refused, deferred or cancelled here is looked at again, whatever is asked for now.
        barred = other.ending is not None and other.ending.kind is not EndingKind.RETURNED
        if barred or (case.service is Service.NEW and other.ending is None):
            grounds.append(MatchGround.NIK)
        if other.case in compared - alike:
            grounds.append(MatchGround.FACE_DIFFERS)
        return tuple(grounds)
    if case.person and case.person == other.person:
        grounds.append(MatchGround.NAME_AND_BIRTH_DATE)
    if other.case in alike:
        grounds.append(MatchGround.FACE)
    return tuple(grounds)
