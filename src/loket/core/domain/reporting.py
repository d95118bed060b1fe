"""Periods of reports: a day, a week (Monday to Sunday, ISO 8601) or a calendar month."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loket.core.domain.calendar import FIRST_YEAR, LAST_YEAR
from loket.core.domain.error import DomainError

_ONE_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """How long a report's period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; made by `period_of`."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the period, the first one first."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of this kind in which the day lies.

    Raises DomainError for a day outside the years 2000 to 2199: an address may ask for any.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = "a report's day is out of bounds"
        raise DomainError(message)
    return _around(kind, day)


def previous_period(period: Period) -> Period:
    """The period of the same kind that ends where this one begins."""
    return _around(period.kind, period.first - _ONE_DAY)


def next_period(period: Period) -> Period:
    """The period of the same kind that begins where this one ends."""
    return _around(period.kind, period.last + _ONE_DAY)


def _around(kind: PeriodKind, day: date) -> Period:
    if kind is PeriodKind.DAY:
        return Period(kind, day, day)
    if kind is PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(kind, monday, monday + timedelta(days=6))
    in_next_month = day.replace(day=28) + timedelta(days=4)
    return Period(kind, day.replace(day=1), in_next_month.replace(day=1) - _ONE_DAY)
