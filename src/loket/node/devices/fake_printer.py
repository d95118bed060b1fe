"""A printer that is none: IPP over HTTP on the loopback address, with every fault at a switch.

For tests, drills and demonstrations. It holds one job at a time, counts what comes out, and moves on by one
step each time it is asked for its jobs, so that nothing in it depends on a clock.
"""

import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, Self

from loket.node.devices.document_format import PDF, PWG_RASTER
from loket.node.devices.error import DeviceError
from loket.node.devices.ipp_messages import Attribute, Group, Message, Operation, Tag, decode, encode

MAX_REQUEST_BYTES = 64 * 1024 * 1024
_PENDING, _PROCESSING, _STOPPED, _CANCELED, _COMPLETED = 3, 5, 6, 7, 9
_OK, _NOT_FOUND, _ATTRIBUTES, _NOT_SUPPORTED, _BUSY, _FORMAT = 0x0000, 0x0406, 0x040B, 0x0501, 0x0507, 0x040A
_NOT_POSSIBLE = 0x0404
_PER_INCH = 3


class Fault(StrEnum):
    """What is wrong with the printer; it lasts until it is put right, or strikes the next job and is over."""

    NONE = "none"
    JAM = "media-jam"
    PAPER_OUT = "media-empty"
    COVER_OPEN = "cover-open"
    OFFLINE = "offline"
    BUSY = "busy"
    POWER_CUT = "power-cut"
    """Strikes the next job: it is taken, then the printer loses it and everything that it knew."""
    LOST_ANSWER = "lost-answer"
    """Strikes the next job: it is taken, and the answer that says so gets lost."""
    LOST_REQUEST = "lost-request"
    """Strikes the next job: its bytes are read and dropped, and no answer is given."""


_STOPPING = {
    Fault.JAM: "media-jam-error",
    Fault.PAPER_OUT: "media-empty-error",
    Fault.COVER_OPEN: "cover-open",
}
_STRIKING = {Fault.POWER_CUT, Fault.LOST_ANSWER, Fault.LOST_REQUEST}


@dataclass(slots=True)
class FakeJob:
    """One job as the printer keeps it."""

    number: int
    name: str
    user: str
    media: object
    format: str
    document: bytes = field(repr=False)
    state: int = _PENDING

    @property
    def active(self) -> bool:
        """Whether it can still come out."""
        return self.state in {_PENDING, _PROCESSING, _STOPPED}


