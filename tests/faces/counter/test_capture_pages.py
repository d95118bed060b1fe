"""The interviewer's pages: a picture is judged and not kept, the list leads on, faults say what to do."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builders.counter import TITLE
from builders.country import bring_to, capture, the_row
from builders.photographs import as_jpeg, enlarged, photograph
from loket.core.domain.terms import Advice, Stage
from loket.core.icao.finger_images import FingerPosition
from loket.faces.counter.desk import OfficeDesk, set_office_desk
from loket.node.devices.fingers import FingerFaultReason, SimulatedScanner
from loket.node.papers.drawings import draw_portrait, draw_signature

ACT = "0123456789abcdef-capture"


def text(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.replace("&#x27;", "'").split())


def upload(data, name="p.jpg"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def interviewer(country, client_of):
    return client_of("iwan")


def test_a_picture_is_judged_with_words_and_nothing_is_written(country, interviewer):
    case = bring_to(country.office, Stage.PHOTO)
    judge = f"/cases/{case}/take_photo/judge"

    good = interviewer.post(judge, {"photo": upload(draw_portrait(3))})
    flag = interviewer.post(judge, {"photo": upload(as_jpeg(enlarged("hopper", 1.3)))})
    cat = interviewer.post(judge, {"photo": upload(as_jpeg(photograph("cat")))})
    nothing = interviewer.post(judge, {"photo": upload(b"no picture")})

    assert 'data-outcome="good"' in good.content.decode()
    assert 'data-outcome="although"' in flag.content.decode()
    assert "Failed Plain background Put a plain wall or cloth behind the person" in text(flag)
    assert 'data-outcome="never"' in cat.content.decode()
    assert "No face was found in the picture." in text(cat)
    assert "The file is not accepted" in text(nothing)
    assert the_row(country.office, case).photo is None


def test_only_an_interviewer_has_a_picture_judged(country, client_of):
    case = bring_to(country.office, Stage.PHOTO)
    judge = f"/cases/{case}/take_photo/judge"

    assert client_of("rahma").post(judge, {"photo": upload(b"")}).status_code == 403
    assert client_of("iwan").get(judge).status_code == 405


def test_without_a_script_the_refusal_names_the_checks_and_offers_the_tick(country, interviewer):
    case = bring_to(country.office, Stage.PHOTO)
    picture = as_jpeg(enlarged("hopper", 1.3))

    refused = interviewer.post(f"/cases/{case}/take_photo", {"act": ACT, "photo": upload(picture)})
    offered = re.search(r'name="although" id="id_although" value="([^"]+)"', refused.content.decode())
    kept = interviewer.post(
        f"/cases/{case}/take_photo", {"act": ACT, "photo": upload(picture), "although": offered[1]}
    )

    assert refused.status_code == 422
    assert "Check of the portrait failed: Plain background." in text(refused)
    assert "Keep it although this failed:" in text(refused)
    assert kept.status_code == 302
    assert "kept although: Plain background" in text(interviewer.get(f"/cases/{case}"))


def test_the_list_leads_from_one_thing_to_the_next(country, interviewer):
    office = country.office
    case = bring_to(office, Stage.INTERVIEW)

    fingers = interviewer.get(f"/cases/{case}")
    after = interviewer.post(f"/cases/{case}/take_fingerprints", {"act": ACT}, follow=True)
    signature = upload(draw_signature(1), "s.png")
    last = interviewer.post(
        f"/cases/{case}/take_signature", {"act": f"{ACT}-2", "signature": signature}, follow=True
    )

    assert "Take all ten now" in text(fingers)
    assert "Photo taken" in text(fingers)
    assert "Keep the signature" in text(after)
    assert "fingers: 10" in text(after)
    assert "Purpose of travel" in text(last)


def test_a_fault_says_what_to_do_and_the_finger_is_taken_again(country, interviewer):
    case = bring_to(country.office, Stage.INTERVIEW)
    thumb = FingerPosition.LEFT_THUMB
    scanner = SimulatedScanner(3, {thumb: [FingerFaultReason.TOO_DRY]}, size=(60, 80))
    set_office_desk(OfficeDesk(title=TITLE, fingers=scanner))

    first = interviewer.post(f"/cases/{case}/take_fingerprints", {"act": ACT}, follow=True)
    second = interviewer.post(f"/cases/{case}/take_fingerprints", {"act": f"{ACT}-2"}, follow=True)

    assert "The finger is too dry. Moisten the finger a little" in text(first)
    assert "Take what lacks and what is ticked" in text(first)
    assert "Keep the signature" in text(second)


def test_without_a_scanner_the_page_says_so_and_takes_the_reason_for_all(country, interviewer):
    case = bring_to(country.office, Stage.INTERVIEW)
    set_office_desk(OfficeDesk(title=TITLE))

    page = interviewer.get(f"/cases/{case}")
    refused = interviewer.post(f"/cases/{case}/take_fingerprints", {"act": ACT})
    kept = interviewer.post(
        f"/cases/{case}/take_fingerprints", {"act": f"{ACT}-2", "missing_all": "no_scanner"}
    )

    assert "No scanner is connected to this office." in text(page)
    assert "the scanner is not connected" in text(refused)
    assert "Plug the scanner in and try again." in text(refused)
    assert kept.status_code == 302


def test_the_advice_is_chosen_and_goes_into_the_record(country, interviewer):
    case = bring_to(country.office, Stage.INTERVIEW)
    capture(country.office, case)
    sent = {"act": ACT, "purpose": "Umrah", "notes": "Contoh"}

    unchosen = interviewer.post(f"/cases/{case}/record_interview", sent)
    done_ = interviewer.post(f"/cases/{case}/record_interview", {**sent, "advice": "refuse"}, follow=True)

    assert unchosen.status_code == 422
    assert "advice: Refuse" in text(done_)
    assert the_row(country.office, case).hits[0].advice is Advice.REFUSE
