"""The fold of one case up to its approval; what the head orders, what others answer, forgetting."""

from dataclasses import replace

from loket.core.domain import events as e
from loket.core.domain import hits
from loket.core.domain.error import DomainError
from loket.core.domain.fold_parts import (
    CaseHandler,
    at,
    count_up,
    duties_with,
    number_of,
    open_obligations,
    person_of,
)
from loket.core.domain.happened import Happened
from loket.core.domain.obligations import obligation_id, outcome_of
from loket.core.domain.orders import order_id
from loket.core.domain.row_parts import (
    Fee,
    Hit,
    LookUp,
    Payment,
    Scan,
)
from loket.core.domain.rows import Case, FaceTemplate, KeyHolder, Obligation, Order, QualityTest
from loket.core.domain.terms import (
    Advice,
    Answer,
    Duty,
    HitDecision,
    HitKind,
    ObligationKind,
    OrderKind,
    ReportSubject,
    Service,
    Stage,
)
from loket.core.domain.view import Overlay


def registered(overlay: Overlay, event: e.ApplicationRegistered, happened: Happened, owner: str) -> Case:
    """A new case; refuses a case id that is already used."""
    if overlay.get(Case, (owner, event.case)) is not None:
        message = "a second registration of the same case"
        raise DomainError(message)
    applicant = event.sealed.applicant if event.sealed else None
    day = event.queue_day.isoformat()
    count_up(overlay, owner, f"queue/{day}", number_of(event.queue_number[1:]))
    count_up(overlay, owner, f"application/{day}", number_of(event.application_number[-6:]))
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
        person=person_of(applicant) if applicant else "",
        registration=event.sealed,
        speed=event.speed,
    )


def _scanned(_overlay: Overlay, case: Case, event: e.DocumentScanned, happened: Happened) -> Case:
    scan = Scan(number=len(case.scans) + 1, paper=event.paper, blob=event.blob, at=happened.at)
    return replace(case, scans=(*case.scans, scan))


def _checked(_overlay: Overlay, case: Case, event: e.DocumentsChecked, happened: Happened) -> Case:
    return at(case, _after_documents(case), happened, originals_seen=event.originals_seen)


def _after_documents(case: Case) -> Stage:
    """What is still to be done: a correction may have sent the case back to its papers."""
    lost = case.service in (Service.LOST, Service.DAMAGED)
    reported = any(report.subject is not ReportSubject.CANCELLATION for report in case.reports)
    if lost and not reported:
        return Stage.INTERVIEW_REPORT
    if case.payment is None:
        return Stage.PAYMENT
    if case.interviewed_at is not None:
        return Stage.LOOK_UP
    return Stage.PHOTO if case.photo is None else Stage.INTERVIEW


def _billed(_overlay: Overlay, case: Case, event: e.BillingCodeIssued, _happened: Happened) -> Case:
    fee = Fee(
        billing_code=event.billing_code,
        amount_rupiah=event.amount_rupiah,
        tariff=event.tariff,
        parts=event.parts,
    )
    return replace(case, fee=fee)


def _paid(overlay: Overlay, case: Case, event: e.PaymentRecorded, happened: Happened) -> Case:
    open_obligations(overlay, case.office, case.case, event.opens, happened.at)
    if event.receipt_number:
        book, _, number = event.receipt_number.rpartition("-")
        count_up(overlay, case.office, f"receipt/{book}", number_of(number))
    payment = Payment(
        bank_reference=event.bank_reference,
        receipt_number=event.receipt_number,
        at=happened.at,
        tender=event.tender,
    )
    return at(case, Stage.PHOTO, happened, payment=payment)


def _photo(overlay: Overlay, case: Case, event: e.PhotoTaken, happened: Happened) -> Case:
    template = event.sealed.template if event.sealed else b""
    if template:
        overlay.put(FaceTemplate(office=case.office, case=case.case, template=template))
    else:
        overlay.drop(FaceTemplate, (case.office, case.case))
    return at(
        case,
        Stage.INTERVIEW,
        happened,
        photo=event.blob,
        photo_remarks=event.remarks,
        duties=duties_with(case, Duty.CAPTURE, happened),
    )


