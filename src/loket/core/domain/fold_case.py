"""The fold of one case, stage by stage."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from loket.core.domain import events as e
from loket.core.domain.error import DomainError
from loket.core.domain.happened import Happened
from loket.core.domain.obligations import obligation_id, outcome_of
from loket.core.domain.orders import order_id
from loket.core.domain.row_parts import DutyDone, Fee, Handover, LookUp, Page, Payment, Scan
from loket.core.domain.rows import Booklet, Case, Counter, KeyHolder, Obligation, Order
from loket.core.domain.terms import (
    Answer,
    BookletState,
    Duty,
    ObligationKind,
    OrderKind,
    Outcome,
    PageState,
    Stage,
)
from loket.core.domain.view import Overlay

_MOST_DIGITS = 12
CaseHandler = Callable[[Overlay, Case, Any, Happened], Case]


def registered(overlay: Overlay, event: e.ApplicationRegistered, happened: Happened, owner: str) -> Case:
    """A new case; refuses a case id that is already used."""
    if overlay.get(Case, (owner, event.case)) is not None:
        message = "a second registration of the same case"
        raise DomainError(message)
    applicant = event.sealed.applicant if event.sealed else None
    day = event.queue_day.isoformat()
    count_up(overlay, owner, f"queue/{day}", _number(event.queue_number[1:]))
    count_up(overlay, owner, f"application/{day}", _number(event.application_number[-6:]))
    open_obligations(overlay, owner, event.case, event.opens, happened.at)
    return Case(
        office=owner,
        case=event.case,
        application_number=event.application_number,
        service=event.service,
        kind=event.kind,
        validity_years=event.validity_years,
        stage=Stage.DOCUMENTS,
        stage_since=happened.at,
        registered_at=happened.at,
        queue_day=event.queue_day,
        queue_number=event.queue_number,
        last_index=happened.index,
        nik=applicant.nik if applicant else "",
        search=applicant.full_name.casefold() if applicant else "",
        registration=event.sealed,
    )


def _number(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        message = "a number of a numbered book that is no number"
        raise DomainError(message)
    return int(digits)


def count_up(overlay: Overlay, owner: str, book: str, number: int) -> None:
    """Remember the last number given in a numbered book."""
    last = overlay.get(Counter, (owner, book))
    if last is None or last.last < number:
        overlay.put(Counter(office=owner, book=book, last=number))


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


def _at(case: Case, stage: Stage, happened: Happened, **changes: Any) -> Case:
    return replace(case, stage=stage, stage_since=happened.at, **changes)


def _duty(case: Case, duty: Duty, happened: Happened) -> tuple[DutyDone, ...]:
    done = DutyDone(duty=duty, officer=happened.officer)
    return case.duties if done in case.duties else (*case.duties, done)


def _scanned(_overlay: Overlay, case: Case, event: e.DocumentScanned, happened: Happened) -> Case:
    scan = Scan(number=len(case.scans) + 1, paper=event.paper, blob=event.blob, at=happened.at)
    return replace(case, scans=(*case.scans, scan))


def _checked(_overlay: Overlay, case: Case, event: e.DocumentsChecked, happened: Happened) -> Case:
    return _at(case, Stage.PAYMENT, happened, originals_seen=event.originals_seen)


def _billed(_overlay: Overlay, case: Case, event: e.BillingCodeIssued, _happened: Happened) -> Case:
    fee = Fee(billing_code=event.billing_code, amount_rupiah=event.amount_rupiah, tariff=event.tariff)
    return replace(case, fee=fee)


def _paid(overlay: Overlay, case: Case, event: e.PaymentRecorded, happened: Happened) -> Case:
    open_obligations(overlay, case.office, case.case, event.opens, happened.at)
    if event.receipt_number:
        book, _, number = event.receipt_number.rpartition("-")
        count_up(overlay, case.office, f"receipt/{book}", _number(number))
    payment = Payment(
        bank_reference=event.bank_reference, receipt_number=event.receipt_number, at=happened.at
    )
    return _at(case, Stage.PHOTO, happened, payment=payment)


def _photo(_overlay: Overlay, case: Case, event: e.PhotoTaken, happened: Happened) -> Case:
    return _at(case, Stage.INTERVIEW, happened, photo=event.blob, duties=_duty(case, Duty.CAPTURE, happened))


def _interviewed(_overlay: Overlay, case: Case, event: e.InterviewRecorded, happened: Happened) -> Case:
    return _at(
        case, Stage.LOOK_UP, happened, interview=event.sealed, duties=_duty(case, Duty.CAPTURE, happened)
    )


def _looked_up(overlay: Overlay, case: Case, event: e.PreventionListLookedUp, happened: Happened) -> Case:
    look_up = LookUp(
        list_version=event.list_version,
        list_as_of=event.list_as_of,
        national_origin=event.national_origin,
        national_size=event.national_size,
        hits=event.hits,
        at=happened.at,
    )
    case = replace(case, look_up=look_up)
    owed = overlay.get(
        Obligation, (case.office, obligation_id(case.case, ObligationKind.CURRENT_PREVENTION_LIST))
    )
    if owed is not None and owed.open and not event.opens:
        answer = Answer.ADVERSE if event.hits else Answer.CLEAR
        return answered(overlay, case, owed, answer, happened, f"list {event.list_version}")
    if case.stage is not Stage.LOOK_UP:
        return _concerned(case, ObligationKind.CURRENT_PREVENTION_LIST, happened) if event.hits else case
    open_obligations(overlay, case.office, case.case, event.opens, happened.at)
    return _at(case, Stage.ADJUDICATION if event.hits else Stage.APPROVAL, happened)


def answered(
    overlay: Overlay, case: Case, owed: Obligation, answer: Answer, happened: Happened, reference: str
) -> Case:
    """A late answer has an outcome: cleared, referred to adjudication, recalled or revoked (design 1.3)."""
    outcome = outcome_of(owed.kind, answer, handed_over=case.handover is not None)
    overlay.put(
        replace(
            owed,
            open=False,
            answer=answer,
            outcome=outcome,
            answered_at=happened.at,
            reference=reference,
        )
    )
    return case if outcome is Outcome.CLEARED else _concerned(case, owed.kind, happened)


def _concerned(case: Case, kind: ObligationKind, happened: Happened) -> Case:
    outcome = outcome_of(kind, Answer.ADVERSE, handed_over=case.handover is not None)
    case = replace(case, concern=outcome)
    return _at(case, Stage.ADJUDICATION, happened) if outcome is Outcome.REFERRED else case


def _approved(_overlay: Overlay, case: Case, _event: e.ApplicationApproved, happened: Happened) -> Case:
    return _at(
        case,
        Stage.ALLOCATION,
        happened,
        approved_at=happened.at,
        duties=_duty(case, Duty.APPROVAL, happened),
    )


def _allocated(overlay: Overlay, case: Case, event: e.BookletAllocated, happened: Happened) -> Case:
    _booklet_is(overlay, case.office, event.booklet, BookletState.ALLOCATED, case.case)
    return _at(case, Stage.PRINTING, happened, booklet=event.booklet, page=None)


def _booklet_is(overlay: Overlay, owner: str, number: str, state: BookletState, case: str) -> None:
    booklet = overlay.get(Booklet, (owner, number))
    if booklet is None:
        message = "a booklet that was never received"
        raise DomainError(message)
    overlay.put(replace(booklet, state=state, case=case))


def _page(case: Case, job: str, state: PageState, **changes: Any) -> Page:
    if case.page is None or case.page.job != job:
        message = "a print job that was never submitted"
        raise DomainError(message)
    return replace(case.page, state=state, **changes)


def _submitted(_overlay: Overlay, case: Case, event: e.DataPageSubmitted, happened: Happened) -> Case:
    page = Page(job=event.job, state=PageState.SUBMITTED, record=event.sealed)
    return _at(case, Stage.READ_BACK, happened, page=page)


def _sending(_overlay: Overlay, case: Case, event: e.DataPageSending, _happened: Happened) -> Case:
    return replace(case, page=_page(case, event.job, PageState.SENDING))


def _sent(_overlay: Overlay, case: Case, event: e.DataPageSent, _happened: Happened) -> Case:
    return replace(case, page=_page(case, event.job, PageState.SENT))


def _not_sent(_overlay: Overlay, case: Case, event: e.DataPageNotSent, happened: Happened) -> Case:
    return _at(
        case, Stage.PRINTING, happened, page=_page(case, event.job, PageState.FAILED, fault=event.fault)
    )


def _read_back_failed(_overlay: Overlay, case: Case, event: e.ReadBackFailed, _happened: Happened) -> Case:
    page = _page(case, event.job, PageState.READ_BACK_FAILED, differing_characters=event.differing_characters)
    return replace(case, page=page)


def _printed(_overlay: Overlay, case: Case, event: e.DataPagePrinted, happened: Happened) -> Case:
    page = _page(case, event.job, PageState.PRINTED, differing_characters=0)
    return _at(case, Stage.HANDOVER, happened, page=page, duties=_duty(case, Duty.QUALITY_TEST, happened))


def _spoilt(overlay: Overlay, case: Case, event: e.BookletSpoilt, happened: Happened) -> Case:
    _booklet_is(overlay, case.office, event.booklet, BookletState.SPOILT, case.case)
    spoilt = (*case.spoilt_booklets, event.booklet)
    return _at(case, Stage.ALLOCATION, happened, booklet="", page=None, spoilt_booklets=spoilt)


def _handed_over(overlay: Overlay, case: Case, event: e.PassportHandedOver, happened: Happened) -> Case:
    _booklet_is(overlay, case.office, event.booklet, BookletState.ISSUED, case.case)
    count_up(overlay, case.office, "handover", event.line)
    handover = Handover(
        line=event.line,
        recipient=event.recipient,
        provisional=event.provisional,
        at=happened.at,
        signed_for=event.sealed,
    )
    return _at(case, Stage.FILING, happened, handover=handover, duties=_duty(case, Duty.HANDOVER, happened))


def _archived(_overlay: Overlay, case: Case, event: e.FileArchived, happened: Happened) -> Case:
    return _at(case, Stage.ARCHIVED, happened, shelf=event.shelf, keep_until=event.keep_until)


def _ordered(overlay: Overlay, case: Case, event: e.HeadOrdered, happened: Happened) -> Case:
    overlay.put(
        Order(
            office=case.office,
            order=event.order,
            case=case.case,
            kind=event.kind,
            duty=event.duty,
            by=happened.officer,
            at=happened.at,
            why=event.sealed.why if event.sealed else "",
        )
    )
    return case


def _forgotten(overlay: Overlay, case: Case, _event: e.CaseForgotten, happened: Happened) -> Case:
    for kind in OrderKind:
        for duty in (None, *Duty):
            order = overlay.get(Order, (case.office, order_id(case.case, kind, duty)))
            if order is not None:
                overlay.put(replace(order, why=""))
    return without_personal_data(_at(case, Stage.FORGOTTEN, happened))


def without_personal_data(case: Case) -> Case:
    """The same case with everything that was sealed taken out."""
    return replace(
        case,
        nik="",
        search="",
        registration=None,
        interview=None,
        page=replace(case.page, record=None) if case.page else None,
        handover=replace(case.handover, signed_for=None) if case.handover else None,
    )


def _key_destroyed(overlay: Overlay, case: Case, event: e.CaseKeyDestroyed, happened: Happened) -> Case:
    overlay.put(KeyHolder(office=case.office, case=case.case, holder=event.holder, destroyed_at=happened.at))
    return case


def _obligation_answered(
    overlay: Overlay, case: Case, event: e.ObligationAnswered, happened: Happened
) -> Case:
    owed = overlay.get(Obligation, (case.office, event.obligation))
    if owed is None or owed.case != case.case:
        message = "an answer to an obligation that this case does not have"
        raise DomainError(message)
    # The first answer stands; the same answer may arrive again from a rebuilt centre.
    return answered(overlay, case, owed, event.answer, happened, event.reference) if owed.open else case


CASE_HANDLERS: dict[type[e.Event], CaseHandler] = {
    e.DocumentScanned: _scanned,
    e.DocumentsChecked: _checked,
    e.BillingCodeIssued: _billed,
    e.PaymentRecorded: _paid,
    e.PhotoTaken: _photo,
    e.InterviewRecorded: _interviewed,
    e.PreventionListLookedUp: _looked_up,
    e.ApplicationApproved: _approved,
    e.BookletAllocated: _allocated,
    e.DataPageSubmitted: _submitted,
    e.DataPageSending: _sending,
    e.DataPageSent: _sent,
    e.DataPageNotSent: _not_sent,
    e.ReadBackFailed: _read_back_failed,
    e.DataPagePrinted: _printed,
    e.BookletSpoilt: _spoilt,
    e.PassportHandedOver: _handed_over,
    e.FileArchived: _archived,
    e.HeadOrdered: _ordered,
    e.CaseForgotten: _forgotten,
    e.CaseKeyDestroyed: _key_destroyed,
    e.ObligationAnswered: _obligation_answered,
}
