"""The old passport on the documents' page: keyed, from the scan, or written down as unreadable."""

import re

import pytest

from builders.country import bring_to, done, the_row
from builders.nodes import by
from builders.people import an_old_passport
from loket.core.domain.terms import PaperKind, Service, Stage
from loket.core.icao.names import Name
from loket.node.operations.scan_document import scan_document
from loket.node.papers.drawings import draw_scan

ACT = "0123456789abcdef-read-old"


@pytest.fixture
def renewal(office):
    return bring_to(office, Stage.DOCUMENTS, service=Service.RENEWAL)


def _scanned(office, case, *papers):
    for paper in papers:
        image = draw_scan("ktp", [("Nama", "CONTOH")])
        done(scan_document(office, by("rahma"), case, paper=paper, data=image))


def _post(client, case, **fields):
    return client.post(f"/cases/{case}/read_old_passport", {"act": ACT, **fields})


def test_keyed_lines_are_checked_and_shown(office, client_of, renewal):
    client = client_of("rahma")
    typed = an_old_passport(the_row(office, renewal).registration).lower()

    assert _post(client, renewal, mrz=typed).status_code == 302

    page = client.get(f"/cases/{renewal}").content.decode()
    assert typed.split("\n")[1].upper().replace("<", "&lt;") in page
    assert "every check digit is right, and the record agrees" in page
    assert 'name="mrz"' not in page


def test_fields_that_differ_are_named_in_the_words_of_the_form(office, client_of, renewal):
    client = client_of("rahma", language="id")
    lines = an_old_passport(the_row(office, renewal).registration, name=Name("KADIR", "AISYAH"))

    _post(client, renewal, mrz=lines)

    page = client.get(f"/cases/{renewal}").content.decode()
    assert "berbeda dari catatan: Nama lengkap" in re.sub(r"\s+", " ", page)


def test_a_wrong_character_says_in_which_part_of_the_zone_it_is(office, client_of, renewal):
    lines = an_old_passport(the_row(office, renewal).registration).replace("C1234567", "C1234568")

    answer = _post(client_of("rahma"), renewal, mrz=lines)

    assert answer.status_code == 422
    assert "The two lines are not right: the passport number or its check digit." in answer.content.decode()
    assert "C1234568" in answer.content.decode()  # what was typed stays


def test_the_scan_is_offered_once_there_is_one_and_says_when_nothing_can_be_made_out(
    office, client_of, renewal
):
    client = client_of("rahma")
    assert 'name="from_scan"' not in client.get(f"/cases/{renewal}").content.decode()
    _scanned(office, renewal, PaperKind.OLD_PASSPORT)

    assert 'name="from_scan"' in client.get(f"/cases/{renewal}").content.decode()
    answer = _post(client, renewal, from_scan="on", mrz="")
    assert answer.status_code == 422
    assert "The two lines cannot be made out on the scan." in answer.content.decode()


def test_an_unreadable_passport_needs_a_reason_and_can_be_read_again(office, client_of, renewal):
    client = client_of("rahma")

    assert _post(client, renewal, unreadable_why="Halaman data robek").status_code == 302

    page = client.get(f"/cases/{renewal}").content.decode()
    assert "Halaman data robek" in page
    again = client.get(f"/cases/{renewal}/read_old_passport").content.decode()
    assert 'name="mrz"' in again


def test_the_field_of_what_comes_next_has_the_focus(office, client_of, renewal):
    client = client_of("rahma")

    def focused():
        page = client.get(f"/cases/{renewal}").content.decode()
        return re.findall(r'name="(\w+)"[^>]*\sautofocus', page)

    assert focused() == ["paper"]
    _scanned(office, renewal, PaperKind.IDENTITY_CARD, PaperKind.OLD_PASSPORT)
    assert focused() == ["mrz"]
    _post(client, renewal, mrz=an_old_passport(the_row(office, renewal).registration))
    assert set(focused()) <= {"originals_seen"}


def test_a_first_passport_has_no_such_panel(office, client_of):
    case = bring_to(office, Stage.DOCUMENTS)

    assert "read_old_passport" not in client_of("rahma").get(f"/cases/{case}").content.decode()