def _interviewed(_overlay: Overlay, case: Case, event: e.InterviewRecorded, happened: Happened) -> Case:
    case = at(
        case,
        Stage.LOOK_UP,
        happened,
        interview=event.sealed,
        interviewed_at=happened.at,
        duties=duties_with(case, Duty.CAPTURE, happened),
    )
    if event.advice is Advice.GO_ON:
        return case
    hit = Hit(
        hit=f"interview/{happened.index}",
        kind=HitKind.INTERVIEW,
        found_at=happened.at,
        advice=event.advice,
    )
    return hits.refer(case, [hit], happened.at)


def _looked_up(overlay: Overlay, case: Case, event: e.PreventionListLookedUp, happened: Happened) -> Case:
    look_up = LookUp(
        list_version=event.list_version,
        list_as_of=event.list_as_of,
        national_origin=event.national_origin,
        national_size=event.national_size,
        hits=event.hits,
        at=happened.at,
    )
    first = case.stage is Stage.LOOK_UP
    case = replace(case, look_up=look_up)
    if first:
        case = at(case, Stage.APPROVAL, happened)
    numbers = event.sealed.numbers if event.sealed else ()
    found = hits.listed(numbers, event.hits, event.list_version, happened.at)
    owed = overlay.get(
        Obligation, (case.office, obligation_id(case.case, ObligationKind.CURRENT_PREVENTION_LIST))
    )
    if owed is not None and owed.open and not event.opens:
        # What an adjudicator has cleared in an older list is cleared.
        cleared = {hit.hit for hit in case.hits if hit.decision is HitDecision.CLEARED}
        answer = Answer.ADVERSE if any(hit.hit not in cleared for hit in found) else Answer.CLEAR
        _close(overlay, case, owed, answer, happened, f"list {event.list_version}")
    elif first:
        open_obligations(overlay, case.office, case.case, event.opens, happened.at)
    return hits.refer(case, found, happened.at)


def _close(
    overlay: Overlay, case: Case, owed: Obligation, answer: Answer, happened: Happened, reference: str
) -> None:
    """A late answer has an outcome: cleared, referred to adjudication, recalled or revoked (design 1.3)."""
    overlay.put(
        replace(
            owed,
            open=False,
            answer=answer,
            outcome=outcome_of(owed.kind, answer, handed_over=case.handover is not None),
            answered_at=happened.at,
            reference=reference,
        )
    )


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
    overlay.drop(FaceTemplate, (case.office, case.case))
    for number in range(1, case.quality_tests + 1):
        test = overlay.get(QualityTest, (case.office, case.case, number))
        if test is not None:
            overlay.put(replace(test, findings=None))
    return without_personal_data(at(case, Stage.FORGOTTEN, happened))


def without_personal_data(case: Case) -> Case:
    """The same case with everything that was sealed taken out."""
    return replace(
        case,
        nik="",
        search="",
        person="",
        registration=None,
        interview=None,
        page=replace(case.page, record=None) if case.page else None,
        endorsement=replace(case.endorsement, text=None) if case.endorsement else None,
        handover=replace(case.handover, signed_for=None) if case.handover else None,
        hits=tuple(replace(hit, reference="", why="") for hit in case.hits),
        earlier_hits=tuple(replace(hit, reference="", why="") for hit in case.earlier_hits),
        ending=replace(case.ending, why="") if case.ending else None,
        proposal=replace(case.proposal, why="") if case.proposal else None,
        reports=tuple(replace(report, statement="", conclusion="") for report in case.reports),
        spoil_reports=tuple(replace(report, report="", present="") for report in case.spoil_reports),
        old_passport=replace(case.old_passport, data=None) if case.old_passport else None,
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
    if not owed.open:
        return case  # The first answer stands; the same answer may arrive again from a rebuilt centre.
    if event.opened_at not in (0, owed.opened_at):
        return case  # It answers what was asked before a correction; the new question is still open.
    _close(overlay, case, owed, event.answer, happened, event.reference)
    if event.answer is Answer.CLEAR:
        return case
    return hits.refer(case, [hits.adverse(owed.kind, event.reference, happened.at)], happened.at)


CASE_HANDLERS: dict[type[e.Event], CaseHandler] = {
    e.DocumentScanned: _scanned,
    e.DocumentsChecked: _checked,
    e.BillingCodeIssued: _billed,
    e.PaymentRecorded: _paid,
    e.PhotoTaken: _photo,
    e.InterviewRecorded: _interviewed,
    e.PreventionListLookedUp: _looked_up,
    e.HeadOrdered: _ordered,
    e.CaseForgotten: _forgotten,
    e.CaseKeyDestroyed: _key_destroyed,
    e.ObligationAnswered: _obligation_answered,
}
