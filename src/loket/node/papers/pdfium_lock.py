"""Opening PDFs: PDFium is not safe for threads, so one document is open at a time in a process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium

from loket.node.papers.error import PaperError, PaperReason

_LARGEST_PIXELS = 50_000_000
_DPI = 300
_POINTS_PER_INCH = 72

_lock = threading.RLock()


@contextmanager
def open_pdf(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF for the time of a with-block; PaperError for one that is none, also when a page is used."""
    with _lock:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError:
            raise PaperError(PaperReason.UNREADABLE_FILE, "not a PDF") from None
        try:
            yield document
        except pdfium.PdfiumError:
            raise PaperError(PaperReason.UNREADABLE_FILE, "a page of the PDF is damaged") from None
        finally:
            document.close()


def page_size(page: pdfium.PdfPage) -> tuple[float, float]:
    """Width and height in points; PaperError for a page of more than 50 million pixels at 300 dpi.

    A PDF of a few hundred bytes can ask for a page of any size, and rendering it for any amount of memory.
    """
    width, height = page.get_size()
    if not width * height * (_DPI / _POINTS_PER_INCH) ** 2 <= _LARGEST_PIXELS:
        raise PaperError(PaperReason.TOO_MANY_PIXELS, f"more than {_LARGEST_PIXELS} at {_DPI} dpi")
    return width, height
