"""An emergency travel document (SPLP) from registration to the archive, by the office's own acts."""

import io

import pypdfium2
import pytest
from PIL import Image

from builders.country import ANOTHER, bring_to, done, publish_list, pull, push, ship, supplied, the_row
from builders.nodes import by, seal_signer
from builders.people import a_walkin
from loket.config.seal_commands import verify_source
from loket.core.domain.checks import CheckName, CheckOutcome, CheckReason
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import QualityTest
from loket.core.domain.terms import DocumentKind, PaperKind, Service, Stage
from loket.core.icao.mrz_parsing import parse
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.centre import CentreFollower
from loket.node.followers.printing import PrintingFollower
from loket.node.keys.seal_signer import CERTIFICATE
from loket.node.operations import test_quality as quality
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.check_documents import check_documents
from loket.node.operations.paper_seals import document_seal
from loket.node.operations.print_data_page import print_data_page
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.papers.codes import data_matrix_png, read_codes

EMERGENCY = DocumentKind.EMERGENCY


@pytest.fixture
def office(country):
    """Five blanks of passports and two of emergency travel documents."""
    supplied(country)
    done(ship(country, shipment="splp", first=1, last=2, kind=EMERGENCY))
    pull(country.office, country.centre)
    done(receive_shipment(country.office, by("budi"), shipment="splp", counted=2, second_officer="tini"))
    return country.office


def output(country, case):
    """The page as it comes out of the printer."""
    printer = FolderPrinter(country.folder / "printer")
    PrintingFollower(country.office, printer, office_title="KANIM CONTOH", specimen=True).run_once()
    return printer.output(the_row(country.office, case).page.job)


def last_test(office, case):
    with office.store.reading() as reading:
        found = reading.select(
            QualityTest, {"office": office.name, "case": case}, order_by=("-number",), limit=1
        )
    return {check.name: (check.outcome, check.reason) for check in found[0].checks}


SEAL_CHECKS = (CheckName.SEAL_READ, CheckName.SEAL_SIGNATURE, CheckName.SEAL_ZONE, CheckName.SEAL_DAY)


def test_it_goes_from_registration_to_the_archive(country, office, tmp_path):
    case = done(register_applicant(office, by("rahma"), a_walkin(kind=EMERGENCY))).case

    # Fewer papers than a passport, and its own fee without surcharges.
    asked = check_documents(office, by("rahma"), case, originals_seen=frozenset())
    assert [one.facts["paper"] for one in asked.objections] == [PaperKind.IDENTITY_CARD.value]
    bring_to(office, Stage.PHOTO, case=case)
    assert the_row(office, case).fee.amount_rupiah == 100_000

    # A blank of its own kind, though passports' blanks come first by number.
    bring_to(office, Stage.PRINTING, case=case)
    assert the_row(office, case).booklet == "S0000001"

    done(print_data_page(office, by("budi"), case))
    page = output(country, case)
    row = the_row(office, case)
    zone = parse(f"{row.page.record.mrz_upper}\n{row.page.record.mrz_lower}")
    assert zone.document_number == "S0000001"
    assert row.page.record.expires_on == row.page.record.issued_on.replace(year=2026)
    assert (
        "SURAT PERJALANAN LAKSANA PASPOR" in pypdfium2.PdfDocument(page)[0].get_textpage().get_text_bounded()
    )
    assert row.chip is None

    # Anybody verifies its seal, which holds the zone up to its expiry.
    (tmp_path / "page.pdf").write_bytes(page)
    (tmp_path / CERTIFICATE).write_bytes(seal_signer().encoded_certificate)
    report = verify_source(str(tmp_path / "page.pdf"), certificates=[tmp_path / CERTIFICATE])
    assert (report["overall"], report["use_case"]) == ("successful", "emergency-travel-document")
    assert report["features"][0]["value"].split("\n") == [
        row.page.record.mrz_upper,
        row.page.record.mrz_lower[:28],
    ]

    done(quality.test_quality(office, by("tini"), case, page=page))
    assert {last_test(office, case)[name] for name in SEAL_CHECKS} == {(CheckOutcome.SUCCESSFUL, None)}
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(office, country.centre)
    bring_to(office, Stage.ARCHIVED, case=case)


def test_a_scan_of_the_page_is_enough_for_its_test(country, office):
    case = done(register_applicant(office, by("rahma"), a_walkin(kind=EMERGENCY))).case
    bring_to(office, Stage.READ_BACK, case=case)
    out = io.BytesIO()
    page = pypdfium2.PdfDocument(output(country, case))[0]
    page.render(scale=300 / 72).to_pil().convert("RGB").save(out, "JPEG", quality=80, dpi=(300, 300))

    done(quality.test_quality(office, by("tini"), case, page=out.getvalue()))

    assert the_row(office, case).stage is Stage.HANDOVER


