"""Sending submitted data pages to the printer, after commit and at start; nothing is sent twice by itself.

What the printer keeps of a page is removed when nobody reads it back any more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag

from loket.core.domain.events import Blob, PageRecord
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import printing
from loket.core.domain.rules.common import ISSUING_STATE
from loket.core.domain.terms import PageState, Role, Stage
from loket.core.icao.mrz import Sex
from loket.node.devices.printer import Printer, PrinterFault
from loket.node.keys.error import KeysError
from loket.node.operations.act import SYSTEM, By, Done, perform_on_case
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node
from loket.node.papers.data_page import DataPage, make_data_page
from loket.node.papers.error import PaperError
from loket.node.store.error import StoreError

# PWG 5101.1 §5: a custom size, shorter side first; 9303-4 §2.2 gives the page as 125 x 88 mm.
DATA_PAGE_MEDIA = "custom_passport-data-page_88x125mm"
PHOTO_MISSING = "photo-missing"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Printed:
    """One round: pages the printer took, pages of which nothing was printed, and outputs removed."""

    sent: int = 0
    not_sent: int = 0
    forgotten: int = 0


class PrintingFollower:
    """Follows the office's log for data pages. `office_title`: the issuing office as the page names it.

    `sent` hears of each job that the printer took.
    A page whose sending was begun and not ended (a crash) stays so: an officer looks at the printer.
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
                    "data pages: %d sent, %d not sent, %d removed from the printer",
                    done.sent,
                    done.not_sent,
                    done.forgotten,
                )
            self._wake.wait(every_seconds)

    def run_once(self) -> Printed:
        """Send every page that is submitted, and let the printer forget every page that is not waited for.

        A page waits for its read-back from its submission until it is printed or spoilt, or the application
        has ended; also while its case is in adjudication, where it is not sent. The printer is asked first: a
        page submitted after that is not among what it keeps.
        """
        kept = self._printer.kept()
        waiting = self._waiting()
        sent = not_sent = 0
        for case in waiting:
            if case.stage is not Stage.READ_BACK:
                continue
            if case.page is None or case.page.state is not PageState.SUBMITTED:
                continue
            if self._send(case):
                sent += 1
            else:
                not_sent += 1
        done_with = kept - {case.page.job for case in waiting if case.page}
        for job in sorted(done_with):
            self._printer.forget(job)
            self._node.pages_read.forget(job)
        return Printed(sent, not_sent, len(done_with))

    def _waiting(self) -> list[Case]:
        stages = (Stage.READ_BACK, Stage.ADJUDICATION)
        with self._node.store.reading() as reading:
            cases = reading.select(
                Case, {"office": self._node.name, "stage": stages}, order_by=("stage_since",)
            )
        return [case for case in cases if Stage.READ_BACK in (case.stage, case.interrupted)]

    def _send(self, case: Case) -> bool:
        if case.page is None:
            return False
        job = case.page.job
        try:
            pdf = self._make(case, case.page.record)
        except PaperError as error:
            return self._not_sent(case, job, error.reason.value)
        except (StoreError, KeysError):
            return self._not_sent(case, job, PHOTO_MISSING)
        begun = self._write(case, job, "sending")
        if not isinstance(begun, Done) or begun.repeated:
            return False
        taken = self._printer.send(job, pdf, media=DATA_PAGE_MEDIA)
        if isinstance(taken, PrinterFault):
            return self._not_sent(case, job, taken.reason.value)
        self._write(case, job, "sent")
        self._sent(job)
        return True

    def _make(self, case: Case, record: PageRecord | None) -> bytes:
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
            )
        )

    def _not_sent(self, case: Case, job: str, fault: str) -> bool:
        perform_on_case(
            self._node,
            By(SYSTEM, f"print/{job}/not-sent"),
            Role.SYSTEM,
            case.case,
            lambda _desk, row: printing.page_not_sent(row, job=job, fault=fault),
        )
        return False

    def _write(self, case: Case, job: str, step: str) -> Done | Refused:
        rule = printing.send_page if step == "sending" else printing.page_sent
        return perform_on_case(
            self._node,
            By(SYSTEM, f"print/{job}/{step}"),
            Role.SYSTEM,
            case.case,
            lambda _desk, row: rule(row, job=job),
        )


def _photo(node: Node, case: Case, photo: Blob | None) -> bytes:
    if photo is None:
        message = "the case has no photo"
        raise StoreError(message)
    return open_blob(node, case.office, case.case, photo)
