"""The service promise: four working days from the interview, or the same day."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loket.config
from loket.core.domain.calendar import WorkingCalendar, calendar_from
from loket.core.domain.promise import Lateness, due_day, lateness

CALENDAR = calendar_from(
    tomllib.loads((Path(loket.config.__file__).parent / "data" / "calendar.toml").read_text())
)
DAYS = st.dates(date(2024, 1, 1), date(2027, 11, 1))


def due(interviewed_on, *, same_day=False):
    return due_day(interviewed_on, same_day=same_day, calendar=CALENDAR, promise_days=4)


@pytest.mark.parametrize(
    ("interviewed_on", "promised"),
    [
        # 17 and 18 June 2024 are off: Fri 14, Wed 19, Thu 20, Fri 21.
        (date(2024, 6, 13), date(2024, 6, 21)),
        # Mon 24 June: Tue, Wed, Thu, Fri.
        (date(2024, 6, 24), date(2024, 6, 28)),
        # An interview on Saturday 22 June: Mon to Thu.
        (date(2024, 6, 22), date(2024, 6, 27)),
        # Mon 23 December 2024: Tue 24, Fri 27 (25 and 26 off), Mon 30, Tue 31.
        (date(2024, 12, 23), date(2024, 12, 31)),
    ],
)
def test_a_passport_is_promised_four_working_days_after_the_interview(interviewed_on, promised):
    assert due(interviewed_on) == promised


def test_same_day_service_is_promised_for_the_day_of_the_interview():
    assert due(date(2024, 6, 13), same_day=True) == date(2024, 6, 13)


@pytest.mark.parametrize(
    ("on", "days_left", "days_late"),
    [
        (date(2024, 6, 13), 4, 0),
        (date(2024, 6, 14), 3, 0),
        (date(2024, 6, 17), 3, 0),  # a holiday takes nothing away
        (date(2024, 6, 19), 2, 0),
        (date(2024, 6, 21), 0, 0),  # the due day itself
        (date(2024, 6, 22), -1, 1),  # Saturday: Monday at the soonest
        (date(2024, 6, 24), -1, 1),
        (date(2024, 6, 26), -3, 3),
    ],
)
def test_what_is_left_of_a_promise_counts_in_working_days(on, days_left, days_late):
    stands = lateness(date(2024, 6, 21), on=on, calendar=CALENDAR)

    assert stands == Lateness(date(2024, 6, 21), days_left, covered=True)
    assert (stands.days_late, stands.late) == (days_late, days_late > 0)


def test_a_same_day_promise_made_on_a_saturday_is_late_on_sunday():
    saturday = date(2024, 6, 22)

    assert not lateness(saturday, on=saturday, calendar=CALENDAR).late
    assert lateness(saturday, on=date(2024, 6, 23), calendar=CALENDAR).days_late == 1


def test_a_promise_into_a_year_without_a_decree_says_that_holidays_may_be_missing():
    stands = lateness(date(2028, 1, 4), on=date(2027, 12, 30), calendar=CALENDAR)

    assert not stands.covered
    assert lateness(date(2024, 6, 21), on=date(2024, 6, 20), calendar=WorkingCalendar()).covered is False


@given(DAYS, st.integers(1, 30))
def test_on_the_day_of_the_interview_the_whole_promise_is_left(interviewed_on, days):
    promised = due_day(interviewed_on, same_day=False, calendar=CALENDAR, promise_days=days)

    assert lateness(promised, on=interviewed_on, calendar=CALENDAR).days_left == days


@given(DAYS, st.integers(-40, 40))
def test_a_promise_is_late_exactly_when_its_due_day_has_passed(due_on, days):
    on = due_on + timedelta(days=days)

    assert lateness(due_on, on=on, calendar=CALENDAR).late == (on > due_on)
