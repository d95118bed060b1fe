"""Notices to applicants: of which changes they are told, and what such a notice may know."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NoticeKind(StrEnum):
    """A change of state of which the applicant is told."""

    REGISTERED = "registered"
    DOCUMENTS_RETURNED = "documents_returned"
    PAID = "paid"
    INTERVIEWED = "interviewed"
    APPROVED = "approved"
    READY = "ready"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    DEFERRED = "deferred"
    CANCELLED = "cancelled"
    NEEDS_ANOTHER_DAY = "needs_another_day"
    """A booklet was spoilt here; the passport is being made again."""
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What the words of a notice may use: no name, no NIK and no ground of a decision is among it.

    `office` is the office's title; `deferred_until` and `collect_by` are days that are named when known.
    """

    application_number: str
    office: str
    queue_number: str = ""
    deferred_until: date | None = None
    collect_by: date | None = None
