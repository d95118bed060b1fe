"""A cut-off holds from the commit that takes it on, also for what was projected or read long before."""

from dataclasses import replace

import pytest

from builders.country import (
    ANOTHER,
    bring_to,
    done,
    hq,
    keep_trust,
    publish_list,
    pull,
    push,
)
from loket.core.domain.rows import Case, HeldCase, PreventionList
from loket.core.domain.terms import Stage
from loket.node.followers.centre import CentreFollower
from loket.node.keys.trust import CutOff, make_trust
from loket.node.operations import invariants
from loket.node.operations.accept_trust import accept_trust
from loket.node.operations.publish_trust import publish_trust
from loket.node.operations.rebuild import rebuild
from loket.node.operations.simulated_partners import simulated_partners


def follow(country):
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)


def size_of(node, origin):
    with node.store.reading() as reading:
        return reading.head(origin).size


def cut(country, origin, size):
    """The next trust root, which cuts this log off."""
    return replace(country.centre.trust(), version=2, cut_offs=(CutOff(origin, size),))


def assert_rows_are_what_counts(node, *owners):
    assert invariants.cut_offs_hold(node) == []
    assert [rebuild(node, owner).differences for owner in owners] == [()] * len(owners)


@pytest.fixture
def two_cases(country):
    """An office with two cases, both at the centre; its log is to be cut off between them."""
    early = bring_to(country.office, Stage.DOCUMENTS)
    size = size_of(country.office, country.office.origin("office"))
    late = bring_to(country.office, Stage.DOCUMENTS, **ANOTHER)
    return early, size, late


def test_a_root_that_is_published_takes_out_what_was_projected_behind_its_cut_off(country, two_cases):
    early, size, late = two_cases
    push(country.office, country.centre)
    follow(country)
    note = make_trust(cut(country, country.office.origin("office"), size), *country.signers[:2])

    done(publish_trust(country.centre, hq(), note))

    with country.centre.store.reading() as reading:
        assert reading.get(Case, ("polman", early)) is not None
        assert reading.get(Case, ("polman", late)) is None
    assert_rows_are_what_counts(country.centre, "polman", "centre")
    follow(country)
    assert_rows_are_what_counts(country.centre, "polman", "centre")


def test_cases_that_are_held_behind_a_cut_off_are_held_no_more(country, two_cases):
    early, size, _late = two_cases
    push(country.office, country.centre, keys=False)
    follow(country)

    keep_trust(
        cut(country, country.office.origin("office"), size), country.signers, country.office, country.centre
    )

    with country.centre.store.reading() as reading:
        assert [row.case for row in reading.select(HeldCase, {"office": "polman"})] == [early]
    follow(country)
    assert_rows_are_what_counts(country.centre, "polman", "centre")


def test_an_office_takes_back_what_it_read_behind_the_cut_off_of_a_lost_centre(country):
    national = country.centre.origin("national")
    publish_list(country)
    pull(country.office, country.centre)
    size = size_of(country.centre, national)
    publish_list(country, version=2)
    pull(country.office, country.centre)
    push(country.office, country.centre)
    follow(country)
    root = cut(country, national, size)

    assert accept_trust(country.office, make_trust(root, *country.signers[:2]))
    keep_trust(root, country.signers, country.centre)

    for node in (country.office, country.centre):
        with node.store.reading() as reading:
            assert reading.get(PreventionList, ("polman", "current")).version == 1
        assert_rows_are_what_counts(node, "polman")


def test_a_database_whose_rows_go_past_a_cut_off_is_put_right_by_a_rebuild(country, two_cases):
    _early, size, late = two_cases
    origin = country.office.origin("office")
    keep_trust(cut(country, origin, size), country.signers, country.centre)
    push(country.office, country.centre)
    follow(country)
    with country.centre.store.writing() as writing:
        writing.set_projected(origin, size + 1)
    assert invariants.cut_offs_hold(country.centre) != []

    rebuild(country.centre, "polman", replace=True)

    assert_rows_are_what_counts(country.centre, "polman")
    with country.centre.store.reading() as reading:
        assert reading.get(Case, ("polman", late)) is None
