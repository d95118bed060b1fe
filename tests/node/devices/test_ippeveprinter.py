"""Jobs at CUPS' own IPP Everywhere printer, on the loopback address: answers by another implementation."""

import ctypes
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import pytest

from builders.pwg_reader import read_raster
from loket.node.devices.ipp_printer import IppPrinter
from loket.node.devices.printer import FaultReason, JobReport, JobState, PrinterFault, PrinterState, Sent
from loket.node.papers.endorsement_page import EndorsementPage, make_endorsement_page
from loket.node.papers.page_lines import page_lines

pytestmark = pytest.mark.slow

PROGRAMS = ("ippeveprinter", "avahi-daemon", "dbus-daemon", "setpriv")
MEDIA = "custom_passport-data-page_88x125mm"
PAGE = b"%PDF-1.7 a page of another length than any other\n" * 1000
WAIT_S = 10.0
BUS = """<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
<allow send_type="signal"/><allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/><allow receive_type="method_call"/>
<allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/>
</policy></busconfig>"""
AVAHI = """[server]
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
[publish]
disable-publishing=yes
"""
# One size, the data page's, without margins.
PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PASPOR.PPD"
*Manufacturer: "Loket"
*Product: "(Loket)"
*ModelName: "Loket Test"
*ShortNickName: "Loket Test"
*NickName: "Loket Test"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*Throughput: "1"
*LandscapeOrientation: Plus90
*TTRasterizer: Type42
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: w249h354
*PageSize w249h354/Data page: "<</PageSize[249.45 354.33]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: w249h354
*PageRegion w249h354/Data page: "<</PageSize[249.45 354.33]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: w249h354
*ImageableArea w249h354/Data page: "0 0 249.45 354.33"
*DefaultPaperDimension: w249h354
*PaperDimension w249h354/Data page: "249.45 354.33"
"""
# What the printer runs for each job; files beside it are its faults.
COMMAND = """#!/bin/sh
cd {folder}
[ -e abort ] && exit 1
if [ -e jam ]; then
  echo "STATE: +media-jam-error" >&2
  while [ -e jam ]; do sleep 0.05; done
  echo "STATE: -media-jam-error" >&2
