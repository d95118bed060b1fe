"""A page for which the printer was busy: it waits as before, and only where its sending was begun."""

from dataclasses import replace

import pytest

from builders.cases import CASE, folded, journey
from builders.people import OFFICE
from loket.core.domain import events as e
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.printing import page_waits_on, send_page
from loket.core.domain.terms import PageState, Stage


@pytest.fixture
def sending():
    """A case whose page is just being sent."""
    events = journey(Stage.READ_BACK)
    job = next(event.job for event in events if isinstance(event, e.DataPageSubmitted))
    begun = [event for event in events if not isinstance(event, e.DataPageSending | e.DataPageSent)]
    case = folded([*begun, e.DataPageSending(case=CASE, job=job)]).get(Case, (OFFICE, CASE))
    assert case.page.state is PageState.SENDING
    return case


def test_a_page_waits_with_its_job_and_says_why(sending):
    job = sending.page.job

    assert page_waits_on(sending, job=job, reason="busy") == e.PrinterReported(
        case=CASE, job=job, state=PageState.SUBMITTED, reasons=("busy",)
    )


def test_a_page_that_waits_again_may_be_sent_again(sending):
    waiting = replace(sending, page=replace(sending.page, state=PageState.SUBMITTED, reasons=("busy",)))

    assert send_page(waiting, job=sending.page.job) == e.DataPageSending(case=CASE, job=sending.page.job)


@pytest.mark.parametrize("state", [state for state in PageState if state is not PageState.SENDING])
def test_no_other_page_goes_back_into_the_queue(sending, state):
    other = replace(sending, page=replace(sending.page, state=state))

    refused = page_waits_on(other, job=sending.page.job, reason="busy")

    assert isinstance(refused, Refused)
    assert list(refused.reasons) == [Reason.PAGE_NOT_SENT]
    assert isinstance(page_waits_on(sending, job="another", reason="busy"), Refused)
    assert isinstance(page_waits_on(replace(other, page=None), job=sending.page.job, reason="busy"), Refused)
