"""Signing in: one answer for unknown names and wrong passwords, and a pause after many."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from builders.counter import PASSWORD, close_counter, make_accounts, open_counter
from builders.country import make_country
from loket.faces.ui.credentials import (
    FREE_ATTEMPTS,
    FREE_ATTEMPTS_FROM_EVERYWHERE,
    check_credentials,
)
from loket.node.store.databases import migrate
from loket.node.store.models import SignInAttempts


@pytest.fixture(scope="module")
def desk(django_db_blocker):
    with django_db_blocker.unblock():
        migrate("default")
        yield


@pytest.fixture
def client(desk, tmp_path):
    make_accounts(("rahma",))
    country = make_country(tmp_path)
    open_counter(country)
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["loket_language"] = "en"
    yield client
    close_counter()
    country.close()
    make_accounts(("rahma",))  # the desk's database is shared: nobody stays locked out


def _try(client, username="rahma", password=PASSWORD, address="192.0.2.1", **more):
    fields = {"username": username, "password": password, **more}
    return client.post("/sign-in", fields, REMOTE_ADDR=address)


class CountingHasher(Argon2PasswordHasher):
    """Argon2, which counts how often it worked; cheap, since only the number matters here."""

    time_cost, memory_cost, parallelism = 1, 8, 1
    worked = 0

    def encode(self, password, salt):
        CountingHasher.worked += 1
        return super().encode(password, salt)

    def verify(self, password, encoded):
        CountingHasher.worked += 1
        return super().verify(password, encoded)


def test_an_officer_signs_in_and_comes_to_the_first_station(client):
    answer = _try(client)

    assert answer.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/stations/registration"


def test_passwords_are_kept_as_argon2(client):
    assert get_user_model().objects.get(username="rahma").password.startswith("argon2$argon2id$")


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(client):
    wrong, unknown = _try(client, password="x" * 12), _try(client, username="nobody")

    assert wrong.status_code == unknown.status_code == 422
    for answer in (wrong, unknown):
        assert "User name and password do not belong together." in answer.content.decode()


@pytest.mark.slow  # hashes many passwords: on one Python only
def test_after_many_failures_even_the_right_password_waits(client):
    for _ in range(FREE_ATTEMPTS):
        _try(client, password="x" * 12)

    answer = _try(client)

    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()


@pytest.mark.slow  # hashes many passwords: on one Python only
def test_whoever_guesses_elsewhere_does_not_lock_out_the_officer_at_the_counter(client):
    for _ in range(FREE_ATTEMPTS + 1):
        _try(client, password="x" * 12, address="198.51.100.7")

    assert _try(client, address="198.51.100.7").status_code == 429
    assert _try(client, address="192.0.2.1").status_code == 302


@pytest.mark.slow  # hashes many passwords: on one Python only
def test_an_unknown_name_pauses_like_a_known_one(client):
    answers = {
        name: [_try(client, username=name, password="x" * 12).status_code for _ in range(FREE_ATTEMPTS + 1)]
        for name in ("rahma", "nobody")
    }

    assert answers["nobody"] == answers["rahma"] == [422] * FREE_ATTEMPTS + [429]


def test_an_unknown_name_costs_as_much_work_as_a_known_one(client, settings):
    settings.PASSWORD_HASHERS = [f"{CountingHasher.__module__}.CountingHasher"]
    account = get_user_model().objects.get(username="rahma")
    account.set_password(PASSWORD)
    account.save()

    def work(username):
        CountingHasher.worked = 0
        _try(client, username=username, password="x" * 12)
        return CountingHasher.worked

    assert work("nobody") == work("rahma") == 1


@pytest.mark.slow  # hashes many passwords: on one Python only
def test_guessing_one_name_from_many_addresses_pauses_too_but_not_where_the_officer_signed_in(client):
    assert _try(client, address="192.0.2.1").status_code == 302
    for number in range(FREE_ATTEMPTS_FROM_EVERYWHERE):
        check_credentials(f"198.51.100.{number}", "rahma", "")

    assert _try(client, address="203.0.113.9").status_code == 429
    assert _try(client, address="192.0.2.1").status_code == 302


def test_the_counters_name_nobody_and_no_address(client):
    _try(client, password="x" * 12)

    kept = str(list(SignInAttempts.objects.values_list()))
    assert len(SignInAttempts.objects.all()) == 2
    assert "rahma" not in kept
    assert "192.0.2.1" not in kept


@pytest.mark.slow  # hashes many passwords: on one Python only
def test_signing_in_starts_the_count_anew(client):
    for _ in range(3):
        for _ in range(FREE_ATTEMPTS - 1):
            assert _try(client, password="x" * 12).status_code == 422
        assert _try(client).status_code == 302


def test_nobody_is_sent_to_another_host_after_signing_in(client):
    assert _try(client, next="https://example.org/").headers["Location"] == "/"
    assert _try(client, next="//example.org").headers["Location"] == "/"


def test_signing_out_ends_the_session(client):
    _try(client)
    client.post("/sign-out")

    assert client.get("/stations/documents").headers["Location"].startswith("/sign-in")


def test_the_chosen_language_stays(client):
    answer = client.post("/language", {"language": "id", "next": "/sign-in"})
    assert answer.headers["Location"] == "/sign-in"

    assert '<html lang="id">' in client.get("/sign-in").content.decode()
    assert client.post("/language", {"language": "xx", "next": "//evil"}).headers["Location"] == "/"


def test_a_page_takes_nothing_inline_and_nothing_from_elsewhere(client):
    answer = client.get("/sign-in")

    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert "<style" not in page
    assert 'style="' not in page
    assert "onclick" not in page


def test_a_page_is_in_indonesian_whatever_the_browser_prefers_until_english_is_chosen():
    client = Client(SERVER_NAME="127.0.0.1")

    first = client.get("/sign-in", HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9")
    client.post("/language", {"language": "en", "next": "/sign-in"})
    chosen = client.get("/sign-in", HTTP_ACCEPT_LANGUAGE="id")

    assert first.headers["Content-Language"] == "id"
    assert '<html lang="id"' in first.content.decode()
    assert chosen.headers["Content-Language"] == "en"
