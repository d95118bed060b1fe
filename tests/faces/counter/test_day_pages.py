"""Opening and closing the day on its pages, and what the frame says of it."""

import pypdfium2
import pytest

from builders.counter import PASSWORD
from builders.country import done
from builders.nodes import by
from loket.core.domain.rows import OfficeDay
from loket.core.domain.terms import BalanceItem
from loket.core.icao.seal.message import parse_seal
from loket.core.icao.seal.signature import is_signed_by
from loket.faces.ui.forms import new_act
from loket.node.operations.open_day import open_day
from loket.node.papers.codes import read_codes

DAY_MS = 24 * 3_600_000
COUNTED = {
    "counted_cash": "Rp 50.000",
    "counted_receipts": "0",
    "lying_ordinary_vault_in_stock": "5",
    "counted_printed": "0",
    "counted_spoilt": "0",
    "counted_handed_over": "0",
    "deposited_rupiah": "20.000",
    "second_officer": "tini",
    "second_password": PASSWORD,
}


@pytest.fixture
def opened(office):
    counted = {BalanceItem.CASH: 50_000, BalanceItem.BLANKS: 5}
    done(open_day(office, by("rahma"), counted=counted, why={BalanceItem.CASH: "change"}))


def page_of(answer):
    return " ".join(answer.content.decode().split())


def days(office):
    with office.store.reading() as reading:
        return reading.select(OfficeDay, {"office": office.name})


def test_the_day_is_opened_with_what_was_counted(office, client_of):
    client = client_of("rahma")
    assert "not counted yet" in page_of(client.get("/day"))

    answer = client.post("/day/open", {"act": new_act(), "counted_cash": "0", "counted_blanks": "5"})

    assert (answer.status_code, answer.headers["Location"].split("=")[0]) == (302, "/day?written")
    page = page_of(client.get(answer.headers["Location"]))
    assert "Close the day" in page
    assert "opened at 12:00 by Rahma" in page


def test_a_difference_comes_back_with_a_place_for_its_reason(office, client_of):
    client = client_of("rahma")
    sent = {"act": new_act(), "counted_cash": "50.000", "counted_blanks": "4"}

    refused = client.post("/day/open", sent)

    page = page_of(refused)
    assert refused.status_code == 422
    assert "Cash in the drawer: the log says Rp 0, counted Rp 50.000." in page
    assert "+Rp 50.000" in page
    assert "−1" in page
    assert page.count("Why do they differ?") == 2
    assert days(office) == []

    why = {"why_cash": "change for the counter", "why_blanks": "torn, reported"}
    assert client.post("/day/open", sent | why).status_code == 302
    assert {line.item: line.why for line in days(office)[0].opening} == {
        BalanceItem.CASH: "change for the counter",
        BalanceItem.BLANKS: "torn, reported",
    }


def test_two_officers_close_the_day_and_its_slip_says_who_counted(office, client_of, opened):
    client = client_of("rahma")

    answer = client.post("/day/close", {"act": new_act(), **COUNTED})

    assert answer.status_code == 302
    assert "Today was opened, counted and closed." in page_of(client.get("/day"))
    slip = client.get("/day/2024-06-20/slip")
    assert slip.headers["Content-Type"] == "application/pdf"
    text = " ".join(pypdfium2.PdfDocument(slip.content)[0].get_textpage().get_text_bounded().split())
    for said in ("Penutupan hari", "Kamis, 20 Juni 2024", "Rp 30.000", "Rahma", "Tini", "Brankas"):
        assert said in text
    (code,) = read_codes(slip.content)
    seal = parse_seal(code.data)
    assert is_signed_by(seal, office.seals.public_key)
    assert (seal.header.issued.isoformat(), seal.features[0].value) == ("2024-06-20", b"day-slip")


def test_a_second_officers_wrong_password_closes_nothing(office, client_of, opened):
    answer = client_of("rahma").post(
        "/day/close", {"act": new_act(), **COUNTED, "second_password": "salah-TEST"}
    )

    assert answer.status_code == 422
    assert "User name and password do not belong together." in page_of(answer)
    assert days(office)[0].closed_at is None


def test_who_keeps_nothing_sees_the_day_without_a_form(office, client_of):
    page = page_of(client_of("iwan").get("/day"))

    assert "counted_cash" not in page
    assert "Cashiers, stock officers and the head" in page


def test_a_day_without_a_close_has_no_slip(office, client_of, opened):
    client = client_of("rahma")

    assert client.get("/day/2024-06-20/slip").status_code == 404
    assert client.get("/day/today/slip").status_code == 404


def test_the_frame_says_that_no_day_is_open_and_then_that_one_was_never_closed(office, client_of):
    client = client_of("iwan")
    assert "The day is not opened yet" in page_of(client.get("/stations/interview"))

    done(open_day(office, by("rahma"), counted={BalanceItem.CASH: 0, BalanceItem.BLANKS: 5}, why={}))
    assert "The day is not opened yet" not in page_of(client.get("/stations/interview"))

    office.clock.now += DAY_MS
    assert "Thursday, 20 June 2024 was never closed" in page_of(client.get("/stations/interview"))


def test_on_a_day_off_the_frame_asks_for_no_day(office, client_of):
    office.clock.now += 2 * DAY_MS  # Saturday

    assert "The day is not opened yet" not in page_of(client_of("iwan").get("/stations/interview"))
