"""Numbers of letters and reports: one book of each kind a year, from 1, without a gap."""

from enum import StrEnum

from loket.node.operations.act import Desk


class PaperBook(StrEnum):
    """The books; each value names the office's practice that says what stands before the year."""

    RETURN_SLIP = "book_of_return_slips"
    REFUSAL = "book_of_refusals"
    DEFERRAL = "book_of_deferrals"
    INTERVIEW_REPORT = "book_of_interview_reports"
    CANCELLATION_REPORT = "book_of_cancellations"
    SPOIL_REPORT = "book_of_spoil_reports"


def paper_number(desk: Desk, book: PaperBook) -> str:
    """The next number of a book, such as TOLAK-2024-0007."""
    prefix: str = getattr(desk.node.practice, book.value)
    this_year = f"{prefix}-{desk.today:%Y}"
    return f"{this_year}-{desk.next_number(f'paper/{this_year}'):04d}"
