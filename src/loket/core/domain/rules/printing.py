"""What the printer's follower writes about a data page: about to be sent, sent, or refused for a fault."""

from loket.core.domain.events import DataPageNotSent, DataPageSending, DataPageSent
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.common import objections_to_stage
from loket.core.domain.terms import PageState, Stage


def _objections(case: Case, job: str, *states: PageState) -> list[Objection]:
    objections = objections_to_stage(case, Stage.READ_BACK)
    if case.page is None or case.page.job != job or case.page.state not in states:
        objections.append(Objection(Reason.PAGE_NOT_SENT))
    return objections


def send_page(case: Case, *, job: str) -> DataPageSending | Refused:
    """Say that the page is about to be sent, before it is: after a crash nobody sends it again by itself."""
    objections = _objections(case, job, PageState.SUBMITTED)
    return Refused(tuple(objections)) if objections else DataPageSending(case=case.case, job=job)


def page_sent(case: Case, *, job: str) -> DataPageSent | Refused:
    """Say that the printer took the page."""
    objections = _objections(case, job, PageState.SENDING)
    return Refused(tuple(objections)) if objections else DataPageSent(case=case.case, job=job)


def page_not_sent(case: Case, *, job: str, fault: str) -> DataPageNotSent | Refused:
    """Say that nothing was printed, and why: the page could not be made, or the printer did not take it."""
    objections = _objections(case, job, PageState.SUBMITTED, PageState.SENDING)
    return Refused(tuple(objections)) if objections else DataPageNotSent(case=case.case, job=job, fault=fault)
