"""The fold of issuance: approval, allocation, the data page, spoilt booklets, handover, archive."""

from dataclasses import replace
from typing import Any

from loket.core.domain import events as e
from loket.core.domain import hits
from loket.core.domain.blanks import parse_blanks
from loket.core.domain.error import DomainError
from loket.core.domain.fold_blanks import booklet_is, finished, leave_report
from loket.core.domain.fold_parts import CaseHandler, at, count_paper, count_up, duties_with
from loket.core.domain.happened import Happened
from loket.core.domain.row_parts import Chip, Endorsement, Handover, Page, SpoiltBooklet
from loket.core.domain.rows import Case, QualityTest
from loket.core.domain.stock_terms import StockAct
from loket.core.domain.terms import (
    WITH_CHIP,
    BookletState,
    ChipState,
    Duty,
    PageFound,
    PageState,
    SpoilCause,
    Stage,
)
from loket.core.domain.view import Overlay

NOTHING_CAME_OUT = "nothing-came-out"
"""The fault of a page for which an officer looked in vain."""


def _approved(_overlay: Overlay, case: Case, _event: e.ApplicationApproved, happened: Happened) -> Case:
    # A correction sends a case back to be approved again; the blank that it has stays its own.
    return at(
        case,
        Stage.PRINTING if case.booklet else Stage.ALLOCATION,
        happened,
        approved_at=happened.at,
        duties=duties_with(case, Duty.APPROVAL, happened),
    )


def _allocated(overlay: Overlay, case: Case, event: e.BookletAllocated, happened: Happened) -> Case:
    booklet_is(overlay, case.office, event.booklet, BookletState.ALLOCATED, case.case, happened.at)
    return at(case, Stage.PRINTING, happened, booklet=event.booklet, page=None, chip=None)


def _page(case: Case, job: str, state: PageState, **changes: Any) -> Page:
    if case.page is None or case.page.job != job:
        message = "a print job that was never submitted"
        raise DomainError(message)
    return replace(case.page, state=state, **({"reasons": ()} | changes))


def _with_job(case: Case, job: str, state: PageState, **changes: Any) -> Case:
    """The case with the page of this job, data page or endorsement page, in this state."""
    endorsement = case.endorsement
    if endorsement is not None and endorsement.job == job:
        return replace(case, endorsement=replace(endorsement, state=state, **({"reasons": ()} | changes)))
    return replace(case, page=_page(case, job, state, **changes))


def _back_to_printing(case: Case, job: str, fault: str, happened: Happened) -> Case:
    """Nothing was printed. A case goes back for its data page; for an endorsement page it stays."""
    failed = _with_job(case, job, PageState.FAILED, fault=fault)
    is_data_page = failed.page is not None and failed.page.job == job
    return at(failed, Stage.PRINTING, happened) if is_data_page else failed


def _submitted(_overlay: Overlay, case: Case, event: e.DataPageSubmitted, happened: Happened) -> Case:
    page = Page(job=event.job, state=PageState.SUBMITTED, record=event.sealed)
    # The chip is written once the page is out, by the same job.
    chip = Chip(job=event.job, state=ChipState.SUBMITTED) if case.kind in WITH_CHIP else None
    return at(case, Stage.READ_BACK, happened, page=page, chip=chip)


def _sending(_overlay: Overlay, case: Case, event: e.DataPageSending, _happened: Happened) -> Case:
    return _with_job(case, event.job, PageState.SENDING)


def _sent(_overlay: Overlay, case: Case, event: e.DataPageSent, _happened: Happened) -> Case:
    return _with_job(case, event.job, PageState.SENT)


def _not_sent(_overlay: Overlay, case: Case, event: e.DataPageNotSent, happened: Happened) -> Case:
    return _back_to_printing(case, event.job, event.fault, happened)


def _reported(_overlay: Overlay, case: Case, event: e.PrinterReported, _happened: Happened) -> Case:
    return _with_job(case, event.job, event.state, reasons=event.reasons)


def _looked_for(_overlay: Overlay, case: Case, event: e.PrintedPageLookedFor, happened: Happened) -> Case:
    if event.found is PageFound.CAME_OUT:
        return _with_job(case, event.job, PageState.SENT)
    return _back_to_printing(case, event.job, NOTHING_CAME_OUT, happened)


def _endorsement(_overlay: Overlay, case: Case, event: e.EndorsementSubmitted, _happened: Happened) -> Case:
    page = Endorsement(job=event.job, state=PageState.SUBMITTED, text=event.sealed)
    return replace(case, endorsement=page)


def _endorsement_checked(
    _overlay: Overlay, case: Case, event: e.EndorsementChecked, _happened: Happened
) -> Case:
    return _with_job(case, event.job, PageState.PRINTED if event.agrees else PageState.READ_BACK_FAILED)


def _read_back_failed(_overlay: Overlay, case: Case, event: e.ReadBackFailed, _happened: Happened) -> Case:
    page = _page(case, event.job, PageState.READ_BACK_FAILED, differing_characters=event.differing_characters)
    return replace(case, page=page)


def _printed(overlay: Overlay, case: Case, event: e.DataPagePrinted, happened: Happened) -> Case:
    page = _page(case, event.job, PageState.PRINTED, differing_characters=0)
    finished(overlay, case.office, event.booklet)
    return at(
        case,
        Stage.HANDOVER,
        happened,
        page=page,
        ready_at=happened.at,
        duties=duties_with(case, Duty.QUALITY_TEST, happened),
    )


