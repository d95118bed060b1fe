"""Headquarters sees how every office stands, and nobody else does."""

from django.test import Client

from builders.country import bring_to, publish_list, pull, push, ship, supplied
from builders.people import NIK
from loket.core.domain.terms import Stage
from loket.core.tlog.checkpoint import add_signatures
from loket.node.followers.centre import CentreFollower
from loket.node.operations.centre_status import centre_status, office_page
from loket.node.operations.receive_log import PENDING_NOTE
from loket.node.operations.simulated_partners import simulated_partners


def witnessed(country):
    """As add-checkpoint leaves it."""
    signed = country.office.signed_head(country.office.origin("office"))
    with country.office.store.reading() as reading:
        head = reading.head(country.office.origin("office"))
    from loket.core.tlog.checkpoint import Checkpoint

    text = Checkpoint(head.origin, head.size, head.root).text()
    line = country.centre.keys.witness.cosign(text, country.clock.now // 1000)
    with country.centre.store.writing() as writing:
        writing.save_note(PENDING_NOTE, head.origin, head.size, add_signatures(signed, line))


def a_day(country):
    supplied(country)
    bring_to(country.office, Stage.APPROVAL)
    push(country.office, country.centre)
    witnessed(country)
    follower = CentreFollower(country.centre, simulated_partners(country.centre))
    follower.run_once(country.clock.now)


def test_every_office_stands_on_the_first_page(country, signed_in):
    a_day(country)

    page = signed_in().get("/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "polman" in text
    assert "June 20, 2024" in text or "20 June 2024" in text, "when its checkpoint came"


def test_an_enrolled_office_that_was_never_heard_stands_there_too(country, signed_in):
    text = signed_in().get("/").content.decode()

    assert "polman" in text
    assert "never heard" in text


def test_the_figures_are_those_of_the_logs(country):
    a_day(country)
    publish_list(country, 2)
    ship(country, shipment="s2", first=6, last=9)

    [polman] = centre_status(country.centre).offices

    with country.office.store.reading() as reading:
        assert polman.log_size == reading.head(country.office.origin("office")).size
    assert (polman.waiting, polman.cases, polman.open_obligations, polman.blanks) == (0, 1, 3, 5)
    assert (polman.list_version, polman.list_behind) == (1, True)
    assert polman.last_contact == country.clock.now // 1000 * 1000 or polman.last_contact <= country.clock.now
    assert polman.on_the_way == 4, "on the way as soon as the centre has written it"
    pull(country.office, country.centre)
    push(country.office, country.centre)
    country.centre.project_log(country.office.origin("office"))
    [polman] = centre_status(country.centre).offices
    assert (polman.on_the_way, polman.list_behind) == (4, False)


def test_one_office_is_shown_in_figures_without_anybody_in_it(country, signed_in):
    a_day(country)

    page = signed_in().get("/offices/polman")

    text = page.content.decode()
    assert page.status_code == 200
    assert country.office.origin("office") in text
    assert NIK not in text
    assert "Aisyah" not in text


def test_an_office_nobody_knows_is_not_found(country, signed_in):
    assert signed_in().get("/offices/atlantis").status_code == 404
    assert office_page(country.centre, "centre") is None


def test_nobody_looks_without_signing_in(country):
    for address in ("/", "/offices/polman"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in")


def test_an_account_without_the_role_is_turned_away(country, signed_in):
    client = signed_in("somebody")

    assert client.get("/").status_code == 403


def test_nothing_can_be_sent_to_the_pages(country, signed_in):
    assert signed_in().post("/").status_code == 405


def test_the_pages_speak_indonesian(country, signed_in):
    a_day(country)
    client = signed_in()

    client.cookies["loket_language"] = "id"
    text = client.get("/").content.decode()

    assert '<html lang="id">' in text
    assert "Kantor" in text
