"""A clock far ahead of the last recorded act: nothing is written until the head has looked at it."""

import json

import pytest

from loket.core.domain.policy import DAY_MS

ACT = "0123456789abcdef-clock"


@pytest.fixture
def closed_long(country):
    """The office was closed for ten weeks, or the clock is wrong."""
    country.clock.now += 70 * DAY_MS


def _grant(client, act):
    fields = {"act": act, "officer": "nur", "name": "Nur Contoh", "role": "archivist"}
    return client.post("/api/acts/grant_role", json.dumps(fields), content_type="application/json")


def test_an_act_says_how_far_the_clock_is_ahead_and_who_can_confirm_it(closed_long, client_of):
    [refused] = _grant(client_of("kepala"), ACT).json()["refused"]

    assert (refused["reason"], refused["facts"]) == ("clock_implausible", {"days": 70})
    assert "70 days" in refused["text"]["en"]
    assert "70 hari" in refused["text"]["id"]
    assert "head's page" in refused["remedy"]["en"]


def test_the_heads_page_asks_only_while_it_is_needed(country, client_of):
    client = client_of("kepala")
    assert "/head/clock" not in client.get("/head").content.decode()
    assert 'name="act"' not in client.get("/head/clock").content.decode()

    country.clock.now += 70 * DAY_MS

    assert 'href="/head/clock"' in client.get("/head").content.decode()
    page = client.get("/head/clock").content.decode()
    assert "The clock is 70 days after the last recorded act." in page
    assert 'name="act"' in page


def test_after_the_heads_confirmation_acts_are_written_again(closed_long, client_of):
    client = client_of("kepala")

    answer = client.post("/head/clock", {"act": ACT}, follow=True)

    assert answer.redirect_chain[0][0].startswith("/head/clock?written=")
    assert "there is nothing to confirm" in answer.content.decode()
    assert _grant(client, ACT + "-grant").json()["done"]["event"] == "role_granted"


def test_a_clock_that_needs_no_confirmation_gets_none(country, client_of):
    answer = client_of("kepala").post("/head/clock", {"act": ACT})

    assert answer.status_code == 422
    assert "This is not needed" in answer.content.decode()


def test_nobody_but_the_head_confirms_the_clock(closed_long, client_of):
    client = client_of("rahma")

    assert client.get("/head/clock").status_code == 403
    api = client.post("/api/acts/confirm_clock", json.dumps({"act": ACT}), content_type="application/json")
    assert [one["reason"] for one in api.json()["refused"]] == ["officer_lacks_role"]
