"""An IPP Everywhere printer (RFC 8011, PWG 5100.14) behind the port `Printer`.

Every job is named by our random id, belongs to the user "loket", and says its media and that nothing may be
put in its place. What the printer answers is a state of the job; what it does not answer is one too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from loket.node.devices.document_format import (
    FORMAT_ATTRIBUTES,
    PDF,
    PWG_RASTER,
    document_format,
    raster_document,
)
from loket.node.devices.ipp_address import IppAddress
from loket.node.devices.ipp_messages import Attribute, Message, Operation, Tag
from loket.node.devices.ipp_wire import (
    CONNECT_S,
    READ_S,
    IppWire,
    NoAnswerError,
    NotReachedError,
    NotTrustedError,
)
from loket.node.devices.media import media_attribute
from loket.node.devices.printer import (
    FaultReason,
    JobReport,
    JobState,
    PrinterFault,
    PrinterState,
    PrinterStatus,
    Sent,
    SentOrNot,
    check_job_id,
    is_job_id,
)
from loket.node.devices.pwg_raster import Render

# RFC 8011 §5.1.4; what is no such word, or beyond so many, goes into no log.
_KEYWORD = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_MOST_REASONS: Final = 8
# RFC 8011 appendix B: refusals say that nothing was taken.
_STATUS_FAULTS: Final = {
    0x0401: FaultReason.NOT_ALLOWED,
    0x0402: FaultReason.NOT_ALLOWED,
    0x0403: FaultReason.NOT_ALLOWED,
    0x040A: FaultReason.FORMAT_NOT_SUPPORTED,
    0x040B: FaultReason.MEDIA_NOT_SUPPORTED,
    0x040E: FaultReason.MEDIA_NOT_SUPPORTED,
    0x0410: FaultReason.NOT_A_PDF,
    0x0506: FaultReason.BUSY,
    0x0507: FaultReason.BUSY,
    0x0509: FaultReason.REFUSED,
    0x0501: FaultReason.REFUSED,
    0x0503: FaultReason.REFUSED,
    0x050B: FaultReason.BUSY,
}
# RFC 8011 §5.4.12 and PWG 5100.9; whatever else stops a printer is "stopped".
_REASON_FAULTS: Final = {
    "media-empty": FaultReason.MEDIA_EMPTY,
    "media-needed": FaultReason.MEDIA_NOT_READY,
    "media-jam": FaultReason.MEDIA_JAM,
    "cover-open": FaultReason.COVER_OPEN,
    "door-open": FaultReason.COVER_OPEN,
    "interlock-open": FaultReason.COVER_OPEN,
    "toner-empty": FaultReason.TONER_EMPTY,
    "marker-supply-empty": FaultReason.TONER_EMPTY,
    "spool-area-full": FaultReason.SPOOL_FULL,
}
_JOB_STATES: Final = {
    3: JobState.PENDING,
    4: JobState.HELD,
    5: JobState.PROCESSING,
    6: JobState.STOPPED,
    7: JobState.CANCELED,
    8: JobState.ABORTED,
    9: JobState.COMPLETED,
}
_PRINTER_STATES: Final = {3: PrinterState.IDLE, 4: PrinterState.PROCESSING, 5: PrinterState.STOPPED}
_ASKED_OF_PRINTER: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    *FORMAT_ATTRIBUTES,
    "media-supported",
    "media-col-supported",
    "print-scaling-supported",
)


class IppPrinter:
    """The printer at `uri` (`ipp://…` or `ipps://…`; ValueError for another).

    `render` makes pixels of a PDF for a printer that takes none; without it such a printer is sent nothing.
    `certificates`: see IppWire. Time-outs in seconds; a call makes at most four requests.
    """

    def __init__(
        self,
        uri: str,
        *,
        render: Render | None = None,
        certificates: Path | None = None,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
    ) -> None:
        address = IppAddress.parse(uri)
        self._render = render
        self._wire = IppWire(address, certificates=certificates, connect_s=connect_s, read_s=read_s)

    def send(self, job_id: str, pdf: bytes, *, media: str) -> Sent | SentOrNot | PrinterFault:
        """Send one job unless the printer knows one of this name. ValueError for an id no job can have.

        `pdf` is what is printed, in another format where the printer takes no PDF. A printer that stands
        still is sent nothing. After the job was on its way, only a refusal says that nothing will come out.
        """
        check_job_id(job_id)
        try:
            about = self._about()
            if self._found(job_id) is not None:
                return Sent(job_id)
        except (NotReachedError, NoAnswerError) as error:
            return PrinterFault(_why(error))
        fault = _fault_before(about)
        if fault is not None:
            return PrinterFault(fault)
        document = self._document(pdf, media, about)
        return document if isinstance(document, PrinterFault) else self._print(job_id, document, media, about)

    def job(self, job_id: str) -> JobReport:
        """Ask the printer for the job of this name, and for what stops it."""
        try:
            found = self._found(job_id)
            if found is None:
                return JobReport(JobState.NOT_KNOWN)
            state, reasons = _state_of(found), _keywords(found.get("job-state-reasons"))
            if not state.is_active:
                return JobReport(state, reasons)
            standing = _status(self._about())
        except (NotReachedError, NoAnswerError):
            return JobReport(JobState.NOT_ASKED)
        if standing.state is PrinterState.STOPPED or standing.reasons:
            # A printer in trouble may go on calling its job "processing".
            return JobReport(JobState.STOPPED, standing.reasons)
        return JobReport(state, reasons if state in {JobState.HELD, JobState.STOPPED} else ())

    def status(self) -> PrinterStatus:
        """Ask the printer how it stands."""
        try:
            return _status(self._about())
        except NotTrustedError:
            return PrinterStatus(PrinterState.UNREACHABLE, (FaultReason.NOT_TRUSTED.value,))
        except (NotReachedError, NoAnswerError):
            return PrinterStatus(PrinterState.UNREACHABLE)

    def output(self, job_id: str) -> bytes | None:
        """Nobody sees through a wire what came out: the page is scanned or photographed."""
        del job_id
        return None

    def kept(self) -> frozenset[str]:
        """Name the jobs of ours that can still come out."""
        try:
            names = [job.get("job-name") for job in self._jobs("not-completed")]
        except (NotReachedError, NoAnswerError):
            return frozenset()
        return frozenset(name for name in names if isinstance(name, str) and is_job_id(name))

    def forget(self, job_id: str) -> None:
        """Cancel the job of this name; without an answer it stays among what is kept, for a later call."""
        try:
            for job in self._jobs("not-completed"):
                if job.get("job-name") == job_id and isinstance(job.get("job-id"), int):
                    self._wire.ask(Operation.CANCEL_JOB, [Attribute("job-id", Tag.INTEGER, job["job-id"])])
        except (NotReachedError, NoAnswerError):
            return

    def _document(self, pdf: bytes, media: str, about: Mapping[str, Any]) -> tuple[str, bytes] | PrinterFault:
        """The format that the printer takes, and the page in it."""
        wanted = document_format(about, media)
        if wanted == PDF:
            return PDF, pdf
        if wanted is None or isinstance(wanted, str) or self._render is None:
            return PrinterFault(FaultReason.FORMAT_NOT_SUPPORTED)
        try:
            return PWG_RASTER, raster_document(pdf, wanted, self._render)
        except ValueError:
            return PrinterFault(FaultReason.NOT_A_PDF)

    def _print(
        self, job_id: str, document: tuple[str, bytes], media: str, about: Mapping[str, Any]
    ) -> Sent | SentOrNot | PrinterFault:
        wanted = [media_attribute(media, about)]
        if "none" in _strings(about.get("print-scaling-supported")):
            # The zone has to be where 9303-4 §4 says, whatever a printer thinks of its margins.
            wanted.append(Attribute("print-scaling", Tag.KEYWORD, "none"))
        operation = (
            Attribute("job-name", Tag.NAME, job_id),
            # RFC 8011 §4.2.1.1: refuse rather than put another size in its place.
            Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, True),
            Attribute("document-format", Tag.MIME_TYPE, document[0]),
        )
        try:
            answer = self._wire.ask(Operation.PRINT_JOB, operation, wanted, document=document[1])
        except NotReachedError as error:
            return PrinterFault(_why(error))
        except NoAnswerError:
            return SentOrNot(job_id)
        return _taken(job_id, answer)

    def _about(self) -> Mapping[str, Any]:
        asked = [Attribute("requested-attributes", Tag.KEYWORD, _ASKED_OF_PRINTER)]
        answer = self._wire.ask(Operation.GET_PRINTER_ATTRIBUTES, asked)
        if not _is_success(answer) or "printer-state" not in answer.printer:
            raise NoAnswerError("the printer does not say how it stands")
        return answer.printer

    def _jobs(self, which: str) -> Iterator[Mapping[str, Any]]:
        names = ("job-id", "job-name", "job-state", "job-state-reasons")
        asked = (
            Attribute("which-jobs", Tag.KEYWORD, which),
            Attribute("my-jobs", Tag.BOOLEAN, True),
            Attribute("requested-attributes", Tag.KEYWORD, names),
        )
        answer = self._wire.ask(Operation.GET_JOBS, asked)
        if not _is_success(answer):
            raise NoAnswerError("the printer does not name its jobs")
        return iter(answer.jobs)

    def _found(self, job_id: str) -> Mapping[str, Any] | None:
        """The job of this name, first among those that can still come out.

        "all" (PWG 5100.11) is no value that every printer knows; the two of RFC 8011 §4.2.6.1 are.
        """
        for which in ("not-completed", "completed"):
            for job in self._jobs(which):
                if job.get("job-name") == job_id:
                    return job
        return None


def _why(error: NotReachedError | NoAnswerError) -> FaultReason:
    return FaultReason.NOT_TRUSTED if isinstance(error, NotTrustedError) else FaultReason.UNREACHABLE


def _taken(job_id: str, answer: Message) -> Sent | SentOrNot | PrinterFault:
    if _is_success(answer):
        return Sent(job_id)
    fault = _STATUS_FAULTS.get(answer.code)
    if fault is not None:
        return PrinterFault(fault)
    # RFC 8011 §13.1.4: the client's fault, so nothing was taken; a fault of the printer may come half-way.
    return PrinterFault(FaultReason.REFUSED) if 0x0400 <= answer.code < 0x0500 else SentOrNot(job_id)


def _is_success(answer: Message) -> bool:
    return 0 <= answer.code < 0x0100


def _fault_before(about: Mapping[str, Any]) -> FaultReason | None:
    """Why this printer is sent nothing now."""
    standing = _status(about)
    for reason in standing.reasons:
        if reason in _REASON_FAULTS:
            return _REASON_FAULTS[reason]
    if standing.reasons or standing.state is PrinterState.STOPPED:
        return FaultReason.STOPPED
    return FaultReason.BUSY if about.get("printer-is-accepting-jobs") is False else None


def _status(about: Mapping[str, Any]) -> PrinterStatus:
    state = _PRINTER_STATES.get(_number(about.get("printer-state")), PrinterState.STOPPED)
    reasons, warnings = _by_severity(_reasons(about.get("printer-state-reasons")))
    return PrinterStatus(state, reasons, warnings)


def _state_of(job: Mapping[str, Any]) -> JobState:
    return _JOB_STATES.get(_number(job.get("job-state")), JobState.NOT_ASKED)


def _by_severity(reasons: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """RFC 8011 §5.4.12: -report informs, -warning warns, -error and no ending at all stop.

    A jam and an open cover stop whatever they are called: CUPS' printer says `media-jam-warning`. An empty
    tray does not, where another has paper.
    """
    stopping, warning = [], []
    for reason in reasons:
        plain = reason.removesuffix("-warning")
        if plain in _ALWAYS_STOPPING:
            stopping.append(plain)
        elif plain != reason:
            warning.append(plain)
        elif reason != "none" and not reason.endswith("-report") and reason not in _INFORMING:
            stopping.append(reason.removesuffix("-error"))
    stopping.sort(key=lambda reason: reason not in _REASON_FAULTS)
    return tuple(stopping), tuple(warning)


_ALWAYS_STOPPING: Final = frozenset({"media-jam", "cover-open", "door-open", "interlock-open"})
# Said without an ending by printers that go on printing.
_INFORMING: Final = frozenset(
    {"hibernate", "standby", "suspend", "power-saver", "identify-printer-requested"}
)


def _keywords(value: object) -> tuple[str, ...]:
    said = ("none", "job-printing", "job-completed-successfully")
    return tuple(word for word in _reasons(value) if word not in said)


def _reasons(value: object) -> tuple[str, ...]:
    return tuple(word for word in _strings(value) if _KEYWORD.fullmatch(word))[:_MOST_REASONS]


def _strings(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(one for one in values if isinstance(one, str))


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0
