"""The fold of what leaves the clean path: endings, adjudication, corrections, reports, paper, looks."""

from dataclasses import replace
from typing import Any

from loket.core.domain import events as e
from loket.core.domain import hits
from loket.core.domain.error import DomainError
from loket.core.domain.fold_blanks import booklet_is
from loket.core.domain.fold_parts import (
    CaseHandler,
    at,
    count_paper,
    duties_with,
    open_obligations,
    person_of,
)
from loket.core.domain.happened import Happened
from loket.core.domain.row_parts import (
    DuplicateSearch,
    Ending,
    Fingerprints,
    Hit,
    InterviewReport,
    OldPassport,
    Proposal,
    Signature,
)
from loket.core.domain.rows import Case, CaseCount, Look, PaperSheet, TimelineLine
from loket.core.domain.terms import BookletState, Duty, EndingKind, HitKind, MatchGround, ReportSubject, Stage
from loket.core.domain.view import Overlay

# What a correction of anything that is printed or looked up sends back to the look-up.
_PAST_LOOK_UP = (Stage.APPROVAL, Stage.ALLOCATION, Stage.PRINTING)


def _why(sealed: e.Grounds | None) -> str:
    return sealed.why if sealed else ""


_Ends = e.DocumentsReturned | e.ApplicationRefused | e.ApplicationDeferred | e.PassportCancelled


def _ended(
    overlay: Overlay, case: Case, event: _Ends, happened: Happened, kind: EndingKind, **details: Any
) -> Case:
    """A blank that no page was made for goes back to stock; one with a page is cancelled, to be cut."""
    count_paper(overlay, case.office, event.number)
    booklet = case.booklet
    if booklet and case.page is None:
        booklet_is(overlay, case.office, booklet, BookletState.IN_STOCK, "", happened.at)
        booklet = ""
    elif booklet:
        booklet_is(overlay, case.office, booklet, BookletState.CANCELLED, case.case, happened.at)
    ending = Ending(
        kind=kind,
        at=happened.at,
        by=happened.officer,
        number=event.number,
        why=_why(event.sealed),
        **details,
    )
    return replace(
        case,
        booklet=booklet,
        ending=ending,
        stage=Stage.ENDED,
        stage_since=happened.at,
        concern=None,
        interrupted=None,
        proposal=None,
        assignee="",
    )


def _returned(overlay: Overlay, case: Case, event: e.DocumentsReturned, happened: Happened) -> Case:
    return _ended(overlay, case, event, happened, EndingKind.RETURNED, missing=event.missing)


def _refused(overlay: Overlay, case: Case, event: e.ApplicationRefused, happened: Happened) -> Case:
    details = {"ground": event.ground.value, "book_cut": event.book_cut}
    return _ended(overlay, case, event, happened, EndingKind.REFUSED, **details)


def _deferred(overlay: Overlay, case: Case, event: e.ApplicationDeferred, happened: Happened) -> Case:
    details = {"ground": event.ground.value, "book_cut": event.book_cut, "until": event.until}
    return _ended(overlay, case, event, happened, EndingKind.DEFERRED, **details)


def _cancelled(overlay: Overlay, case: Case, event: e.PassportCancelled, happened: Happened) -> Case:
    details = {"ground": event.ground.value, "book_cut": event.book_cut}
    return _ended(overlay, case, event, happened, EndingKind.CANCELLED, **details)


def _proposed(_overlay: Overlay, case: Case, event: e.CancellationProposed, happened: Happened) -> Case:
    proposal = Proposal(ground=event.ground, at=happened.at, by=happened.officer, why=_why(event.sealed))
    case = replace(case, proposal=proposal)
    if case.stage is not Stage.ARCHIVED:
        return case
    # The file comes off its shelf, and goes back when the head has decided.
    return replace(case, stage=Stage.FILING, stage_since=happened.at, assignee="")


def _dropped(_overlay: Overlay, case: Case, _event: e.CancellationDropped, _happened: Happened) -> Case:
    return replace(case, proposal=None)


