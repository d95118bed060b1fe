"""The registration page: the split of the name, the date in the NIK, and all reasons at once."""

import re

import pytest

from loket.core.domain.rows import Case
from loket.faces.counter.acts.name_split import propose_split

FIELDS = {
    "act": "0123456789abcdef-register",
    "nik": "7604 1150 1090 0003",
    "full_name": "Nur Aisyah Abdul Kadir",
    "primary_identifier": "Kadir",
    "secondary_identifier": "Nur Aisyah Abdul",
    "name_split_confirmed": "on",
    "sex": "F",
    "birth_place": "Polewali",
    "birth_date": "10-10-1990",
    "service": "new",
    "kind": "ordinary",
    "validity_years": "10",
    "height_cm": "156",
    "occupation": "Guru",
    "civil_status": "single",
    "identity_card_place": "Polewali Mandar",
    "home_address": "Jl. Contoh 1",
    "father_name": "Abdul Kadir",
    "mother_name": "Sitti Contoh",
}


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("Suharto", ("Suharto", "")),  # Doc 9303-3 4.6: a single name is a primary identifier
        ("Nur Aisyah Abdul Kadir", ("Kadir", "Nur Aisyah Abdul")),
        ("  Dewi   Lestari ", ("Lestari", "Dewi")),
        ("", ("", "")),
    ],
)
def test_the_last_word_is_proposed_as_primary_identifier(name, split):
    assert propose_split(name) == split


def _post(client, **changes):
    return client.post("/stations/registration", {**FIELDS, **changes})


def test_a_walk_in_gets_a_queue_number(office, client_of):
    answer = _post(client_of("rahma"))

    assert answer.status_code == 302
    case = re.match(r"/cases/([0-9a-f]{32})\?written=", answer.headers["Location"])[1]
    with office.store.reading() as reading:
        row = reading.get(Case, (office.name, case))
    assert row.queue_number == "A001"
    assert row.nik == "7604115010900003"


def test_without_a_script_the_split_is_proposed_and_has_to_be_confirmed(client_of):
    answer = _post(client_of("rahma"), primary_identifier="", secondary_identifier="")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="Kadir"' in page
    assert 'value="Nur Aisyah Abdul"' in page
    assert "It is not confirmed yet how the name is split." in page


def test_a_nik_with_another_date_is_a_hint_and_never_a_refusal(client_of):
    answer = client_of("rahma").post(
        "/stations/registration", {**FIELDS, "birth_date": "11-10-1990"}, follow=True
    )

    assert answer.status_code == 200
    assert "compare with the card" in answer.content.decode()


def test_every_reason_is_given_at_once_in_the_readers_language(client_of):
    page = (
        client_of("rahma", language="id")
        .post(
            "/stations/registration",
            {**FIELDS, "nik": "12", "height_cm": "12", "mother_name": "", "full_name": "Nur"},
        )
        .content.decode()
    )

    for sentence in (
        "NIK terdiri atas 16 angka.",
        "Tinggi badan antara 50 dan 250 cm.",
        "“Ibu: nama” kosong.",
        "Kedua bagian nama tidak sama kata-katanya dengan nama lengkap.",
    ):
        assert sentence in page


def test_what_cannot_be_read_is_said_at_its_field_and_what_was_typed_stays(client_of):
    answer = _post(client_of("rahma"), birth_date="31-02-1990", height_cm="tall")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Write the date as day-month-year" in page
    assert "Write a whole number." in page
    assert 'value="Jl. Contoh 1"' in page


def test_an_officer_without_the_role_is_refused_with_the_reason(client_of):
    answer = _post(client_of("anton"))

    assert answer.status_code == 422
    assert "This needs the role “Counter officer”." in answer.content.decode()
