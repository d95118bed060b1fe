"""An office's jobs at a printer over IPP: taken once, followed, and never taken for what nobody knows."""

import contextlib
import socket
import threading
import time

import pytest

from builders.pwg_reader import read_raster
from loket.node.devices import ipp_wire
from loket.node.devices.fake_printer import FakePrinter, FakePrinterServer, Fault
from loket.node.devices.ipp_printer import IppPrinter
from loket.node.devices.printer import (
    FaultReason,
    JobReport,
    JobState,
    PrinterFault,
    PrinterState,
    PrinterStatus,
    Sent,
    SentOrNot,
)

JOB = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
PAGE = b"%PDF-1.7 a page"
MEDIA = "custom_passport-data-page_88x125mm"


@pytest.fixture
def fake():
    return FakePrinter()


@pytest.fixture
def printer(fake):
    with FakePrinterServer(fake) as server:
        yield IppPrinter(server.uri, read_s=5.0)


def states(printer, times):
    return [printer.job(JOB).state for _ in range(times)]


def test_a_job_is_followed_until_its_page_is_out(fake, printer):
    assert printer.status() == PrinterStatus(PrinterState.IDLE)
    assert printer.send(JOB, PAGE, media=MEDIA) == Sent(JOB)

    assert states(printer, 3) == [JobState.PROCESSING, JobState.COMPLETED, JobState.COMPLETED]
    assert fake.printed == [JOB]
    assert fake.jobs[0].document == PAGE


def test_a_job_says_its_media_that_nothing_may_replace_it_and_nobody_s_name(fake, printer):
    printer.send(JOB, PAGE, media=MEDIA)

    asked = next(message for message in fake.seen if message.data)
    assert asked.jobs[0] == {"media": "custom_page_88x125mm", "print-scaling": "none"}
    assert asked.operation["ipp-attribute-fidelity"] is True
    assert (asked.operation["job-name"], asked.operation["requesting-user-name"]) == (JOB, "loket")
    # RFC 8011 §4.1.4: charset and language come first.
    assert list(asked.operation)[:3] == ["attributes-charset", "attributes-natural-language", "printer-uri"]


def test_a_printer_that_names_no_such_size_is_given_the_measures(fake, printer):
    fake.media, fake.media_col = ("iso_a4_210x297mm",), True

    assert printer.send(JOB, PAGE, media=MEDIA) == Sent(JOB)

    # PWG 5100.7 §6.3.1: hundredths of a millimetre; 88 x 125 mm.
    assert fake.jobs[0].media == {"media-size": {"x-dimension": 8800, "y-dimension": 12500}}


def test_a_printer_that_has_no_such_size_refuses_rather_than_puts_another_in_its_place(fake, printer):
    fake.media = ("na_letter_8.5x11in",)

    assert printer.send(JOB, PAGE, media=MEDIA) == PrinterFault(FaultReason.MEDIA_NOT_SUPPORTED)
    assert fake.jobs == []


def test_the_same_job_is_sent_once_also_when_it_is_done(fake, printer):
    printer.send(JOB, PAGE, media=MEDIA)
    assert printer.send(JOB, PAGE, media=MEDIA) == Sent(JOB)
    states(printer, 3)
    assert printer.send(JOB, PAGE, media=MEDIA) == Sent(JOB)

    assert fake.printed == [JOB]
    assert sum(bool(message.data) for message in fake.seen) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.JAM, FaultReason.MEDIA_JAM),
        (Fault.PAPER_OUT, FaultReason.MEDIA_EMPTY),
        (Fault.COVER_OPEN, FaultReason.COVER_OPEN),
        (Fault.BUSY, FaultReason.BUSY),
        (Fault.OFFLINE, FaultReason.UNREACHABLE),
    ],
)
def test_a_printer_in_trouble_is_sent_nothing_and_says_why(fake, printer, fault, reason):
    fake.switch(fault)

    assert printer.send(JOB, PAGE, media=MEDIA) == PrinterFault(reason)
    assert fake.jobs == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault.JAM, "media-jam"), (Fault.PAPER_OUT, "media-empty"), (Fault.COVER_OPEN, "cover-open")],
)
def test_a_job_that_is_stopped_says_why_and_goes_on_when_that_is_put_right(fake, printer, fault, reason):
    printer.send(JOB, PAGE, media=MEDIA)
    fake.switch(fault)
    assert printer.job(JOB) == JobReport(JobState.STOPPED, (reason,))
    assert printer.status() == PrinterStatus(PrinterState.STOPPED, (reason,))

    fake.switch(Fault.NONE)

    assert states(printer, 2) == [JobState.PROCESSING, JobState.COMPLETED]
    assert fake.printed == [JOB]


