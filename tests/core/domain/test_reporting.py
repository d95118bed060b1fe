"""Periods of reports follow on each other without a gap and without a day twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.domain.error import DomainError
from loket.core.domain.reporting import Period, PeriodKind, next_period, period_of, previous_period

KINDS = st.sampled_from(PeriodKind)
DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (PeriodKind.DAY, date(2024, 6, 20), date(2024, 6, 20)),
        # 20 June 2024 is a Thursday.
        (PeriodKind.WEEK, date(2024, 6, 17), date(2024, 6, 23)),
        (PeriodKind.MONTH, date(2024, 6, 1), date(2024, 6, 30)),
    ],
)
def test_the_period_of_a_day_is_the_day_its_week_from_monday_or_its_month(kind, first, last):
    assert period_of(kind, date(2024, 6, 20)) == Period(kind, first, last)


def test_february_of_a_leap_year_has_29_days():
    assert len(period_of(PeriodKind.MONTH, date(2024, 2, 10)).days) == 29


def test_before_january_comes_december():
    january = period_of(PeriodKind.MONTH, date(2025, 1, 31))

    assert previous_period(january) == Period(PeriodKind.MONTH, date(2024, 12, 1), date(2024, 12, 31))


@given(KINDS, DAYS)
def test_a_day_lies_in_its_period_and_in_no_neighbour(kind, day):
    period = period_of(kind, day)

    assert day in period
    assert day in period.days
    assert (period.days[0], period.days[-1]) == (period.first, period.last)
    assert day not in previous_period(period)
    assert day not in next_period(period)


@given(KINDS, DAYS)
def test_periods_follow_on_each_other(kind, day):
    period = period_of(kind, day)

    assert (next_period(period).first - period.last).days == 1
    assert previous_period(next_period(period)) == period
    assert next_period(previous_period(period)) == period


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 12, 31), date(2200, 1, 1), date(9999, 12, 31)])
def test_a_day_that_no_report_can_be_about_is_refused(day):
    with pytest.raises(DomainError):
        period_of(PeriodKind.MONTH, day)
