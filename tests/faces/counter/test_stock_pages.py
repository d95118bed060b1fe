"""The stock page and the forms of acts with blanks, as officers fill them in."""

import pypdfium2
import pytest

from builders.counter import PASSWORD
from builders.country import bring_to, done, pull, ship, the_row
from builders.nodes import by
from loket.core.domain.rows import Booklet, Shipment, StockReport
from loket.core.domain.stock_terms import Place, StockAct
from loket.core.domain.terms import BalanceItem, BookletState, Stage
from loket.faces.ui.forms import new_act
from loket.node.operations.close_day import close_day
from loket.node.operations.manifests import manifest_of
from loket.node.operations.office_day import day_still_open, expected_at_closing
from loket.node.operations.open_day import open_day
from loket.node.operations.stock import lying_now

TINI = {"second_officer": "tini", "second_password": PASSWORD}


def page_of(answer):
    return " ".join(answer.content.decode().split())


def blank(office, number):
    with office.store.reading() as reading:
        return reading.get(Booklet, (office.name, number))


def test_the_page_says_what_lies_where_and_that_the_equation_holds(office, client_of):
    page = page_of(client_of("budi").get("/stock"))

    assert "<b>5</b> delivered = <b>5</b> In stock" in page
    assert "in balance" in page
    assert "TERIMA-2024-0001" in page
    assert "nothing used yet to reckon with" in page


def test_who_may_do_nothing_with_blanks_is_offered_nothing(client_of):
    page = page_of(client_of("iwan").get("/stock"))

    assert "/stock/move" not in page
    assert "Vault" in page


def test_a_shipment_is_counted_in_with_its_gaps(country, office, client_of):
    done(ship(country, shipment="s2", first=6, last=15))
    pull(office, country.centre)
    sent = {"act": new_act(), "shipment": "s2", "counted": "9", **TINI}
    client = client_of("budi")

    refused = client.post("/stock", sent)
    assert refused.status_code == 422
    assert "There should be 10 blanks, counted are 9." in page_of(refused)

    written = client.post("/stock", {**sent, "missing": "x0000012", "text": "Segel putus."})
    assert written.status_code == 302
    page = page_of(client.get(written.headers["Location"]))
    assert "Missing from shipments" in page
    assert "X0000012" in page
    assert blank(office, "X0000012") is None


def test_a_number_that_is_none_comes_back_with_how_it_is_written(office, client_of):
    sent = {"act": new_act(), "blanks": "X000000Z", "to_place": "drawer", "to_holder": "budi", **TINI}

    answer = client_of("budi").post("/stock/move", sent)

    assert answer.status_code == 422
    assert "Write numbers as on the blanks" in page_of(answer)


def test_blanks_are_handed_over_and_the_report_is_a_paper_that_both_sign(office, client_of):
    client = client_of("budi")
    assert "Hand blanks over" in page_of(client.get("/stock/move"))
    sent = {
        "act": new_act(),
        "blanks": "X0000001-X0000003",
        "to_place": "drawer",
        "to_holder": "budi",
        **TINI,
    }

    assert client.post("/stock/move", sent).status_code == 302

    assert blank(office, "X0000002").place is Place.DRAWER
    paper = client.get("/stock/reports/SERAH-2024-0001")
    assert paper.headers["Content-Type"] == "application/pdf"
    text = " ".join(pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_bounded().split())
    for said in ("Berita acara serah terima blangko", "SERAH-2024-0001", "X0000001–X0000003", "Budi", "Tini"):
        assert said in text
    assert client.get("/stock/reports/SERAH-2024-0002").status_code == 404


@pytest.mark.parametrize("wrong", ["", "salah-TEST"])
def test_without_the_second_officers_password_nothing_moves(office, client_of, wrong):
    sent = {
        "act": new_act(),
        "blanks": "X0000001",
        "to_place": "drawer",
        "to_holder": "budi",
        "second_officer": "tini",
        "second_password": wrong,
    }

    assert client_of("budi").post("/stock/move", sent).status_code == 422
    assert blank(office, "X0000001").place is Place.VAULT


def test_blanks_are_reported_and_the_reports_stand_on_the_page(office, client_of):
    client = client_of("budi")
    sent = {
        "act": new_act(),
        "what": "spoilt",
        "blanks": "X0000005",
        "cause": "damaged_blank",
        "text": "Sobek.",
    }

    assert client.post("/stock/report", {**sent, **TINI}).status_code == 302

    assert blank(office, "X0000005").state is BookletState.SPOILT
    page = page_of(client.get("/stock"))
    assert "RUSAK-2024-0001" in page
    again = client.post("/stock/report", {**sent, "act": new_act(), **TINI})
    assert "are in another state (Spoilt), the first is X0000005" in page_of(again)


