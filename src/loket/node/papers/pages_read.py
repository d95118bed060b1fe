"""What was read on pages before an officer asked: reading takes long enough to wait for.

What was read belongs to the bytes it was read from: it is found by their SHA-256 and by nothing else.
"""

import threading
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loket.node.papers.page_reading import PageRead

MOST_KEPT = 32
"""Pages, of 1.5 MB each; of more that wait, the oldest are read again when the officer asks."""


@dataclass(slots=True)
class PagesRead:
    """The pages that came out and wait for their test, as they were read; in memory only."""

    _found: dict[bytes, tuple[str, "PageRead"]] = field(default_factory=dict, repr=False)
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def read_ahead(self, job: str, page: bytes) -> None:
        """Read the page that came out for a job and keep what was read; PaperError as `read` raises it."""
        digest = sha256(page).digest()
        with self._one_at_a_time:
            if digest not in self._found:
                self._found[digest] = (job, _read(page))
            for oldest in list(self._found)[:-MOST_KEPT]:
                del self._found[oldest]

    def read(self, page: bytes) -> "PageRead":
        """What is on a page or a scan of it; what was read on the very same bytes, else read now.

        Raises PaperError (papers.page_reading.read_page).
        """
        digest = sha256(page).digest()
        found = self._found.get(digest)
        if found is None:
            with self._one_at_a_time:  # it may be just being read
                found = self._found.get(digest)
        return found[1] if found else _read(page)

    def forget(self, job: str) -> None:
        """Drop what was read for a job: it is somebody's page. Twice is no error."""
        with self._one_at_a_time:
            for digest in [digest for digest, (owner, _) in self._found.items() if owner == job]:
                del self._found[digest]


def _read(page: bytes) -> "PageRead":
    from loket.node.papers.page_reading import read_page

    return read_page(page)
