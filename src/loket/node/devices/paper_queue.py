"""Papers of the office on their way to an ordinary printer: receipts, slips, letters, reports.

A paper is no official act, and the log says nothing of it but that an officer looked at it: the queue is in
memory alone. After a crash an officer prints the paper again; with a booklet that would never be right.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from loket.core.domain.terms import PageState
from loket.node.devices.printer import (
    FaultReason,
    JobReport,
    JobState,
    Printer,
    PrinterFault,
    Sent,
    SentOrNot,
    check_job_id,
)

MOST_KEPT = 50
OF_PAPERS = "paper-"
"""Papers' jobs begin so: one printer may have data pages too, which are their follower's to cancel."""
A4 = "iso_a4_210x297mm"
_FOLLOWED = {
    PageState.SENDING,
    PageState.ACCEPTED,
    PageState.PRINTING,
    PageState.STOPPED,
    PageState.UNKNOWN,
}
_STATES = {
    JobState.PENDING: PageState.ACCEPTED,
    JobState.HELD: PageState.STOPPED,
    JobState.PROCESSING: PageState.PRINTING,
    JobState.STOPPED: PageState.STOPPED,
    JobState.CANCELED: PageState.CANCELLED,
    JobState.ABORTED: PageState.CANCELLED,
    JobState.COMPLETED: PageState.SENT,
    JobState.NOT_KNOWN: PageState.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperJob:
    """One paper: who asked for it where (`address`), when (ms), and how it stands."""

    job: str
    address: str
    officer: str
    at: int
    media: str
    state: PageState = PageState.SUBMITTED
    reasons: tuple[str, ...] = ()
    fault: str = ""


class PaperQueue:
    """The last papers, oldest first in line. `clock` gives ms; `run` sends and follows in its thread."""

    def __init__(self, printer: Printer, *, clock: Callable[[], int]) -> None:
        self._printer = printer
        self._clock = clock
        self._lock = threading.Lock()
        self._jobs: dict[str, PaperJob] = {}
        self._pdfs: dict[str, bytes] = {}
        self._wake = threading.Event()

    def put(self, job: str, pdf: bytes, *, address: str, officer: str, media: str) -> None:
        """Let a paper wait for the printer; a job given twice is one. ValueError for another id."""
        check_job_id(job)
        if not job.startswith(OF_PAPERS):
            raise ValueError(f"a paper's job id begins with {OF_PAPERS}")
        with self._lock:
            if job in self._jobs:
                return
            self._jobs[job] = PaperJob(
                job=job, address=address, officer=officer, at=self._clock(), media=media
            )
            self._pdfs[job] = pdf
            for oldest in list(self._jobs)[:-MOST_KEPT]:
                del self._jobs[oldest]
                self._pdfs.pop(oldest, None)
        self._wake.set()

    def jobs(self) -> tuple[PaperJob, ...]:
        """The papers, the newest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def run(self, stop: threading.Event, *, every_seconds: float = 2.0) -> None:
        """Send and follow until told to stop."""
        while not stop.is_set():
            self._wake.clear()
            self.run_once()
            self._wake.wait(every_seconds)

    def run_once(self) -> None:
        """Clear what no list names any more, follow what is at the printer, then send what waits."""
        kept = {job for job in self._printer.kept() if job.startswith(OF_PAPERS)}
        jobs = tuple(reversed(self.jobs()))
        for job in sorted(kept - {one.job for one in jobs}):
            self._printer.forget(job)
        for one in jobs:
            if one.state in _FOLLOWED:
                self._follow(one)
            elif one.state is PageState.SUBMITTED and not self._send(one):
                break

    def _send(self, one: PaperJob) -> bool:
        """Send a paper; False where the printer is busy and the paper goes on waiting."""
        with self._lock:
            pdf = self._pdfs.get(one.job)
        if pdf is None:
            return True
        taken = self._taken(one, pdf)
        if isinstance(taken, PrinterFault):
            if taken.reason is FaultReason.BUSY:
                return False
            self._is_now(replace(one, state=PageState.FAILED, fault=taken.reason.value))
        else:
            self._follow(replace(one, state=PageState.SENDING))
        return True

    def _taken(self, one: PaperJob, pdf: bytes) -> Sent | SentOrNot | PrinterFault:
        """A printer without the paper's own size puts it on A4, unscaled."""
        taken = self._printer.send(one.job, pdf, media=one.media)
        if taken == PrinterFault(FaultReason.MEDIA_NOT_SUPPORTED) and one.media != A4:
            return self._printer.send(one.job, pdf, media=A4)
        return taken

    def _follow(self, one: PaperJob) -> None:
        report = self._printer.job(one.job)
        if report.state is JobState.NOT_ASKED:
            report = JobReport(JobState.STOPPED, ("unreachable",))
        self._is_now(replace(one, state=_STATES[report.state], reasons=report.reasons))

    def _is_now(self, one: PaperJob) -> None:
        with self._lock:
            if one.job in self._jobs:
                self._jobs[one.job] = one
            if one.state is not PageState.SUBMITTED:
                self._pdfs.pop(one.job, None)
