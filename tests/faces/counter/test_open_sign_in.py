"""The head lets a new officer sign in; the password is made by the machine and shown once."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from builders.counter import make_accounts
from builders.country import done
from builders.nodes import by
from loket.core.domain.refusals import Reason
from loket.core.domain.terms import Role
from loket.node.operations.act import By
from loket.node.operations.grant_role import grant_role
from loket.node.operations.open_sign_in import open_sign_in
from loket.node.store import accounts

ACT = "0123456789abcdef-opened"
SHOWN = re.compile(r'<dd class="secret">([a-z2-7-]{19})</dd>')


@pytest.fixture(autouse=True)
def nobody_new(country):
    make_accounts()
    done(grant_role(country.office, by("kepala"), officer="sitti", name="Sitti", role=Role.PRINTER))
    yield
    get_user_model().objects.filter(officer="sitti").delete()
    make_accounts()


def test_a_new_officer_signs_in_with_what_the_page_showed_and_changes_it(client_of):
    head = client_of("kepala")
    assert "no sign-in" in head.get("/head/officers").content.decode()
    answer = head.post("/head/sign-ins", {"act": ACT, "officer": "sitti", "username": "sitti.n"})
    password = SHOWN.search(answer.content.decode())[1]

    client = Client(SERVER_NAME="127.0.0.1")
    assert client.post("/sign-in", {"username": "sitti.n", "password": password}).status_code == 302
    assert client.get("/stations/printing").headers["Location"] == "/password"
    again = head.post("/head/sign-ins", {"act": ACT, "officer": "sitti", "username": "sitti.n"})
    assert SHOWN.search(again.content.decode()) is None


def test_only_the_head_opens_sign_ins(client_of):
    assert client_of("dewi").get("/head/sign-ins").status_code == 403


def test_a_name_that_is_taken_is_refused(office):
    refused = open_sign_in(office, by("kepala"), officer="sitti", username="rahma")

    assert refused.reasons == (Reason.USER_NAME_TAKEN,)


def test_after_a_crash_between_entry_and_desk_doing_it_again_works(office, monkeypatch):
    def die(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(accounts, "open_account", die)
        with pytest.raises(SystemExit):
            open_sign_in(office, By("kepala", ACT), officer="sitti", username="sitti")
    assert accounts.account_of_officer("sitti") is None

    made = open_sign_in(office, By("kepala", ACT), officer="sitti", username="sitti")

    assert get_user_model().objects.get(officer="sitti").check_password(made.password)
    assert "password" not in repr(made).lower().replace("onetimepassword", "")
    assert made.password not in repr(made)