def _reported(overlay: Overlay, case: Case, event: e.InterviewReportWritten, happened: Happened) -> Case:
    count_paper(overlay, case.office, event.number)
    report = InterviewReport(
        number=event.number,
        subject=event.subject,
        finding=event.finding,
        at=happened.at,
        by=happened.officer,
        statement=event.sealed.statement if event.sealed else "",
        conclusion=event.sealed.conclusion if event.sealed else "",
    )
    case = replace(case, reports=(*case.reports, report))
    if case.stage is not Stage.INTERVIEW_REPORT or event.subject is ReportSubject.CANCELLATION:
        return case
    return replace(case, stage=Stage.PAYMENT, stage_since=happened.at, assignee="")


def _adjudicated(_overlay: Overlay, case: Case, event: e.HitAdjudicated, happened: Happened) -> Case:
    if all(hit.hit != event.hit for hit in case.hits):
        message = "a decision about a hit that this case does not have"
        raise DomainError(message)
    return hits.decide(
        case, event.hit, event.decision, by=happened.officer, at=happened.at, why=_why(event.sealed)
    )


def _searched(_overlay: Overlay, case: Case, event: e.DuplicatesSearched, happened: Happened) -> Case:
    search = DuplicateSearch(at=happened.at, faces=event.faces, old_passport_alike=event.old_passport_alike)
    found = [
        Hit(
            hit=f"own/{match.other_case}",
            kind=HitKind.OWN_DUPLICATE,
            found_at=happened.at,
            other_case=match.other_case,
            grounds=match.grounds,
        )
        for match in event.matches
    ]
    if event.old_passport_alike is not None and event.old_passport_alike < JUST_ALIKE_PERCENT:
        found.append(
            Hit(
                hit=f"old-passport-face/{event.old_passport_alike}",
                kind=HitKind.OLD_PASSPORT_FACE,
                found_at=happened.at,
                grounds=(MatchGround.FACE_DIFFERS,),
            )
        )
    return hits.refer(replace(case, duplicates=search), found, happened.at)


JUST_ALIKE_PERCENT = 100


def _corrected(overlay: Overlay, case: Case, event: e.RecordCorrected, happened: Happened) -> Case:
    open_obligations(overlay, case.office, case.case, event.opens, happened.at)
    if event.sealed is not None:
        applicant = event.sealed.registration.applicant
        case = replace(
            case,
            registration=event.sealed.registration,
            nik=applicant.nik,
            search=applicant.full_name.casefold(),
            person=person_of(applicant),
        )
    if event.identity:
        correctors = case.identity_corrected_by
        if happened.officer not in correctors:
            correctors = (*correctors, happened.officer)
        case = replace(hits.supersede(case), identity_corrected_by=correctors)
    return _sent_back(case, event, happened) if event.identity or event.documents else case


def _sent_back(case: Case, event: e.RecordCorrected, happened: Happened) -> Case:
    """What was checked, looked up or approved of the earlier record is checked, looked up, approved again.

    A page of the earlier record was not printed, or there would be no correction: its blank is unused.
    """
    waits = case.stage is not Stage.ADJUDICATION
    now = case.stage if waits else case.interrupted or Stage.APPROVAL
    back = Stage.DOCUMENTS if event.documents else Stage.LOOK_UP if now in _PAST_LOOK_UP else now
    if back is not now:
        case = replace(case, approved_at=None, page=None, endorsement=None, chip=None)
    if not waits:
        return hits.resume(replace(case, interrupted=back), happened.at)
    return case if back is now else at(case, back, happened)


def _old_passport(_overlay: Overlay, case: Case, event: e.OldPassportRead, happened: Happened) -> Case:
    read = OldPassport(readable=event.readable, differing=event.differing, at=happened.at, data=event.sealed)
    return replace(case, old_passport=read)


