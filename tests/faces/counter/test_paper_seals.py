"""Papers as they are handed out, verified by the command that anybody has."""

import io

import pypdfium2
import pytest
from PIL import ImageFilter

from builders.country import bring_to, done, the_row
from builders.nodes import by, seal_signer
from loket.config.seal_commands import verify_source
from loket.core.domain.terms import DeferralGround, Stage
from loket.faces.counter.letter_parts import letters_of
from loket.faces.counter.letters import find_letter, paper
from loket.node.keys.seal_signer import AUTHORITY, CERTIFICATE
from loket.node.operations.defer_application import defer_application
from loket.node.operations.node import TRUST_NOTE
from loket.node.papers.codes import read_codes
from loket.node.papers.office_papers import Row, make_paper

WHY = "Nama ayah tidak cocok dengan kartu keluarga."


@pytest.fixture
def certificates(tmp_path):
    (tmp_path / CERTIFICATE).write_bytes(seal_signer().encoded_certificate)
    (tmp_path / AUTHORITY).write_bytes(seal_signer().encoded_authority)
    return {"certificates": [tmp_path / CERTIFICATE], "csca": [tmp_path / AUTHORITY]}


@pytest.fixture
def letter(office):
    """A letter of deferral as PDF, its case's row, and what it says about itself."""
    case = bring_to(office, Stage.APPROVAL)
    ground = DeferralGround.FALSE_DATA
    done(defer_application(office, by("kepala"), case, ground=ground, months=12, why=WHY))
    row = the_row(office, case)
    (found,) = letters_of(row)
    return paper(office, row, found, "Kepala"), row, found


def verified(path, material, **certificates):
    path.write_bytes(material)
    return verify_source(str(path), **certificates)


def features(report):
    return {one["name"]: one["value"] for one in report["features"]}


def outcomes(report):
    return {one["name"]: one["outcome"] for one in report["checks"]}


def test_a_letter_is_verified_from_its_pdf_text_included(letter, certificates, tmp_path):
    pdf, row, _ = letter

    report = verified(tmp_path / "letter.pdf", pdf, **certificates)

    assert report["overall"] == "successful"
    assert set(outcomes(report).values()) == {"successful"}
    assert report["use_case"] == "office-paper"
    said = features(report)
    assert (said["kind"], said["number"]) == ("deferral", "TANGGUH-2024-0001")
    assert (said["application_number"], said["until"]) == (row.application_number, "2025-06-20")
    assert (report["header"]["issuing_country"], report["header"]["issued"]) == ("IDN", "2024-06-20")


def test_the_seal_of_a_letter_names_nobody(letter):
    pdf, row, _ = letter
    (code,) = read_codes(pdf)

    applicant = row.registration.applicant
    for personal in (applicant.nik, *applicant.full_name.split(), WHY):
        assert personal.encode() not in code.data


def test_a_letter_is_verified_from_a_photo_but_its_text_is_left_to_the_eye(letter, certificates, tmp_path):
    page = pypdfium2.PdfDocument(letter[0])[0].render(scale=2.5).to_pil().convert("L")
    photo = page.rotate(3, expand=True, fillcolor=230).filter(ImageFilter.GaussianBlur(0.8))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=70)

    report = verified(tmp_path / "photo.jpg", out.getvalue(), **certificates)

    assert report["overall"] == "successful"
    assert outcomes(report)["paper_content"] == "undetermined"


def test_another_text_around_the_same_seal_fails(office, letter, certificates, tmp_path):
    (code,) = read_codes(letter[0])
    forged = make_paper(
        title_id="Surat penangguhan",
        title_en="Letter of deferral",
        rows=[Row("Pemohon", "Applicant", "Orang lain")],
        footer="",
        seal=lambda _: code.data,
    )

    report = verified(tmp_path / "forged.pdf", forged, **certificates)

    assert outcomes(report)["seal_signature"] == "successful"
    assert outcomes(report)["paper_content"] == "failed"
    assert report["overall"] == "failed"


def test_the_same_letter_carries_the_same_seal(office, letter):
    pdf, row, found = letter

    assert paper(office, row, find_letter(row, found.kind.value, found.number), "Kepala") == pdf


def test_a_receipt_says_in_its_seal_what_was_received(country, client_of, certificates, tmp_path):
    case = bring_to(country.office, Stage.PHOTO)
    row = the_row(country.office, case)

    pdf = client_of("rahma").get(f"/cases/{case}/receipt").content
    report = verified(tmp_path / "receipt.pdf", pdf, **certificates)

    assert report["overall"] == "successful"
    said = features(report)
    assert (said["kind"], said["number"]) == ("receipt", row.payment.receipt_number)
    assert said["amount_rupiah"] == row.fee.amount_rupiah
    assert said["billing_code"] == row.fee.billing_code


def test_a_status_slip_carries_the_number_for_the_scanner_and_a_seal(
    country, client_of, certificates, tmp_path
):
    case = bring_to(country.office, Stage.PAYMENT)
    number = the_row(country.office, case).application_number

    pdf = client_of("rahma").get(f"/cases/{case}/slip").content

    assert {code.symbology for code in read_codes(pdf)} == {"QRCode", "DataMatrix"}
    assert number.encode() in {code.data for code in read_codes(pdf)}
    report = verified(tmp_path / "slip.pdf", pdf, **certificates)
    assert (report["overall"], features(report)["kind"]) == ("successful", "status-slip")


def test_without_a_seal_signer_a_letter_carries_the_signed_note_which_verifies_with_the_trust_root(
    office, letter, tmp_path
):
    _, row, found = letter
    office.seals = None
    pdf = paper(office, row, found, "Kepala")
    with office.store.reading() as reading:
        (tmp_path / "trust-root.note").write_bytes(reading.note(TRUST_NOTE, office.domain))

    report = verified(tmp_path / "letter.pdf", pdf, trust=tmp_path / "trust-root.note")
    unknown = verified(tmp_path / "letter.pdf", pdf)

    assert report["overall"] == "successful"
    assert report["note"][1:3] == ["deferral", "TANGGUH-2024-0001"]
    assert unknown["overall"] == "undetermined"
