"""Everybody changes their own password; other sessions of the same sign-in end."""

import pytest

from builders.counter import PASSWORD, make_accounts
from builders.nodes import by
from loket.core.domain.rows import SignIn
from loket.core.domain.terms import SignInChange
from loket.faces.ui.credentials import FREE_ATTEMPTS
from loket.node.operations.change_password import change_password
from loket.node.store import accounts

NEW = "empat-kata-yang-baru"


@pytest.fixture(autouse=True)
def everybody_as_before(country):
    make_accounts()
    yield
    make_accounts()


def change(client, *, old=PASSWORD, new=NEW, again=None):
    return client.post(
        "/password",
        {
            "act": "0123456789abcdef-change",
            "old_password": old,
            "new_password": new,
            "new_password_again": new if again is None else again,
        },
    )


def test_a_changed_password_is_an_entry_and_ends_the_other_sessions(office, client_of):
    here, elsewhere = client_of("budi"), client_of("budi")

    answer = change(here)

    assert here.get(answer.headers["Location"]).status_code == 200
    assert here.get("/stations/printing").status_code == 200
    assert elsewhere.get("/stations/printing").headers["Location"].startswith("/sign-in")
    with office.store.reading() as reading:
        assert reading.get(SignIn, (office.name, "budi")).how is SignInChange.CHANGED


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"old": "x" * 12}, "This is not your password."),
        ({"again": "y" * 12}, "The two are not the same."),
        ({"new": "pendek"}, "too short"),
        ({"new": "1qaz2wsx3edc"}, "too common"),
        ({"new": PASSWORD}, "This is the old password."),
    ],
)
def test_what_is_no_change(client_of, fields, said):
    client = client_of("budi")

    answer = change(client, **fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_the_old_password_is_not_guessed_at_this_page_either(client_of):
    client = client_of("budi")
    statuses = [change(client, old="x" * 12).status_code for _ in range(FREE_ATTEMPTS + 1)]

    assert statuses == [422] * FREE_ATTEMPTS + [429]


def test_after_a_crash_between_entry_and_desk_the_old_password_holds(office, client_of, monkeypatch):
    def die(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "set_own_password", die)
        with pytest.raises(SystemExit):
            change_password(office, by("budi"), password=NEW)

    assert change(client_of("budi")).status_code == 302
