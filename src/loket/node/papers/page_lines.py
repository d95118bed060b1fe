"""Pages of a PDF as lines of pixels, for printers that take no PDF. A band is in memory at a time."""

from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.pdfium_lock import open_pdf

MOST_PAGES: Final = 100
_POINTS_PER_INCH: Final = 72
_WHITE: Final = (255, 255, 255, 255)
_UPRIGHT: Final = 0
# PDFium counts quarter turns clockwise; RFC 8011 §5.2.10: landscape is turned anti-clockwise.
_TURNED: Final = 3
_BAND_LINES: Final = 512


def page_lines(
    pdf: bytes, *, width: int, height: int, dpi: int, colours: int
) -> Iterator[tuple[int, Iterator[bytes]]]:
    """Yield how many pages there are, and each page's `height` lines of `width` pixels from the top.

    `colours`: 1 for gray, 3 for red, green and blue; an octet each, 255 is white. Pages are not scaled
    (`dpi` to the inch) and lie in the middle of the sheet, turned where only one of both is wider than high.
    A page's lines are to be read before the next page is taken: the document stays open meanwhile.
    Raises PaperError for what is no PDF, and for more than MOST_PAGES pages.
    """
    with open_pdf(pdf) as document:
        count = len(document)
        if count > MOST_PAGES:
            raise PaperError(PaperReason.TOO_MANY_PAGES, f"{count}")
        for page in document:
            yield count, _lines(page, (width, height), dpi, colours)


def _lines(page: pdfium.PdfPage, sheet: tuple[int, int], dpi: int, colours: int) -> Iterator[bytes]:
    width, height = sheet
    size = [int(points * dpi / _POINTS_PER_INCH) for points in page.get_size()]
    is_turned = (size[0] > size[1]) != (width > height) and size[0] != size[1] and width != height
    across, along = reversed(size) if is_turned else size
    left, top = (width - across) // 2, (height - along) // 2
    for above in range(0, height, _BAND_LINES):
        lines = min(_BAND_LINES, height - above)
        band = _white(width, lines, colours)
        pdfium_c.FPDF_RenderPageBitmap(
            band,
            page,
            left,
            top - above,
            across,
            along,
            _TURNED if is_turned else _UPRIGHT,
            pdfium_c.FPDF_ANNOT
            | (pdfium_c.FPDF_GRAYSCALE if colours == 1 else pdfium_c.FPDF_REVERSE_BYTE_ORDER),
        )
        pixels = memoryview(band.buffer).cast("B")
        for start in range(0, lines * band.stride, band.stride):
            yield bytes(pixels[start : start + width * colours])


def _white(width: int, height: int, colours: int) -> pdfium.PdfBitmap:
    layout = pdfium_c.FPDFBitmap_Gray if colours == 1 else pdfium_c.FPDFBitmap_BGR
    band = pdfium.PdfBitmap.new_native(width, height, layout, rev_byteorder=colours > 1)
    band.fill_rect(_WHITE, 0, 0, width, height)
    return band
