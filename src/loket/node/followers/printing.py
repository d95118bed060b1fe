"""Sending submitted data pages to the printer, after commit and at start; nothing is sent twice by itself.

A page whose sending was begun is never sent again: after a crash its job is looked for by its name and
followed, or nobody knows what became of it and an officer looks. What the printer keeps of a page is removed
when nobody waits for it any more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag

from loket.core.domain.events import Blob, Event, PageRecord
from loket.core.domain.refusals import Refused
from loket.core.domain.row_parts import Endorsement, Page
from loket.core.domain.rows import Case
from loket.core.domain.rules import printing
from loket.core.domain.rules.common import ISSUING_STATE
from loket.core.domain.rules.emergency import is_emergency
from loket.core.domain.rules.printing import AT_THE_PRINTER, FOLLOWED, is_on_its_way, pages_of
from loket.core.domain.terms import PageState, Role, Stage
from loket.core.icao.mrz import Sex
from loket.node.devices.paper_queue import OF_PAPERS
from loket.node.devices.printer import (
    FaultReason,
    JobReport,
    JobState,
    Printer,
    PrinterFault,
    PrinterState,
    PrinterStatus,
)
from loket.node.keys.error import KeysError
from loket.node.operations.act import SYSTEM, By, Done, perform_on_case
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node
from loket.node.operations.paper_seals import document_seal
from loket.node.papers.data_page import DataPage, make_data_page
from loket.node.papers.endorsement_page import EndorsementPage, make_endorsement_page
from loket.node.papers.error import PaperError
from loket.node.store.error import StoreError

# PWG 5101.1: shorter side first; 9303-4 §2.2 gives the page as 125 x 88 mm, which is B7 (ISO 216).
DATA_PAGE_MEDIA = "iso_b7_88x125mm"
PHOTO_MISSING = "photo-missing"
UNREACHABLE = "unreachable"
MOST_ROUNDS_LEFT_OUT = 64
"""How seldom a printer is tried that goes on calling itself busy: each time is two entries in the log."""
_STATES = {
    JobState.PENDING: PageState.ACCEPTED,
    JobState.HELD: PageState.STOPPED,
    JobState.PROCESSING: PageState.PRINTING,
    JobState.STOPPED: PageState.STOPPED,
    JobState.CANCELED: PageState.CANCELLED,
    JobState.ABORTED: PageState.CANCELLED,
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Printed:
    """One round: pages sent, pages of which nothing was printed, changes at the printer, outputs removed."""

    sent: int = 0
    not_sent: int = 0
    changed: int = 0
    forgotten: int = 0


class PrintingFollower:
    """Follows the office's log for data pages. `office_title`: the issuing office as the page names it.

    `sent` hears of each job whose page is out. `status`: how the printer stood in the last round.
    """

    def __init__(
        self,
        node: Node,
        printer: Printer,
        *,
        office_title: str,
        specimen: bool = False,
        sent: Callable[[str], None] = lambda _job: None,
    ) -> None:
        self._node = node
        self._sent = sent
        self._printer = printer
        self._office_title = office_title
        self._specimen = specimen
        self._wake = Flag()
        self._busy_times = self._rounds_left_out = 0
        self.status: PrinterStatus | None = None

    def wake(self) -> None:
        """Something was committed that may be a page to send."""
        self._wake.set()

    def run(self, stop: Flag, *, every_seconds: float = 2.0) -> None:
        """Send pages until told to stop."""
        while not stop.is_set():
            self._wake.clear()
            done = self.run_once()
            if done != Printed():
                _log.info(
                    "data pages: %d sent, %d not sent, %d changes, %d removed from the printer",
                    done.sent,
                    done.not_sent,
                    done.changed,
                    done.forgotten,
                )
            self._wake.wait(every_seconds)

    def run_once(self) -> Printed:
        """Cancel and forget what nobody waits for, follow what is at the printer, then send what may be sent.

        A page waits from its submission until it is printed or spoilt, or the application has ended; also
        while its case is in adjudication, where it is not sent. The printer is asked first: a page submitted
        after that is not among what it keeps.
        """
        kept = {job for job in self._printer.kept() if not job.startswith(OF_PAPERS)}
        waiting = self._waiting()
        done_with = kept - {page.job for case in waiting for page in pages_of(case)}
        for job in sorted(done_with):
            self._printer.forget(job)
            self._node.pages_read.forget(job)
        changed = [
            self._follow(case, page) for case in waiting for page in pages_of(case) if page.state in FOLLOWED
        ]
        sent, not_sent = self._send_waiting()
        self.status = self._printer.status()
        return Printed(sent, not_sent, sum(changed), len(done_with))

    def _waiting(self) -> list[Case]:
        stages = (Stage.READ_BACK, Stage.ADJUDICATION)
        with self._node.store.reading() as reading:
            cases = reading.select(
                Case, {"office": self._node.name, "stage": stages}, order_by=("stage_since",)
            )
        return [case for case in cases if is_on_its_way(case)]

    def _send_waiting(self) -> tuple[int, int]:
        """Send pages, the longest waiting first, until one is at the printer: one booklet at a time."""
        sent = not_sent = 0
        if self._rounds_left_out > 0:
            self._rounds_left_out -= 1
            return sent, not_sent
        for case in self._waiting():
            page = next((page for page in pages_of(case) if page.state is PageState.SUBMITTED), None)
            if page is None or case.stage is not Stage.READ_BACK:
                continue
            if self._is_taken() or self._printer.status().state is PrinterState.PROCESSING:
                break
            is_sent = self._send(case, page)
            if is_sent is None:
                break
            sent, not_sent = sent + is_sent, not_sent + (not is_sent)
        return sent, not_sent

    def _is_taken(self) -> bool:
        """Whether a page can still come out of the printer by itself."""
        return any(page.state in AT_THE_PRINTER for case in self._waiting() for page in pages_of(case))

    def _follow(self, case: Case, page: Page | Endorsement) -> bool:
        """Ask the printer for the page's job and write down what is new; whether anything was."""
        job, report = page.job, self._printer.job(page.job)
        if report.state is JobState.COMPLETED:
            out = self._write(case, job, "out", lambda row: printing.page_sent(row, job=job))
            if isinstance(out, Done) and isinstance(page, Page):
                self._sent(job)
            return True
        state, reasons = _stands(page.state, report)
        if (state, reasons) == (page.state, page.reasons):
            return False
        # One entry for each step of the case: the same step after a crash is the same act.
        self._write(
            case,
            job,
            f"at-{case.last_index}",
            lambda row: printing.printer_reported(row, job=job, state=state, reasons=reasons),
        )
        return True

    def _send(self, case: Case, page: Page | Endorsement) -> bool | None:
        """Whether the page was sent; None where the printer was busy and the page goes on waiting."""
        job = page.job
        try:
            pdf = self._make(case, page)
        except PaperError as error:
            return self._not_sent(case, job, error.reason.value)
        except (StoreError, KeysError):
            return self._not_sent(case, job, PHOTO_MISSING)
        # A page that waits again is begun again: one entry for each step of the case, as in _follow.
        begun = self._write(
            case, job, f"sending-{case.last_index}", lambda row: printing.send_page(row, job=job)
        )
        if not isinstance(begun, Done) or begun.repeated:
            return False
        taken = self._printer.send(job, pdf, media=DATA_PAGE_MEDIA)
        if taken == PrinterFault(FaultReason.BUSY):
            self._waits_on(case, job)
            return None
        self._busy_times = 0
        if isinstance(taken, PrinterFault):
            return self._not_sent(case, job, taken.reason.value)
        # Taken or not, its job is now looked for by its name, here and after a crash alike.
        with self._node.store.reading() as reading:
            sending = reading.get(Case, (case.office, case.case))
        for begun_page in pages_of(sending) if sending is not None else ():
            if sending is not None and begun_page.job == job:
                self._follow(sending, begun_page)
        return True

    def _make(self, case: Case, page: Page | Endorsement) -> bytes:
        record = case.page.record if case.page else None
        if isinstance(page, Page):
            return self._data_page(case, record)
        if page.text is None or record is None:
            message = "the endorsement's text cannot be read"
            raise KeysError(message)
        return make_endorsement_page(
            EndorsementPage(
                document_number=case.booklet,
                name=page.text.name,
                observations=page.text.observations,
                issue_date=record.issued_on,
                issuing_office=self._office_title,
                specimen=self._specimen,
            )
        )

    def _data_page(self, case: Case, record: PageRecord | None) -> bytes:
        photo = _photo(self._node, case, case.photo)
        if record is None:
            message = "the page's record cannot be read"
            raise KeysError(message)
        return make_data_page(
            DataPage(
                document_code=record.document_code,
                issuing_state=ISSUING_STATE,
                document_number=case.booklet,
                full_name=record.names_visual,
                nationality=ISSUING_STATE,
                birth_date=record.birth_date,
                birthplace=record.birth_place,
                sex=Sex(record.sex),
                issue_date=record.issued_on,
                expiry_date=record.expires_on,
                issuing_office=self._office_title,
                mrz=(record.mrz_upper, record.mrz_lower),
                portrait=photo,
                specimen=self._specimen,
                is_emergency=is_emergency(case.kind),
                seal=document_seal(self._node, record) if is_emergency(case.kind) else b"",
            )
        )

    def _waits_on(self, case: Case, job: str) -> None:
        """Nothing was printed (RFC 8011 §B.1.5.8): the page is tried again, each time after more rounds."""
        busy = FaultReason.BUSY.value
        self._write(
            case,
            job,
            f"busy-{case.last_index}",
            lambda row: printing.page_waits_on(row, job=job, reason=busy),
        )
        self._rounds_left_out = min(2**self._busy_times, MOST_ROUNDS_LEFT_OUT)
        self._busy_times += 1

    def _not_sent(self, case: Case, job: str, fault: str) -> bool:
        self._write(case, job, "not-sent", lambda row: printing.page_not_sent(row, job=job, fault=fault))
        return False

    def _write(
        self, case: Case, job: str, step: str, rule: Callable[[Case], Event | Refused]
    ) -> Done | Refused:
        by = By(SYSTEM, f"print/{job}/{step}")
        return perform_on_case(self._node, by, Role.SYSTEM, case.case, lambda _desk, row: rule(row))


def _stands(before: PageState, report: JobReport) -> tuple[PageState, tuple[str, ...]]:
    """What the printer's word for a job that is not done makes of a page, and why."""
    if report.state is JobState.NOT_KNOWN:
        return PageState.UNKNOWN, ()
    if report.state is JobState.NOT_ASKED:
        # A page that the printer had taken stands still until it answers; of another nobody knows.
        known = before in {PageState.ACCEPTED, PageState.PRINTING, PageState.STOPPED}
        return (PageState.STOPPED if known else PageState.UNKNOWN), (UNREACHABLE,)
    return _STATES[report.state], report.reasons


def _photo(node: Node, case: Case, photo: Blob | None) -> bytes:
    if photo is None:
        message = "the case has no photo"
        raise StoreError(message)
    return open_blob(node, case.office, case.case, photo)
