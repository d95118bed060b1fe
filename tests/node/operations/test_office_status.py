"""What the office knows of itself: nothing reads as secured before somebody else has confirmed all of it."""

import pytest

from builders.country import bring_to, make_country, supplied, the_row
from loket.core.domain.terms import Stage
from loket.node.operations.office_status import (
    SILENT_AFTER_MS,
    autonomy,
    office_status,
    secured_at_centre,
)

HOLDER = "centre/1"  # this incarnation of the centre


@pytest.fixture
def country(tmp_path, databases_of_our_own):
    made = make_country(tmp_path)
    yield made
    made.close()


def _mark(node, size):
    origin = node.origin("office")
    with node.store.writing() as writing:
        root = writing.root_at(origin, size)
        writing.save_holder_mark(origin, HOLDER, size, root, b"note", node.clock())


def _secured(node, case):
    with node.store.reading() as reading:
        return secured_at_centre(node, reading, the_row(node, case))


def test_a_case_is_secured_only_when_entries_files_and_key_are_at_the_centre(country):
    supplied(country)
    office = country.office
    case = bring_to(office, Stage.PAYMENT)
    with office.store.reading() as reading:
        size = reading.head(office.origin("office")).size
        files = reading.blobs_of_case(office.name, case)
    _mark(office, size - 1)
    assert not _secured(office, case).entries

    _mark(office, size)
    assert _secured(office, case).entries
    assert not _secured(office, case).complete

    with office.store.writing() as writing:
        for file in files:
            writing.save_blob_receipt(file.sha256, HOLDER, b"receipt", office.clock())
    assert _secured(office, case).files_there == len(files) == 3
    assert not _secured(office, case).complete

    with office.store.writing() as writing:
        writing.mark_case_key_acked(office.name, case, "centre")
    assert _secured(office, case).complete


def test_the_centre_counts_as_reached_while_it_has_answered_lately(country):
    office = country.office
    heard = office.clock()
    with office.store.reading() as reading:
        assert office_status(office, reading, last_contact=heard).centre.reached
        assert not office_status(office, reading, last_contact=None).centre.reached
        country.clock.now += SILENT_AFTER_MS + 1
        assert not office_status(office, reading, last_contact=heard).centre.reached
        assert office_status(office, reading, last_contact=heard).centre.last_contact == heard


def test_entries_without_a_mark_are_only_here(country):
    office = country.office
    with office.store.reading() as reading:
        status = office_status(office, reading, last_contact=None)

    assert status.unsecured == status.log_size > 0


def test_the_office_lasts_as_long_as_what_runs_out_first(country):
    supplied(country)  # five blanks, a list of this moment that is good for seven days
    bring_to(country.office, Stage.DOCUMENTS)
    with country.office.store.reading() as reading:
        outlook = autonomy(country.office, reading)

    assert (outlook.blanks, outlook.applications_a_day, outlook.blanks_days) == (5, 1.0, 5)
    assert outlook.list_days == 6  # the seventh day has begun
    assert outlook.days == 5
