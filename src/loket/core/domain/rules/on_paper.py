"""Acts that were done on paper in a power cut and are entered later, each from its numbered sheet."""

import re

from loket.core.domain.case_events import DocumentsReturned
from loket.core.domain.events import (
    ApplicationRegistered,
    BillingCodeIssued,
    BookletSpoilt,
    DocumentsChecked,
    Event,
    FileArchived,
    InterviewRecorded,
    InterviewReportWritten,
    PassportHandedOver,
    PaymentRecorded,
)
from loket.core.domain.policy import DAY_MS
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import TimelineLine

# What an officer can do with pen, paper and the applicant in front of him. A look-up, an allocation, a print
# and a read-back need the machine.
ON_PAPER: tuple[type[Event], ...] = (
    ApplicationRegistered,
    DocumentsChecked,
    DocumentsReturned,
    BillingCodeIssued,
    PaymentRecorded,
    InterviewRecorded,
    InterviewReportWritten,
    BookletSpoilt,
    PassportHandedOver,
    FileArchived,
)
_SHEET = re.compile(r"[A-Z0-9][A-Z0-9/.-]{0,19}")


def objections_to_time(done_at: int, *, now: int, most_days: int) -> list[Objection]:
    """A sheet says what happened before now, and not longer ago than power cuts last. Times in ms."""
    if done_at > now:
        return [Objection(Reason.PAPER_TIME_IN_FUTURE, "paper_done_on")]
    if done_at < now - most_days * DAY_MS:
        return [Objection(Reason.PAPER_TOO_OLD, "paper_done_on", {"most": most_days})]
    return []


def objections_to_paper(
    event: Event,
    *,
    sheet: str,
    done_at: int,
    sheet_known: bool,
    last: TimelineLine | None,
) -> list[Objection]:
    """Why this act may not be entered from this sheet. `done_at` in ms; `last`: the case's last line so far.

    A sheet is entered once; what it says happened after what the case had seen before.
    """
    objections = []
    if not isinstance(event, ON_PAPER):
        objections.append(Objection(Reason.NOT_DONE_ON_PAPER))
    if not _SHEET.fullmatch(sheet):
        objections.append(Objection(Reason.PAPER_SHEET_MALFORMED, "paper_sheet"))
    if sheet_known:
        objections.append(Objection(Reason.PAPER_SHEET_ENTERED, "paper_sheet"))
    if last is not None and done_at < (last.at if last.done_at is None else last.done_at):
        objections.append(Objection(Reason.PAPER_OUT_OF_ORDER, "paper_done_on"))
    return objections
