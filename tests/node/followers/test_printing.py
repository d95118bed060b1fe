"""Pages are sent once, and nothing is sent again by itself."""

import pytest

from builders.country import bring_to, done, supplied, the_row
from builders.nodes import by
from loket.core.domain import events as e
from loket.core.domain.checks import CheckName
from loket.core.domain.terms import HitDecision, PageState, Role, SpoilCause, Stage
from loket.node.devices.printer import (
    FaultReason,
    FolderPrinter,
    PrinterFault,
    PrinterState,
    PrinterStatus,
)
from loket.node.followers.printing import PHOTO_MISSING, Printed, PrintingFollower
from loket.node.operations import test_quality as quality
from loket.node.operations.adjudicate_hit import adjudicate_hit
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.print_data_page import print_data_page
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.papers.data_page_measure import measure_data_page

OFFICE = "KANIM POLEWALI MANDAR"


class PowerCutError(Exception):
    """The machine goes off."""


class CutPrinter:
    """The power goes off when the page has been handed over and nothing was written down."""

    def __init__(self, printer):
        self.printer = printer

    def send(self, job_id, pdf, *, media):
        self.printer.send(job_id, pdf, media=media)
        raise PowerCutError

    def job(self, job_id):
        return self.printer.job(job_id)

    def status(self):
        return self.printer.status()

    def output(self, job_id):
        return self.printer.output(job_id)

    def kept(self):
        return self.printer.kept()

    def forget(self, job_id):
        self.printer.forget(job_id)


class EmptyPrinter:
    def send(self, job_id, pdf, *, media):
        return PrinterFault(FaultReason.MEDIA_EMPTY)

    def job(self, job_id):
        pytest.fail("it has no job")

    def status(self):
        return PrinterStatus(PrinterState.IDLE)

    def output(self, job_id):
        return None

    def kept(self):
        return frozenset()

    def forget(self, job_id):
        pytest.fail("nothing is kept")


@pytest.fixture
def printer(tmp_path):
    return FolderPrinter(tmp_path / "printer")


@pytest.fixture
def submitted(country):
    supplied(country)
    return bring_to(country.office, Stage.READ_BACK)


def follower(country, printer):
    return PrintingFollower(country.office, printer, office_title=OFFICE)


def page(country, case):
    return the_row(country.office, case).page


def test_a_submitted_page_is_made_and_sent(country, printer, submitted):
    report = follower(country, printer).run_once()

    assert (report.sent, report.not_sent) == (1, 0)
    sent = page(country, submitted)
    assert sent.state is PageState.SENT
    pdf = printer.output(sent.job)
    measure_data_page(pdf, expected_mrz=(sent.record.mrz_upper, sent.record.mrz_lower))


def test_a_page_is_sent_once(country, printer, submitted):
    follower(country, printer).run_once()

    assert follower(country, printer).run_once().sent == 0


def test_after_a_crash_a_page_that_came_out_is_found_again(country, printer, submitted):
    with pytest.raises(PowerCutError):
        follower(country, CutPrinter(printer)).run_once()
    assert page(country, submitted).state is PageState.SENDING

    report = follower(country, printer).run_once()

    assert (report.sent, report.changed) == (0, 1)
    assert page(country, submitted).state is PageState.SENT
    assert the_row(country.office, submitted).stage is Stage.READ_BACK


def test_after_a_crash_a_page_of_which_the_printer_knows_nothing_waits_for_an_officer(
    country, printer, submitted
):
    with pytest.raises(PowerCutError):
        follower(country, CutPrinter(printer)).run_once()
    printer.forget(page(country, submitted).job)

    for _ in range(3):
        assert follower(country, printer).run_once().sent == 0

    assert page(country, submitted).state is PageState.UNKNOWN
    assert the_row(country.office, submitted).stage is Stage.READ_BACK


def test_a_fault_of_the_printer_sends_the_case_back_to_printing(country, printer, submitted):
    assert follower(country, EmptyPrinter()).run_once().not_sent == 1
    assert (page(country, submitted).state, page(country, submitted).fault) == (
        PageState.FAILED,
        "media-empty",
    )
    assert the_row(country.office, submitted).stage is Stage.PRINTING

    print_data_page(country.office, by("budi"), submitted)
    assert follower(country, printer).run_once().sent == 1


