"""What officers see and do on a case's page."""

import re
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from builders.country import bring_to, the_row
from loket.core.domain.terms import PaperKind, Stage
from loket.core.tlog.entry import decode
from loket.node.papers.drawings import draw_portrait, draw_scan

ACT = "0123456789abcdef-case-page"


def _text(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.replace("&#x27;", "'").split())


def test_a_queue_lists_the_longest_wait_first(country, client_of):
    first = bring_to(country.office, Stage.DOCUMENTS)
    country.clock.now += 40 * 60_000
    bring_to(
        country.office,
        Stage.DOCUMENTS,
        nik="7604115010900004",
        full_name="Suharto",
        primary_identifier="Suharto",
        secondary_identifier="",
    )

    page = client_of("rahma").get("/stations/documents").content.decode()

    assert page.index("A001") < page.index("A002")
    assert f'href="/cases/{first}" data-key="next"' in page
    assert "40 min" in page


def test_an_act_goes_back_to_the_case_and_shows_what_was_written(country, client_of):
    case = bring_to(country.office, Stage.PAYMENT)

    answer = client_of("rahma").post(f"/cases/{case}/issue_billing_code", {"act": ACT}, follow=True)

    assert answer.redirect_chain[0][0].startswith(f"/cases/{case}?written=")
    assert "Written: Billing code issued" in _text(answer)
    assert "Record the payment" in _text(answer)


def test_a_form_sent_twice_happens_once(country, client_of):
    case = bring_to(country.office, Stage.PAYMENT)
    client = client_of("rahma")

    first = client.post(f"/cases/{case}/issue_billing_code", {"act": ACT})
    again = client.post(f"/cases/{case}/issue_billing_code", {"act": ACT})

    assert first.headers["Location"] == again.headers["Location"]
    assert client.get(f"/cases/{case}/history").content.decode().count("Billing code issued") == 1


def test_a_refusal_gives_every_reason_with_what_would_remove_it(country, client_of):
    case = bring_to(country.office, Stage.HANDOVER)

    answer = client_of("anton").post(
        f"/cases/{case}/hand_over", {"act": ACT, "recipient": "family", "passport_number_read": "X9"}
    )

    said = _text(answer)
    assert answer.status_code == 422
    for sentence in (
        "“Name of who collects” is empty.",
        "The number read from the booklet is not the number of this case's booklet.",
        "The identity of who collects is not confirmed.",
        "The handover book is not signed.",
        "Write down which: family card with proof of payment, or power of attorney.",
        "Wait for the answer, or ask the head for an order to issue without it.",
    ):
        assert sentence in said
    assert the_row(country.office, case).stage is Stage.HANDOVER


def test_the_head_is_shown_which_order_would_remove_a_hurdle(country, client_of):
    case = bring_to(country.office, Stage.HANDOVER)

    assert f"/cases/{case}/give_order" in client_of("kepala").get("/head").content.decode()

    grounds = {"act": ACT, "kind": "issue_without_registry_answer", "why": "Berobat"}
    client_of("kepala").post(f"/cases/{case}/give_order", grounds)

    assert "It will be handed over provisionally" in _text(client_of("anton").get(f"/cases/{case}"))
    assert "No passport waits for an order." in _text(client_of("kepala").get("/head"))


def test_scans_are_shown_to_officers_and_only_accepted_by_content(country, client_of):
    case = bring_to(country.office, Stage.DOCUMENTS)
    client = client_of("rahma")
    good = SimpleUploadedFile("any.bin", draw_scan("ktp", [("Nama", "CONTOH")]))
    bad = SimpleUploadedFile("scan.jpg", b"not a picture")

    refused = client.post(
        f"/cases/{case}/scan_document", {"act": ACT + "1", "paper": "identity_card", "scan": bad}
    )
    client.post(f"/cases/{case}/scan_document", {"act": ACT + "2", "paper": "identity_card", "scan": good})

    assert "The file is not accepted" in _text(refused)
    assert [scan.paper for scan in the_row(country.office, case).scans] == [PaperKind.IDENTITY_CARD]
    assert client.get(f"/cases/{case}/scans/1").headers["Content-Type"] == "image/jpeg"
    assert client.get(f"/cases/{case}/scans/1/thumbnail").content.startswith(b"\xff\xd8")
    assert client.get(f"/cases/{case}/scans/2").status_code == 404


def test_the_portrait_is_kept_and_shown(country, client_of):
    case = bring_to(country.office, Stage.PHOTO)
    photo = SimpleUploadedFile("p.jpg", draw_portrait(3))

    client_of("iwan").post(f"/cases/{case}/take_photo", {"act": ACT, "photo": photo})

    assert client_of("tini").get(f"/cases/{case}/photo").headers["Content-Type"] == "image/jpeg"


def test_a_case_of_another_stations_officer_says_whose_turn_it_is(country, client_of):
    case = bring_to(country.office, Stage.PAYMENT)

    said = _text(client_of("anton").get(f"/cases/{case}"))

    assert "This is for: Cashier or Counter officer." in said
    assert "Issue a billing code" not in said


def test_the_office_receipt_is_a_signed_pdf(country, client_of):
    case = bring_to(country.office, Stage.PHOTO)

    answer = client_of("rahma").get(f"/cases/{case}/receipt")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert BytesIO(answer.content).read(5) == b"%PDF-"


def test_what_is_not_set_up_never_reads_as_secured(country, client_of):
    case = bring_to(country.office, Stage.DOCUMENTS)

    page = client_of("rahma").get(f"/cases/{case}").content.decode()

    assert page.count('class="mark none"') == 2  # second computer, second site
    assert page.count('class="mark yes"') == 1  # this computer
    assert page.count('class="mark waits"') == 1  # the centre


def test_a_page_that_reads_writes_nothing_but_that_a_file_was_looked_at(country, client_of):
    case = bring_to(country.office, Stage.HANDOVER)
    log = country.office.origin("office")
    with country.office.store.reading() as reading:
        before = reading.head(log).size

    for officer, path in (
        ("anton", f"/cases/{case}"),
        ("anton", f"/cases/{case}/hand_over"),
        ("kepala", "/head"),
        ("budi", "/stock"),
        ("budi", "/log"),
        ("rahma", "/stations/registration"),
    ):
        assert client_of(officer).get(path).status_code == 200

    with country.office.store.reading() as reading:
        written = [decode(data) for data in reading.entries(log, before, reading.head(log).size)]
    # anton's page of the case and the form on it are one sitting (docs/adr/0010-looks-are-entries.md)
    assert [(entry.kind, entry.officer) for entry in written] == [("file_opened", "anton")]


def test_unknown_cases_are_not_found(client_of):
    assert client_of("rahma").get(f"/cases/{'0' * 32}").status_code == 404
    assert client_of("rahma").get("/cases/nonsense").status_code == 404


def test_a_quality_test_sent_twice_names_its_entry_also_after_the_printer_forgot_the_page(country, client_of):
    case = bring_to(country.office, Stage.READ_BACK)
    country.printing.run_once()
    client = client_of("tini")

    first = client.post(f"/cases/{case}/test_quality", {"act": ACT})
    assert country.printing.run_once().forgotten == 1
    again = client.post(f"/cases/{case}/test_quality", {"act": ACT})
    other = client.post(f"/cases/{case}/test_quality", {"act": ACT + "-other"})

    assert the_row(country.office, case).stage is Stage.HANDOVER
    assert again.headers["Location"] == first.headers["Location"]
    assert other.status_code == 422
