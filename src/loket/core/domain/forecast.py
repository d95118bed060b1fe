"""How long the blanks last at the rate at which they were used, and what should be sent before they end."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from loket.core.domain.calendar import WorkingCalendar
from loket.core.domain.terms import DocumentKind

_FAR_DAYS = 3_660


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Of one kind: blanks in stock, used on each of the last working days, and how long the stock lasts.

    `a_day`: blanks used on a working day, the mean of the last `days_counted` of them.
    `days_left`: whole working days, and `runs_out_on` the first working day for which there are not
    enough; None where nothing was used.
    """

    kind: DocumentKind
    in_stock: int
    used: tuple[tuple[date, int], ...]
    a_day: float
    days_left: int | None
    runs_out_on: date | None
    days_counted: int = 0


def last_working_days(today: date, count: int, calendar: WorkingCalendar) -> tuple[date, ...]:
    """The last so many working days before today, the oldest first: today is not over."""
    found: list[date] = []
    day = today
    for _ in range(_FAR_DAYS):
        if len(found) == count:
            break
        day -= timedelta(days=1)
        if calendar.is_working(day):
            found.append(day)
    return tuple(reversed(found))


def forecast(
    kind: DocumentKind,
    *,
    in_stock: int,
    used: Mapping[date, int],
    window: Sequence[date],
    today: date,
    calendar: WorkingCalendar,
) -> Forecast:
    """Days left at the current rate. `used`: blanks allocated or spoilt by day; `window`: the days counted.

    What was used on a day off counts for the working day before it, or the first of the window. Days before
    the first use of the whole window do not count: an office that began last week is not slow.
    """
    by_day = dict.fromkeys(window, 0)
    for day, number in used.items():
        before = [one for one in window if one <= day]
        if before:
            by_day[before[-1]] += number
    begun = [day for day in window if any(by_day[one] for one in window if one <= day)]
    a_day = sum(by_day.values()) / len(begun) if begun else 0.0
    days_left = int(in_stock / a_day) if a_day else None
    return Forecast(
        kind=kind,
        in_stock=in_stock,
        used=tuple(by_day.items()),
        a_day=a_day,
        days_left=days_left,
        runs_out_on=None if days_left is None else _after(today, days_left, calendar),
        days_counted=len(begun),
    )


def _after(today: date, working_days: int, calendar: WorkingCalendar) -> date | None:
    """The working day after so many working days, today the first; None where that is years away."""
    if working_days > _FAR_DAYS:
        return None
    day, left = today, working_days
    while True:
        if calendar.is_working(day):
            if not left:
                return day
            left -= 1
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refill:
    """What should be sent to an office, and why: `days_covered` by what it has and what is on its way."""

    kind: DocumentKind
    blanks: int
    days_covered: int
    on_the_way: int


def refill(stands: Forecast, *, on_the_way: int, lead_days: int, cover_days: int, box: int) -> Refill | None:
    """A proposal where stock and what is on its way end before a new box could come and `cover_days` passed.

    `lead_days`: working days from the order until the box is counted in; `cover_days`: how many working days
    an office should have in hand when it comes; `box`: blanks are sent in boxes of so many.
    """
    if not stands.a_day:
        return None
    there = stands.in_stock + on_the_way
    covered = int(there / stands.a_day)
    if covered >= lead_days + cover_days:
        return None
    # Twice the cover: what is sent lasts until it is needed again, and for the reserve.
    wanted = stands.a_day * (lead_days + 2 * cover_days) - there
    return Refill(
        kind=stands.kind,
        blanks=math.ceil(wanted / box) * box,
        days_covered=covered,
        on_the_way=on_the_way,
    )
