"""Reading pages as soon as they came out, so that no officer waits for the recogniser.

Nothing is decided here and nothing is written: `test_quality` decides, for an officer at the page.
"""

from queue import Empty, SimpleQueue
from threading import Event as Flag

from loket.node.devices.printer import Printer
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError


class ReadAheadFollower:
    """Follows the printing follower: reads each page it has sent, if the printer shows what came out."""

    def __init__(self, node: Node, printer: Printer) -> None:
        self._node = node
        self._printer = printer
        self._sent: SimpleQueue[str] = SimpleQueue()

    def sent(self, job: str) -> None:
        """A page was sent; returns at once."""
        self._sent.put(job)

    def run(self, stop: Flag, *, every_seconds: float = 1.0) -> None:
        """Read pages until told to stop."""
        while not stop.is_set():
            self.run_once(wait_seconds=every_seconds)

    def run_once(self, *, wait_seconds: float = 0.0) -> bool:
        """Read the page that was sent first; False when none is sent within the time or it cannot be read.

        What cannot be read is said to the officer, whose act reads it again.
        """
        try:
            job = self._sent.get(timeout=wait_seconds)
            page = self._printer.output(job)
            if page is not None:
                self._node.pages_read.read_ahead(job, page)
        except (Empty, PaperError):
            return False
        return page is not None