fi
while [ -e hold ]; do sleep 0.05; done
exit 0
"""


def without(program):
    message = (
        f"{program} is missing: ./loket test --all installs cups-ipp-utils, avahi-daemon and dbus as root"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def running(*command, log, environment):
    """A program that ends with the test, and with the test's process when that is killed."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command], stdout=out, stderr=out, env=environment
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(happened, what, log):
    deadline = time.monotonic() + WAIT_S
    while not happened():
        if time.monotonic() > deadline:
            pytest.fail(f"not in {WAIT_S:.0f} s: {what}\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.02)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_bus(stack, folder):
    """A message bus and a name service of the test's own; the machine's where it has them running."""
    environment = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
    pid = Path("/run/avahi-daemon/pid")
    if pid.exists() and Path("/proc", pid.read_text().strip()).exists():
        return environment
    bus, avahi, log = folder / "bus.conf", folder / "avahi.conf", folder / "avahi.log"
    bus.write_text(BUS.format(socket=folder / "bus"))
    avahi.write_text(AVAHI)
    environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={folder / 'bus'}"
    stack.enter_context(
        running(
            "dbus-daemon",
            f"--config-file={bus}",
            "--nofork",
            "--nopidfile",
            log=folder / "bus.log",
            environment=environment,
        )
    )
    until((folder / "bus").exists, "a message bus", folder / "bus.log")
    options = ("--no-drop-root", "--no-chroot", "--no-rlimits")
    stack.enter_context(running("avahi-daemon", "-f", str(avahi), *options, log=log, environment=environment))
    until(lambda: "startup complete" in log.read_text(errors="replace"), "a name service", log)
    return environment


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """What a printer needs to announce itself in, while the tests run."""
    for program in PROGRAMS:
        if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            without(program)
    if os.geteuid() != 0:
        without("the right to start a name service")
    with ExitStack() as stack:
        # A machine has one name service: a second worker of the run waits for the first one's end.
        alone = stack.enter_context(Path(tempfile.gettempdir(), "loket-name-service.lock").open("w"))
        fcntl.flock(alone, fcntl.LOCK_EX)
        yield own_bus(stack, tmp_path_factory.mktemp("bus"))


@contextmanager
def printer_in(folder, environment, *arguments):
    """The running printer's address and its folder, whose files `jam`, `hold` and `abort` are its faults."""
    (folder / "spool").mkdir()
    command = folder / "command.sh"
    command.write_text(COMMAND.format(folder=folder))
    command.chmod(0o755)
    port, log = free_port(), folder / "printer.log"
    all_arguments = (
        *("-v", "-p", port, "-r", "off", "-d", folder / "spool", "-k"),
        *("-c", command, "-n", "localhost", *arguments, "Loket"),
    )
    with running("ippeveprinter", *map(str, all_arguments), log=log, environment=environment):
        until(lambda: answers(port), "the printer", log)
        yield f"ipp://localhost:{port}/ipp/print", folder


@pytest.fixture(scope="module")
def place(tmp_path_factory, environment):
    folder = tmp_path_factory.mktemp("ippeve")
    (folder / "page.ppd").write_text(PPD)
    with printer_in(folder, environment, "-P", folder / "page.ppd") as place:
        yield place


@pytest.fixture
def printer(place):
    printer = IppPrinter(place[0])
    yield printer
    for fault in ("jam", "hold", "abort"):
        (place[1] / fault).unlink(missing_ok=True)
    for job in printer.kept():
        until(
            lambda job=job: not printer.job(job).state.is_active,
            f"the end of {job}",
            place[1] / "printer.log",
        )


@pytest.fixture
def folder(place):
    return place[1]


def comes_to(printer, job, state, folder):
    until(lambda: printer.job(job).state is state, f"{job} {state}", folder / "printer.log")


def test_a_page_arrives_byte_for_byte_and_its_job_is_followed(printer, folder):
    assert printer.status().state is PrinterState.IDLE
    assert printer.send("a" * 32, PAGE, media=MEDIA) == Sent("a" * 32)

    comes_to(printer, "a" * 32, JobState.COMPLETED, folder)

    (kept,) = folder.joinpath("spool").glob(f"*{'a' * 32}*.pdf")
    assert kept.read_bytes() == PAGE
    # Sent again after it is done, it is not printed again.
    assert printer.send("a" * 32, PAGE, media=MEDIA) == Sent("a" * 32)
    assert len(list(folder.joinpath("spool").glob(f"*{'a' * 32}*.pdf"))) == 1


def test_a_jam_stops_the_job_until_it_is_cleared(printer, folder):
    (folder / "jam").touch()
    assert printer.send("b" * 32, PAGE, media=MEDIA) == Sent("b" * 32)

    until(
        lambda: printer.job("b" * 32) == JobReport(JobState.STOPPED, ("media-jam",)),
        "a jam",
        folder / "printer.log",
    )
    assert printer.status().reasons == ("media-jam",)
    assert printer.send("9" * 32, PAGE, media=MEDIA) == PrinterFault(FaultReason.MEDIA_JAM)

    (folder / "jam").unlink()
    comes_to(printer, "b" * 32, JobState.COMPLETED, folder)


def test_a_second_job_is_answered_busy(printer, folder):
    (folder / "hold").touch()
    assert printer.send("c" * 32, PAGE, media=MEDIA) == Sent("c" * 32)

    assert printer.send("d" * 32, PAGE, media=MEDIA) == PrinterFault(FaultReason.BUSY)
    assert printer.job("d" * 32) == JobReport(JobState.NOT_KNOWN)
    assert printer.kept() == {"c" * 32}

    (folder / "hold").unlink()
    comes_to(printer, "c" * 32, JobState.COMPLETED, folder)


def test_a_job_that_the_printer_gives_up_is_aborted(printer, folder):
    (folder / "abort").touch()
    assert printer.send("e" * 32, PAGE, media=MEDIA) == Sent("e" * 32)

    comes_to(printer, "e" * 32, JobState.ABORTED, folder)


def test_a_job_that_nobody_waits_for_is_cancelled(printer, folder):
    (folder / "hold").touch()
    printer.send("f" * 32, PAGE, media=MEDIA)
    # This printer loses a cancellation that comes before it has begun.
    comes_to(printer, "f" * 32, JobState.PROCESSING, folder)

    printer.forget("f" * 32)
    (folder / "hold").unlink()

    comes_to(printer, "f" * 32, JobState.CANCELED, folder)


def test_a_size_that_the_printer_has_not_is_refused(printer, folder):
    assert printer.send("1" * 32, PAGE, media="na_letter_8.5x11in") == PrinterFault(
        FaultReason.MEDIA_NOT_SUPPORTED
    )
    assert printer.job("1" * 32) == JobReport(JobState.NOT_KNOWN)


def test_a_printer_that_takes_pwg_raster_alone_gets_the_page_in_it(tmp_path, environment):
    page = EndorsementPage(
        document_number="X1234567",
        name="SITTI AMINAH",
        observations="CONTOH",
        issue_date=date(2024, 6, 26),
        issuing_office="POLEWALI MANDAR",
        specimen=True,
    )
    # Without a PPD, which -f excludes, this printer has sizes of its own; the page lies in the middle of one.
    pdf, job, media = make_endorsement_page(page), "2" * 32, "iso_a6_105x148mm"
    with printer_in(tmp_path, environment, "-f", "image/pwg-raster", "-s", "10,5") as (uri, folder):
        assert IppPrinter(uri).send("3" * 32, pdf, media=media) == PrinterFault(
            FaultReason.FORMAT_NOT_SUPPORTED
        )
        printer = IppPrinter(uri, render=page_lines)
        assert printer.send(job, pdf, media=media) == Sent(job)
        comes_to(printer, job, JobState.COMPLETED, folder)

        (kept,) = folder.joinpath("spool").glob(f"*{job}*.pwg")
        document = kept.read_bytes()
    ((fields, lines),) = read_raster(document)
    (rendered,) = (
        list(page)
        for _, page in page_lines(
            pdf,
            width=fields["Width"],
            height=fields["Height"],
            dpi=fields["HWResolutionCross"],
            colours=fields["NumColors"],
        )
    )
    assert lines == rendered
    # CUPS reads the very same header and pixels, and would have made the same header of its own.
    header, pixels = read_by_cups(document, tmp_path / "page.pwg")
    assert struct.unpack_from("=II", header, WIDTH_AT) == (fields["Width"], fields["Height"])
    assert pixels == b"".join(rendered)
    made = header_by_cups(media.encode(), fields)
    for at in SAME_FIELDS_AT:
        assert header[at : at + 4] == made[at : at + 4], at


WIDTH_AT = 372
# Resolution, size in points, pixels, bits, octets, order, colours, transforms, image box (PWG 5102.4 §4.3).
SAME_FIELDS_AT = (
    *(276, 280, 352, 356, 372, 376, 384, 388, 392, 396, 400, 420),
    *(456, 460, 464, 468, 472, 476),
)
HEADER_OCTETS = 1796


def read_by_cups(document, path):
    """The header and the pixels of the one page, as CUPS' own library reads them."""
    cups = ctypes.CDLL("libcups.so.2")
    cups.cupsRasterOpen.restype = ctypes.c_void_p
    path.write_bytes(document)
    with path.open("rb") as file:
        raster = ctypes.c_void_p(cups.cupsRasterOpen(file.fileno(), 0))
        header = ctypes.create_string_buffer(HEADER_OCTETS)
        assert cups.cupsRasterReadHeader2(raster, header) == 1
        (line,) = struct.unpack_from("=I", header.raw, 392)
        (height,) = struct.unpack_from("=I", header.raw, 376)
        pixels = ctypes.create_string_buffer(line * height)
        assert cups.cupsRasterReadPixels(raster, pixels, line * height) == line * height
        assert cups.cupsRasterReadHeader2(raster, ctypes.create_string_buffer(HEADER_OCTETS)) == 0
        cups.cupsRasterClose(raster)
    return header.raw, pixels.raw


def header_by_cups(media, fields):
    """The page header that CUPS would begin with, in this machine's order of octets."""
    cups = ctypes.CDLL("libcups.so.2")
    cups.pwgMediaForPWG.restype = ctypes.c_void_p
    header = ctypes.create_string_buffer(HEADER_OCTETS)
    size = ctypes.c_void_p(cups.pwgMediaForPWG(media))
    kind = {1: b"sgray_8", 3: b"srgb_8"}[fields["NumColors"]]
    dpi = fields["HWResolutionCross"]
    assert cups.cupsRasterInitPWGHeader(header, size, kind, dpi, dpi, b"one-sided", None) == 1
    return header.raw
