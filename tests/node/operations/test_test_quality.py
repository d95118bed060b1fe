"""The act of the quality test in an office: what it keeps, and what becomes of the case."""

import io

import pytest
from PIL import Image

from builders.country import ANOTHER, bring_to, done, supplied, the_row
from builders.nodes import by
from loket.core.domain.checks import CheckName, CheckOutcome, CheckReason
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import QualityTest, TimelineLine
from loket.core.domain.terms import OrderKind, Role, SpoilCause, Stage
from loket.core.tlog.entry import decode
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.printing import PrintingFollower
from loket.node.operations import test_quality as quality
from loket.node.operations.act import By
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.give_order import give_order
from loket.node.operations.grant_role import grant_role
from loket.node.operations.print_data_page import print_data_page
from loket.node.operations.rebuild import rebuild
from loket.node.operations.spoil_booklet import spoil_booklet


@pytest.fixture
def printed(country):
    """A case whose page came out of the printer, and the page."""
    supplied(country)
    case = bring_to(country.office, Stage.READ_BACK)
    return case, output(country, case)


def output(country, case):
    printer = FolderPrinter(country.folder / "printer")
    PrintingFollower(country.office, printer, office_title="KANIM CONTOH", specimen=True).run_once()
    return printer.output(the_row(country.office, case).page.job)


def written_tests(country, case):
    with country.office.store.reading() as reading:
        return reading.select(QualityTest, {"office": "polman", "case": case}, order_by=("number",))


def blobs_and_entries(country):
    with country.office.store.reading() as reading:
        head = reading.head(country.office.origin("office"))
        entries = list(reading.entries(head.origin, 0, head.size))
    return entries, list((country.folder / "polman").rglob("*"))


def test_a_passed_test_keeps_its_checks_and_the_picture_of_the_page(country, printed):
    case, page = printed

    done(quality.test_quality(country.office, by("tini"), case, page=page))

    (test,) = written_tests(country, case)
    row = the_row(country.office, case)
    assert (row.stage, test.passed, test.by, test.booklet) == (Stage.HANDOVER, True, "tini", row.booklet)
    not_well = {
        check.name: (check.outcome, check.reason)
        for check in test.checks
        if check.outcome is not CheckOutcome.SUCCESSFUL
    }
    assert not_well.pop(CheckName.INFRARED) == (CheckOutcome.NOT_SUPPORTED, CheckReason.NO_DEVICE)
    assert not_well.keys() <= {CheckName.VISUAL_NUMBER}  # noughts are hard to read, and the zone has them too
    assert test.findings.fields["full_name"] == row.page.record.names_visual
    assert (test.findings.mrz_upper, test.findings.mrz_lower) == (
        row.page.record.mrz_upper,
        row.page.record.mrz_lower,
    )
    picture = Image.open(io.BytesIO(open_blob(country.office, "polman", case, test.page)))
    assert picture.format == "JPEG"
    assert picture.width / picture.height == pytest.approx(125 / 88, rel=0.01)
    with country.office.store.reading() as reading:
        lines = reading.select(TimelineLine, {"case": case}, order_by=("-number",), limit=1)
    assert lines[0].event == "quality_test_passed"


def test_what_was_read_stands_in_no_entry_in_the_clear(country, printed):
    case, page = printed

    done(quality.test_quality(country.office, by("tini"), case, page=page, remark="Rahasia sekali"))

    entries, _files = blobs_and_entries(country)
    last = decode(entries[-1])
    assert last.kind == "quality_test_passed"
    assert last.blobs
    for word in (b"AISYAH", b"901010", b"Rahasia"):
        assert word not in entries[-1]


def test_a_page_that_cannot_be_read_is_refused_and_leaves_nothing_behind(country, printed):
    case, _page = printed
    entries, files = blobs_and_entries(country)
    out = io.BytesIO()
    Image.new("L", (1250, 880), "white").save(out, "PNG")

    refused = quality.test_quality(country.office, by("tini"), case, page=out.getvalue())

    assert refused.reasons == (Reason.UPLOAD_NOT_ACCEPTED,)
    assert blobs_and_entries(country) == (entries, files)


def test_a_failed_booklet_is_made_again_and_both_tests_stay(country, printed):
    case, _page = printed
    office = country.office
    first = the_row(office, case).booklet
    other = bring_to(office, Stage.READ_BACK, **ANOTHER)
    done(quality.test_quality(office, by("tini"), case, page=output(country, other)))  # another one's page

    spoilt = SpoilCause.FAILED_READ_BACK
    done(spoil_booklet(office, by("tini"), case, cause=spoilt, report="Halaman orang lain.", present="budi"))
    done(allocate_booklet(office, by("budi"), case))
    done(print_data_page(office, by("budi"), case))
    done(quality.test_quality(office, by("tini"), case, page=output(country, case)))

    failed, passed = written_tests(country, case)
    assert (failed.passed, failed.booklet) == (False, first)
    assert set(failed.failed) == {
        CheckName.MRZ_AS_RECORDED,
        CheckName.NUMBER_AS_ALLOCATED,
        CheckName.VISUAL_NUMBER,
        CheckName.VISUAL_NAME,
        CheckName.VISUAL_BIRTH_DATE,
    }
    assert passed.passed
    (records,) = (check for check in passed.checks if check.name is CheckName.EARLIER_RECORDS)
    assert (records.outcome, records.evidence) == (CheckOutcome.SUCCESSFUL, {"booklets": first})
    assert failed.page.sha256 != passed.page.sha256
    assert rebuild(office, "polman").equal


def test_the_same_form_sent_twice_tests_once(country, printed):
    case, page = printed
    act = By("tini", "quality-0123456789abcdef")

    first = done(quality.test_quality(country.office, act, case, page=page))
    again = done(quality.test_quality(country.office, act, case, page=page))

    assert again.repeated
    assert again.index == first.index
    assert len(written_tests(country, case)) == 1


def test_who_approved_tests_only_by_order_and_the_check_says_so(country, printed):
    case, page = printed
    office = country.office
    done(grant_role(office, by("kepala"), officer="dewi", name="Dewi", role=Role.QUALITY_TESTER))
    refused = quality.test_quality(office, by("dewi"), case, page=page)
    assert isinstance(refused, Refused)
    assert refused.reasons == (Reason.SAME_OFFICER_DID_ANOTHER_DUTY,)

    from loket.core.domain.terms import Duty

    order = OrderKind.SAME_OFFICER
    done(give_order(office, by("kepala"), case, kind=order, duty=Duty.QUALITY_TEST, why="Penguji sakit."))
    done(quality.test_quality(office, by("dewi"), case, page=page))

    (test,) = written_tests(country, case)
    (check,) = (check for check in test.checks if check.name is CheckName.SECOND_OFFICER)
    assert check.outcome is CheckOutcome.SUCCESSFUL
    assert check.reason is CheckReason.BY_ORDER
    assert check.evidence == {"duties": "approval"}
