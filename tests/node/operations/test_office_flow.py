"""How the work stands: promise, flow, ages, what waits for whom, and reports, on a real store."""

from datetime import date

import pytest

from builders.country import bring_to, done, pull, push, supplied, the_row
from builders.nodes import by
from loket.core.domain.counting import Figure
from loket.core.domain.refusals import Reason
from loket.core.domain.reporting import PeriodKind, period_of
from loket.core.domain.terms import EndingKind, ObligationKind, Role, Service, Stage
from loket.node.followers.centre import CentreFollower
from loket.node.operations.assign_case import assign_case
from loket.node.operations.office_flow import ages, endings_today, flow_today, on_hand, waiting_for_roles
from loket.node.operations.rebuild import rebuild
from loket.node.operations.reports import report
from loket.node.operations.return_documents import return_documents
from loket.node.operations.service_promise import late_cases, promise_of, still_promised
from loket.node.operations.simulated_partners import simulated_partners

DAY_MS = 24 * 3_600_000
OTHER = {
    "nik": "7604115010900011",
    "full_name": "Andi Contoh",
    "primary_identifier": "Contoh",
    "secondary_identifier": "Andi",
}


@pytest.fixture(name="office")
def supplied_office(country):
    supplied(country)
    return country.office


def read(office, what):
    with office.store.reading() as reading:
        return what(office, reading)


def test_a_case_is_due_on_the_fourth_working_day_after_its_interview(office):
    case = bring_to(office, Stage.LOOK_UP)

    # Interviewed on Thursday 20 June 2024: Friday, Monday, Tuesday, Wednesday.
    promise = promise_of(office, the_row(office, case))
    assert (promise.due, promise.days_left, promise.late) == (date(2024, 6, 26), 4, False)
    assert promise_of(office, the_row(office, bring_to(office, Stage.PHOTO, **OTHER))) is None


def test_late_is_who_has_no_passport_after_the_due_day_and_why(office):
    case = bring_to(office, Stage.APPROVAL)
    office.clock.now += 6 * DAY_MS
    assert read(office, late_cases) == []
    assert [one.promise.days_left for one in read(office, still_promised)] == [0]

    office.clock.now += DAY_MS

    (one,) = read(office, late_cases)
    assert (one.case.case, one.promise.days_late) == (case, 1)
    assert ObligationKind.REGISTRY_ANSWER in one.owed
    assert one.hits == ()


def test_a_finished_first_passport_that_needs_an_order_is_late_too_and_one_that_may_go_is_not(office):
    bring_to(office, Stage.HANDOVER)
    bring_to(office, Stage.HANDOVER, service=Service.RENEWAL, **OTHER)
    # On 27 June, an hour before the list is too old for a renewal.
    office.clock.now += 7 * DAY_MS - 3_600_000

    (one,) = read(office, late_cases)

    assert one.case.service is Service.NEW
    assert [objection.reason for objection in one.kept_back] == [
        Reason.REGISTRY_ANSWER_MISSING_FOR_FIRST_PASSPORT
    ]


def test_the_flow_of_today_is_what_came_and_went(office):
    early = bring_to(office, Stage.PHOTO)
    office.clock.now += DAY_MS
    bring_to(office, Stage.INTERVIEW, case=early)
    bring_to(office, Stage.PAYMENT, **OTHER)

    flows = {one.stage: one for one in read(office, flow_today)}

    assert [len(flows[Stage.DOCUMENTS].came), len(flows[Stage.DOCUMENTS].went)] == [1, 1]
    assert flows[Stage.PAYMENT].waiting == 1
    assert (flows[Stage.PHOTO].came, flows[Stage.PHOTO].went) == ((), (early,))
    assert flows[Stage.INTERVIEW].came == (early,)
    assert flows[Stage.INTERVIEW].oldest_since == the_row(office, early).stage_since


def test_ages_roles_hands_and_endings(office):
    case = bring_to(office, Stage.INTERVIEW)
    done(assign_case(office, by("iwan"), case, assignee="iwan"))
    office.clock.now += 3 * DAY_MS
    returned = bring_to(office, Stage.DOCUMENTS, **OTHER)
    done(return_documents(office, by("rahma"), returned, why="Contoh"))

    assert [len(cases) for cases in read(office, ages)] == [0, 0, 1, 0, 0, 0]
    assert {one.role: one.count for one in read(office, waiting_for_roles)} == {
        Role.INTERVIEWER: 1,
        Role.ARCHIVIST: 1,
    }
    assert [(one.officer.officer, one.count) for one in read(office, on_hand)] == [("iwan", 1)]
    assert read(office, endings_today)[EndingKind.RETURNED] == (returned,)


def test_a_report_counts_what_the_office_wrote(office):
    bring_to(office, Stage.HANDOVER)
    bring_to(office, Stage.DOCUMENTS, service=Service.RENEWAL, **OTHER)
    day = period_of(PeriodKind.DAY, date(2024, 6, 20))

    with office.store.reading() as reading:
        counted = report(office, reading, day)

    assert counted.services[Service.NEW] == counted.services[Service.RENEWAL] == 1
    figures = counted.figures
    assert [figures[one] for one in (Figure.REGISTERED, Figure.INTERVIEWED, Figure.PRINTED)] == [2, 1, 1]
    assert (figures[Figure.READY], figures[Figure.READY_LATE], counted.median_days) == (1, 0, 0.0)
    assert figures[Figure.FEES_RUPIAH] == figures[Figure.RECEIPTS_RUPIAH] == 350_000
    assert (figures[Figure.BLANKS_RECEIVED], figures[Figure.BLANKS_ALLOCATED]) == (5, 1)
    # Registry and national duplicates of both, the bank for the receipt of one.
    assert figures[Figure.OBLIGATIONS_OPENED] == 5


def test_an_answer_counts_on_the_day_on_which_it_was_read_so_that_a_past_day_stays_as_it_was(office, country):
    bring_to(office, Stage.DOCUMENTS)
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    yesterday = period_of(PeriodKind.DAY, office.day_of(office.clock.now))
    office.clock.now += DAY_MS
    today = period_of(PeriodKind.DAY, office.day_of(office.clock.now))

    def answered(period):
        return read(office, lambda node, reading: report(node, reading, period)).figures[
            Figure.OBLIGATIONS_ANSWERED
        ]

    assert (answered(yesterday), answered(today)) == (0, 0)
    pull(office, country.centre)

    assert answered(yesterday) == 0
    assert answered(today) > 0
    assert rebuild(office, office.name).equal
