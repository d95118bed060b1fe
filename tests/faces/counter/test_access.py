"""Who may open what: every address declares it, and the declaration holds."""

import pytest
from django.test import Client

from loket.core.domain.terms import Role
from loket.faces.counter.acts.registry import CASE_ACTS, OFFICE_ACTS
from loket.faces.counter.urls import urlpatterns
from loket.faces.ui.access import Access
from loket.node.operations.act import By
from loket.node.operations.grant_role import end_role

PUBLIC = {"sign-in", "sign-in/help", "sign-out", "language"}
WITH_ONE_TIME_PASSWORD = {"password"}
HEADS_ONLY = {
    "head",
    "head/officers",
    "head/officers/end",
    "head/deputy",
    "head/deputy/end",
    "head/sign-ins",
    "head/orders",
    "head/orders/withdraw",
    "head/looks",
    "head/clock",
}
# What is about no single case and open to every officer; a new page is added here, or it is closed.
ANY_OFFICERS = {
    "papers",  # each PDF is made by its own address, which looks at the role again
    "papers/print",
    "",
    "search",
    "log",
    "my-work",
    "calendar",
    "day",
    "day/open",
    "day/close",
    "day/<slug:day>/slip",
    "paper",
    "password",
    "sign-ins/reset",
    "stock",
    "stock/reports/<slug:number>",
    "stations/registration",
    "stations/<slug:name>",
    "api/session",
    "api/acts/<slug:operation>",
}
HEADS_ACTS = {
    "give_order",
    "forget_case",
    "defer_application",
    "cancel_passport",
    "drop_cancellation",
    "grant_role",
    "end_role",
    "appoint_deputy",
    "end_deputy",
    "confirm_clock",
    "give_standing_order",
    "withdraw_standing_order",
}
ANYBODYS_ACTS = {"assign_case"}
OFFICERS_ROLES = {role for role in Role if role not in (Role.SYSTEM, Role.HEADQUARTERS)}


def _access(pattern) -> Access | None:
    return getattr(pattern.callback, "access", None)


def test_every_address_declares_who_may_open_it():
    assert [str(p.pattern) for p in urlpatterns if not isinstance(_access(p), Access)] == []


def test_only_signing_in_and_out_and_the_language_are_public():
    assert {str(p.pattern) for p in urlpatterns if _access(p).public} == PUBLIC


def test_orders_officers_and_figures_are_the_heads():
    assert {str(p.pattern) for p in urlpatterns if _access(p).roles == (Role.HEAD,)} == HEADS_ONLY


def test_a_one_time_password_opens_one_page():
    assert {str(p.pattern) for p in urlpatterns if _access(p).one_time} == WITH_ONE_TIME_PASSWORD


def test_what_every_officer_may_open_beside_the_cases_is_listed_here():
    opened = {
        str(p.pattern)
        for p in urlpatterns
        if not _access(p).public and not _access(p).roles and "case_id" not in str(p.pattern)
    }

    assert opened - ANY_OFFICERS == set()


def test_no_page_is_for_a_role_that_no_officer_holds():
    assert [str(p.pattern) for p in urlpatterns if not set(_access(p).roles) <= OFFICERS_ROLES] == []


def test_the_heads_acts_are_the_heads_alone():
    acts = {**CASE_ACTS, **OFFICE_ACTS}

    assert {stem for stem, act in acts.items() if set(act.roles) == {Role.HEAD}} == HEADS_ACTS


def test_only_handing_a_case_on_is_everybodys_act():
    acts = {**CASE_ACTS, **OFFICE_ACTS}

    assert {stem for stem, act in acts.items() if set(act.roles) >= OFFICERS_ROLES} == ANYBODYS_ACTS
    assert [stem for stem, act in acts.items() if not act.roles] == []


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
