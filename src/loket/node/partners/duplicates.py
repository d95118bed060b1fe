"""The national duplicate search over the centre's own rows of all offices: one person, one application.

Matching: the same NIK; or the same birth date and the same name words in any order, after transliteration. A
find is never a decision: a person adjudicates. The old passport that a renewal names is no duplicate of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from loket.core.domain.prevention import name_words
from loket.core.domain.rows import Case


class CaseFinder(Protocol):
    """Finds cases of every office; each method may find too many, never too few."""

    def with_nik(self, nik: str) -> Iterable[Case]:
        """Cases of this NIK."""

    def named_like(self, word: str) -> Iterable[Case]:
        """Cases whose name has this word (casefolded) in it."""


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case that may be of the same person."""

    office: str
    case: str

    @property
    def reference(self) -> str:
        """The case as an answer names it; its parts are random or public."""
        return f"{self.office}/{self.case}"


def search_duplicates(case: Case, finder: CaseFinder) -> tuple[OtherCase, ...]:
    """Find the other cases that may be of this applicant; () for a forgotten case."""
    if case.registration is None:
        return ()
    applicant = case.registration.applicant
    old_passport = case.registration.old_passport_number.strip().upper()
    found = list(finder.with_nik(applicant.nik))
    words = applicant.full_name.casefold().split()
    if words:
        mine = name_words(applicant.full_name)
        found += [
            other
            for other in finder.named_like(max(words, key=len))
            if other.registration is not None
            and other.registration.applicant.birth_date == applicant.birth_date
            and name_words(other.registration.applicant.full_name) == mine
        ]
    others = {
        OtherCase(other.office, other.case)
        for other in found
        if (other.office, other.case) != (case.office, case.case)
        and not other.forgotten
        and not (old_passport and other.booklet == old_passport)
    }
    return tuple(sorted(others, key=lambda other: other.reference))
