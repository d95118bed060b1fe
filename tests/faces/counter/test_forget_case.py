"""Forgetting a case takes two officers, and the second one signs with a password of their own."""

import json

import pytest
from django.contrib.auth import get_user_model

from builders.counter import PASSWORD, make_accounts
from builders.country import bring_to, no_longer_kept, pull, push, the_row
from loket.core.domain.terms import Stage
from loket.faces.ui.credentials import FREE_ATTEMPTS
from loket.node.followers.centre import CentreFollower
from loket.node.operations.simulated_partners import simulated_partners

ACT = "0123456789abcdef-forget"
WRONG = "User name and password do not belong together."


@pytest.fixture
def archived(country):
    """A case whose passport is out, whose file is away and of which nothing is owed."""
    make_accounts()
    case = bring_to(country.office, Stage.HANDOVER)
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(country.office, country.centre)
    bring_to(country.office, Stage.ARCHIVED, case=case)
    no_longer_kept(country.office, case)
    yield case
    make_accounts()


def _fields(second="anton", password=PASSWORD):
    return {"act": ACT, "second_officer": second, "second_password": password}


def _forgotten(country, case) -> bool:
    return the_row(country.office, case).forgotten


def test_the_head_and_a_second_officer_who_signs_forget_a_case(country, client_of, archived):
    answer = client_of("kepala").post(f"/cases/{archived}/forget_case", _fields())

    assert answer.status_code == 302
    assert _forgotten(country, archived)


def test_a_colleagues_name_without_the_password_forgets_nothing(country, client_of, archived):
    client = client_of("kepala")
    without = client.post(f"/cases/{archived}/forget_case", _fields(password=""))
    wrong = client.post(f"/cases/{archived}/forget_case", _fields(password="x" * 12))
    unknown = client.post(f"/cases/{archived}/forget_case", _fields(second="nobody"))

    assert [without.status_code, wrong.status_code, unknown.status_code] == [422, 422, 422]
    assert WRONG in wrong.content.decode()
    assert WRONG in unknown.content.decode()
    assert not _forgotten(country, archived)


def test_the_head_is_no_second_officer(country, client_of, archived):
    answer = client_of("kepala").post(f"/cases/{archived}/forget_case", _fields(second="kepala"))

    assert answer.status_code == 422
    assert not _forgotten(country, archived)


def test_it_is_the_accounts_officer_that_counts_not_what_was_typed(country, client_of, archived):
    accounts = get_user_model().objects
    accounts.filter(officer="anton").update(username="a.contoh")
    try:
        typed = client_of("kepala").post(f"/cases/{archived}/forget_case", _fields(second="anton"))
        signed = client_of("kepala").post(f"/cases/{archived}/forget_case", _fields(second="a.contoh"))
    finally:
        accounts.filter(officer="anton").update(username="anton")

    assert (typed.status_code, signed.status_code) == (422, 302)
    history = client_of("kepala").get(f"/api/cases/{archived}").json()["timeline"]
    assert any(line["event"] == "case_forgotten" for line in history)


def test_an_account_of_the_system_is_no_second_officer(country, client_of, archived):
    accounts = get_user_model().objects
    accounts.filter(officer="anton").update(officer="system")
    try:
        answer = client_of("kepala").post(f"/cases/{archived}/forget_case", _fields())
    finally:
        accounts.filter(officer="system").update(officer="anton")

    assert answer.status_code == 422
    assert not _forgotten(country, archived)


def test_the_api_asks_for_the_password_too_and_shows_it_to_nobody(country, client_of, archived, caplog):
    client = client_of("kepala")
    path = f"/api/cases/{archived}/forget_case"

    def post(fields):
        return client.post(path, json.dumps(fields), content_type="application/json")

    nameless = post({"act": ACT, "second_officer": "anton"})
    wrong = post(_fields(password="salah-rahasia-TEST"))

    assert nameless.json()["refused"][0]["reason"] == "second_officer_needed"
    assert wrong.status_code == 400
    assert wrong.json()["errors"]["second_password"][0]["en"] == WRONG
    assert "salah-rahasia" not in wrong.content.decode() + caplog.text
    assert not _forgotten(country, archived)
    assert post(_fields()).json()["done"]["event"] == "case_forgotten"


def test_a_page_that_is_shown_again_does_not_hold_the_password(client_of, archived):
    answer = client_of("kepala").post(
        f"/cases/{archived}/forget_case", _fields(password="salah-rahasia-TEST")
    )

    assert "salah-rahasia" not in answer.content.decode()


def test_guessing_the_second_officers_password_pauses_like_signing_in(country, client_of, archived):
    client = client_of("kepala")
    path = f"/cases/{archived}/forget_case"
    for _ in range(FREE_ATTEMPTS):
        assert client.post(path, _fields(password="x" * 12)).status_code == 422

    assert client.post(path, _fields()).status_code == 429
    api = client.post(f"/api{path}", json.dumps(_fields()), content_type="application/json")
    assert api.status_code == 429
    assert client.post("/sign-in", {"username": "anton", "password": PASSWORD}).status_code == 429
    assert not _forgotten(country, archived)
