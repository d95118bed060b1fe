"""Who may open what: every address declares it, and the declaration holds."""

import pytest
from django.test import Client

from loket.core.domain.terms import Role
from loket.faces.counter.urls import urlpatterns
from loket.faces.ui.access import Access
from loket.node.operations.act import By
from loket.node.operations.grant_role import end_role

PUBLIC = {"sign-in", "sign-out", "language"}
HEADS_ONLY = {"head", "head/officers", "head/officers/end", "head/clock"}


def _access(pattern) -> Access | None:
    return getattr(pattern.callback, "access", None)


def test_every_address_declares_who_may_open_it():
    assert [str(p.pattern) for p in urlpatterns if not isinstance(_access(p), Access)] == []


def test_only_signing_in_and_out_and_the_language_are_public():
    assert {str(p.pattern) for p in urlpatterns if _access(p).public} == PUBLIC


def test_orders_officers_and_figures_are_the_heads():
    assert {str(p.pattern) for p in urlpatterns if _access(p).roles == (Role.HEAD,)} == HEADS_ONLY


@pytest.mark.parametrize(
    "path", [str(p.pattern) for p in urlpatterns if not _access(p).public and "<" not in str(p.pattern)]
)
def test_whoever_is_not_signed_in_is_asked_to(path, country):
    answer = Client(SERVER_NAME="127.0.0.1").get(f"/{path}")

    if path.startswith("api/"):
        assert answer.status_code == 401
        assert set(answer.json()["problem"]["text"]) == {"id", "en"}
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in")


def test_the_heads_page_is_closed_to_others(client_of):
    answer = client_of("rahma").get("/head")

    assert answer.status_code == 403
    assert "This page is not for your role." in answer.content.decode()


def test_an_officer_whose_last_role_ended_may_open_nothing(office, client_of):
    client = client_of("iwan")
    assert client.get("/stations/interview").status_code == 200

    end_role(office, By("kepala", "end-iwan-0123456789"), officer="iwan", role=Role.INTERVIEWER)

    assert client.get("/stations/interview").status_code == 403


def test_no_page_is_kept_by_the_browser_after_signing_out(client_of):
    answer = client_of("rahma").get("/stations/documents")

    assert "no-store" in answer.headers["Cache-Control"]
