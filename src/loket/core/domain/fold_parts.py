"""What the folds of cases share: stages, numbered books, blanks, obligations."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from loket.core.domain.applicant import Applicant
from loket.core.domain.error import DomainError
from loket.core.domain.happened import Happened
from loket.core.domain.obligations import obligation_id
from loket.core.domain.prevention import name_words
from loket.core.domain.row_parts import DutyDone
from loket.core.domain.rows import Case, Counter, Obligation
from loket.core.domain.terms import Duty, ObligationKind, Stage
from loket.core.domain.view import Overlay

_MOST_DIGITS = 12
CaseHandler = Callable[[Overlay, Case, Any, Happened], Case]


def person_of(applicant: Applicant) -> str:
    """Birth date and sorted name words: two cases with the same may be one person."""
    return f"{applicant.birth_date.isoformat()} {name_words(applicant.full_name)}"


def number_of(digits: str) -> int:
    """The number that stands in a numbered book."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        message = "a number of a numbered book that is no number"
        raise DomainError(message)
    return int(digits)


def count_up(overlay: Overlay, owner: str, book: str, number: int) -> None:
    """Remember the last number given in a numbered book."""
    last = overlay.get(Counter, (owner, book))
    if last is None or last.last < number:
        overlay.put(Counter(office=owner, book=book, last=number))


def count_paper(overlay: Overlay, owner: str, number: str) -> None:
    """Remember the last number of a book of letters or reports: BOOK-NUMBER; "" where there is none."""
    if number:
        book, _, last = number.rpartition("-")
        count_up(overlay, owner, f"paper/{book}", number_of(last))


def open_obligations(
    overlay: Overlay, owner: str, case: str, kinds: tuple[ObligationKind, ...], at: int
) -> None:
    """Write obligations on the case; one that is already answered is opened again."""
    for kind in kinds:
        overlay.put(
            Obligation(
                office=owner,
                obligation=obligation_id(case, kind),
                case=case,
                kind=kind,
                opened_at=at,
                open=True,
            )
        )


def at(case: Case, stage: Stage, happened: Happened, **changes: Any) -> Case:
    """The case at its next stage; who had taken it or was handed it has done his part."""
    return replace(case, stage=stage, stage_since=happened.at, assignee="", **changes)


def duties_with(case: Case, duty: Duty, happened: Happened) -> tuple[DutyDone, ...]:
    """The case's duties, with this one done by the officer of this entry."""
    done = DutyDone(duty=duty, officer=happened.officer)
    return case.duties if done in case.duties else (*case.duties, done)
