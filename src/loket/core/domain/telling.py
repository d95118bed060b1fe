"""Which entries an applicant is told of, and how that is written down."""

from loket.core.domain.events import (
    ApplicationApproved,
    ApplicationDeferred,
    ApplicationRefused,
    ApplicationRegistered,
    BookletSpoilt,
    DataPagePrinted,
    DocumentsReturned,
    Event,
    HitAdjudicated,
    InterviewRecorded,
    NoticeNotSent,
    NoticeSent,
    PassportCancelled,
    PassportHandedOver,
    PaymentRecorded,
    QualityTestPassed,
)
from loket.core.domain.notices import NoticeKind
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.terms import HitDecision

_TOLD: dict[type[Event], NoticeKind] = {
    ApplicationRegistered: NoticeKind.REGISTERED,
    DocumentsReturned: NoticeKind.DOCUMENTS_RETURNED,
    PaymentRecorded: NoticeKind.PAID,
    InterviewRecorded: NoticeKind.INTERVIEWED,
    ApplicationApproved: NoticeKind.APPROVED,
    DataPagePrinted: NoticeKind.READY,
    QualityTestPassed: NoticeKind.READY,
    PassportHandedOver: NoticeKind.HANDED_OVER,
    ApplicationRefused: NoticeKind.REFUSED,
    ApplicationDeferred: NoticeKind.DEFERRED,
    PassportCancelled: NoticeKind.CANCELLED,
    BookletSpoilt: NoticeKind.NEEDS_ANOTHER_DAY,
}

# The kinds of entry that an applicant may have to be told of.
TELLING_KINDS = frozenset(kind.KIND for kind in (*_TOLD, HitAdjudicated))


def notice_of(event: Event, case: Case) -> NoticeKind | None:
    """What the applicant is told of this entry; None when it is not his concern (yet).

    A passport that is out is recalled when an adjudicator has found that something stands against it, not
    when an answer only says so.
    """
    if isinstance(event, HitAdjudicated):
        confirmed = event.decision is HitDecision.CONFIRMED and case.handover is not None
        return NoticeKind.RECALLED if confirmed else None
    return _TOLD.get(type(event))


def write_notice(
    case: Case, notice: NoticeKind, *, about: int, channel: str, fault: str
) -> NoticeSent | NoticeNotSent | Refused:
    """The entry of a notice that went out (no `fault`), or that cannot; once for each entry it is about."""
    if case.notified_to >= about:
        return refuse(Reason.NOTICE_ALREADY_SENT)
    if fault:
        return NoticeNotSent(case=case.case, notice=notice, about=about, fault=fault)
    return NoticeSent(case=case.case, notice=notice, about=about, channel=channel)
