"""Printers: a page is sent, and what really came out is looked at before anybody calls it printed."""

import errno
import hashlib
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

_JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_BEGINNING_OF_PDF = b"%PDF-"
_DRAFT = ".part"


class FaultReason(StrEnum):
    """Why a printer did not take a job; the words of RFC 8011 §5.4.12 where it has them."""

    NOT_A_PDF = "document-format-error"
    JOB_ID_TAKEN = "job-id-taken"
    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "certificate-not-trusted"
    SPOOL_FULL = "spool-area-full"
    MEDIA_EMPTY = "media-empty"
    MEDIA_JAM = "media-jam"
    MEDIA_NOT_READY = "media-needed"
    BUSY = "busy"
    COVER_OPEN = "cover-open"
    TONER_EMPTY = "toner-empty"
    STOPPED = "stopped"
    MEDIA_NOT_SUPPORTED = "media-not-supported"
    FORMAT_NOT_SUPPORTED = "document-format-not-supported"
    NOT_ALLOWED = "not-authorized"
    REFUSED = "refused"


class JobState(StrEnum):
    """How a job stands: the words of RFC 8011 §5.3.7, and two of our own for what cannot be known."""

    PENDING = "pending"
    HELD = "pending-held"
    PROCESSING = "processing"
    STOPPED = "processing-stopped"
    CANCELED = "canceled"
    ABORTED = "aborted"
    COMPLETED = "completed"
    NOT_KNOWN = "not-known"
    """The printer answers, and has no job of this name."""
    NOT_ASKED = "not-asked"
    """Nobody could ask: the printer does not answer, or not in a way that can be read."""

    @property
    def is_active(self) -> bool:
        """Whether the job can still come out."""
        return self in {JobState.PENDING, JobState.HELD, JobState.PROCESSING, JobState.STOPPED}


class PrinterState(StrEnum):
    """How a printer stands (RFC 8011 §5.4.11), and the state of one that does not answer."""

    IDLE = "idle"
    PROCESSING = "processing"
    STOPPED = "stopped"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class JobReport:
    """How a job stands and why: keywords without their severity (`media-jam`), most urgent first."""

    state: JobState
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """How a printer stands; `reasons` stop it, `warnings` do not yet."""

    state: PrinterState
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """The printer has taken the job. Whether a page came out is not known yet."""

    job_id: str


@dataclass(frozen=True, slots=True)
class SentOrNot:
    """The job was sent and no answer came that says whether it was taken: it is looked for by its name."""

    job_id: str


@dataclass(frozen=True, slots=True)
class PrinterFault:
    """The printer has not taken the job; nothing of it will come out."""

    reason: FaultReason


class Printer(Protocol):
    """What the office asks of a printer.

    `job_id` names the job for ever and holds no personal data: it becomes a file name and stands in the
    printer's own records. `media` is a PWG 5101.1 name and is always given, since a queue without it may
    silently choose another size.
    """

    def send(self, job_id: str, pdf: bytes, *, media: str) -> Sent | SentOrNot | PrinterFault:
        """Hand over one job; a job that the printer knows already is not handed over again."""
        ...

    def job(self, job_id: str) -> JobReport:
        """Say how a job stands."""
        ...

    def status(self) -> PrinterStatus:
        """Say how the printer itself stands."""
        ...

    def output(self, job_id: str) -> bytes | None:
        """Return what came out for this job as PDF or scan, None while nothing has or nobody can see it."""
        ...

    def kept(self) -> frozenset[str]:
        """Name the jobs of which the printer still keeps something; none while it does not answer."""
        ...

    def forget(self, job_id: str) -> None:
        """Cancel a job that is still waited for, and remove what is kept of it. Twice is no error."""
        ...


class FolderPrinter:
    """A printer that puts each page into a folder as `<job_id>.pdf`: for demonstrations and drills.

    A job is taken only when its bytes are on the disk under their name, so a power cut leaves either the
    whole page or none. A folder belongs to one process: drafts that a killed one left are cleared at start.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        stale = list(folder.glob(f"*{_DRAFT}"))
        for draft in stale:
            draft.unlink(missing_ok=True)
        if stale:
            _sync_folder(folder)

    def send(self, job_id: str, pdf: bytes, *, media: str) -> Sent | PrinterFault:
        """Write the page; a folder takes any media. Raises ValueError for a job_id no file can have."""
        del media
        if not pdf.startswith(_BEGINNING_OF_PDF):
            return PrinterFault(FaultReason.NOT_A_PDF)
        target = self._path(job_id)
        # The name of the temporary file follows from the bytes: two senders of one job do not mix.
        draft = target.with_suffix(f".{hashlib.sha256(pdf).hexdigest()[:16]}{_DRAFT}")
        try:
            _write_through(draft, pdf)
            # A link, unlike a rename, never replaces what has come out already.
            os.link(draft, target)
        except FileExistsError:
            if target.read_bytes() != pdf:
                return PrinterFault(FaultReason.JOB_ID_TAKEN)
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT}
            return PrinterFault(FaultReason.SPOOL_FULL if full else FaultReason.UNREACHABLE)
        finally:
            draft.unlink(missing_ok=True)
        # Also for a job that was there: the power may have gone between its link and this.
        _sync_folder(self._folder)
        return Sent(job_id)

    def job(self, job_id: str) -> JobReport:
        """A page that lies in the folder has come out; of any other nothing is known."""
        there = self._path(job_id).exists()
        return JobReport(JobState.COMPLETED if there else JobState.NOT_KNOWN)

    def status(self) -> PrinterStatus:
        """Ready while there is a folder to write into."""
        there = self._folder.is_dir()
        return PrinterStatus(PrinterState.IDLE if there else PrinterState.UNREACHABLE)

    def output(self, job_id: str) -> bytes | None:
        """Return the page of this job, None if it was never taken."""
        path = self._path(job_id)
        return path.read_bytes() if path.exists() else None

    def kept(self) -> frozenset[str]:
        """Return the jobs whose pages lie in the folder."""
        return frozenset(path.stem for path in self._folder.glob("*.pdf") if is_job_id(path.stem))

    def forget(self, job_id: str) -> None:
        """Remove the page of this job, also from the disk."""
        self._path(job_id).unlink(missing_ok=True)
        _sync_folder(self._folder)

    def _path(self, job_id: str) -> Path:
        check_job_id(job_id)
        return self._folder / f"{job_id}.pdf"


def is_job_id(text: str) -> bool:
    """Whether a name that a printer tells can be that of a job of ours."""
    return _JOB_ID.fullmatch(text) is not None


def check_job_id(job_id: str) -> None:
    """Raise ValueError for a job id that no file and no printer's record can carry."""
    if not is_job_id(job_id):
        raise ValueError("a job id is 1 to 64 of A-Z, a-z, 0-9, - and _, not beginning with - or _")


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