def _fingerprints(_overlay: Overlay, case: Case, event: e.FingerprintsTaken, happened: Happened) -> Case:
    taken = Fingerprints(fingers=event.fingers, missing=event.missing, blob=event.blob, at=happened.at)
    return replace(case, fingerprints=taken, duties=duties_with(case, Duty.CAPTURE, happened))


def _signature(_overlay: Overlay, case: Case, event: e.SignatureTaken, happened: Happened) -> Case:
    taken = Signature(blob=event.blob, cannot_sign=event.cannot_sign, at=happened.at)
    return replace(case, signature=taken, duties=duties_with(case, Duty.CAPTURE, happened))


def _assigned(_overlay: Overlay, case: Case, event: e.CaseAssigned, _happened: Happened) -> Case:
    return replace(case, assignee=event.assignee)


def _notified(
    _overlay: Overlay, case: Case, event: e.NoticeSent | e.NoticeNotSent, _happened: Happened
) -> Case:
    return replace(case, notified_to=max(case.notified_to, event.about))


def _on_paper(overlay: Overlay, case: Case, event: e.PaperActEntered, happened: Happened) -> Case:
    """The act before was done on paper: what it was timed at, is timed at when it was done."""
    if overlay.get(PaperSheet, (case.office, event.sheet)) is not None:
        message = "a sheet that was entered before"
        raise DomainError(message)
    count = overlay.get(CaseCount, (case.office, case.case))
    line = overlay.get(TimelineLine, (case.office, case.case, count.lines)) if count else None
    if line is None or line.event != event.about or line.index != happened.index - 1:
        message = "a sheet that does not stand behind the act that it says it is about"
        raise DomainError(message)
    overlay.put(replace(line, sheet=event.sheet, done_at=event.done_at))
    overlay.put(
        PaperSheet(
            office=case.office,
            sheet=event.sheet,
            case=case.case,
            done_at=event.done_at,
            entered_at=happened.at,
            officer=happened.officer,
            about=event.about,
            blob=event.blob,
        )
    )
    return _retimed(case, line.at, event.done_at)


def _retimed(case: Case, entered: int, done: int) -> Case:
    timed = ("stage_since", "registered_at", "approved_at", "interviewed_at", "ready_at")
    changes: dict[str, Any] = {name: done for name in timed if getattr(case, name) == entered}
    case = replace(case, **changes)
    if case.payment is not None and case.payment.at == entered:
        case = replace(case, payment=replace(case.payment, at=done))
    if case.handover is not None and case.handover.at == entered:
        case = replace(case, handover=replace(case.handover, at=done))
    return case


def looked(overlay: Overlay, owner: str, event: e.FileOpened, happened: Happened) -> None:
    """A look at a file is no step of the case: it stands beside its timeline, not in it."""
    count = overlay.get(CaseCount, (owner, event.case))
    if count is None:
        message = "a look at a case that is not registered"
        raise DomainError(message)
    case = overlay.get(Case, (owner, event.case))
    overlay.put(replace(count, looks=count.looks + 1))
    overlay.put(
        Look(
            office=owner,
            case=event.case,
            number=count.looks + 1,
            officer=happened.officer,
            at=happened.at,
            role=happened.role,
            what=event.what,
            scan=event.number,
            stage=case.stage if case else None,
        )
    )


IRREGULAR_HANDLERS: dict[type[e.Event], CaseHandler] = {
    e.DocumentsReturned: _returned,
    e.ApplicationRefused: _refused,
    e.ApplicationDeferred: _deferred,
    e.CancellationProposed: _proposed,
    e.CancellationDropped: _dropped,
    e.PassportCancelled: _cancelled,
    e.InterviewReportWritten: _reported,
    e.HitAdjudicated: _adjudicated,
    e.DuplicatesSearched: _searched,
    e.RecordCorrected: _corrected,
    e.OldPassportRead: _old_passport,
    e.FingerprintsTaken: _fingerprints,
    e.SignatureTaken: _signature,
    e.CaseAssigned: _assigned,
    e.NoticeSent: _notified,
    e.NoticeNotSent: _notified,
    e.PaperActEntered: _on_paper,
}
