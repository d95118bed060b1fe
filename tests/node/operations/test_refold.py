"""Rows of an older version are folded anew when a newer Loket opens the node for writing."""

from dataclasses import replace

import pytest

from builders.country import ANOTHER, bring_to, make_country, pull, push, supplied
from loket.core.domain.rows import Case, Shipment, TimelineLine
from loket.core.domain.terms import Stage
from loket.core.domain.view import Put
from loket.node.followers.centre import CentreFollower
from loket.node.operations.rebuild import rebuild
from loket.node.operations.refold import (
    FOLD_VERSION,
    Refolded,
    fold_version,
    refold_if_older,
    refuse_older_rows,
)
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.store.error import OlderRowsError, StoreError
from loket.node.store.records import FOLD_NOTE


class PowerCutError(Exception):
    """The power goes."""


def a_morning(country):
    supplied(country)
    bring_to(country.office, Stage.HANDOVER)
    bring_to(country.office, Stage.INTERVIEW, **ANOTHER)
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)
    pull(country.office, country.centre)
    return country


def rows_of(node):
    with node.store.reading() as reading:
        return {owner: list(reading.all_rows(owner)) for owner in ("polman", "centre")}


def made_by_an_older_version(node):
    """The rows as another fold left them: some say something else, some are missing, some are too many."""
    with node.store.writing() as writing:
        for owner in ("polman", "centre"):
            rows = list(writing.all_rows(owner))
            writing.replace_rows(owner, [row for row in rows if not isinstance(row, TimelineLine)])
        writing.apply([Put(replace(row, search="of old")) for row in writing.select(Case)])
        writing.apply([Put(replace(row, shipment="of-old")) for row in writing.select(Shipment)])


@pytest.fixture
def lived(country):
    return a_morning(country)


def test_rows_of_an_older_version_become_what_the_logs_say(lived):
    for node in (lived.office, lived.centre):
        right = rows_of(node)
        made_by_an_older_version(node)
        assert rows_of(node) != right
        with pytest.raises(OlderRowsError):
            refuse_older_rows(node)

        done = refold_if_older(node)

        assert rows_of(node) == right
        with node.store.reading() as reading:
            projected = {head.owner_node: head.projected_to for head in reading.heads() if head.projected_to}
        assert {one.owner for one in done} == set(projected)
        assert {one.owner: one.rows for one in done} == {owner: len(right[owner]) for owner in projected}
        assert all(rebuild(node, owner).equal for owner in projected)
        refuse_older_rows(node)
        assert refold_if_older(node) == ()


def test_the_office_is_refolded_from_all_of_its_entries(lived):
    with lived.office.store.reading() as reading:
        size = reading.head(lived.office.origin("office")).size

    (done,) = refold_if_older(lived.office)

    assert done == Refolded("polman", size, len(rows_of(lived.office)["polman"]))


def test_a_crash_half_way_leaves_rows_and_version_as_they_were(lived):
    node = lived.centre
    right = rows_of(node)
    made_by_an_older_version(node)
    older = rows_of(node)

    def crash_at(owner):
        def tell(done):
            if done.owner == owner:
                raise PowerCutError

        return tell

    with pytest.raises(PowerCutError):
        refold_if_older(node, tell=crash_at("centre"))  # the first of the two
    assert rows_of(node) == older
    with pytest.raises(PowerCutError):
        refold_if_older(node, tell=crash_at("polman"))
    assert rows_of(node) == {"centre": right["centre"], "polman": older["polman"]}
    with node.store.reading() as reading:
        assert fold_version(reading) == 0

    assert [one.owner for one in refold_if_older(node)] == ["polman"]
    assert rows_of(node) == right
    with node.store.reading() as reading:
        assert fold_version(reading) == FOLD_VERSION


def test_a_database_without_entries_is_stamped(country):
    node = country.centre
    with node.store.writing() as writing:
        for head in writing.heads():
            writing.set_projected(head.origin, 0)

    assert refold_if_older(node) == ()

    refuse_older_rows(node)


def test_rows_of_a_newer_version_are_left_alone(lived):
    node = lived.office
    with node.store.writing() as writing:
        writing.save_note(FOLD_NOTE, "", FOLD_VERSION + 1, b"")

    for refused in (refold_if_older, refuse_older_rows):
        with pytest.raises(StoreError, match="newer"):
            refused(node)


def test_a_refold_on_postgresql_is_equal_too(tmp_path, postgres_alias):
    country = a_morning(make_country(tmp_path, alias=postgres_alias))
    try:
        right = rows_of(country.centre)
        made_by_an_older_version(country.centre)
        refold_if_older(country.centre)
        assert rows_of(country.centre) == right
    finally:
        country.close()