def test_a_job_cancelled_at_the_printer_is_canceled(fake, printer):
    printer.send(JOB, PAGE, media=MEDIA)
    fake.cancel()

    assert printer.job(JOB).state is JobState.CANCELED


def test_a_job_that_a_power_cut_took_is_not_known(fake, printer):
    fake.switch(Fault.POWER_CUT)
    assert printer.send(JOB, PAGE, media=MEDIA) == Sent(JOB)

    assert printer.job(JOB) == JobReport(JobState.NOT_KNOWN)


@pytest.mark.parametrize(
    ("fault", "known"), [(Fault.LOST_ANSWER, JobState.PROCESSING), (Fault.LOST_REQUEST, JobState.NOT_KNOWN)]
)
def test_a_connection_lost_after_the_bytes_leaves_it_open_until_the_job_is_looked_for(
    fake, printer, fault, known
):
    fake.switch(fault)

    assert printer.send(JOB, PAGE, media=MEDIA) == SentOrNot(JOB)
    assert printer.job(JOB).state is known


def test_a_printer_that_is_away_while_it_has_a_job_is_not_asked(fake, printer):
    printer.send(JOB, PAGE, media=MEDIA)
    fake.switch(Fault.OFFLINE)

    assert printer.job(JOB) == JobReport(JobState.NOT_ASKED)
    assert printer.status() == PrinterStatus(PrinterState.UNREACHABLE)
    assert printer.kept() == frozenset()
    printer.forget(JOB)

    fake.switch(Fault.NONE)
    assert printer.job(JOB).state is JobState.PROCESSING


def test_where_nobody_listens_nothing_is_sent():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        printer = IppPrinter(f"ipp://127.0.0.1:{taken.getsockname()[1]}/ipp/print")

        assert printer.send(JOB, PAGE, media=MEDIA) == PrinterFault(FaultReason.UNREACHABLE)


def test_what_nobody_waits_for_is_cancelled(fake, printer):
    fake.by_itself = False
    printer.send(JOB, PAGE, media=MEDIA)
    assert printer.kept() == {JOB}

    printer.forget(JOB)
    printer.forget(JOB)

    assert printer.kept() == frozenset()
    assert printer.job(JOB).state is JobState.CANCELED
    assert fake.printed == []


def test_a_second_job_waits_for_nothing_but_is_told_that_the_printer_is_busy(fake, printer):
    printer.send(JOB, PAGE, media=MEDIA)

    assert printer.send(OTHER, PAGE, media=MEDIA) == PrinterFault(FaultReason.BUSY)


@pytest.mark.parametrize(
    ("formats", "types", "dpi"),
    [
        (("image/urf",), ("srgb_8",), (300,)),
        (("image/pwg-raster",), ("black_1",), (300,)),
        (("image/pwg-raster",), ("srgb_8",), (2400,)),
    ],
)
def test_a_printer_that_takes_no_format_of_ours_is_sent_nothing(fake, formats, types, dpi):
    fake.formats, fake.raster_types, fake.raster_dpi = formats, types, dpi
    with FakePrinterServer(fake) as server:
        printer = IppPrinter(server.uri, render=stripes)

        assert printer.send(JOB, PAGE, media=MEDIA) == PrinterFault(FaultReason.FORMAT_NOT_SUPPORTED)
    assert fake.jobs == []


