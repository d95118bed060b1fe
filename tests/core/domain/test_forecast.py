"""How long the blanks last: the arithmetic stands in each test."""

from datetime import date, timedelta

import pytest

from loket.core.domain.calendar import DayOff, DayOffKind, WorkingCalendar
from loket.core.domain.forecast import forecast, last_working_days, refill
from loket.core.domain.terms import DocumentKind

THURSDAY = date(2024, 6, 20)
CALENDAR = WorkingCalendar()
WINDOW = last_working_days(THURSDAY, 4, CALENDAR)


def the_forecast(in_stock, used, *, window=WINDOW, today=THURSDAY, calendar=CALENDAR):
    return forecast(
        DocumentKind.ORDINARY, in_stock=in_stock, used=used, window=window, today=today, calendar=calendar
    )


def test_the_window_is_of_working_days_before_today():
    # Back from Thursday the 20th: 19, 18, 17, and, over the weekend, Friday the 14th.
    assert (date(2024, 6, 14), date(2024, 6, 17), date(2024, 6, 18), date(2024, 6, 19)) == WINDOW
    closed = WorkingCalendar(days_off={date(2024, 6, 18): DayOff(DayOffKind.NATIONAL_HOLIDAY, "Contoh")})
    assert last_working_days(THURSDAY, 2, closed) == (date(2024, 6, 17), date(2024, 6, 19))


def test_the_rate_is_the_mean_of_the_window_and_the_days_are_whole():
    said = the_forecast(47, {date(2024, 6, 14): 8, date(2024, 6, 17): 12, date(2024, 6, 19): 20})

    # 40 blanks on 4 working days: 10 a day; 47 last 4 whole days, so the 5th from today has not enough:
    # Thursday 20, Friday 21, Monday 24, Tuesday 25, and Wednesday the 26th it ends.
    assert (said.a_day, said.days_left, said.runs_out_on) == (10.0, 4, date(2024, 6, 26))


def test_what_is_used_on_a_day_off_counts_for_the_working_day_before():
    said = the_forecast(10, {date(2024, 6, 14): 1, date(2024, 6, 15): 3})

    assert said.used[0] == (date(2024, 6, 14), 4)
    assert said.a_day == 1.0


def test_days_before_the_first_use_do_not_make_an_office_slow():
    said = the_forecast(60, {date(2024, 6, 18): 10, date(2024, 6, 19): 20})

    # Two working days since the first use, 30 blanks: 15 a day.
    assert (said.a_day, said.days_left) == (15.0, 4)


def test_of_an_office_that_used_nothing_nothing_is_said():
    said = the_forecast(600, {})

    assert (said.a_day, said.days_left, said.runs_out_on) == (0.0, None, None)
    assert refill(said, on_the_way=0, lead_days=10, cover_days=20, box=50) is None


def test_an_empty_stock_has_run_out_today():
    said = the_forecast(0, {date(2024, 6, 19): 5})

    assert (said.days_left, said.runs_out_on) == (0, THURSDAY)


def test_a_stock_for_decades_names_no_day():
    assert the_forecast(100_000, {date(2024, 6, 14): 1}).runs_out_on is None


@pytest.mark.parametrize(
    ("in_stock", "on_the_way", "blanks"),
    [
        # 10 a day: lead 10 + cover 20 = 300 are enough.
        (300, 0, None),
        (299, 0, 250),  # wanted: 10 × (10 + 40) − 299 = 201, in boxes of 50
        (100, 199, 250),
        (100, 200, None),
        (0, 0, 500),
    ],
)
def test_a_refill_is_proposed_before_a_new_box_would_come_too_late(in_stock, on_the_way, blanks):
    used = dict.fromkeys(WINDOW, 10)

    proposed = refill(
        the_forecast(in_stock, used), on_the_way=on_the_way, lead_days=10, cover_days=20, box=50
    )

    assert (proposed.blanks if proposed else None) == blanks


def test_the_days_off_of_the_future_are_counted_too():
    holiday = THURSDAY + timedelta(days=1)
    calendar = WorkingCalendar(days_off={holiday: DayOff(DayOffKind.NATIONAL_HOLIDAY, "Contoh")})

    # One blank, one a day: Thursday it is used, Friday is off, so Monday the 24th has none.
    said = the_forecast(1, dict.fromkeys(WINDOW, 1), calendar=calendar)
    assert said.runs_out_on == date(2024, 6, 24)
