"""Fees and practice are data: the files that come with Loket are read, and a wrong one says what is wrong."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loket.config
from loket.core.domain.error import DomainError
from loket.core.domain.fees import tariffs_from
from loket.core.domain.practice import Practice, practice_from
from loket.core.domain.terms import DocumentKind

DATA = Path(loket.config.__file__).parent / "data"
ORDINARY = DocumentKind.ORDINARY


@pytest.fixture(scope="module")
def tariffs():
    return tariffs_from(tomllib.loads((DATA / "fees.toml").read_text()))


@pytest.mark.parametrize(
    ("day", "years", "rupiah", "regulation"),
    [
        # PP 28/2019 to 16 December 2024: ordinary 350,000; PP 45/2024 from 17 December: 350,000 and 650,000.
        (date(2024, 6, 20), 5, 350_000, "PP 28/2019"),
        (date(2024, 12, 16), 10, 350_000, "PP 28/2019"),
        (date(2024, 12, 17), 5, 350_000, "PP 45/2024"),
        (date(2026, 1, 1), 10, 650_000, "PP 45/2024"),
    ],
)
def test_the_fee_of_the_day_is_the_regulations(tariffs, day, years, rupiah, regulation):
    fee = tariffs.fee(ORDINARY, years, on=day)

    assert (fee.amount_rupiah, fee.tariff) == (rupiah, regulation)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"tariff": "x"},
        {"tariff": [{"regulation": "A"}]},
        {"tariff": [{"regulation": "A", "first_day": date(2024, 1, 1), "fee": [{"kind": "ordinary"}]}]},
        {
            "tariff": [
                {
                    "regulation": "A",
                    "first_day": date(2024, 1, 1),
                    "fee": [{"kind": "o", "years": 5, "rupiah": 0}],
                }
            ]
        },
        {
            "tariff": [
                {"regulation": "A", "first_day": date(2024, 1, 1), "fee": []},
                {"regulation": "B", "first_day": date(2023, 1, 1), "fee": []},
            ]
        },
    ],
)
def test_a_tariff_file_that_cannot_be_right_is_refused(data):
    with pytest.raises(DomainError):
        tariffs_from(data)


def test_the_practice_file_is_read():
    assert practice_from(tomllib.loads((DATA / "office.toml").read_text())) == Practice()


@pytest.mark.parametrize(
    "data",
    [
        {"queue_letter": "AB"},
        {"queue_letter": "1"},
        {"billing_code_prefix": "x"},
        {"billing_code_prefix": 8},
        {"keep_paper_file_years": 0},
        {"keep_paper_file_years": True},
        {"unheard_of": 1},
    ],
)
def test_a_practice_file_that_cannot_be_right_is_refused(data):
    with pytest.raises(DomainError):
        practice_from(data)


@given(st.dictionaries(st.text(max_size=30), st.integers() | st.text(max_size=5) | st.none(), max_size=4))
def test_whatever_stands_in_a_practice_file_only_a_domain_error_comes_of_it(data):
    try:
        practice_from(data)
    except DomainError as error:
        assert str(error)  # noqa: PT017 - that it says something is the point