def test_a_manifest_is_pasted_as_a_browser_sends_it(country, office, client_of):
    done(ship(country, shipment="s2", first=6, last=15))
    with country.centre.store.reading() as reading:
        note = manifest_of(country.centre, reading.get(Shipment, ("centre", "s2"))).decode()
    client = client_of("budi")

    answer = client.post("/stock/manifest", {"act": new_act(), "manifest": note.replace("\n", "\r\n")})

    assert answer.status_code == 302
    assert "by its manifest" in page_of(client.get("/stock"))


def test_a_transfer_asks_for_another_office(office, client_of):
    sent = {"act": new_act(), "blanks": "X0000005", "to_office": "majene", **TINI}

    answer = client_of("budi").post("/stock/transfer", sent)

    # Only offices that the trust root names are answers.
    assert answer.status_code == 422
    assert blank(office, "X0000005").state is BookletState.IN_STOCK


def test_the_allocation_shows_the_blank_at_hand_and_takes_a_scanned_one(office, client_of):
    case = bring_to(office, Stage.ALLOCATION)
    client = client_of("budi")
    assert "<b>X0000001</b>" in page_of(client.get(f"/cases/{case}"))

    sent = {"act": new_act(), "booklet": "x0000003"}
    assert client.post(f"/cases/{case}/allocate_booklet", sent).status_code == 302

    assert the_row(office, case).booklet == "X0000003"


def test_a_lost_booklet_is_reported_on_its_case_with_a_paper(office, client_of):
    case = bring_to(office, Stage.READ_BACK)
    client = client_of("budi")
    assert "Report the booklet as lost" in page_of(client.get(f"/cases/{case}/lose_booklet"))

    sent = {"act": new_act(), "report": "Dicari di semua laci.", **TINI}
    assert client.post(f"/cases/{case}/lose_booklet", sent).status_code == 302

    assert the_row(office, case).stage is Stage.ALLOCATION
    paper = client.get(f"/cases/{case}/papers/loss-report/HILANG-2024-0001")
    assert paper.headers["Content-Type"] == "application/pdf"
    text = " ".join(pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_bounded().split())
    assert "Berita acara buku hilang" in text
    with office.store.reading() as reading:
        assert reading.get(StockReport, (office.name, "HILANG-2024-0001")).act is StockAct.LOST
    # What it says stands in the case's file, sealed: the stock's list leads there.
    assert client.get("/stock/reports/HILANG-2024-0001").status_code == 404


@pytest.fixture
def varied(office):
    """A day that was closed with one blank too few."""
    counted = {BalanceItem.CASH: 0, BalanceItem.BLANKS: 5}
    done(open_day(office, by("budi"), counted=counted, why={}))
    with office.store.reading() as reading:
        said = expected_at_closing(office, reading, day_still_open(office, reading))
        lying = lying_now(office, reading)
    (vault,) = lying
    done(
        close_day(
            office,
            by("budi"),
            counted=said,
            why={},
            deposited_rupiah=0,
            second_officer="tini",
            stock_counted={vault: 4},
            stock_why={vault: "Satu tidak ada."},
        )
    )


def test_a_variance_stands_on_the_page_until_two_officers_have_counted_again(office, client_of, varied):
    client = client_of("budi")
    case = bring_to(office, Stage.ALLOCATION)
    assert "Nothing is allocated" in page_of(client.get("/stock"))
    # The page of the day says it by place, once, and not as a sum beside it.
    assert page_of(client.get("/day")).count("Ordinary passport, In stock: Vault −1") == 1
    assert "Blanks in stock −1" not in page_of(client.get("/day"))
    assert "Nothing is allocated" in page_of(client.get(f"/cases/{case}"))
    locked = client.post(f"/cases/{case}/allocate_booklet", {"act": new_act()})
    assert "The count of blanks at the close of Thursday, 20 June 2024 differed" in page_of(locked)

    sent = {"act": new_act(), "variance": "2024-06-20", "ground": "found", "text": "Di laci.", **TINI}
    few = client.post("/stock/variance", {**sent, "lying_ordinary_vault_in_stock": "4"})
    assert "The log says 5, counted are 4." in page_of(few)
    whole = client.post("/stock/variance", {**sent, "lying_ordinary_vault_in_stock": "5"})

    assert whole.status_code == 302
    assert "Nothing is allocated" not in page_of(client.get("/stock"))
    assert client.get("/stock/reports/HITUNG-2024-0001").status_code == 200
    assert client.post(f"/cases/{case}/allocate_booklet", {"act": new_act()}).status_code == 302
