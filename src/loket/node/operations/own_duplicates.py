"""Search the office's own cases for the applicant, beside the look-up in the prevention list."""

from loket.core.domain import duplicates
from loket.core.domain.events import DuplicatesSearched
from loket.core.domain.rows import Case
from loket.node.operations.act import Desk


def search_own_cases(desk: Desk, case: Case) -> DuplicatesSearched:
    """What the office's own cases say of this applicant, by NIK and by name with birth date."""
    office = desk.node.name
    others: dict[str, Case] = {}
    for column, value in (("nik", case.nik), ("person", case.person)):
        if value:
            found = desk.writing.select(Case, {"office": office, column: value})
            others |= {other.case: other for other in found}
    matches = duplicates.matches(case, others.values(), alike=frozenset(), compared=frozenset())
    return DuplicatesSearched(case=case.case, matches=matches, faces=0)