def test_a_page_whose_photo_cannot_be_read_is_not_sent(country, printer, submitted):
    photo = the_row(country.office, submitted).photo
    path = next(country.folder.joinpath("polman", "blobs").rglob(photo.sha256))
    path.chmod(0o600)
    path.write_bytes(b"damaged")

    assert follower(country, printer).run_once().not_sent == 1

    assert page(country, submitted).fault == PHOTO_MISSING
    assert printer.output(page(country, submitted).job) is None


def test_a_spoilt_blank_gets_a_page_of_its_own(country, printer, submitted):
    follower(country, printer).run_once()
    first = page(country, submitted).job
    spoil_booklet(
        country.office,
        by("tini"),
        submitted,
        cause=SpoilCause.MISPRINT,
        report="Contoh",
        present="budi",
    )
    allocate_booklet(country.office, by("budi"), submitted)
    print_data_page(country.office, by("budi"), submitted)

    assert follower(country, printer).run_once().sent == 1
    assert page(country, submitted).job != first
    assert printer.kept() == {page(country, submitted).job}


def test_a_page_stays_in_the_printer_until_it_has_passed_its_test_and_no_longer(country, printer, submitted):
    follower(country, printer).run_once()
    job = page(country, submitted).job
    follower(country, printer).run_once()
    output = printer.output(job)
    assert output is not None

    done(quality.test_quality(country.office, by("tini"), submitted, page=output))
    report = follower(country, printer).run_once()

    assert report.forgotten == 1
    assert list((country.folder / "printer").iterdir()) == []


def test_a_page_that_failed_its_test_stays_for_the_next_look(country, printer, submitted):
    follower(country, printer).run_once()
    job = page(country, submitted).job
    booklet = the_row(country.office, submitted).booklet
    names = (CheckName.MRZ_AS_RECORDED,)
    failed = e.QualityTestFailed(case=submitted, job=job, booklet=booklet, failed=names, checks=())
    with country.office.store.writing() as writing:
        country.office.append(
            writing, failed, officer="tini", role=Role.QUALITY_TESTER, act="differs-0123456789"
        )

    follower(country, printer).run_once()

    assert printer.output(job) is not None


def test_the_page_of_a_spoilt_booklet_is_removed_before_there_is_another(country, printer, submitted):
    follower(country, printer).run_once()
    spoil_booklet(
        country.office,
        by("tini"),
        submitted,
        cause=SpoilCause.MISPRINT,
        report="Contoh",
        present="budi",
    )

    assert follower(country, printer).run_once().forgotten == 1
    assert printer.kept() == frozenset()


def test_a_page_that_an_earlier_process_left_behind_is_removed_at_start(country, printer, submitted):
    printer.send("a-job-of-a-case-long-done", b"%PDF-1.7 a page", media="x")

    follower(country, printer).run_once()

    assert printer.kept() == {page(country, submitted).job}


def listed_now(country, case):
    """A newer list names the applicant while the page is on its way: the case goes to adjudication."""
    found = e.PreventionListLookedUp(
        case=case,
        list_version=9,
        list_as_of=country.clock.now,
        national_origin="",
        national_size=0,
        hits=1,
        sealed=e.ListFindings(numbers=("C-1",)),
    )
    with country.office.store.writing() as writing:
        country.office.append(writing, found, officer="system", role=Role.SYSTEM, act="listed-0123456789")
    assert the_row(country.office, case).stage is Stage.ADJUDICATION


def cleared(country, case):
    decision = HitDecision.CLEARED
    done(adjudicate_hit(country.office, by("dewi"), case, hit="listed/C-1", decision=decision, why="Contoh"))
    assert the_row(country.office, case).stage is Stage.READ_BACK


def test_a_printed_page_waits_for_its_test_while_the_case_is_in_adjudication(country, printer, submitted):
    follower(country, printer).run_once()
    job = page(country, submitted).job
    listed_now(country, submitted)

    assert follower(country, printer).run_once().forgotten == 0
    output = printer.output(job)
    assert output is not None

    cleared(country, submitted)
    done(quality.test_quality(country.office, by("tini"), submitted, page=output))
    assert the_row(country.office, submitted).stage is Stage.HANDOVER


def test_a_page_is_not_sent_while_its_case_is_in_adjudication(country, printer, submitted):
    listed_now(country, submitted)
    assert follower(country, printer).run_once() == Printed()
    assert page(country, submitted).state is PageState.SUBMITTED

    cleared(country, submitted)
    assert follower(country, printer).run_once().sent == 1