def with_code(pdf, code):
    """The page with another code pasted over its seal, as a scan of 400 dpi."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=400 / 72).to_pil().convert("RGB")
    side = round(18 / 25.4 * 400)
    corner = tuple(round(mm / 25.4 * 400) for mm in (101, 44.4))
    patch = Image.new("RGB", (side, side), "white")
    if code:
        drawn = Image.open(io.BytesIO(data_matrix_png(code, pixels=4))).convert("RGB")
        patch = drawn.resize((side, side), Image.Resampling.LANCZOS)
    picture.paste(patch, corner)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(400, 400))
    return out.getvalue()


def test_another_persons_seal_and_a_changed_one_each_fail_for_their_reason(country, office):
    first = done(register_applicant(office, by("rahma"), a_walkin(kind=EMERGENCY))).case
    second = done(register_applicant(office, by("rahma"), a_walkin(kind=EMERGENCY, **ANOTHER))).case
    for case in (first, second):
        bring_to(office, Stage.READ_BACK, case=case)
    page, other = output(country, first), the_row(office, second).page.record
    (own,) = [one.data for one in read_codes(page)]
    changed = bytearray(own)
    changed[-1] ^= 1

    done(quality.test_quality(office, by("tini"), first, page=with_code(page, document_seal(office, other))))
    swapped = last_test(office, first)
    done(quality.test_quality(office, by("tini"), first, page=with_code(page, bytes(changed))))
    forged = last_test(office, first)

    assert swapped[CheckName.SEAL_ZONE] == (CheckOutcome.FAILED, CheckReason.SEAL_SAYS_OTHERWISE)
    assert swapped[CheckName.SEAL_SIGNATURE][0] is CheckOutcome.SUCCESSFUL
    assert forged[CheckName.SEAL_SIGNATURE] == (CheckOutcome.FAILED, CheckReason.SIGNATURE_WRONG)
    assert forged[CheckName.SEAL_ZONE][0] is CheckOutcome.SUCCESSFUL
    for checks in (swapped, forged):
        assert [name for name, (outcome, _) in checks.items() if outcome is CheckOutcome.FAILED] == [
            CheckName.SEAL_ZONE if checks is swapped else CheckName.SEAL_SIGNATURE
        ]
    assert the_row(office, first).stage is Stage.READ_BACK


def test_without_its_seal_it_does_not_pass(country, office):
    case = done(register_applicant(office, by("rahma"), a_walkin(kind=EMERGENCY))).case
    bring_to(office, Stage.READ_BACK, case=case)

    refused = quality.test_quality(office, by("tini"), case, page=with_code(output(country, case), b""))

    assert isinstance(refused, Refused)
    assert Reason.CHECK_NOT_SETTLED in refused.reasons
    assert the_row(office, case).stage is Stage.READ_BACK


def test_no_passport_takes_its_blanks(country):
    publish_list(country)
    done(ship(country, shipment="splp", first=1, last=2, kind=EMERGENCY))
    pull(country.office, country.centre)
    done(receive_shipment(country.office, by("budi"), shipment="splp", counted=2, second_officer="tini"))
    passport = bring_to(country.office, Stage.ALLOCATION)

    refused = allocate_booklet(country.office, by("budi"), passport)

    assert isinstance(refused, Refused)
    assert refused.reasons == (Reason.NO_BOOKLET_IN_STOCK,)


def test_an_office_without_a_seal_signer_prints_none(office):
    case = done(register_applicant(office, by("rahma"), a_walkin(kind=EMERGENCY))).case
    bring_to(office, Stage.PRINTING, case=case)
    office.seals = None

    refused = print_data_page(office, by("budi"), case)

    assert refused.reasons == (Reason.NO_SEAL_SIGNER,)


def test_for_a_lost_passport_the_police_report_is_brought_and_no_surcharge_is_paid(office):
    case = done(register_applicant(office, by("rahma"), a_walkin(kind=EMERGENCY, service=Service.LOST))).case

    asked = check_documents(office, by("rahma"), case, originals_seen=frozenset())
    assert {one.facts["paper"] for one in asked.objections} == {
        PaperKind.POLICE_REPORT.value,
        PaperKind.IDENTITY_CARD.value,
    }
    bring_to(office, Stage.PHOTO, case=case)
    assert [part.what for part in the_row(office, case).fee.parts] == ["emergency"]