def _quality_failed(overlay: Overlay, case: Case, event: e.QualityTestFailed, happened: Happened) -> Case:
    page = _page(case, event.job, PageState.READ_BACK_FAILED)
    return replace(_tested(overlay, case, event, happened), page=page)


def _quality_passed(overlay: Overlay, case: Case, event: e.QualityTestPassed, happened: Happened) -> Case:
    finished(overlay, case.office, event.booklet)
    return at(
        _tested(overlay, case, event, happened),
        Stage.HANDOVER,
        happened,
        page=_page(case, event.job, PageState.PRINTED, differing_characters=0),
        ready_at=happened.at,
        duties=duties_with(case, Duty.QUALITY_TEST, happened),
    )


def _tested(
    overlay: Overlay, case: Case, event: e.QualityTestPassed | e.QualityTestFailed, happened: Happened
) -> Case:
    number = case.quality_tests + 1
    overlay.put(
        QualityTest(
            office=case.office,
            case=case.case,
            number=number,
            booklet=event.booklet,
            job=event.job,
            passed=isinstance(event, e.QualityTestPassed),
            at=happened.at,
            by=happened.officer,
            checks=event.checks,
            failed=event.failed if isinstance(event, e.QualityTestFailed) else (),
            confirmed=event.confirmed,
            page=event.blob,
            findings=event.sealed,
        )
    )
    return replace(case, quality_tests=number)


def _spoilt(overlay: Overlay, case: Case, event: e.BookletSpoilt, happened: Happened) -> Case:
    booklet_is(overlay, case.office, event.booklet, BookletState.SPOILT, case.case, happened.at)
    return _without_booklet(overlay, case, event, happened, cause=event.cause)


def _lost(overlay: Overlay, case: Case, event: e.BookletLost, happened: Happened) -> Case:
    booklet_is(overlay, case.office, event.booklet, BookletState.LOST, case.case, happened.at)
    return _without_booklet(overlay, case, event, happened, cause=None)


def _without_booklet(
    overlay: Overlay,
    case: Case,
    event: e.BookletSpoilt | e.BookletLost,
    happened: Happened,
    *,
    cause: SpoilCause | None,
) -> Case:
    """The case needs another blank; the report is in its file, and a line of it in the stock's."""
    count_paper(overlay, case.office, event.number)
    if event.number:
        act = StockAct.LOST if cause is None else StockAct.SPOILT
        leave_report(
            overlay,
            case.office,
            happened,
            number=event.number,
            act=act,
            blanks=parse_blanks(event.booklet),
            second_officer=getattr(event, "second_officer", ""),
            cause=cause,
            case=case.case,
        )
    report = SpoiltBooklet(
        booklet=event.booklet,
        number=event.number,
        cause="" if cause is None else cause.value,
        lost=cause is None,
        at=happened.at,
        by=happened.officer,
        report=event.sealed.report if event.sealed else "",
        present=event.sealed.present if event.sealed else "",
    )
    return at(
        case,
        Stage.ALLOCATION,
        happened,
        booklet="",
        page=None,
        endorsement=None,
        chip=None,
        ready_at=None,
        spoilt_booklets=(*case.spoilt_booklets, event.booklet),
        spoil_reports=(*case.spoil_reports, report),
    )


def _handed_over(overlay: Overlay, case: Case, event: e.PassportHandedOver, happened: Happened) -> Case:
    booklet_is(overlay, case.office, event.booklet, BookletState.ISSUED, case.case, happened.at)
    count_up(overlay, case.office, "handover", event.line)
    handover = Handover(
        line=event.line,
        recipient=event.recipient,
        provisional=event.provisional,
        at=happened.at,
        signed_for=event.sealed,
    )
    case = at(
        case,
        Stage.FILING,
        happened,
        handover=handover,
        interrupted=None,
        duties=duties_with(case, Duty.HANDOVER, happened),
    )
    return hits.concerned(case)


def _archived(_overlay: Overlay, case: Case, event: e.FileArchived, happened: Happened) -> Case:
    if case.ending is not None and event.book_cut:
        case = replace(case, ending=replace(case.ending, book_cut=True))
    return at(case, Stage.ARCHIVED, happened, shelf=event.shelf, keep_until=event.keep_until)


ISSUANCE_HANDLERS: dict[type[e.Event], CaseHandler] = {
    e.ApplicationApproved: _approved,
    e.BookletAllocated: _allocated,
    e.DataPageSubmitted: _submitted,
    e.DataPageSending: _sending,
    e.DataPageSent: _sent,
    e.DataPageNotSent: _not_sent,
    e.PrinterReported: _reported,
    e.PrintedPageLookedFor: _looked_for,
    e.EndorsementSubmitted: _endorsement,
    e.EndorsementChecked: _endorsement_checked,
    e.ReadBackFailed: _read_back_failed,
    e.DataPagePrinted: _printed,
    e.QualityTestFailed: _quality_failed,
    e.QualityTestPassed: _quality_passed,
    e.BookletSpoilt: _spoilt,
    e.BookletLost: _lost,
    e.PassportHandedOver: _handed_over,
    e.FileArchived: _archived,
}
