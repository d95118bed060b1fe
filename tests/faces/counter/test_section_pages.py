"""The pages of the heads: flow, lists behind the figures, orders, calendar."""

from datetime import date

import pytest

from builders.country import bring_to, done, pull, push, the_row
from builders.nodes import by
from loket.core.domain import events as e
from loket.core.domain.calendar import DayOff, DayOffKind, DecreedYear, Sureness, WorkingCalendar
from loket.core.domain.terms import (
    Answer,
    ObligationKind,
    OrderKind,
    Outcome,
    RefusalGround,
    Stage,
    StandingOrderKind,
)
from loket.faces.ui.forms import new_act
from loket.node.operations.act import SYSTEM, By
from loket.node.operations.assign_case import assign_case
from loket.node.operations.centre_act import perform_at_centre, to_office
from loket.node.operations.give_order import give_order
from loket.node.operations.give_standing_order import give_standing_order
from loket.node.operations.refuse_application import refuse_application

DAY_MS = 24 * 3_600_000
LISTS = (
    "/section",
    "/head/late",
    "/head/uncollected",
    "/head/cancellations",
    "/head/ended-today",
    "/cases-at/approval",
    "/cases-at/approval?moved=came",
    "/cases-at/approval?moved=went",
    "/cases-at/work",
    "/cases-at/work?age=0",
    "/waiting-for/approver",
    "/on-hand/dewi",
    "/owed/registry_answer",
    "/reports",
)


def page_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def waiting(office):
    """A case that waits for its approval, with the approving officer."""
    case = bring_to(office, Stage.APPROVAL)
    done(assign_case(office, by("dewi"), case, assignee="dewi"))
    return case


@pytest.mark.parametrize("path", LISTS)
def test_heads_of_section_open_what_stands_behind_a_figure_and_others_do_not(path, waiting, client_of):
    assert client_of("dewi").get(path).status_code == 200
    assert client_of("kepala").get(path).status_code == 200
    assert client_of("rahma").get(path).status_code == 403


@pytest.mark.parametrize("path", ["/cases-at/nowhere", "/waiting-for/nobody", "/on-hand/nobody", "/owed/x"])
def test_what_there_is_not_is_not_found(path, office, client_of):
    assert client_of("dewi").get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/cases-at/approval",
        "/cases-at/approval?moved=came",
        "/cases-at/look_up?moved=went",
        "/cases-at/work?age=0",
        "/waiting-for/approver",
        "/on-hand/dewi",
        "/owed/registry_answer",
    ],
)
def test_the_case_stands_in_every_list_that_is_about_it(path, waiting, client_of):
    assert f'href="/cases/{waiting}"' in page_of(client_of("dewi").get(path))


def test_a_late_case_is_marked_in_the_queue_on_its_page_and_in_the_list(office, waiting, client_of):
    client = client_of("dewi")
    assert "Promised for Wednesday, 26 June 2024." in page_of(client.get(f"/cases/{waiting}"))
    assert "No case is late." in page_of(client.get("/head/late"))

    office.clock.now += 7 * DAY_MS

    late = page_of(client.get("/head/late"))
    assert "1 working day late" in late
    assert "owed: " in late
    assert "with Dewi" in late
    assert '<b class="mark waits">late</b>' in page_of(client.get("/stations/approval"))
    assert "1 working day late" in page_of(client.get(f"/cases/{waiting}"))


def test_a_year_that_the_calendar_does_not_know_is_said(office, waiting, client_of):
    office.clock.now += 7 * DAY_MS

    # The calendar of these offices knows no year.
    assert "The calendar does not know every year" in page_of(client_of("dewi").get("/head/late"))
    assert "No decree of 2024 is here" in page_of(client_of("dewi").get("/calendar"))


def test_the_calendar_names_days_off_and_their_kind(office, client_of):
    office.calendar = WorkingCalendar(
        days_off={
            date(2024, 6, 17): DayOff(DayOffKind.NATIONAL_HOLIDAY, "Iduladha 1445 Hijriah"),
            date(2024, 6, 18): DayOff(DayOffKind.JOINT_LEAVE, "Iduladha 1445 Hijriah"),
        },
        years=(DecreedYear(2024, ("SKB 855/2023",), Sureness.SOURCED),),
    )
    page = page_of(client_of("rahma").get("/calendar?month=2024-06"))

    for said in ("June 2024", "Iduladha 1445 Hijriah", "National holiday", "Joint leave", "SKB 855/2023"):
        assert said in page
    # June 2024 has 20 weekdays, two of them off.
    assert "18 working days" in page


