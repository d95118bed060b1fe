"""Which printers an office has, by its settings; the library behind IPP is loaded where one is spoken to."""

import subprocess
import sys

from loket.config.printers import data_page_printer, paper_queue, seconds_between_rounds
from loket.config.settings import NodeSettings
from loket.node.devices.fake_printer import FakePrinter, FakePrinterServer
from loket.node.devices.ipp_printer import IppPrinter
from loket.node.devices.printer import FolderPrinter, JobState, PrinterState, Sent

MEDIA = "iso_b7_88x125mm"


def settings_in(folder, **given):
    environment = {"LOKET_ROLE": "office", "LOKET_NODE": "polman", "LOKET_DATA": str(folder)}
    return NodeSettings.from_environment(environment | given)


def test_without_a_word_pages_and_papers_go_into_folders_of_their_own(tmp_path):
    settings = settings_in(tmp_path)
    printer, papers = data_page_printer(settings), paper_queue(settings, clock=lambda: 0)
    assert isinstance(printer, FolderPrinter)

    printer.send("page", b"%PDF-1.7 a page", media=MEDIA)
    papers.put("paper-1", b"%PDF-1.7 a paper", address="/x", officer="budi", media="iso_a4_210x297mm")
    papers.run_once()

    assert [path.name for path in (tmp_path / "printer").iterdir()] == ["page.pdf"]
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["paper-1.pdf"]


def test_an_office_prints_at_the_printer_it_is_told_and_only_a_specimen_sees_what_came_out(tmp_path):
    folder = tmp_path / "printer"
    folder.mkdir()
    with FakePrinterServer(FakePrinter(folder=folder, at_once=True)) as server:
        real = data_page_printer(settings_in(tmp_path, LOKET_PRINTER=server.uri))
        specimen = data_page_printer(settings_in(tmp_path, LOKET_PRINTER=server.uri, LOKET_SPECIMEN="1"))
        assert isinstance(real, IppPrinter)
        assert specimen.status().state is PrinterState.IDLE
        assert specimen.send("page", b"%PDF-1.7 a page", media=MEDIA) == Sent("page")

        assert specimen.job("page").state is JobState.COMPLETED
        assert specimen.output("page") == b"%PDF-1.7 a page"
        assert specimen.kept() == {"page"}
        assert real.output("page") is None
        specimen.forget("page")
        assert (specimen.kept(), specimen.output("page")) == (frozenset(), None)


def test_a_real_printer_is_asked_less_often_than_a_folder(tmp_path):
    ipp = {"LOKET_PRINTER": "ipp://printer/ipp/print"}

    assert seconds_between_rounds(settings_in(tmp_path)) < seconds_between_rounds(
        settings_in(tmp_path, **ipp)
    )


def test_an_office_that_prints_into_a_folder_loads_no_client():
    code = (
        "import sys, loket.config.printers, loket.node.devices.ipp_printer, loket.node.devices.fake_printer\n"
        "sys.exit(bool({'pyipp', 'aiohttp'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-P", "-c", code], env={"PYTHONPATH": "src"}).returncode == 0
