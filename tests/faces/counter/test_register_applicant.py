"""The registration page: the split of the name, the date in the NIK, and all reasons at once."""

import re
from datetime import date

import pytest

from builders.nodes import by
from loket.core.domain.applicant import Guardians
from loket.core.domain.events import StandingOrderGiven
from loket.core.domain.rows import Case
from loket.core.domain.terms import DocumentKind, ParentConsent, Role, Speed, StandingOrderKind
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


def test_an_emergency_travel_document_is_asked_for_with_its_own_validity(office, client_of):
    refused = _post(client_of("rahma"), kind="emergency")
    answer = _post(client_of("rahma"), kind="emergency", validity_years="2")

    assert refused.status_code == 422
    assert "at most 2 years" in refused.content.decode()
    case = re.match(r"/cases/([0-9a-f]{32})\?written=", answer.headers["Location"])[1]
    with office.store.reading() as reading:
        assert reading.get(Case, (office.name, case)).kind is DocumentKind.EMERGENCY


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


CHILD = {
    "nik": "7604110203200001",
    "full_name": "Budi Kadir",
    "primary_identifier": "Kadir",
    "secondary_identifier": "Budi",
    "sex": "M",
    "birth_date": "02-03-2020",
    "validity_years": "5",
    "height_cm": "101",
    "occupation": "",
    "identity_card_place": "",
}
PARENTS = {
    "father_consent": "power_of_attorney",
    "mother_consent": "present",
    "guardian_name": "Sitti Contoh",
    "guardian_identity_number": "7604114105920002",
}


def _registered(office, answer):
    assert answer.status_code == 302, answer.content.decode()
    case = re.match(r"/cases/([0-9a-f]{32})", answer.headers["Location"])[1]
    with office.store.reading() as reading:
        return reading.get(Case, (office.name, case))


def test_a_child_is_registered_with_the_parents_consents(office, client_of):
    row = _registered(office, _post(client_of("rahma"), **CHILD, **PARENTS))

    assert row.registration.guardians == Guardians(
        father=ParentConsent.POWER_OF_ATTORNEY,
        mother=ParentConsent.PRESENT,
        guardian_name="Sitti Contoh",
        guardian_identity_number="7604114105920002",
    )


def test_a_child_without_the_parents_gets_their_section_opened_with_the_reasons_in_it(client_of):
    page = _post(client_of("rahma"), **CHILD).content.decode()

    assert re.search(r'<details class="parents" id="parents"\s+open>', page)
    assert page.count("It is not said how this parent agrees.") >= 2
    assert "which parent or guardian stands here with the child" in page


def test_an_adults_page_keeps_the_parents_section_closed_and_takes_nothing_from_it(office, client_of):
    page = client_of("rahma").get("/stations/registration").content.decode()
    row = _registered(office, _post(client_of("rahma"), **PARENTS))

    assert re.search(r'<details class="parents" id="parents"\s*>', page)
    assert row.registration.guardians is None


@pytest.mark.parametrize(
    ("service", "kept"),
    [
        ("new", ("", "", "")),
        ("renewal", ("C1234567", "", "")),
        ("damaged", ("C1234567", "", "")),
        ("lost", ("C1234567", "LK/12/VI/2024", "")),
        ("change_of_data", ("C1234567", "", "Nama setelah menikah")),
    ],
)
def test_only_what_the_service_asks_for_is_taken_from_the_form(office, client_of, service, kept):
    everything = {
        "old_passport_number": "C1234567",
        "police_report": "LK/12/VI/2024",
        "change_of_data": "Nama setelah menikah",
    }

    registration = _registered(office, _post(client_of("rahma"), service=service, **everything)).registration

    assert (registration.old_passport_number, registration.police_report, registration.change_of_data) == kept


def test_same_day_service_is_offered_unless_the_head_has_stopped_it(office, client_of):
    client = client_of("rahma")
    assert 'value="same_day"' in client.get("/stations/registration").content.decode()
    row = _registered(office, _post(client, speed="same_day"))
    assert row.speed is Speed.SAME_DAY

    event = StandingOrderGiven(
        order="o1", kind=StandingOrderKind.NO_SAME_DAY_SERVICE, text="Antrean", until=date(2024, 6, 28)
    )
    with office.store.writing() as writing:
        office.append(writing, event, officer="kepala", role=Role.HEAD, act=by("kepala").act)

    page = client.get("/stations/registration").content.decode()
    assert 'value="same_day"' not in page
    assert "No same-day service until 28 Jun 2024, by order of the head." in page
    refused = _post(client, act="fedcba9876543210-other", nik="7604115010900004", speed="same_day")
    assert "Same-day service is stopped by an order of the head." in refused.content.decode()


def test_an_officer_without_the_role_is_refused_with_the_reason(client_of):
    answer = _post(client_of("anton"))

    assert answer.status_code == 422
    assert "This needs the role “Counter officer”." in answer.content.decode()
