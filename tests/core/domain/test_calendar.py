"""The office's calendar: decreed days off, what it covers, and counting in working days."""

import copy
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loket.config
from loket.core.domain.calendar import DayOff, DayOffKind, Sureness, WorkingCalendar, calendar_from
from loket.core.domain.error import DomainError

FILE = Path(loket.config.__file__).parent / "data" / "calendar.toml"
CALENDAR = calendar_from(tomllib.loads(FILE.read_text()))
DAYS = st.dates(date(2023, 6, 1), date(2028, 6, 1))
A_YEAR = {
    "year": 2024,
    "decrees": ["SKB 1/2023"],
    "sureness": "S",
    "national_holidays": [{"day": date(2024, 6, 17), "name": "Iduladha"}],
    "joint_leave": [{"day": date(2024, 6, 18), "name": "Iduladha"}],
}


def with_year(**changes):
    return {"year": [{**copy.deepcopy(A_YEAR), **changes}]}


def test_the_office_was_closed_on_17_and_18_june_2024():
    assert CALENDAR.reason_off(date(2024, 6, 17)) == DayOff(
        DayOffKind.NATIONAL_HOLIDAY, "Iduladha 1445 Hijriah"
    )
    assert CALENDAR.reason_off(date(2024, 6, 18)) == DayOff(DayOffKind.JOINT_LEAVE, "Iduladha 1445 Hijriah")
    assert [day for day in range(10, 22) if CALENDAR.is_working(date(2024, 6, day))] == [
        *(10, 11, 12, 13, 14),
        *(19, 20, 21),
    ]


@pytest.mark.parametrize(
    ("year", "holidays", "leave"),
    [
        # The decrees' own counts, as announced: 17 + 10, and two election days decreed by the president;
        # 17 + 10 and 18 August 2025 added in August; 17 + 8; 18 + 8.
        (2024, 17 + 2, 10),
        (2025, 17, 10 + 1),
        (2026, 17, 8),
        (2027, 18, 8),
    ],
)
def test_a_year_has_as_many_days_off_as_its_decrees_say(year, holidays, leave):
    kinds = Counter(off.kind for day, off in CALENDAR.days_off.items() if day.year == year)

    assert kinds == {DayOffKind.NATIONAL_HOLIDAY: holidays, DayOffKind.JOINT_LEAVE: leave}


@pytest.mark.parametrize(
    ("month", "day"),
    [(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)],
)
def test_the_fixed_holidays_are_off_in_every_covered_year(month, day):
    for known in CALENDAR.years:
        assert CALENDAR.days_off[date(known.year, month, day)].kind is DayOffKind.NATIONAL_HOLIDAY


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_easter_and_the_days_that_hang_on_it_agree(year):
    # The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    easter = date(year, month, day + 1)

    names = [CALENDAR.days_off[easter + timedelta(days=shift)].name for shift in (-2, 0, 39)]

    assert names == ["Wafat Yesus Kristus", "Kebangkitan Yesus Kristus (Paskah)", "Kenaikan Yesus Kristus"]


def test_joint_leave_lies_on_weekdays_and_never_stands_alone():
    # Joint leave bridges: from each such day a holiday or a weekend is reached through days off only.
    leave = [day for day, off in CALENDAR.days_off.items() if off.kind is DayOffKind.JOINT_LEAVE]

    assert all(day.weekday() < 5 for day in leave)
    for day in leave:
        beside = (day - timedelta(days=1), day + timedelta(days=1))
        assert any(not CALENDAR.is_working(other) for other in beside), day


def test_a_year_that_was_not_given_is_not_covered_and_only_its_weekdays_are_known():
    new_year = date(2031, 1, 1)  # a Wednesday

    assert not CALENDAR.covered(new_year)
    assert CALENDAR.is_working(new_year)
    assert CALENDAR.reason_off(date(2031, 1, 4)) == DayOff(DayOffKind.WEEKEND, "")
    assert CALENDAR.covered(date(2024, 1, 1))
    assert CALENDAR.covered_between(date(2027, 12, 31), date(2024, 1, 1))
    assert not CALENDAR.covered_between(date(2027, 12, 30), date(2028, 1, 3))


def test_every_covered_year_names_its_decrees_and_how_sure_it_is():
    assert [known.year for known in CALENDAR.years] == [2024, 2025, 2026, 2027]
    assert all(known.decrees for known in CALENDAR.years)
    assert CALENDAR.years[0].sureness is Sureness.SOURCED


def test_without_a_file_an_office_works_monday_to_friday():
    plain = WorkingCalendar()

    assert [plain.is_working(date(2024, 6, day)) for day in range(17, 24)] == [True] * 5 + [False] * 2
    assert not plain.covered(date(2024, 6, 17))


