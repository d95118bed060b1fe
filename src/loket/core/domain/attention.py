"""What stays to be done about a case wherever its file lies: kept as a column, so that lists show it."""

from loket.core.domain.rows import Case
from loket.core.domain.terms import Outcome

CALLED_BACK = (Outcome.RECALLED.value, Outcome.REVOKED.value)
TO_BE_CUT = "to_be_cut"


def attention_of(case: Case) -> str:
    """A passport that is out and called back, a printed book that nobody has cut yet, or nothing ("")."""
    if case.forgotten:
        return ""
    if case.concern is not None and case.concern.value in CALLED_BACK:
        return case.concern.value
    return TO_BE_CUT if is_to_be_cut(case) else ""


def is_to_be_cut(case: Case) -> bool:
    """Whether the application has ended and its printed book lies in the office uncut."""
    return case.ending is not None and not case.ending.book_cut and book_is_here(case)


def book_is_here(case: Case) -> bool:
    """Whether a printed book of this case is in the office's hands: it has a page, and was not handed over.

    A blank without a page is no book: it goes back to stock when the application ends.
    """
    return bool(case.booklet) and case.page is not None and case.handover is None
