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
    RECEIPT_OF_BLANKS = "book_of_receipts_of_blanks"
    HAND_OVER_OF_BLANKS = "book_of_hand_overs_of_blanks"
    TRANSFER_OF_BLANKS = "book_of_transfers_of_blanks"
    LOSS_REPORT = "book_of_losses"
    FIND_REPORT = "book_of_finds"
    RETURN_OF_BLANKS = "book_of_returns_of_blanks"
    CANCELLED_BLANKS = "book_of_cancelled_blanks"
    DESTRUCTION_REPORT = "book_of_destructions"
    RECOUNT_REPORT = "book_of_recounts"


def paper_number(desk: Desk, book: PaperBook) -> str:
    """The next number of a book, such as TOLAK-2024-0007."""
    prefix: str = getattr(desk.node.practice, book.value)
    this_year = f"{prefix}-{desk.today:%Y}"
    return f"{this_year}-{desk.next_number(f'paper/{this_year}'):04d}"
