"""Fees and practice are data: the files that come with Loket are read, and a wrong one says what is wrong."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loket.config
from loket.core.domain.error import DomainError
from loket.core.domain.fees import FeePart, tariffs_from
from loket.core.domain.practice import Practice, practice_from
from loket.core.domain.terms import DocumentKind, Surcharge

DATA = Path(loket.config.__file__).parent / "data"
ORDINARY = DocumentKind.ORDINARY
A_TARIFF = {
    "regulation": "A",
    "first_day": date(2024, 1, 1),
    "fee": [{"kind": "ordinary", "years": 5, "rupiah": 350_000}],
}


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
    ("day", "years", "rupiah"),
    [
        # PP 28/2019 to 16 December 2024: 650,000; PP 45/2024 from then on: 650,000 and 950,000.
        (date(2024, 6, 20), 5, 650_000),
        (date(2024, 12, 16), 10, 650_000),
        (date(2024, 12, 17), 5, 650_000),
        (date(2026, 1, 1), 10, 950_000),
    ],
)
def test_an_electronic_passport_has_a_fee_of_its_own(tariffs, day, years, rupiah):
    assert tariffs.fee(DocumentKind.ELECTRONIC, years, on=day).amount_rupiah == rupiah


@pytest.mark.parametrize("day", [date(2024, 6, 20), date(2024, 12, 17)])
@pytest.mark.parametrize(
    ("surcharges", "force_majeure", "rupiah"),
    [
        # Both regulations: same day +1,000,000, lost +1,000,000, damaged +500,000; 5 years cost 350,000.
        ((), False, 350_000),
        ((Surcharge.SAME_DAY,), False, 1_350_000),
        ((Surcharge.LOST,), False, 1_350_000),
        ((Surcharge.DAMAGED,), False, 850_000),
        ((Surcharge.LOST, Surcharge.SAME_DAY), False, 2_350_000),
        ((Surcharge.DAMAGED, Surcharge.DAMAGED), False, 850_000),
        # Force majeure waives what is charged for loss and damage (PMK 51/PMK.02/2020), nothing else.
        ((Surcharge.DAMAGED,), True, 350_000),
        ((Surcharge.LOST,), True, 350_000),
        ((Surcharge.SAME_DAY, Surcharge.DAMAGED), True, 1_350_000),
    ],
)
def test_an_application_costs_its_booklet_and_its_surcharges(tariffs, day, surcharges, force_majeure, rupiah):
    assessed = tariffs.assess(ORDINARY, 5, on=day, surcharges=surcharges, force_majeure=force_majeure)

    assert assessed.amount_rupiah == rupiah


def test_an_assessment_names_its_parts_the_booklet_first(tariffs):
    assessed = tariffs.assess(
        ORDINARY,
        10,
        on=date(2025, 1, 2),
        surcharges=(Surcharge.DAMAGED, Surcharge.SAME_DAY),
        force_majeure=True,
    )

    assert assessed.parts == (
        FeePart("ordinary", 650_000),
        FeePart("same_day", 1_000_000),
        FeePart("damaged", 0),
    )
    assert assessed.tariff == "PP 45/2024"


def test_what_the_tariff_of_the_day_does_not_name_is_not_assessed(tariffs):
    bare = tariffs_from({"tariff": [A_TARIFF]})

    assert tariffs.assess(ORDINARY, 7, on=date(2024, 6, 20)) is None
    assert tariffs.assess(ORDINARY, 5, on=date(2019, 5, 2)) is None
    assert bare.assess(ORDINARY, 5, on=date(2024, 6, 20)).amount_rupiah == 350_000
    assert bare.assess(ORDINARY, 5, on=date(2024, 6, 20), surcharges=(Surcharge.LOST,)) is None


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
        {"tariff": [{**A_TARIFF, "surcharge": {"what": "lost", "rupiah": 1}}]},
        {"tariff": [{**A_TARIFF, "surcharge": [{"what": "late", "rupiah": 1}]}]},
        {"tariff": [{**A_TARIFF, "surcharge": [{"what": "lost", "rupiah": 0}]}]},
        {"tariff": [{**A_TARIFF, "surcharge": [{"what": "lost"}]}]},
        {"tariff": [{**A_TARIFF, "waived_in_force_majeure": "lost"}]},
        {"tariff": [{**A_TARIFF, "waived_in_force_majeure": ["late"]}]},
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
        {"promise_working_days": 0},
        {"promise_working_days": 61},
        {"uncollected_months": 0},
        {"deferral_months_least": 25},
        {"deferral_months_most": 5},
        {"deferral_months_most": 121},
        {"bap_days": 0},
        {"head_decision_days": 0},
        {"fingerprints_from_age_years": -1},
        {"signature_from_age_years": 22},
        {"look_again_minutes": 0},
        {"look_again_minutes": 1441},
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


def test_the_periods_of_the_practice_file_are_the_regulated_ones():
    # 4 working days; cancelled when not collected within a month; deferred for 6 months to 2 years; an
    # interview report within 2 days and the head's decision within 1.
    practice = Practice()

    assert practice.promise_working_days == 4
    assert practice.uncollected_months == 1
    assert (practice.deferral_months_least, practice.deferral_months_most) == (6, 24)
    assert (practice.bap_days, practice.head_decision_days) == (2, 1)
