"""A page is read as soon as it came out; what was read counts for exactly those bytes."""

import pytest

from builders.country import bring_to, supplied, the_row
from builders.nodes import by
from loket.core.domain.events import QualityTestFailed, QualityTestPassed
from loket.core.domain.refusals import Reason
from loket.core.domain.terms import Stage
from loket.drills.bench_pages import a_page
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.printing import PrintingFollower
from loket.node.followers.read_ahead import ReadAheadFollower
from loket.node.operations import test_quality as quality
from loket.node.papers import pages_read
from loket.node.papers.data_page import make_data_page
from loket.node.papers.page_reading import read_page
from loket.node.papers.pages_read import PagesRead


@pytest.fixture
def printer(tmp_path):
    return FolderPrinter(tmp_path / "printer")


@pytest.fixture
def ahead(country, printer):
    return ReadAheadFollower(country.office, printer)


@pytest.fixture
def printing(country, printer, ahead):
    return PrintingFollower(country.office, printer, office_title="CONTOH", sent=ahead.sent)


@pytest.fixture
def case(country):
    supplied(country)
    return bring_to(country.office, Stage.READ_BACK)


@pytest.fixture
def readings(monkeypatch):
    """How often the recogniser was asked: it is slow, which is all that reading ahead is about."""
    asked = []

    def counted(page):
        asked.append(page)
        return read_page(page)

    monkeypatch.setattr("loket.node.papers.page_reading.read_page", counted)
    return asked


def test_a_page_that_was_read_ahead_is_not_read_again(country, printer, printing, ahead, case, readings):
    printing.run_once()
    assert ahead.run_once()
    page = printer.output(the_row(country.office, case).page.job)

    printed = quality.test_quality(country.office, by("tini"), case, page=page)

    assert isinstance(printed.event, QualityTestPassed)
    assert readings == [page]


def test_other_bytes_than_those_that_were_read_ahead_are_read(
    country, printer, printing, ahead, case, readings
):
    printing.run_once()
    ahead.run_once()
    other = make_data_page(a_page(1))

    read = quality.test_quality(country.office, by("tini"), case, page=other)

    assert isinstance(read.event, QualityTestFailed)
    assert readings[1:] == [other]


def test_without_anything_read_ahead_the_act_reads(country, printer, printing, case, readings):
    printing.run_once()
    page = printer.output(the_row(country.office, case).page.job)

    assert isinstance(
        quality.test_quality(country.office, by("tini"), case, page=page).event, QualityTestPassed
    )
    assert readings == [page]


def test_a_page_that_is_not_sent_is_not_read(ahead):
    assert not ahead.run_once()


def test_what_cannot_be_read_ahead_is_said_to_the_officer(country, printer, ahead, case):
    printer.send("job1", b"%PDF-1.7 no page", media="x")
    ahead.sent("job1")

    assert not ahead.run_once()
    refused = quality.test_quality(country.office, by("tini"), case, page=printer.output("job1"))
    assert refused.reasons == (Reason.UPLOAD_NOT_ACCEPTED,)


def test_what_was_read_is_forgotten_with_the_printers_page(country, printer, printing, ahead, case, readings):
    printing.run_once()
    ahead.run_once()
    page = printer.output(the_row(country.office, case).page.job)
    quality.test_quality(country.office, by("tini"), case, page=page)

    assert printing.run_once().forgotten == 1
    country.office.pages_read.read(page)

    assert readings == [page, page]


def test_of_too_many_pages_the_oldest_is_read_again(monkeypatch):
    read = []
    monkeypatch.setattr(pages_read, "MOST_KEPT", 2)
    monkeypatch.setattr(pages_read, "_read", lambda page: read.append(page) or ("A", "B"))
    pages = PagesRead()
    for number in range(3):
        pages.read_ahead(f"job{number}", b"%d" % number)

    assert [pages.read(b"%d" % number) for number in range(3)] == [("A", "B")] * 3
    assert read == [b"0", b"1", b"2", b"0"]
