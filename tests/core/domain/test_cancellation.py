"""Cancelling: each ground of the regulation, proposals with their report and deadlines, and the book."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from builders.cases import BOOKLET, CASE, DAY, NOON, a_case, folded, journey, the_case
from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.calendar import DayOff, DayOffKind, WorkingCalendar
from loket.core.domain.deadlines import deadlines
from loket.core.domain.orders import order_id
from loket.core.domain.practice import Practice
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import Booklet, Order
from loket.core.domain.rules import cancellation, closing, issuance
from loket.core.domain.terms import (
    BookletState,
    CancellationGround,
    DeadlineKind,
    Duty,
    OrderKind,
    ReportFinding,
    ReportSubject,
    Role,
    Stage,
)

HEAD = an_officer(Role.HEAD, officer="kepala")
READY = date(2024, 6, 20)
SUSPICIONS = (CancellationGround.OBTAINED_ILLEGALLY, CancellationGround.FALSE_STATEMENT)
BEFORE = (Stage.DOCUMENTS, Stage.APPROVAL, Stage.HANDOVER)
AFTER = (Stage.FILING, Stage.ARCHIVED)


def proposal(ground=CancellationGround.FALSE_STATEMENT):
    return e.CancellationProposed(case=CASE, ground=ground, sealed=e.Grounds(why="Contoh"))


def report(finding=ReportFinding.SUSPICION_CONFIRMED):
    return e.InterviewReportWritten(
        case=CASE, subject=ReportSubject.CANCELLATION, finding=finding, number="BAP-2024-0001"
    )


def after(stage, *events):
    return the_case(folded([*journey(stage), *events]))


def cancel(case, ground, *, officer=HEAD, cut=True, today=READY, why="Contoh", orders=()):
    months = Practice().uncollected_months
    ready_on = None if case.ready_at is None else READY
    return cancellation.cancel_passport(
        case,
        officer=officer,
        ground=ground,
        why=why,
        book_cut=cut,
        number="BATAL-2024-0001",
        today=today,
        uncollected_from=cancellation.uncollected_from(ready_on, months),
        orders=orders,
    )


# --- obtained illegally, false statement


@pytest.mark.parametrize("ground", SUSPICIONS)
@pytest.mark.parametrize("stage", [*BEFORE, *AFTER])
def test_a_suspicion_leads_to_a_report_and_then_to_the_heads_decision_before_and_after_handover(
    ground, stage
):
    case = a_case(stage)
    proposed = cancellation.propose_cancellation(
        case, officer=an_officer(Role.INTERVIEWER), ground=ground, why="Contoh"
    )
    assert isinstance(proposed, e.CancellationProposed)
    assert cancel(case, ground).reasons == (Reason.CANCELLATION_NOT_PROPOSED,)

    assert cancel(after(stage, proposed), ground).reasons == (Reason.REPORT_MISSING,)
    cancelled = cancel(after(stage, proposed, report()), ground)

    assert isinstance(cancelled, e.PassportCancelled)
    assert cancelled.booklet == case.booklet


def test_a_suspicion_that_the_report_does_not_confirm_cancels_nothing():
    case = after(Stage.FILING, proposal(), report(ReportFinding.SUSPICION_NOT_CONFIRMED))

    refused = cancel(case, CancellationGround.FALSE_STATEMENT)

    assert refused.reasons == (Reason.SUSPICION_NOT_CONFIRMED,)


def test_a_suspicion_cancels_on_the_ground_on_which_it_was_proposed():
    case = after(Stage.FILING, proposal(CancellationGround.OBTAINED_ILLEGALLY), report())

    refused = cancel(case, CancellationGround.FALSE_STATEMENT)

    assert refused.reasons == (Reason.CANCELLATION_NOT_PROPOSED,)


def test_an_earlier_report_does_not_serve_a_later_proposal():
    dropped = e.CancellationDropped(case=CASE, sealed=e.Grounds(why="Contoh"))
    case = after(Stage.FILING, proposal(), report(), dropped, proposal())

    assert cancel(case, CancellationGround.FALSE_STATEMENT).reasons == (Reason.REPORT_MISSING,)


def test_only_suspicions_are_proposed_and_only_once():
    def propose(case, ground=CancellationGround.FALSE_STATEMENT, officer=HEAD):
        return cancellation.propose_cancellation(case, officer=officer, ground=ground, why="Contoh")

    assert propose(a_case(Stage.FILING), CancellationGround.HOLDER_DIED).reasons == (
        Reason.GROUND_DOES_NOT_FIT,
    )
    assert propose(after(Stage.FILING, proposal())).reasons == (Reason.CANCELLATION_ALREADY_PROPOSED,)
    printer = an_officer(Role.PRINTER)
    assert propose(a_case(Stage.FILING), officer=printer).reasons == (Reason.OFFICER_LACKS_ROLE,)


def test_the_head_alone_drops_a_proposed_cancellation():
    proposed = after(Stage.FILING, proposal())

    dropped = cancellation.drop_cancellation(proposed, officer=HEAD, why="Contoh")
    assert isinstance(dropped, e.CancellationDropped)
    assert after(Stage.FILING, proposal(), dropped).proposal is None

    others = an_officer(Role.APPROVER)
    refused = cancellation.drop_cancellation(proposed, officer=others, why="Contoh")
    assert refused.reasons == (Reason.OFFICER_LACKS_ROLE,)
    nothing = cancellation.drop_cancellation(a_case(Stage.FILING), officer=HEAD, why="Contoh")
    assert nothing.reasons == (Reason.CANCELLATION_NOT_PROPOSED,)


def test_an_archived_file_comes_off_its_shelf_and_is_not_filed_before_the_head_has_decided():
    proposed = after(Stage.ARCHIVED, proposal())

    assert proposed.stage is Stage.FILING
    filed = closing.archive_file(proposed, officer=an_officer(), shelf="A-1", today=READY, keep_years=3)
    assert filed.reasons == (Reason.CANCELLATION_UNDECIDED,)


def test_nothing_is_approved_under_suspicion():
    proposed = after(Stage.APPROVAL, proposal())

    refused = issuance.approve_application(proposed, officer=an_officer(officer="another"), orders=())

    assert refused.reasons == (Reason.CANCELLATION_UNDECIDED,)


# --- the grounds that need no report


def test_the_holder_died_in_process():
    for stage in BEFORE:
        assert isinstance(cancel(a_case(stage), CancellationGround.HOLDER_DIED), e.PassportCancelled)
    for stage in AFTER:
        refused = cancel(a_case(stage), CancellationGround.HOLDER_DIED)
        assert refused.reasons == (Reason.GROUND_DOES_NOT_FIT,)


@pytest.mark.parametrize(("today", "is_over"), [(date(2024, 7, 20), False), (date(2024, 7, 21), True)])
def test_a_passport_may_be_collected_for_a_month_and_is_then_cancelled_as_not_collected(today, is_over):
    answer = cancel(a_case(Stage.HANDOVER), CancellationGround.NOT_COLLECTED, today=today)

    if is_over:
        assert isinstance(answer, e.PassportCancelled)
    else:
        assert answer.reasons == (Reason.NOT_YET_UNCOLLECTED,)
        assert answer.objections[0].facts == {"day": "2024-07-21"}


def test_what_was_never_ready_or_was_handed_over_is_not_uncollected():
    later = date(2025, 1, 1)

    for stage in (Stage.PRINTING, Stage.FILING, Stage.ARCHIVED):
        refused = cancel(a_case(stage), CancellationGround.NOT_COLLECTED, today=later)
        assert refused.reasons == (Reason.GROUND_DOES_NOT_FIT,)


def test_an_error_in_issuance_needs_a_page_that_was_made():
    ground = CancellationGround.ERROR_IN_ISSUANCE

    for stage in (Stage.READ_BACK, Stage.HANDOVER, Stage.FILING, Stage.ARCHIVED):
        assert isinstance(cancel(a_case(stage), ground), e.PassportCancelled)
    assert cancel(a_case(Stage.PRINTING), ground).reasons == (Reason.GROUND_DOES_NOT_FIT,)


def test_only_the_head_cancels_and_says_why():
    case, ground = a_case(Stage.HANDOVER), CancellationGround.HOLDER_DIED

    assert cancel(case, ground, officer=an_officer(Role.APPROVER)).reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert cancel(case, ground, why=" ").reasons == (Reason.FIELD_MISSING,)


def test_the_page_offers_the_grounds_that_the_case_bears_out():
    def offered(case, today=READY):
        first_day = cancellation.uncollected_from(READY if case.ready_at else None, 1)
        return set(cancellation.grounds_open(case, today=today, uncollected_from=first_day))

    died, error = CancellationGround.HOLDER_DIED, CancellationGround.ERROR_IN_ISSUANCE
    assert offered(a_case(Stage.PHOTO)) == {died}
    assert offered(a_case(Stage.HANDOVER)) == {died, error}
    later = offered(a_case(Stage.HANDOVER), READY + timedelta(days=60))
    assert later == {died, error, CancellationGround.NOT_COLLECTED}
    assert offered(after(Stage.ARCHIVED, proposal(), report())) == {error, CancellationGround.FALSE_STATEMENT}


# --- the book


def test_a_book_that_is_here_is_cut_before_it_is_written_that_it_is_cancelled():
    refused = cancel(a_case(Stage.HANDOVER), CancellationGround.HOLDER_DIED, cut=False)

    assert refused.reasons == (Reason.BOOK_NOT_CUT,)


@pytest.mark.parametrize("cut", [True, False])
def test_a_book_that_was_handed_over_is_cut_when_it_was_handed_in(cut):
    event = cancel(a_case(Stage.ARCHIVED), CancellationGround.ERROR_IN_ISSUANCE, cut=cut)

    assert event.book_cut is cut
    rows = folded([*journey(Stage.ARCHIVED), event])
    assert rows.get(Booklet, (OFFICE, BOOKLET)).state is BookletState.CANCELLED
    assert the_case(rows).ending.book_cut is cut


def test_without_a_book_none_was_cut():
    event = cancel(a_case(Stage.PHOTO), CancellationGround.HOLDER_DIED)

    assert (event.booklet, event.book_cut) == ("", False)


# --- deadlines


def day_of(at):
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo("Asia/Makassar")).date()


WEEKDAYS_ALONE = WorkingCalendar()


def running(case, today, calendar=WEEKDAYS_ALONE):
    found = deadlines(case, day_of=day_of, today=today, calendar=calendar, practice=Practice())
    return {one.kind: one.stands for one in found}


def test_a_proposal_of_thursday_wants_its_report_by_monday_and_the_decision_by_tuesday():
    case = after(Stage.FILING, proposal())

    stands = running(case, READY)

    assert stands[DeadlineKind.INTERVIEW_REPORT].due == date(2024, 6, 24)
    assert stands[DeadlineKind.HEAD_DECISION].due == date(2024, 6, 25)
    assert not stands[DeadlineKind.INTERVIEW_REPORT].late
    overdue = running(case, date(2024, 6, 26))
    assert overdue[DeadlineKind.INTERVIEW_REPORT].days_late == 2
    assert overdue[DeadlineKind.HEAD_DECISION].days_late == 1


def test_a_holiday_puts_a_deadline_off():
    closed = WorkingCalendar(days_off={date(2024, 6, 24): DayOff(DayOffKind.LOCAL_HOLIDAY, "Contoh")})

    stands = running(after(Stage.FILING, proposal()), READY, closed)

    assert stands[DeadlineKind.INTERVIEW_REPORT].due == date(2024, 6, 25)


def test_once_the_report_is_written_the_head_has_one_working_day():
    case = after(Stage.FILING, proposal())
    case = replace(case, reports=after(Stage.FILING, proposal(), report()).reports)
    later = replace(case.reports[0], at=NOON + DAY)  # Friday

    stands = running(replace(case, reports=(later,)), date(2024, 6, 21))

    assert stands.keys() == {DeadlineKind.HEAD_DECISION}
    assert stands[DeadlineKind.HEAD_DECISION].due == date(2024, 6, 24)


def test_a_passed_deadline_stops_nothing():
    case = after(Stage.FILING, proposal(), report())

    late = cancel(case, CancellationGround.FALSE_STATEMENT, today=date(2024, 12, 1))

    assert isinstance(late, e.PassportCancelled)
    assert running(a_case(Stage.FILING), READY) == {}


def test_who_wrote_the_interview_report_does_not_decide_on_it_unless_ordered():
    ground = CancellationGround.FALSE_STATEMENT
    case = after(Stage.APPROVAL, proposal(), report())
    reporter = an_officer(Role.HEAD, officer=case.reports[0].by)

    assert cancel(case, ground, officer=reporter).reasons == (Reason.REPORT_BY_YOU,)
    assert isinstance(cancel(case, ground), e.PassportCancelled)
    assert isinstance(cancel(case, CancellationGround.HOLDER_DIED, officer=reporter), e.PassportCancelled)
    order = Order(
        office=OFFICE,
        order=order_id(CASE, OrderKind.SAME_OFFICER, Duty.APPROVAL),
        case=CASE,
        kind=OrderKind.SAME_OFFICER,
        duty=Duty.APPROVAL,
        by="deputy",
        at=case.reports[0].at,
        why="Contoh",
    )
    assert isinstance(cancel(case, ground, officer=reporter, orders=(order,)), e.PassportCancelled)
    assert cancel(case, ground, officer=reporter, orders=(replace(order, by=reporter.officer),)).reasons == (
        Reason.REPORT_BY_YOU,
    )
