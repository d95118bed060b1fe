"""Headquarters' page of all offices' stock: the lowest first, a proposal that fills the form, manifests."""

import re

import pypdfium2
import pytest

from builders.country import bring_to, done, pull, push, ship, supplied
from builders.nodes import by
from loket.core.domain.blanks import parse_blanks
from loket.core.domain.rows import Shipment
from loket.core.domain.terms import Stage
from loket.faces.ui.forms import new_act
from loket.node.followers.centre import CentreFollower
from loket.node.operations.manifests import read_manifest
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.simulated_partners import simulated_partners

DAY_MS = 24 * 3_600_000


def page_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def used(country):
    """Three of five blanks were used yesterday, and the centre has read of it."""
    supplied(country)
    for name, serial in (("Ani", 1), ("Beni", 2), ("Cici", 3)):
        bring_to(
            country.office,
            Stage.PRINTING,
            nik=f"760411501090{serial:04d}",
            full_name=f"{name} Contoh",
            primary_identifier="Contoh",
            secondary_identifier=name,
        )
    country.clock.now += DAY_MS
    told(country)


def told(country):
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)


def test_a_proposal_fills_the_form_and_shipping_it_ends_the_proposal(country, used, signed_in):
    client = signed_in()
    page = page_of(client.get("/stock"))
    # 3 a day, 2 left; wanted 3 × (10 + 40) − 2 = 148, in boxes of 50.
    assert "/stock/ship?office=polman&amp;kind=ordinary&amp;blanks=150" in page

    form = client.get("/stock/ship?office=polman&kind=ordinary&blanks=150").content.decode()
    values = dict(re.findall(r'name="(series|digits|first|last|shipment)" value="([^"]*)"', form))
    assert values == {"series": "X", "digits": "7", "first": "6", "last": "155", "shipment": "KIRIM-0002"}
    sent = {"act": new_act(), "office": "polman", "kind": "ordinary", **values}

    assert client.post("/stock/ship", sent).status_code == 302
    page = page_of(client.get("/stock"))
    assert "/stock/ship?office=polman" not in page
    assert "X0000006–X0000155" in page


def test_a_shipment_that_is_refused_says_why(country, used, signed_in):
    sent = {
        "act": new_act(),
        "office": "polman",
        "kind": "ordinary",
        "shipment": "KIRIM-9",
        "series": "Q",
        "digits": "7",
        "first": "1",
        "last": "9",
    }

    answer = signed_in().post("/stock/ship", sent)

    assert answer.status_code == 422
    assert "No series of blanks of this kind" in page_of(answer)


def test_the_manifest_is_a_paper_and_a_file_that_the_office_can_verify(country, signed_in):
    done(ship(country))
    client = signed_in()

    paper = client.get("/stock/manifests/s1")
    note = client.get("/stock/manifests/s1?as=text")

    assert paper.headers["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(paper.content)[0].get_textpage().get_text_bounded()
    assert "X0000001" in text
    read = read_manifest(note.content, domain=country.office.domain, trust=country.office.trust())
    assert (read.office, read.shipment, read.blanks.said) == ("polman", "s1", "X0000001–X0000005")
    assert client.get("/stock/manifests/none").status_code == 404


def test_missing_blanks_are_settled(country, signed_in):
    supplied(country)
    done(ship(country, shipment="s2", first=6, last=9))
    pull(country.office, country.centre)
    done(
        receive_shipment(
            country.office,
            by("budi"),
            shipment="s2",
            counted=3,
            missing=parse_blanks("X0000007"),
            text="Contoh",
            second_officer="tini",
        )
    )
    told(country)
    client = signed_in()
    assert "X0000007" in page_of(client.get("/stock"))
    sent = {"act": new_act(), "office": "polman", "shipment": "s2", "outcome": "lost_on_the_way"}
    assert client.post("/stock/settle", {**sent, "text": ""}).status_code == 422

    assert client.post("/stock/settle", {**sent, "text": "Dilaporkan kurir."}).status_code == 302

    assert "Nothing is missing." in page_of(client.get("/stock"))
    with country.centre.store.reading() as reading:
        assert reading.get(Shipment, ("centre", "s2")).outcome is not None


def test_only_headquarters_sees_and_ships(country, signed_in):
    client = signed_in("nobody-of-headquarters")

    for address in ("/stock", "/stock/ship", "/stock/manifests/s1"):
        assert client.get(address).status_code == 403
