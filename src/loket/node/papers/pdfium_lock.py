"""Opening PDFs: PDFium is not safe for threads, so one document is open at a time in a process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium

from loket.node.papers.error import PaperError, PaperReason

_lock = threading.RLock()


@contextmanager
def open_pdf(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF for the time of a with-block; raises PaperError when it is none."""
    with _lock:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError:
            raise PaperError(PaperReason.UNREADABLE_FILE, "not a PDF") from None
        try:
            yield document
        finally:
            document.close()
