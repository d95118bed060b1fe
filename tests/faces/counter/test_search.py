"""Finding a case: a number that names one opens it; a name or a NIK lists what there is."""

import pytest

from builders.country import bring_to, the_row
from loket.core.domain.policy import DAY_MS
from loket.core.domain.terms import Stage

SECOND = {
    "nik": "7604110203850007",
    "full_name": "Suharto",
    "primary_identifier": "Suharto",
    "secondary_identifier": "",
}


def search(client, words):
    return client.post("/search", {"words": words})


@pytest.fixture
def printing(country):
    """A case with a booklet."""
    return bring_to(country.office, Stage.PRINTING)


@pytest.mark.parametrize("column", ["case", "application_number", "queue_number", "booklet"])
def test_a_number_that_a_scanner_types_opens_its_case(country, client_of, printing, column):
    number = getattr(the_row(country.office, printing), column)

    for words in (number, f" {number.lower()} "):
        answer = search(client_of("rahma"), words)

        assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{printing}")


def test_an_application_number_may_be_written_in_groups(country, client_of, printing):
    number = the_row(country.office, printing).application_number

    assert search(client_of("rahma"), f"{number[:4]} {number[4:10]} {number[10:]}").status_code == 303


def test_a_queue_number_of_another_day_is_listed(country, client_of, printing):
    country.clock.now += DAY_MS

    answer = search(client_of("rahma"), "A001")

    assert answer.status_code == 200
    assert f'href="/cases/{printing}"' in answer.content.decode()

    today = bring_to(country.office, Stage.DOCUMENTS, **SECOND)
    assert search(client_of("rahma"), "A001").headers["Location"] == f"/cases/{today}"


@pytest.mark.parametrize("words", ["Nur Aisyah", "7604115010900003"])
def test_a_person_is_listed_and_not_opened(country, client_of, printing, words):
    answer = search(client_of("rahma"), words)

    assert answer.status_code == 200
    assert f'href="/cases/{printing}"' in answer.content.decode()


@pytest.mark.parametrize("words", ["0" * 32, "X0000005", "7604000000000000", "A999", "", "x" * 500])
def test_what_names_no_case_finds_nothing(country, client_of, printing, words):
    answer = search(client_of("rahma"), words)

    assert answer.status_code == 200
    assert printing not in answer.content.decode()


def test_searching_writes_nothing(country, client_of, printing):
    with country.office.store.reading() as reading:
        before = {head.origin: head.size for head in reading.heads()}

    search(client_of("rahma"), the_row(country.office, printing).application_number)

    with country.office.store.reading() as reading:
        assert {head.origin: head.size for head in reading.heads()} == before
