"""Pages of a PDF as lines of pixels: the whole sheet, unscaled, turned and in the middle."""

import ctypes

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from loket.node.papers.data_page import make_data_page
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.page_lines import MOST_PAGES, page_lines

RED, WHITE = b"\xff\x00\x00", b"\xff\xff\xff"


def pdf_of(width, height, drawn=b"", pages=1):
    """A PDF of pages of this size in points, written by hand; a reader finds its objects without a table."""
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(pages))
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Count %d/Kids[%b]>>endobj" % (pages, kids),
        b"3 0 obj<</Length %d>>stream\n%b\nendstream endobj" % (len(drawn), drawn),
        *(
            b"%d 0 obj<</Type/Page/Parent 2 0 R/Resources<<>>/MediaBox[0 0 %d %d]/Contents 3 0 R>>endobj"
            % (number + 4, width, height)
            for number in range(pages)
        ),
        b"trailer<</Root 1 0 R>>",
    ]
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\n%%EOF\n"


def one_page(pdf, width, height, dpi=72, colours=3):
    ((count, lines),) = ((count, list(lines)) for count, lines in page_lines(
        pdf, width=width, height=height, dpi=dpi, colours=colours
    ))  # fmt: skip
    assert count == 1
    assert {len(line) for line in lines} == {width * colours}
    assert len(lines) == height
    return lines


def pixel(lines, x, y):
    return lines[y][3 * x : 3 * x + 3]


def coloured(lines, colour):
    """The box (left, top, right, bottom) of all pixels of a colour."""
    at = [
        (x, y)
        for y, line in enumerate(lines)
        for x in range(len(line) // 3)
        if line[3 * x : 3 * x + 3] == colour
    ]
    xs, ys = zip(*at, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


# The lower left corner of the page, 20 points wide and 10 high.
CORNER = b"1 0 0 rg 0 0 20 10 re f"


def test_a_page_of_the_sheet_s_size_fills_it_upright():
    lines = one_page(pdf_of(60, 100, CORNER), 60, 100)

    assert coloured(lines, RED) == (0, 90, 19, 99)
    assert pixel(lines, 30, 5) == WHITE


def test_a_page_across_is_turned_anti_clockwise_onto_a_sheet_along():
    """RFC 8011 §5.2.10: what was at the left below is then at the right below."""
    lines = one_page(pdf_of(100, 60, CORNER), 60, 100)

    # 20 wide and 10 high becomes 10 wide and 20 high.
    assert coloured(lines, RED) == (50, 80, 59, 99)


def test_a_smaller_page_lies_unscaled_in_the_middle():
    lines = one_page(pdf_of(40, 60, b"1 0 0 rg 0 0 40 60 re f"), 60, 100)

    assert coloured(lines, RED) == (10, 20, 49, 79)


def test_a_larger_page_is_cut_on_all_sides():
    # Only the page's middle, 20 x 20, is red.
    lines = one_page(pdf_of(100, 200, b"1 0 0 rg 40 90 20 20 re f"), 60, 100)

    assert coloured(lines, RED) == (20, 40, 39, 59)


def test_a_resolution_is_dots_to_the_inch():
    lines = one_page(pdf_of(72, 144, CORNER), 300, 600, dpi=300)

    # 20 of 72 points of an inch are 83.3 of 300 dots, 10 are 41.7; the dots at the edge are mixed.
    left, top, right, bottom = coloured(lines, RED)
    assert (left, bottom) == (0, 599)
    assert 82 <= right + 1 <= 84
    assert 41 <= 600 - top <= 42


def test_gray_has_an_octet_a_pixel():
    lines = one_page(pdf_of(60, 100, b"0.5 g 0 0 60 50 re f"), 60, 100, colours=1)

    assert lines[0] == b"\xff" * 60
    assert set(lines[99]) <= {127, 128}


@pytest.mark.parametrize("colours", [1, 3])
def test_bands_are_the_page_in_one_piece(a_data_page, colours):
    """PDFium itself, asked for the whole data page at once; at a bitmap's edge it rounds by one of 255."""
    width, height = 1039, 1476
    pdf = make_data_page(a_data_page())
    layout = pdfium_c.FPDFBitmap_Gray if colours == 1 else pdfium_c.FPDFBitmap_BGR
    with pdfium.PdfDocument(pdf) as document:
        bitmap = pdfium.PdfBitmap.new_native(width, height, layout)
        ctypes.memset(bitmap.buffer, 0xFF, len(bitmap.buffer))
        flags = pdfium_c.FPDF_ANNOT | (pdfium_c.FPDF_GRAYSCALE if colours == 1 else 0)
        pdfium_c.FPDF_RenderPageBitmap(bitmap, document[0], 0, 0, width, height, 3, flags)
        whole = np.frombuffer(bytes(bitmap.buffer), np.uint8).reshape(height, width, colours)

    lines = one_page(pdf, width, height, dpi=300, colours=colours)

    banded = np.frombuffer(b"".join(lines), np.uint8).reshape(height, width, colours)
    off = np.abs(banded.astype(int) - whole[:, :, ::-1])  # PDFium's order is blue, green, red
    assert off.max() <= 1
    assert (off > 0).mean() < 0.001
    assert whole.std() > 10  # there is something on it


def test_every_page_comes_in_its_order_with_their_number():
    pages = [
        (count, len(list(lines)))
        for count, lines in page_lines(pdf_of(10, 20, pages=3), width=10, height=20, dpi=72, colours=1)
    ]

    assert pages == [(3, 20)] * 3


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"%PDF-1.7 a page", PaperReason.UNREADABLE_FILE),
        (b"", PaperReason.UNREADABLE_FILE),
        (pdf_of(10, 20, pages=MOST_PAGES + 1), PaperReason.TOO_MANY_PAGES),
    ],
)
def test_what_is_no_pdf_or_too_long_is_not_rendered(pdf, reason):
    with pytest.raises(PaperError) as error:
        next(page_lines(pdf, width=10, height=20, dpi=72, colours=1))

    assert error.value.reason is reason
