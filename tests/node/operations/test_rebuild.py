"""A rebuild folds the log anew and finds the live rows equal, or says which differ."""

from dataclasses import replace

import pytest

from builders.country import ANOTHER, bring_to, done, forget, make_country, pull, push, supplied, the_row
from loket.core.domain.rows import Case, KeyHolder, Shipment
from loket.core.domain.terms import Stage
from loket.core.domain.view import Drop, Put
from loket.node.followers.centre import CentreFollower
from loket.node.operations.centre_rebuild import compare_projections
from loket.node.operations.projections import Difference
from loket.node.operations.rebuild import rebuild
from loket.node.operations.simulated_partners import simulated_partners


def exchange(country):
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)
    pull(country.office, country.centre)
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)


@pytest.fixture
def lived(country):
    """A country with a day's acts behind it; one case is forgotten."""
    return a_day(country)


def a_day(country):
    supplied(country)
    case = bring_to(country.office, Stage.HANDOVER)
    bring_to(country.office, Stage.INTERVIEW, **ANOTHER)
    exchange(country)
    bring_to(country.office, Stage.ARCHIVED, case=case)
    done(forget(country.office, case))
    exchange(country)
    return country


def test_the_rows_of_an_office_are_what_its_log_says(lived):
    report = rebuild(lived.office, "polman")

    assert report.equal
    assert report.logs == (lived.office.origin("office"),)
    with lived.office.store.reading() as reading:
        assert report.rows == sum(1 for _ in reading.all_rows("polman"))
        assert report.entries == reading.head(lived.office.origin("office")).size


def test_the_centre_makes_the_same_rows_of_an_office_as_the_office(lived):
    assert rebuild(lived.centre, "polman").equal
    assert rebuild(lived.centre, "centre").equal
    with lived.office.store.reading() as here, lived.centre.store.reading() as there:
        assert compare_projections(here, there, "polman") == ()


def test_a_row_that_the_log_does_not_say_is_found_and_replaced(lived):
    with lived.office.store.writing() as writing:
        case = writing.select(Case, {"stage": Stage.INTERVIEW.value})[0]
        shipment = writing.select(Shipment)[0]
        gone = writing.select(KeyHolder)[0]
        writing.apply(
            [
                Put(replace(case, stage=Stage.HANDOVER)),
                Put(replace(shipment, shipment="s9")),
                Drop(KeyHolder, ("polman", gone.case, gone.holder)),
            ]
        )

    report = rebuild(lived.office, "polman", replace=True)

    assert report.differences == (
        Difference("Case", ("polman", case.case), "both"),
        Difference("KeyHolder", ("polman", gone.case, gone.holder), "right"),
        Difference("Shipment", ("polman", "s9"), "left"),
    )
    assert report.replaced
    assert rebuild(lived.office, "polman").equal
    assert the_row(lived.office, case.case) == case


def test_a_rebuild_says_nothing_about_people(lived):
    with lived.office.store.writing() as writing:
        case = writing.select(Case, {"stage": Stage.INTERVIEW.value})[0]
        writing.apply([Put(replace(case, nik="1", search="somebody else"))])

    said = repr(rebuild(lived.office, "polman"))

    assert case.nik not in said
    assert "Aisyah" not in said


def test_a_rebuild_goes_no_further_than_the_live_rows(country):
    supplied(country)
    push(country.office, country.centre)  # stored, not folded yet

    report = rebuild(country.centre, "polman")

    assert (report.entries, report.rows, report.equal) == (0, 0, True)


def test_a_rebuild_on_postgresql_is_equal_too(tmp_path, postgres_alias):
    country = a_day(make_country(tmp_path, alias=postgres_alias))
    try:
        assert rebuild(country.centre, "polman", replace=True).equal
        assert rebuild(country.centre, "centre", replace=True).equal
        with country.office.store.reading() as here, country.centre.store.reading() as there:
            assert compare_projections(here, there, "polman") == ()
    finally:
        country.close()
