"""What becomes of a page at its printer: what the follower writes, and what an officer's eyes decide.

From "submitted" to "sent" (the page is out) the printer's answers lead; where they end, an officer looks.
"""

from loket.core.domain.events import (
    DataPageNotSent,
    DataPageSending,
    DataPageSent,
    PrintedPageLookedFor,
    PrinterReported,
)
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.row_parts import Endorsement, Page
from loket.core.domain.rows import Case, Officer
from loket.core.domain.rules.common import objections_to_role, objections_to_stage
from loket.core.domain.terms import PageFound, PageState, Role, Stage

AT_THE_PRINTER = (PageState.SENDING, PageState.ACCEPTED, PageState.PRINTING, PageState.STOPPED)
"""States of a page that can still come out of the printer by itself: no other page is sent meanwhile."""
FOLLOWED = (*AT_THE_PRINTER, PageState.UNKNOWN)
"""States in which the printer is asked for the page's job."""
FOR_EYES = (PageState.STOPPED, PageState.CANCELLED, PageState.UNKNOWN)
"""States in which an officer may say what he found in the printer."""
MAY_BE_TESTED = (PageState.SENT, PageState.READ_BACK_FAILED)
"""States in which there is a page to be looked at: it is out, as far as printer or officer know."""
_REPORTED = (
    PageState.ACCEPTED,
    PageState.PRINTING,
    PageState.STOPPED,
    PageState.CANCELLED,
    PageState.UNKNOWN,
)


def pages_of(case: Case) -> tuple[Page | Endorsement, ...]:
    """The pages of the case that are printed into its booklet: its data page, then its endorsement page."""
    return tuple(page for page in (case.page, case.endorsement) if page is not None)


def _page_of(case: Case, job: str) -> Page | Endorsement | None:
    return next((page for page in pages_of(case) if page.job == job), None)


def in_doubt(case: Case) -> Page | Endorsement | None:
    """The page for which an officer may look in the printer."""
    return next((page for page in pages_of(case) if page.state in FOR_EYES), None)


def _objections_to_page(case: Case, job: str, *states: PageState) -> list[Objection]:
    page = _page_of(case, job)
    return [] if page is not None and page.state in states else [Objection(Reason.PAGE_NOT_SENT)]


def _objections(case: Case, job: str, *states: PageState) -> list[Objection]:
    return [*objections_to_stage(case, Stage.READ_BACK), *_objections_to_page(case, job, *states)]


def is_on_its_way(case: Case) -> bool:
    """Whether the case waits for its page, also while it is in adjudication and has to come back."""
    return Stage.READ_BACK in (case.stage, case.interrupted if case.stage is Stage.ADJUDICATION else None)


def send_page(case: Case, *, job: str) -> DataPageSending | Refused:
    """Say that the page is about to be sent, before it is: after a crash it is looked for, not sent again."""
    objections = _objections(case, job, PageState.SUBMITTED)
    return Refused(tuple(objections)) if objections else DataPageSending(case=case.case, job=job)


def page_sent(case: Case, *, job: str) -> DataPageSent | Refused:
    """Say that the page is out, as far as the printer knows. What came out is still to be looked at."""
    objections = [] if is_on_its_way(case) else objections_to_stage(case, Stage.READ_BACK)
    objections += _objections_to_page(case, job, *FOLLOWED)
    return Refused(tuple(objections)) if objections else DataPageSent(case=case.case, job=job)


def page_not_sent(case: Case, *, job: str, fault: str) -> DataPageNotSent | Refused:
    """Say that nothing was printed, and why: the page could not be made, or the printer did not take it."""
    objections = _objections(case, job, PageState.SUBMITTED, PageState.SENDING)
    return Refused(tuple(objections)) if objections else DataPageNotSent(case=case.case, job=job, fault=fault)


def page_waits_on(case: Case, *, job: str, reason: str) -> PrinterReported | Refused:
    """Say that the printer was too busy for the page: nothing was printed, and it waits as it did before.

    Only the printer's own answer to the job says so. After a crash, or without an answer, nobody knows.
    """
    objections = [] if is_on_its_way(case) else objections_to_stage(case, Stage.READ_BACK)
    objections += _objections_to_page(case, job, PageState.SENDING)
    if objections:
        return Refused(tuple(objections))
    return PrinterReported(case=case.case, job=job, state=PageState.SUBMITTED, reasons=(reason,))


def printer_reported(
    case: Case, *, job: str, state: PageState, reasons: tuple[str, ...] = ()
) -> PrinterReported | Refused:
    """Say how the job stands, where that is another state or another reason than before.

    What the printer says of a page is a fact also while its case is in adjudication.
    """
    objections = [] if is_on_its_way(case) else objections_to_stage(case, Stage.READ_BACK)
    objections += _objections_to_page(case, job, *FOLLOWED)
    page = _page_of(case, job)
    if state not in _REPORTED or (page is not None and (state, reasons) == (page.state, page.reasons)):
        objections.append(Objection(Reason.PAGE_NOT_SENT))
    if objections:
        return Refused(tuple(dict.fromkeys(objections)))
    return PrinterReported(case=case.case, job=job, state=state, reasons=reasons)


def look_for_page(case: Case, *, officer: Officer, found: PageFound) -> PrintedPageLookedFor | Refused:
    """Say what came of a page of which the printer cannot tell. Only an officer who has looked knows.

    A page that came out is then tested like any other. Where nothing did, the blank is as it was: the page
    can be printed again, by an officer. A blank that is damaged or half printed is reported as spoilt.
    """
    objections = [
        *objections_to_role(officer, Role.PRINTER, Role.QUALITY_TESTER),
        *objections_to_stage(case, Stage.READ_BACK),
    ]
    page = in_doubt(case)
    if page is None:
        objections.append(Objection(Reason.PAGE_NOT_IN_DOUBT))
    if objections or page is None:
        return Refused(tuple(objections))
    return PrintedPageLookedFor(case=case.case, job=page.job, found=found)
