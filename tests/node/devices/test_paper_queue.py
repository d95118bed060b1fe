"""Papers on their way to an ordinary printer: once each, followed, and kept while they are listed."""

import pytest

from loket.core.domain.terms import PageState
from loket.node.devices.fake_printer import FakePrinter, FakePrinterServer, Fault
from loket.node.devices.ipp_printer import IppPrinter
from loket.node.devices.paper_queue import MOST_KEPT, PaperQueue
from loket.node.devices.printer import FolderPrinter

PAPER = b"%PDF-1.7 a receipt"


@pytest.fixture
def fake():
    return FakePrinter(media=("iso_a4_210x297mm",), by_itself=False)


@pytest.fixture
def queue(fake):
    with FakePrinterServer(fake) as server:
        yield PaperQueue(IppPrinter(server.uri, read_s=5.0), clock=lambda: 1_718_856_000_000)


def give(queue, job="paper-1", media="iso_a4_210x297mm"):
    queue.put(job, PAPER, address="/cases/1/receipt", officer="budi", media=media)


def test_a_paper_is_printed_once_however_often_it_is_given(queue, fake):
    give(queue)
    give(queue)
    for _ in range(4):
        queue.run_once()
        fake.advance()
    queue.run_once()
    give(queue)
    queue.run_once()

    (job,) = queue.jobs()
    assert (job.state, job.officer, job.address) == (PageState.SENT, "budi", "/cases/1/receipt")
    assert fake.printed == ["paper-1"]


def test_papers_wait_while_the_printer_is_busy(queue, fake):
    give(queue, "paper-1")
    give(queue, "paper-2")
    queue.run_once()
    assert [job.state for job in queue.jobs()] == [PageState.SUBMITTED, PageState.ACCEPTED]

    for _ in range(6):
        fake.advance()
        queue.run_once()

    assert fake.printed == ["paper-1", "paper-2"]


def test_a_paper_smaller_than_the_printer_has_comes_on_a4(queue, fake):
    give(queue, media="iso_a5_148x210mm")
    queue.run_once()

    assert fake.jobs[0].media == "iso_a4_210x297mm"


def test_a_paper_that_the_printer_does_not_take_says_why(queue, fake):
    fake.switch(Fault.PAPER_OUT)
    give(queue)
    queue.run_once()

    assert (queue.jobs()[0].state, queue.jobs()[0].fault) == (PageState.FAILED, "media-empty")


def test_a_paper_at_a_printer_out_of_reach_stands_still(queue, fake):
    give(queue)
    queue.run_once()
    fake.switch(Fault.OFFLINE)
    queue.run_once()

    assert (queue.jobs()[0].state, queue.jobs()[0].reasons) == (PageState.STOPPED, ("unreachable",))


def test_a_folder_keeps_no_paper_that_is_not_listed_any_more(tmp_path):
    folder = FolderPrinter(tmp_path)
    folder.send("paper-of-an-earlier-process", PAPER, media="x")
    queue = PaperQueue(folder, clock=lambda: 0)
    for number in range(MOST_KEPT + 1):
        give(queue, f"paper-{number}")
        queue.run_once()
    queue.run_once()

    assert folder.kept() == {f"paper-{number}" for number in range(1, MOST_KEPT + 1)}
