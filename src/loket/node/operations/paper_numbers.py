"""Numbers of letters and reports: one book of each kind a year, from 1, without a gap."""

from enum import StrEnum

from loket.node.operations.act import Desk


class PaperBook(StrEnum):
    """The books; each value stands before the year in its numbers."""

    RETURN_SLIP = "KEMBALI"
    REFUSAL = "TOLAK"
    DEFERRAL = "TANGGUH"
    INTERVIEW_REPORT = "BAP"
    CANCELLATION_REPORT = "BATAL"
    SPOIL_REPORT = "RUSAK"


def paper_number(desk: Desk, book: PaperBook) -> str:
    """The next number of a book, such as TOLAK-2024-0007."""
    this_year = f"{book.value}-{desk.today:%Y}"
    return f"{this_year}-{desk.next_number(f'paper/{this_year}'):04d}"