@pytest.mark.parametrize(
    ("first", "days", "then"),
    [
        # Thursday 13 June 2024: Fri 14, then Wed 19, Thu 20, Fri 21, since 17 and 18 are off.
        (date(2024, 6, 13), 4, date(2024, 6, 21)),
        (date(2024, 6, 14), 1, date(2024, 6, 19)),
        # Friday 5 April 2024: nothing before Tuesday 16 April (joint leave 8, 9, 12, 15; Idulfitri 10, 11).
        (date(2024, 4, 5), 1, date(2024, 4, 16)),
        (date(2024, 6, 21), -4, date(2024, 6, 13)),
        (date(2024, 6, 16), 0, date(2024, 6, 16)),
    ],
)
def test_working_days_are_added_over_what_is_off(first, days, then):
    assert CALENDAR.add_working_days(first, days) == then


def test_the_next_and_the_previous_working_day_are_found_over_a_long_leave():
    assert CALENDAR.next_working_day(date(2024, 4, 5)) == date(2024, 4, 16)
    assert CALENDAR.previous_working_day(date(2024, 4, 16)) == date(2024, 4, 5)


@given(DAYS, st.integers(-60, 60))
def test_adding_working_days_and_counting_them_are_inverse(day, n):
    then = CALENDAR.add_working_days(day, n)

    assert CALENDAR.working_days_between(day, then) == n
    assert n == 0 or CALENDAR.is_working(then)


@given(DAYS, DAYS)
def test_counting_to_a_working_day_and_going_that_far_arrives_there(a, b):
    b = b if CALENDAR.is_working(b) else CALENDAR.next_working_day(b)

    assert CALENDAR.add_working_days(a, CALENDAR.working_days_between(a, b)) == b


@given(DAYS, DAYS)
def test_the_way_between_two_working_days_is_as_long_in_both_directions(a, b):
    a, b = CALENDAR.next_working_day(a), CALENDAR.next_working_day(b)

    assert CALENDAR.working_days_between(a, b) == -CALENDAR.working_days_between(b, a)


def test_a_local_holiday_is_this_offices_own():
    local = calendar_from({"local": [{"day": date(2024, 9, 23), "name": "Hari jadi"}]})

    assert local.reason_off(date(2024, 9, 23)) == DayOff(DayOffKind.LOCAL_HOLIDAY, "Hari jadi")
    assert not local.covered(date(2024, 9, 23))


def test_an_office_may_work_on_other_weekdays():
    calendar = calendar_from({"working_weekdays": ["monday", "saturday"]})

    assert calendar.next_working_day(date(2024, 6, 17)) == date(2024, 6, 22)  # a Saturday


@pytest.mark.parametrize(
    "data",
    [
        {"working_weekdays": []},
        {"working_weekdays": ["funday"]},
        {"working_weekdays": [["monday"]]},
        {"working_weekdays": "monday"},
        {"years": []},
        {"year": {}},
        {"year": [7]},
        {"local": "x"},
        {"local": [{"day": date(2024, 1, 2)}]},
        {"local": [{"day": date(2024, 1, 2), "name": ""}]},
        {"local": [{"day": datetime(2024, 1, 2, 8), "name": "x"}]},  # noqa: DTZ001 - a local date-time of TOML
        {"local": [{"day": "2024-01-02", "name": "x"}]},
        {"local": [{"day": date(2024, 1, 2), "name": "x", "kind": "y"}]},
        with_year(year=1999),
        with_year(year=True),
        with_year(year="2024"),
        with_year(year=2025),
        with_year(decrees=[]),
        with_year(decrees=[""]),
        with_year(decrees=[1]),
        with_year(sureness="?"),
        with_year(joint_leave=[{"day": date(2025, 6, 18), "name": "another year"}]),
        with_year(joint_leave=[{"day": date(2024, 6, 17), "name": "twice"}]),
        with_year(holidays=[]),
        {"year": [A_YEAR, {**A_YEAR, "national_holidays": [], "joint_leave": []}]},
        {"year": [A_YEAR], "local": [{"day": date(2024, 6, 17), "name": "off already"}]},
    ],
)
def test_a_calendar_file_that_cannot_be_right_is_refused(data):
    with pytest.raises(DomainError):
        calendar_from(data)


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("working_weekdays", "year", "local", "x"), JSON_LIKE))
)
def test_whatever_stands_in_a_calendar_file_only_a_domain_error_comes_of_it(data):
    try:
        calendar_from(data)
    except DomainError as error:
        assert str(error)  # noqa: PT017 - that it says something is the point
