"""A locked-out officer is helped by two others, without the centre; the one-time password is shown once."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from builders.cases import DAY
from builders.counter import PASSWORD, make_accounts
from builders.nodes import by
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import SignIn
from loket.core.domain.terms import SignInChange
from loket.faces.ui.credentials import FREE_ATTEMPTS
from loket.node.operations.act import By
from loket.node.operations.one_time_password import OneTimePassword
from loket.node.operations.reset_sign_in import reset_sign_in
from loket.node.store import accounts

ACT = "0123456789abcdef-reset"
SHOWN = re.compile(r'<dd class="secret">([a-z2-7-]{19})</dd>')


@pytest.fixture(autouse=True)
def everybody_as_before(country):
    make_accounts()
    yield
    make_accounts()


def fields(helped="budi", second="dewi", password=PASSWORD, act=ACT):
    return {"act": act, "officer": helped, "second_officer": second, "second_password": password}


def reset(client, **changes) -> str:
    """The one-time password that the answer shows; empty where it shows none."""
    answer = client.post("/sign-ins/reset", fields(**changes))
    found = SHOWN.search(answer.content.decode())
    return found[1] if found else ""


def sign_in(username, password):
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["loket_language"] = "en"
    answer = client.post("/sign-in", {"username": username, "password": password})
    return client, answer


def last_change(office, officer="budi"):
    with office.store.reading() as reading:
        return reading.get(SignIn, (office.name, officer))


def test_two_officers_help_a_third_who_then_chooses_a_password(office, client_of):
    password = reset(client_of("rahma"))

    client, answer = sign_in("budi", password)
    assert answer.headers["Location"] == "/"
    assert client.get("/stations/printing").headers["Location"] == "/password"
    changed = client.post(
        "/password",
        {
            "act": "0123456789abcdef-mine",
            "old_password": password,
            "new_password": "empat-kata-yang-baru",
            "new_password_again": "empat-kata-yang-baru",
        },
    )

    assert changed.headers["Location"].startswith("/password?written=")
    assert client.get("/stations/printing").status_code == 200
    assert last_change(office).how is SignInChange.CHANGED
    assert sign_in("budi", "empat-kata-yang-baru")[1].status_code == 302


def test_the_entry_names_both_and_no_password(office, client_of, caplog):
    password = reset(client_of("rahma"))

    change = last_change(office)
    assert (change.how, change.by, change.second_officer) == (SignInChange.RESET, "rahma", "dewi")
    with office.store.reading() as reading:
        (head,) = [one for one in reading.heads() if one.own]
        assert all(password.encode() not in entry for entry in reading.entries(head.origin, 0, head.size))
    assert password not in caplog.text
    assert password not in str(get_user_model().objects.filter(officer="budi").values())


def test_the_old_password_and_its_sessions_end(client_of):
    before = client_of("budi")
    assert before.get("/stations/printing").status_code == 200

    reset(client_of("rahma"))

    assert before.get("/stations/printing").headers["Location"].startswith("/sign-in")
    assert sign_in("budi", PASSWORD)[1].status_code == 422


def test_sending_the_form_again_shows_no_password_and_changes_nothing(client_of):
    client = client_of("rahma")
    password = reset(client)

    again = client.post("/sign-ins/reset", fields())

    assert again.status_code == 200
    assert SHOWN.search(again.content.decode()) is None
    assert sign_in("budi", password)[1].status_code == 302


def test_an_old_form_takes_back_nothing_that_was_done_since(office, client_of):
    client = client_of("rahma")
    reset(client)
    later = reset(client, act="0123456789abcdef-later")
    index = last_change(office)

    assert reset(client) == ""

    assert sign_in("budi", later)[1].status_code == 302
    assert last_change(office) == index


def test_after_a_crash_between_entry_and_desk_doing_it_again_works(office, client_of, monkeypatch):
    def die(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "set_one_time_password", die)
        with pytest.raises(SystemExit):
            reset_sign_in(office, By("rahma", ACT), officer="budi", second_officer="dewi")
    assert last_change(office).how is SignInChange.RESET
    assert sign_in("budi", PASSWORD)[1].status_code == 302, "nothing was taken away yet"

    same_act = reset_sign_in(office, By("rahma", ACT), officer="budi", second_officer="dewi")
    assert sign_in("budi", same_act.password)[1].status_code == 302
    another = reset_sign_in(office, by("rahma"), officer="budi", second_officer="dewi")
    assert sign_in("budi", another.password)[1].status_code == 302


@pytest.mark.parametrize(
    ("who", "second", "helped", "reason"),
    [
        ("rahma", "", "budi", Reason.SECOND_OFFICER_NEEDED),
        ("dewi", "dewi", "budi", Reason.SECOND_OFFICER_NEEDED),
        ("nobody", "dewi", "budi", Reason.OFFICER_LACKS_ROLE),
        ("rahma", "dewi", "rahma", Reason.HELPS_ONESELF),
        ("rahma", "dewi", "dewi", Reason.HELPS_ONESELF),
        ("rahma", "tini", "budi", Reason.SENIOR_OFFICER_NEEDED),
        ("rahma", "dewi", "nobody", Reason.OFFICER_WITHOUT_ROLE),
    ],
)
def test_who_may_not_reset(office, who, second, helped, reason):
    refused = reset_sign_in(office, by(who), officer=helped, second_officer=second)

    assert refused.reasons == (reason,)
    assert last_change(office) is None


def test_the_head_is_helped_by_any_two(office, client_of):
    assert isinstance(
        reset_sign_in(office, by("rahma"), officer="kepala", second_officer="tini"), OneTimePassword
    )


def test_the_second_officer_signs_with_the_pauses_of_signing_in(office, client_of):
    client = client_of("rahma")
    statuses = [
        client.post("/sign-ins/reset", fields(password="x" * 12)).status_code
        for _ in range(FREE_ATTEMPTS + 1)
    ]

    assert statuses == [422] * FREE_ATTEMPTS + [429]
    assert last_change(office) is None


def test_the_pause_of_whoever_guessed_too_often_is_lifted(client_of):
    for _ in range(FREE_ATTEMPTS):
        sign_in("budi", "x" * 12)
    assert sign_in("budi", PASSWORD)[1].status_code == 429

    password = reset(client_of("rahma"))

    assert sign_in("budi", password)[1].status_code == 302


def test_a_one_time_password_is_good_for_a_day(country, client_of):
    password = reset(client_of("rahma"))
    country.clock.now += DAY + 1_000

    answer = sign_in("budi", password)[1]

    assert answer.status_code == 422
    assert "older than a day" in answer.content.decode()


def test_a_one_time_password_signs_nothing_else(office, client_of):
    password = reset(client_of("rahma"), helped="anton")

    answer = client_of("rahma").post(
        "/sign-ins/reset", fields(second="anton", password=password, act="0123456789abcdef-other")
    )

    assert answer.status_code == 422
    assert "sign in with it and choose your own first" in answer.content.decode()
    assert last_change(office) is None


def test_whoever_has_to_change_the_password_opens_nothing_before(client_of):
    client = sign_in("budi", reset(client_of("rahma")))[0]

    assert client.get("/head").headers["Location"] == "/password"
    assert client.post("/search", {"words": "x"}).headers["Location"] == "/password"
    assert client.get("/api/session").status_code == 401
    assert client.get("/password").status_code == 200
    assert client.post("/sign-out").status_code == 302


def test_no_address_holds_the_password_and_no_page_is_kept(client_of):
    answer = client_of("rahma").post("/sign-ins/reset", fields())

    assert answer.status_code == 200, "no redirect: no address and no session to keep it in"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_for_the_locked_out_is_open_and_names_nobody(country):
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["loket_language"] = "en"
    assert "/sign-in/help" in client.get("/sign-in").content.decode()

    page = client.get("/sign-in/help").content.decode()

    assert "Ask two colleagues" in page
    assert not any(name in page for name in ("Rahma", "Dewi", "Kepala"))