@dataclass
class FakePrinter:
    """The printer's state; `serving` puts it on a port.

    `media`: the sizes it has by name. `formats`, `raster_types`, `raster_dpi`: the documents that it takes.
    `printed`: the names of jobs whose page came out, once for each time. `folder`: where the pages come out
    as files, for eyes that want to see them. `at_once`: jobs are finished before their request is answered.
    `by_itself`: it moves on when it is asked, and not by `advance` alone.
    """

    media: tuple[str, ...] = ("custom_max_210x297mm", "custom_min_50x50mm", "iso_a4_210x297mm")
    formats: tuple[str, ...] = (PDF,)
    raster_types: tuple[str, ...] = ("sgray_8", "srgb_8")
    raster_dpi: tuple[int, ...] = (300, 600)
    media_col: bool = False
    folder: Path | None = None
    at_once: bool = False
    by_itself: bool = True
    fault: Fault = Fault.NONE
    jobs: list[FakeJob] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    seen: list[Message] = field(default_factory=list, repr=False)
    _numbers: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def switch(self, fault: Fault) -> None:
        """Put the printer into this trouble, or out of all (`NONE`)."""
        with self._lock:
            self.fault = fault

    def cancel(self) -> None:
        """Somebody presses the red button: the job in work is cancelled."""
        with self._lock:
            for job in self.jobs:
                if job.active:
                    job.state = _CANCELED

    def restart(self) -> None:
        """The power goes and comes back: every job is forgotten."""
        with self._lock:
            self.jobs.clear()

    def advance(self) -> None:
        """Go one step on: a waiting job begins, one in work comes out, unless something stops the printer."""
        with self._lock:
            for job in self.jobs:
                if not job.active:
                    continue
                if self.fault in _STOPPING:
                    job.state = _STOPPED
                elif job.state in {_PENDING, _STOPPED}:
                    job.state = _PROCESSING
                else:
                    self._come_out(job)
                break

    def answer(self, body: bytes) -> bytes | None:
        """The answer to one request; None where the connection ends without one."""
        with self._lock:
            try:
                request = decode(body, most=MAX_REQUEST_BYTES)
            except DeviceError:
                return encode(0x0400, 0, [(Group.OPERATION, _CHARSET)])
            self.seen.append(request)
            if request.code == Operation.PRINT_JOB:
                return self._print(request)
            if request.code == Operation.GET_PRINTER_ATTRIBUTES:
                return _reply(request, _OK, [(Group.PRINTER, self._about())])
            if request.code == Operation.GET_JOBS:
                return self._listed(request)
            if request.code == Operation.CANCEL_JOB:
                return self._cancelled(request)
            return _reply(request, _NOT_SUPPORTED)

    def _come_out(self, job: FakeJob) -> None:
        job.state = _COMPLETED
        self.printed.append(job.name)
        if self.folder is not None:
            draft = self.folder / f"{job.number}.out"
            draft.write_bytes(job.document)
            draft.rename(self.folder / f"{job.name}.{'pwg' if job.format == PWG_RASTER else 'pdf'}")

    def _print(self, request: Message) -> bytes | None:
        fault = self.fault
        if fault in _STRIKING:
            self.fault = Fault.NONE
        if fault is Fault.BUSY or any(job.active for job in self.jobs):
            return _reply(request, _BUSY)
        if request.operation.get("document-format") not in self.formats:
            return _reply(request, _FORMAT)
        wanted = request.jobs[0] if request.jobs else {}
        if not self._has(wanted):
            return _reply(request, _ATTRIBUTES)
        if fault is Fault.LOST_REQUEST:
            return None
        self._numbers += 1
        job = FakeJob(
            number=self._numbers,
            name=str(request.operation.get("job-name", "")),
            user=str(request.operation.get("requesting-user-name", "")),
            media=wanted.get("media", wanted.get("media-col")),
            format=request.operation["document-format"],
            document=request.data,
        )
        self.jobs.append(job)
        if self.at_once and fault not in _STOPPING:
            self._come_out(job)
        reply = _reply(request, _OK, [(Group.JOB, _job(job))])
        if fault is Fault.POWER_CUT:
            self.restart()
        return None if fault is Fault.LOST_ANSWER else reply

    def _has(self, wanted: Mapping[str, Any]) -> bool:
        """Whether the media can be had; a job that does not say its media is none of ours."""
        media, collection = wanted.get("media"), wanted.get("media-col")
        if collection is not None:
            return self.media_col and media is None
        custom = any(name.startswith("custom_m") for name in self.media)
        return isinstance(media, str) and (media in self.media or (custom and media.startswith("custom_")))

    def _about(self) -> list[Attribute]:
        active = [job for job in self.jobs if job.active]
        reason = _STOPPING.get(self.fault, "none")
        state = 5 if self.fault in _STOPPING else 4 if active else 3
        about = [
            Attribute("printer-state", Tag.ENUM, state),
            Attribute("printer-state-reasons", Tag.KEYWORD, reason),
            Attribute("printer-is-accepting-jobs", Tag.BOOLEAN, True),
            Attribute("document-format-supported", Tag.MIME_TYPE, self.formats),
            Attribute("media-supported", Tag.KEYWORD, self.media),
            Attribute("print-scaling-supported", Tag.KEYWORD, ("auto", "none")),
        ]
        if PWG_RASTER in self.formats:
            dpi = tuple((one, one, _PER_INCH) for one in self.raster_dpi)
            about.append(Attribute("pwg-raster-document-resolution-supported", Tag.RESOLUTION, dpi))
            about.append(Attribute("pwg-raster-document-type-supported", Tag.KEYWORD, self.raster_types))
        if self.media_col:
            about.append(Attribute("media-col-supported", Tag.KEYWORD, ("media-size", "media-type")))
        return about

    def _listed(self, request: Message) -> bytes:
        completed = request.operation.get("which-jobs") == "completed"
        if self.by_itself and not completed:
            self.advance()
        listed = [job for job in self.jobs if job.active is not completed]
        return _reply(request, _OK, [(Group.JOB, _job(job)) for job in listed])

    def _cancelled(self, request: Message) -> bytes:
        job = next((one for one in self.jobs if one.number == request.operation.get("job-id")), None)
        if job is None:
            return _reply(request, _NOT_FOUND)
        if not job.active:
            return _reply(request, _NOT_POSSIBLE)
        job.state = _CANCELED
        return _reply(request, _OK)


_CHARSET = (
    Attribute("attributes-charset", Tag.CHARSET, "utf-8"),
    Attribute("attributes-natural-language", Tag.LANGUAGE, "en"),
)


def _job(job: FakeJob) -> list[Attribute]:
    return [
        Attribute("job-id", Tag.INTEGER, job.number),
        Attribute("job-name", Tag.NAME, job.name),
        Attribute("job-state", Tag.ENUM, job.state),
        Attribute("job-state-reasons", Tag.KEYWORD, "none"),
    ]


def _reply(request: Message, status: int, groups: list[tuple[Group, list[Attribute]]] | None = None) -> bytes:
    return encode(
        status, request.request_id, [(Group.OPERATION, _CHARSET), *(groups or [])], version=request.version
    )


class FakePrinterServer:
    """A fake printer on a port of 127.0.0.1, in threads of its own; a context that leaves nothing behind.

    `tls`: its certificate and key; it then speaks `ipps`.
    """

    def __init__(self, printer: FakePrinter, *, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.printer = printer
        self._scheme = "ipps" if tls else "ipp"
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(printer))
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(
            # How often it looks whether it is to end.
            target=lambda: self._server.serve_forever(poll_interval=0.02),
            name="fake-printer",
            daemon=True,
        )
        self._thread.start()

    @property
    def uri(self) -> str:
        """Its address as an office is told it."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_address[1]}/ipp/print"

    def close(self) -> None:
        """End its threads and give its port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        """The server runs from its making on."""
        return self

    def __exit__(self, *_error: object) -> None:
        """See close."""
        self.close()


def _handler(printer: FakePrinter) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout: ClassVar[float] = 5.0

        def do_POST(self) -> None:
            """One IPP request."""
            length = self.headers.get("Content-Length", "")
            self.close_connection = True
            if printer.fault is Fault.OFFLINE or not length.isdigit() or int(length) > MAX_REQUEST_BYTES:
                return
            reply = printer.answer(self.rfile.read(int(length)))
            if reply is None:
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/ipp")
            self.send_header("Content-Length", str(len(reply)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            """Say nothing: a request line tells nothing either."""

    return Handler
