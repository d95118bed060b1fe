"""On which days an office works: weekdays, national holidays, joint leave and local holidays, as data.

National holidays (libur nasional) and joint leave (cuti bersama) are decreed for one year at a time by
three ministers, some months ahead, and sometimes changed during the year. A calendar therefore knows which
years it was given, and `covered` says whether a day's answer rests on a decree or on the weekday alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from loket.core.domain.error import DomainError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST_YEAR, LAST_YEAR = 2000, 2199
_ONE_DAY = timedelta(days=1)


class DayOffKind(StrEnum):
    """Why an office is closed on a day."""

    NATIONAL_HOLIDAY = "national_holiday"
    JOINT_LEAVE = "joint_leave"
    LOCAL_HOLIDAY = "local_holiday"
    WEEKEND = "weekend"


class Sureness(StrEnum):
    """How sure a year's days are: the decree's list as published (S), or lists that cite the decree (W)."""

    SOURCED = "S"
    REPORTED = "W"


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is off; `name` as the decree has it, empty for a weekend."""

    kind: DayOffKind
    name: str


@dataclass(frozen=True, slots=True)
class DecreedYear:
    """A year whose days off are known, the decrees that say so, and how sure that is."""

    year: int
    decrees: tuple[str, ...]
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """An office's working days; without arguments Monday to Friday and no year covered.

    `working_weekdays`: Monday is 0. `days_off`: named days, on whatever weekday they fall.
    Raises DomainError when no weekday is a working day: no day would ever be the next one.
    """

    working_weekdays: frozenset[int] = frozenset(range(5))
    days_off: Mapping[date, DayOff] = field(default_factory=dict)
    years: tuple[DecreedYear, ...] = ()

    def __post_init__(self) -> None:
        if not self.working_weekdays or not self.working_weekdays <= set(range(7)):
            message = "a calendar needs at least one working weekday"
            raise DomainError(message)

    def is_working(self, day: date) -> bool:
        """Whether the office works on this day, as far as the calendar knows (see `covered`)."""
        return day.weekday() in self.working_weekdays and day not in self.days_off

    def reason_off(self, day: date) -> DayOff | None:
        """Why the office is closed: the named day before the weekend; None on a working day."""
        named = self.days_off.get(day)
        if named is None and day.weekday() not in self.working_weekdays:
            return DayOff(DayOffKind.WEEKEND, "")
        return named

    def covered(self, day: date) -> bool:
        """Whether the day's year was given; if not, only its weekday is known."""
        return any(known.year == day.year for known in self.years)

    def covered_between(self, first: date, last: date) -> bool:
        """Whether every year from the one of `first` to the one of `last` was given."""
        known = {year.year for year in self.years}
        return known.issuperset(range(min(first, last).year, max(first, last).year + 1))

    def next_working_day(self, day: date) -> date:
        """The first working day after this day."""
        return self._working_day(day, _ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before this day."""
        return self._working_day(day, -_ONE_DAY)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after this day, which itself is not counted; before it when n is negative."""
        step = _ONE_DAY if n > 0 else -_ONE_DAY
        for _ in range(abs(n)):
            day = self._working_day(day, step)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days one goes on from `a` to reach `b`; negative when `b` is the earlier.

        Counted without `a`, with `b`: `add_working_days(a, working_days_between(a, b))` is `b` when `b` is a
        working day.
        """
        step = _ONE_DAY if b > a else -_ONE_DAY
        count = 0
        while a != b:
            a += step
            count += self.is_working(a)
        return count if step > timedelta(0) else -count

    def _working_day(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_working(day):
            day += step
        return day


def calendar_from(data: Mapping[str, object]) -> WorkingCalendar:
    """Read an office's calendar file: working_weekdays, [[year]], [[local]].

    A [[year]] has year, decrees, sureness, national_holidays and joint_leave; a [[local]] is a day off of
    this office alone; a day off is {day, name}. Raises DomainError naming the place that cannot be read.
    """
    for name in data:
        if name not in {"working_weekdays", "year", "local"}:
            message = f"calendar.toml: {name} is not known"
            raise DomainError(message)
    days_off: dict[date, DayOff] = {}
    years = []
    for place, item in enumerate(_tables(data, "year"), 1):
        years.append(_year(item, place, days_off))
    if len({year.year for year in years}) != len(years):
        message = "calendar.toml: a year is there twice"
        raise DomainError(message)
    for item in _tables(data, "local"):
        _add(days_off, item, DayOffKind.LOCAL_HOLIDAY, "[[local]]")
    return WorkingCalendar(_weekdays(data), days_off, tuple(sorted(years, key=lambda known: known.year)))


def _tables(data: Mapping[str, object], name: str) -> Sequence[object]:
    listed = data.get(name, [])
    if not isinstance(listed, list):
        message = f"calendar.toml: {name} is not a list of tables"
        raise DomainError(message)
    return listed


def _weekdays(data: Mapping[str, object]) -> frozenset[int]:
    named = data.get("working_weekdays", list(WEEKDAYS[:5]))
    if not isinstance(named, list) or not all(name in WEEKDAYS for name in named):
        message = "calendar.toml: working_weekdays are not names of weekdays (monday to sunday)"
        raise DomainError(message)
    return frozenset(WEEKDAYS.index(name) for name in named)


def _year(item: object, place: int, days_off: dict[date, DayOff]) -> DecreedYear:
    match item:
        case {
            "year": int(year),
            "decrees": list(decrees),
            "sureness": ("S" | "W") as sureness,
            "national_holidays": list(holidays),
            "joint_leave": list(leave),
            **others,
        } if not others and FIRST_YEAR <= year <= LAST_YEAR and decrees:
            pass
        case _:
            needed = "year, decrees, sureness, national_holidays and joint_leave"
            message = f"calendar.toml: [[year]] {place} needs {needed}, and nothing else"
            raise DomainError(message)
    if not all(isinstance(decree, str) and decree for decree in decrees):
        message = f"calendar.toml: a decree of {year} is not a text"
        raise DomainError(message)
    for kind, days in ((DayOffKind.NATIONAL_HOLIDAY, holidays), (DayOffKind.JOINT_LEAVE, leave)):
        for day_off in days:
            if _add(days_off, day_off, kind, str(year)).year != year:
                message = f"calendar.toml: a day off of {year} is in another year"
                raise DomainError(message)
    return DecreedYear(year, tuple(decrees), Sureness(sureness))


def _add(days_off: dict[date, DayOff], item: object, kind: DayOffKind, where: str) -> date:
    match item:
        # A TOML date with a time is a datetime, which Python calls a date too.
        case {"day": date() as day, "name": str(name), **others} if not others and type(day) is date and name:
            pass
        case _:
            message = f"calendar.toml: a day off of {where} needs day (without a time) and name"
            raise DomainError(message)
    if day in days_off:
        message = f"calendar.toml: {day} is off twice"
        raise DomainError(message)
    days_off[day] = DayOff(kind, name)
    return day
