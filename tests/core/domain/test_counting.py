"""What a report counts, beside counts made by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime

from builders.cases import NOON, a_case
from builders.people import OFFICE
from loket.core.domain.blanks import parse_blanks
from loket.core.domain.calendar import DecreedYear, Sureness, WorkingCalendar
from loket.core.domain.counting import Figure, Written, count
from loket.core.domain.reporting import PeriodKind, period_of
from loket.core.domain.rows import Obligation, Shipment, TimelineLine
from loket.core.domain.terms import DocumentKind, ObligationKind, Service, Speed, Stage

DAY_MS = 24 * 3_600_000
# NOON is Thursday 20 June 2024, 04.00 UTC; the days of these tests are UTC's.
THURSDAY, FRIDAY = NOON, NOON + DAY_MS
CALENDAR = WorkingCalendar(years=(DecreedYear(2024, ("SKB",), Sureness.SOURCED),))


def day_of(at):
    return datetime.fromtimestamp(at / 1000, UTC).date()


def a_line(event, at=THURSDAY, case="a" * 32, **facts):
    return TimelineLine(
        office=OFFICE,
        case=case,
        number=1,
        origin="o",
        index=0,
        event=event,
        at=at,
        officer="o",
        role="r",
        facts={name: str(value) for name, value in facts.items()},
    )


def counted(*lines, cases=(), kind=PeriodKind.DAY, on=date(2024, 6, 20), **written):
    made = [a_line("data_page_printed", at=case.ready_at, case=case.case) for case in cases if case.ready_at]
    return count(
        period_of(kind, on),
        Written(lines=[*lines, *made], cases={case.case: case for case in cases}, **written),
        day_of=day_of,
        calendar=CALENDAR,
        promise_days=4,
    )


def ready(number, *, interviewed, made, speed=Speed.REGULAR):
    case = a_case(Stage.HANDOVER)
    return replace(case, case=f"{number:032x}", interviewed_at=interviewed, ready_at=made, speed=speed)


def test_each_act_counts_once_and_only_in_its_period():
    figures = counted(
        a_line("interview_recorded"),
        a_line("interview_recorded", at=FRIDAY),
        a_line("application_approved"),
        a_line("data_page_printed"),
        a_line("booklet_spoilt"),
        a_line("booklet_allocated"),
        a_line("booklet_allocated"),
        a_line("paper_act_entered"),
        a_line("documents_returned"),
        a_line("application_refused"),
        a_line("application_deferred"),
        a_line("passport_cancelled"),
        a_line("obligation_answered"),
        a_line("document_scanned"),
    ).figures

    assert {figure: value for figure, value in figures.items() if value} == {
        Figure.INTERVIEWED: 1,
        Figure.APPROVED: 1,
        Figure.PRINTED: 1,
        Figure.SPOILT: 1,
        Figure.BLANKS_ALLOCATED: 2,
        Figure.SHEETS: 1,
        Figure.RETURNED: 1,
        Figure.REFUSED: 1,
        Figure.DEFERRED: 1,
        Figure.CANCELLED: 1,
        Figure.OBLIGATIONS_ANSWERED: 1,
    }


def test_registrations_are_counted_by_service():
    new, lost = a_case(Stage.DOCUMENTS), replace(a_case(Stage.DOCUMENTS), case="b" * 32, service=Service.LOST)

    found = counted(
        a_line("application_registered", case=new.case),
        a_line("application_registered", case=lost.case),
        a_line("application_registered", case=lost.case, at=FRIDAY),
        cases=(new, lost),
    )

    assert found.figures[Figure.REGISTERED] == 2
    assert {service: n for service, n in found.services.items() if n} == {Service.NEW: 1, Service.LOST: 1}


def test_handovers_say_how_many_were_provisional():
    figures = counted(
        a_line("passport_handed_over", provisional=True),
        a_line("passport_handed_over", provisional=False),
    ).figures

    assert (figures[Figure.HANDED_OVER], figures[Figure.PROVISIONAL]) == (2, 1)


def test_money_is_what_was_assessed_and_what_own_receipts_were_written_for():
    figures = counted(
        a_line("billing_code_issued", amount_rupiah=350_000),
        a_line("billing_code_issued", amount_rupiah=1_350_000),
        a_line("payment_recorded", amount_rupiah=350_000, bank_reference="NTPN1"),
        a_line("payment_recorded", amount_rupiah=1_350_000, receipt_number="P-1"),
    ).figures

    assert figures[Figure.FEES] == 2
    assert figures[Figure.FEES_RUPIAH] == 1_700_000
    assert (figures[Figure.RECEIPTS], figures[Figure.RECEIPTS_RUPIAH]) == (1, 1_350_000)


def test_late_is_what_was_ready_after_the_fourth_working_day():
    # Interviewed on Friday 14 June: the fourth working day is Thursday 20 June.
    friday_before = NOON - 6 * DAY_MS
    found = counted(
        cases=(
            ready(1, interviewed=friday_before, made=THURSDAY),
            ready(2, interviewed=friday_before - DAY_MS, made=THURSDAY),
            ready(3, interviewed=THURSDAY - DAY_MS, made=THURSDAY, speed=Speed.SAME_DAY),
            ready(4, interviewed=friday_before, made=FRIDAY),
        ),
    )

    assert (found.figures[Figure.READY], found.figures[Figure.READY_LATE]) == (3, 2)
    # 4, 5 and 1 working days.
    assert found.median_days == 4.0
    assert found.covered


def test_without_a_passport_there_is_no_median():
    assert counted().median_days is None


def test_a_year_without_its_decree_is_said():
    long_ago = int(datetime(2023, 12, 29, 4, tzinfo=UTC).timestamp() * 1000)

    assert not counted(cases=(ready(1, interviewed=long_ago, made=THURSDAY),)).covered


def test_stock_and_obligations_come_from_their_rows():
    shipment = Shipment(
        office=OFFICE,
        shipment="s1",
        kind=DocumentKind.ORDINARY,
        series="X",
        digits=7,
        first=101,
        last=150,
        received=True,
        received_at=THURSDAY,
        missing=parse_blanks("X0000110-X0000111"),
    )
    owed = Obligation(
        office=OFFICE,
        obligation="o",
        case="c",
        kind=ObligationKind.REGISTRY_ANSWER,
        opened_at=THURSDAY,
        open=True,
    )
    figures = counted(
        shipments=(shipment, replace(shipment, shipment="s2", received_at=FRIDAY)),
        obligations=(owed, replace(owed, opened_at=THURSDAY - DAY_MS)),
    ).figures

    assert figures[Figure.BLANKS_RECEIVED] == 48, "fifty were announced and two did not come"
    assert figures[Figure.OBLIGATIONS_OPENED] == 1


def test_a_week_has_its_days():
    found = counted(
        a_line("application_registered"),
        a_line("application_registered"),
        a_line("passport_handed_over", at=FRIDAY),
        cases=(ready(1, interviewed=THURSDAY, made=FRIDAY),),
        kind=PeriodKind.WEEK,
    )

    assert len(found.days) == 7
    assert found.days[3] == (date(2024, 6, 20), 2, 0, 0)
    assert found.days[4] == (date(2024, 6, 21), 0, 1, 1)


def test_a_passport_that_is_spoilt_on_a_later_day_was_ready_all_the_same_and_counts_once_a_period():
    spoilt = ready(1, interviewed=THURSDAY - DAY_MS, made=None)
    first = a_line("data_page_printed", case=spoilt.case)
    again = a_line("data_page_printed", case=spoilt.case, at=FRIDAY)

    assert counted(first, again, cases=(spoilt,)).figures[Figure.READY] == 1
    week = counted(first, again, cases=(spoilt,), kind=PeriodKind.WEEK)
    assert (week.figures[Figure.READY], week.figures[Figure.PRINTED]) == (1, 2)
    assert week.median_days == 2.0