def stripes(pdf, *, width, height, dpi, colours):
    """Two pages of lines that change, for a PDF that is one."""
    if not pdf.startswith(b"%PDF-"):
        raise ValueError("no PDF")
    for number in range(2):
        yield 2, (bytes([number, y % 251, dpi % 256])[:colours] * width for y in range(height))


@pytest.mark.parametrize(
    ("types", "space", "pixel"), [(("sgray_8",), 18, b"\x01"), (("srgb_8", "sgray_8"), 19, b"\x01\x05\x2c")]
)
def test_a_printer_without_pdf_gets_the_same_job_as_pwg_raster(fake, types, space, pixel):
    fake.formats, fake.raster_types, fake.raster_dpi = ("image/pwg-raster", "image/urf"), types, (300,)
    with FakePrinterServer(fake) as server:
        printer = IppPrinter(server.uri, render=stripes)
        assert printer.send(JOB, PAGE, media=MEDIA) == Sent(JOB)
        assert states(printer, 2) == [JobState.PROCESSING, JobState.COMPLETED]

    asked = next(message for message in fake.seen if message.data)
    assert asked.operation["document-format"] == "image/pwg-raster"
    assert asked.operation["job-name"] == JOB
    assert asked.jobs[0] == {"media": "custom_page_88x125mm", "print-scaling": "none"}
    pages = read_raster(fake.jobs[0].document)
    assert [(fields["Width"], fields["Height"], fields["ColorSpace"]) for fields, _ in pages] == [
        (1039, 1476, space)
    ] * 2
    # The second page's sixth line; 300 is 0x12c.
    assert pages[1][1][5] == pixel * 1039


def test_a_printer_that_takes_both_gets_the_pdf(fake):
    fake.formats = ("image/pwg-raster", "application/pdf")
    with FakePrinterServer(fake) as server:
        assert IppPrinter(server.uri, render=stripes).send(JOB, PAGE, media=MEDIA) == Sent(JOB)

    assert fake.jobs[0].document == PAGE


def test_what_cannot_be_rendered_is_not_sent(fake):
    fake.formats = ("image/pwg-raster",)
    with FakePrinterServer(fake) as server:
        printer = IppPrinter(server.uri, render=stripes)

        assert printer.send(JOB, b"a text", media=MEDIA) == PrinterFault(FaultReason.NOT_A_PDF)
    assert fake.jobs == []


def test_a_printer_of_raster_needs_somebody_who_renders(fake, printer):
    fake.formats = ("image/pwg-raster",)

    assert printer.send(JOB, PAGE, media=MEDIA) == PrinterFault(FaultReason.FORMAT_NOT_SUPPORTED)


def test_an_address_is_a_printer_s_and_names_nobody():
    for wrong in ("http://127.0.0.1/", "ipp:///x", "ipp://me:secret@host/x", "ipp://host/x?y", "lp0"):
        with pytest.raises(ValueError, match="address"):
            IppPrinter(wrong)


def test_a_printer_that_answers_a_byte_at_a_time_is_left_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(ipp_wire, "WHOLE_ANSWER_S", 0.3)
    left = threading.Event()

    def trickle():
        line, _ = server.accept()
        with line:
            line.recv(65_536)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n\r\n")
            with contextlib.suppress(OSError):
                # Each byte comes long before the reading of one would be given up.
                for _ in range(200):
                    line.sendall(b"\x00")
                    if left.wait(0.05):
                        return

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=trickle, daemon=True).start()
        began = time.monotonic()
        state = IppPrinter(f"ipp://127.0.0.1:{server.getsockname()[1]}/x", read_s=5.0).status().state
        took = time.monotonic() - began
        left.set()

    assert state is PrinterState.UNREACHABLE
    assert took < 5  # all 200 bytes would take ten seconds