@pytest.mark.parametrize("month", ["2024-13", "x", "1999-01", "2200-01"])
def test_a_month_that_there_is_not_is_not_found(month, office, client_of):
    assert client_of("rahma").get(f"/calendar?month={month}").status_code == 404


def test_the_head_gives_and_withdraws_an_order_and_stations_show_an_instruction(office, client_of):
    head, officer = client_of("kepala"), client_of("iwan")
    sent = {
        "act": new_act(),
        "order_kind": "instruction",
        "text": "Beri tahu pemohon bahwa Dukcapil belum menjawab.",
        "until": "21-06-2024",
    }

    assert head.post("/head/orders", sent).status_code == 302
    assert sent["text"] in page_of(officer.get("/stations/interview"))
    assert sent["text"] not in page_of(officer.get("/stock"))

    page = page_of(head.get("/head/orders"))
    order = page.split('name="order" value="')[1].split('"')[0]
    assert head.post("/head/orders/withdraw", {"act": new_act(), "order": order}).status_code == 302
    assert sent["text"] not in page_of(officer.get("/stations/interview"))
    assert "withdrawn" in page_of(head.get("/head/orders"))


def test_an_order_for_too_long_is_refused_where_the_head_looks(office, client_of):
    sent = {"act": new_act(), "order_kind": "instruction", "text": "x", "until": "19-09-2024"}

    answer = client_of("kepala").post("/head/orders", sent)

    assert answer.status_code == 422
    assert "for at most 90 days" in answer.content.decode()


def test_exceptions_of_the_last_days_are_listed_for_review(office, client_of):
    case = bring_to(office, Stage.HANDOVER)
    kind = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=kind, duty=None, why="Umrah besok."))

    page = page_of(client_of("kepala").get("/head/orders"))
    assert "Umrah besok." in page
    assert the_row(office, case).queue_number in page

    office.clock.now += 31 * DAY_MS
    assert "Umrah besok." not in page_of(client_of("kepala").get("/head/orders"))


def test_no_order_is_in_force_that_another_gave(office, client_of):
    refused = give_standing_order(
        office, by("dewi"), kind=StandingOrderKind.INSTRUCTION, text="x", until=date(2024, 6, 21)
    )

    assert refused.reasons
    assert client_of("dewi").get("/head/orders").status_code == 403


def test_a_passport_that_is_called_back_is_on_the_heads_pages_and_at_adjudication(country, client_of):
    case = bring_to(country.office, Stage.HANDOVER)
    order = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(country.office, by("kepala"), case, kind=order, duty=None, why="Contoh"))
    bring_to(country.office, Stage.ARCHIVED, case=case)
    push(country.office, country.centre)
    kind = ObligationKind.REGISTRY_ANSWER
    answer = e.ObligationAnswered(
        case=case, obligation=f"{case}:{kind}", kind=kind, answer=Answer.ADVERSE, reference="r"
    )
    perform_at_centre(
        country.centre, By(SYSTEM, "adverse-0123456789"), to_office("polman"), lambda _desk: answer
    )
    pull(country.office, country.centre)

    assert the_row(country.office, case).concern is Outcome.RECALLED
    pages = (
        ("kepala", "/head"),
        ("kepala", "/section"),
        ("dewi", "/section"),
        ("dewi", "/stations/approval"),
    )
    for officer, path in pages:
        shown = page_of(client_of(officer).get(path))
        assert f"/cases/{case}" in shown
        assert "Recalled" in shown


def test_a_printed_book_of_a_refused_application_is_listed_until_it_is_cut(office, client_of):
    case = bring_to(office, Stage.HANDOVER)
    asked = page_of(client_of("dewi").get(f"/cases/{case}/refuse_application"))
    assert 'name="book_cut"' in asked
    ground = RefusalGround.FALSE_DATA
    done(refuse_application(office, by("dewi"), case, ground=ground, why="Contoh"))

    for officer, path in (("kepala", "/head"), ("dewi", "/section"), ("anton", "/stations/archive")):
        assert "Books to be cut" in page_of(client_of(officer).get(path))
    client = client_of("anton")
    fields = {"act": new_act(), "shelf": "A-1"}
    assert client.post(f"/cases/{case}/archive_file", fields).status_code == 422
    assert "to be cut" in page_of(client.get(f"/cases/{case}"))
    assert client.post(f"/cases/{case}/archive_file", {**fields, "book_cut": "on"}).status_code == 302
    assert "Books to be cut" not in page_of(client.get("/stations/archive"))
