"""The API: the same acts and refusals as JSON, both languages at once, and nothing changed by bad input."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.country import bring_to, the_row
from loket.core.domain.terms import Stage
from loket.faces.counter.acts.registry import CASE_ACTS, OFFICE_ACTS
from loket.faces.ui.limits import MOST_REQUEST_BYTES

ACT = "0123456789abcdef-api"
BOTH = {"id", "en"}


def _post(client, path, content):
    return client.post(path, json.dumps(content), content_type="application/json")


def _size(office) -> int:
    with office.store.reading() as reading:
        return reading.head(office.origin("office")).size


def test_an_act_answers_with_what_was_done(office, client_of):
    case = bring_to(office, Stage.PAYMENT)

    answer = _post(client_of("rahma"), f"/api/cases/{case}/issue_billing_code", {"act": ACT})

    assert answer.status_code == 200
    done = answer.json()["done"]
    assert (done["case"], done["event"], done["repeated"]) == (case, "billing_code_issued", False)
    assert done["index"] == _size(office) - 1


def test_the_same_act_again_is_answered_and_not_repeated(office, client_of):
    case = bring_to(office, Stage.PAYMENT)
    client = client_of("rahma")

    first = _post(client, f"/api/cases/{case}/issue_billing_code", {"act": ACT}).json()["done"]
    again = _post(client, f"/api/cases/{case}/issue_billing_code", {"act": ACT}).json()["done"]

    assert again["repeated"] is True
    assert again["index"] == first["index"]


def test_a_refusal_lists_every_reason_in_both_languages(office, client_of):
    case = bring_to(office, Stage.HANDOVER)

    answer = _post(client_of("anton"), f"/api/cases/{case}/hand_over", {"act": ACT, "recipient": "applicant"})

    refused = answer.json()["refused"]
    assert answer.status_code == 422
    assert {one["reason"] for one in refused} == {
        "field_missing",
        "passport_number_differs",
        "identity_not_confirmed",
        "handover_book_not_signed",
        "registry_answer_missing_for_first_passport",
    }
    assert all(set(one["text"]) == BOTH and set(one["remedy"]) == BOTH for one in refused)
    assert all(one["text"]["id"] != one["text"]["en"] for one in refused)


def test_bad_fields_are_named_with_errors_in_both_languages(office, client_of):
    case = bring_to(office, Stage.PAYMENT)
    before = _size(office)

    answer = _post(
        client_of("rahma"), f"/api/cases/{case}/record_payment", {"act": "short", "amount_rupiah": "x"}
    )

    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert set(errors) == {"act", "amount_rupiah"}
    assert all(set(one) == BOTH for listed in errors.values() for one in listed)
    assert _size(office) == before


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        ("post", "/api/acts/no_such_act", "application/json", 404),
        ("get", "/api/acts/register_applicant", "", 405),
        ("post", "/api/acts/register_applicant", "text/csv", 415),
        ("get", "/api/nowhere", "", 404),
        ("get", f"/api/cases/{'0' * 32}", "", 404),
    ],
)
def test_problems_are_json_in_both_languages(client_of, method, path, kind, status):
    client = client_of("rahma")
    answer = client.post(path, "{}", content_type=kind) if method == "post" else client.get(path)

    assert answer.status_code == status
    assert all(set(answer.json()["problem"][part]) == BOTH for part in ("text", "remedy"))


def test_a_request_without_the_forms_token_is_refused(office, client_of):
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    strict.cookies = client_of("rahma").cookies
    body = json.dumps({"act": ACT})

    without = strict.post("/api/acts/register_applicant", body, content_type="application/json")
    token = strict.get("/api/session").json()["csrf"]
    with_token = strict.post(
        "/api/acts/register_applicant", body, content_type="application/json", HTTP_X_CSRFTOKEN=token
    )

    assert without.status_code == 400
    assert set(without.json()["problem"]["text"]) == BOTH
    assert set(with_token.json()) == {"errors"}


def test_a_request_that_is_too_large_is_refused_before_it_is_read(client_of):
    class Unread:
        def read(self, *_args):
            pytest.fail("the body was read")

        readline = read

    answer = client_of("rahma").generic(
        "POST",
        "/api/acts/register_applicant",
        b"",
        CONTENT_LENGTH=str(MOST_REQUEST_BYTES + 1),
        **{"wsgi.input": Unread()},
    )

    assert answer.status_code == 413
    assert set(answer.json()["problem"]["text"]) == BOTH


def test_a_case_can_be_read_whole(office, client_of):
    case = bring_to(office, Stage.PHOTO)

    answer = client_of("iwan").get(f"/api/cases/{case}").json()

    assert answer["case"]["stage"] == "photo"
    assert answer["waits_for"] == ["take_photo"]
    assert {owed["kind"] for owed in answer["obligations"]} == {
        "registry_answer",
        "duplicate_search",
        "bank_confirmation",
    }
    assert answer["secured"]["centre"] == {"set_up": True, "complete": False}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stem=st.sampled_from([*CASE_ACTS, *OFFICE_ACTS]),
    content=st.one_of(
        st.binary(min_size=1, max_size=60),
        _VALUES.map(lambda value: json.dumps(value).encode()),
        st.dictionaries(
            st.sampled_from(["act", "nik", "paper", "scan", "amount_rupiah", "kind", "officer", "recipient"]),
            _VALUES,
        ).map(lambda value: json.dumps(value).encode()),
    ),
)
def test_whatever_is_sent_is_answered_in_both_languages_and_changes_nothing(office, client_of, stem, content):
    before = _size(office)
    path = f"/api/cases/{'0' * 32}/{stem}" if stem in CASE_ACTS else f"/api/acts/{stem}"

    answer = client_of("rahma").post(path, content, content_type="application/json")

    assert answer.status_code in {400, 422}
    assert _languages(answer.json()) >= BOTH
    assert _size(office) == before


def _languages(value) -> set[str]:
    if isinstance(value, dict):
        return set(value) & BOTH | {found for inner in value.values() for found in _languages(inner)}
    if isinstance(value, list):
        return {found for inner in value for found in _languages(inner)}
    return set()


def test_registering_through_the_api_takes_the_same_fields_as_the_page(office, client_of):
    fields = {
        "act": ACT,
        "nik": "7604115010900003",
        "full_name": "Suharto",
        "primary_identifier": "Suharto",
        "name_split_confirmed": True,
        "sex": "M",
        "birth_place": "Polewali",
        "birth_date": "1990-10-10",
        "service": "renewal",
        "old_passport_number": "C1234567",
        "kind": "ordinary",
        "validity_years": 10,
        "height_cm": 170,
        "occupation": "Petani",
        "civil_status": "single",
        "identity_card_place": "Polewali",
        "home_address": "Jl. Contoh",
        "father_name": "A",
        "mother_name": "B",
        "father_nationality": None,
        "office_address": False,
    }

    done = _post(client_of("rahma"), "/api/acts/register_applicant", fields).json()["done"]

    row = the_row(office, done["case"])
    assert row.registration.old_passport_number == "C1234567"
    assert row.registration.applicant.secondary_identifier == ""
