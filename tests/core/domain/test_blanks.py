"""Numbers of blanks as people and scanners write them, and which series there are."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loket.config
from loket.core.domain.blanks import BlankRange, count_of, numbers_of, parse_blanks, said_of, without
from loket.core.domain.error import DomainError
from loket.core.domain.series import USUAL, series_from
from loket.core.domain.terms import DocumentKind

DATA = Path(loket.config.__file__).parent / "data"


def x(first, last):
    return BlankRange(series="X", digits=7, first=first, last=last)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("X1000001", (x(1_000_001, 1_000_001),)),
        ("x1000001-x1000010", (x(1_000_001, 1_000_010),)),
        ("X1000001 – X1000003", (x(1_000_001, 1_000_003),)),
        ("X1000001 s/d 1000003", (x(1_000_001, 1_000_003),)),
        ("X1000003\r\nX1000001\nX1000002", (x(1_000_001, 1_000_003),)),
        (
            "X1000009, X1000001-X1000002; E0000001",
            (
                BlankRange(series="E", digits=7, first=1, last=1),
                x(1_000_001, 1_000_002),
                x(1_000_009, 1_000_009),
            ),
        ),
        ("", ()),
        (" \n ", ()),
    ],
)
def test_numbers_are_read_as_they_are_typed(typed, read):
    assert parse_blanks(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "X100000A",
        "X1000010-X1000001",
        "X1000001-E1000002",
        "X1000001-X100002",
        "X1000001-X1000002-X1000003",
        "X1000001, X1000001",
        "X1000001-X1000005 X1000005",
        "WXYZ0000001",
        "X1234567890123",
        "-",
        "X1000001-",
        " ".join(f"X{number:07d}" for number in range(0, 4_100, 2)),
        " ".join(f"X{number:07d}" for number in range(0, 500, 2)),
    ],
)
def test_what_is_no_list_of_numbers_is_refused(typed):
    with pytest.raises(DomainError):
        parse_blanks(typed)


@given(st.sets(st.integers(0, 400), min_size=1, max_size=60))
def test_any_set_of_numbers_comes_back_whole(numbers):
    typed = " ".join(f"X{number:07d}" for number in numbers)

    read = parse_blanks(typed)

    assert sorted(numbers_of(read)) == sorted(f"X{number:07d}" for number in numbers)
    assert count_of(read) == len(numbers)
    assert parse_blanks(said_of(read)) == read


@given(st.sets(st.integers(1, 30)), st.integers(1, 10), st.integers(20, 30))
def test_what_is_left_of_a_range_is_what_was_not_taken(taken, first, last):
    left = without(x(first, last), [x(one, one) for one in taken])

    # By the naive way: a set of the numbers.
    assert [one for part in left for one in range(part.first, part.last + 1)] == sorted(
        set(range(first, last + 1)) - taken
    )


@pytest.mark.parametrize(
    "wrong", [{"digits": 0}, {"digits": 13}, {"first": 9, "last": 8}, {"series": "x"}, {"last": 10**7}]
)
def test_a_range_that_no_series_has_cannot_be_held(wrong):
    with pytest.raises(DomainError):
        BlankRange(**({"series": "X", "digits": 7, "first": 1, "last": 8} | wrong))


def test_the_series_file_is_what_loket_usually_goes_by():
    assert series_from(tomllib.loads((DATA / "series.toml").read_text())) == USUAL
    assert {one.kind for one in USUAL.patterns} == set(DocumentKind), "each kind of document has a series"


def test_a_series_is_data():
    book = series_from({"series": [{"kind": "ordinary", "letters": ["AB"], "digits": 6}]})

    assert book.fits(DocumentKind.ORDINARY, "AB", 6)
    assert not book.fits(DocumentKind.ORDINARY, "AB", 7)
    assert not book.fits(DocumentKind.ORDINARY, "A", 6)
    assert not book.fits(DocumentKind.ELECTRONIC, "AB", 6)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"series": [], "more": 1},
        {"series": ["X"]},
        {"series": [{"kind": "ordinary", "letters": ["X"]}]},
        {"series": [{"kind": "unknown", "letters": ["X"], "digits": 7}]},
        {"series": [{"kind": "ordinary", "letters": "X", "digits": 7}]},
        {"series": [{"kind": "ordinary", "letters": ["x"], "digits": 7}]},
        {"series": [{"kind": "ordinary", "letters": [], "digits": 7}]},
        {"series": [{"kind": "ordinary", "letters": ["X"], "digits": 13}]},
        {"series": [{"kind": "ordinary", "letters": ["X"], "digits": True}]},
    ],
)
def test_a_series_file_that_is_not_understood_is_refused(data):
    with pytest.raises(DomainError, match=r"series\.toml"):
        series_from(data)
