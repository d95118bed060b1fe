"""What the counter has beside the node: its name over the door, its printer, and news of the centre."""

from collections.abc import Callable
from dataclasses import dataclass

from loket.node.devices.fingers import FingerprintScanner
from loket.node.devices.paper_queue import PaperQueue
from loket.node.devices.printer import Printer, PrinterStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDesk:
    """`last_contact`: when the centre last answered, in ms (None: not since this process started).

    `printer_status`: how the printer stood when it was last asked.
    `papers`: the queue of the office's ordinary printer; None where there is none.
    `fingers`: the scanner at the interviewer's station; None where none is connected.
    """

    title: str
    printer: Printer | None = None
    fingers: FingerprintScanner | None = None
    papers: PaperQueue | None = None
    printer_status: Callable[[], PrinterStatus | None] = lambda: None
    last_contact: Callable[[], int | None] = lambda: None


_desk = [OfficeDesk(title="Kantor Imigrasi")]


def set_office_desk(desk: OfficeDesk) -> None:
    """Say once, at start, what this office's counter has."""
    _desk[0] = desk


def office_desk() -> OfficeDesk:
    """The desk of this process."""
    return _desk[0]
