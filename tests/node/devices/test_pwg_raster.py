"""PWG raster: an independent reader gets back exactly the pixels, and the header says what they are."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.pwg_reader import read_line, read_raster
from loket.node.devices.document_format import PDF, PWG_RASTER, document_format, raster_document
from loket.node.devices.pwg_raster import RasterSheet, RasterType, compressed_line, page_header, pwg_raster

B7 = "iso_b7_88x125mm"
A4 = "iso_a4_210x297mm"


def read(document):
    return read_raster(b"".join(document))


def test_the_example_of_the_standard_s_scheme_by_hand():
    """§4.4: n - 1 before a pixel that stands n times, 257 - n before n that are as they are."""
    a, b, c = b"\x00\x00\x00", b"\xff\xff\xff", b"\xff\xff\x00"

    assert compressed_line(a * 3 + b + c + a + b * 2, 3) == (
        bytes([2]) + a + bytes([257 - 3]) + b + c + a + bytes([1]) + b
    )
    # One pixel is a run of one: 257 - 1 is no octet.
    assert compressed_line(b"\x07", 1) == b"\x00\x07"
    # 128 of a kind is the most that an octet says; the 129th is on its own.
    assert compressed_line(b"\x07" * 129, 1) == b"\x7f\x07\x00\x07"
    # So are 128 that differ: 129 = 257 - 128. 128 itself is never written.
    differing = bytes(range(129))
    assert compressed_line(differing, 1) == b"\x81" + differing[:128] + b"\x00" + differing[128:]


def lines_of(colours):
    pixel = st.binary(min_size=colours, max_size=colours)
    few = st.sampled_from([b"\x00" * colours, b"\xff" * colours, b"\x01\x02\x03"[:colours]])
    stretch = st.tuples(st.one_of(few, pixel), st.integers(1, 300)).map(lambda drawn: drawn[0] * drawn[1])
    differing = st.lists(pixel, min_size=1, max_size=200).map(b"".join)
    return st.lists(st.one_of(stretch, differing), min_size=1, max_size=8).map(b"".join)


@given(st.sampled_from([1, 3]).flatmap(lambda colours: st.tuples(st.just(colours), lines_of(colours))))
def test_every_line_is_read_back_as_it_was(drawn):
    colours, line = drawn
    packed = compressed_line(line, colours)

    assert read_line(packed, 0, len(line) // colours, colours) == (line, len(packed))
    # One octet before each stretch of at most 128 pixels, and alternating ones at worst before two pixels.
    assert len(packed) <= len(line) + len(line) // colours + 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 600)), min_size=1, max_size=6))
def test_lines_that_stand_again_are_read_back_as_often(drawn):
    lines = [bytes([value]) * 9 for value, times in drawn for _ in range(times)]
    # 3 dots to the inch: 9 pixels are 3 inches of media, and each line a third of an inch.
    media = f"custom_strip_3x{len(lines)}in"
    sheet = RasterSheet(media, 3, RasterType.SGRAY_8)
    tall = [line for line in lines for _ in range(3)]

    ((fields, back),) = read(pwg_raster([(1, iter(tall))], sheet))

    assert (fields["Width"], fields["Height"]) == (9, 3 * len(lines))
    assert back == tall


@pytest.mark.parametrize(
    ("media", "dpi", "size"),
    [
        # 88 mm are 3.4645… inches, 125 mm 4.9212…; 210 mm 8.2677…, 297 mm 11.6929…
        (B7, 300, (1039, 1476)),
        (B7, 600, (2078, 2952)),
        (A4, 300, (2480, 3507)),
        ("na_letter_8.5x11in", 300, (2550, 3300)),
    ],
)
@pytest.mark.parametrize(("kind", "colours", "space"), [("sgray_8", 1, 18), ("srgb_8", 3, 19)])
def test_a_header_says_the_whole_media_in_pixels(media, dpi, size, kind, colours, space):
    sheet = RasterSheet(media, dpi, RasterType(kind))
    line = bytes(sheet.width * colours)

    ((fields, lines),) = read(pwg_raster([(1, (line for _ in range(sheet.height)))], sheet))

    assert (fields["Width"], fields["Height"]) == size == (sheet.width, len(lines))
    told = {
        "PwgRaster": "PwgRaster",
        "PageSizeName": media,
        "HWResolutionCross": dpi,
        "HWResolutionFeed": dpi,
        "BitsPerColor": 8,
        "BitsPerPixel": 8 * colours,
        "BytesPerLine": size[0] * colours,
        "ColorOrder": 0,
        "ColorSpace": space,
        "NumColors": colours,
        "TotalPageCount": 1,
        "CrossFeedTransform": 1,
        "FeedTransform": 1,
        "ImageBoxRight": size[0],
        "ImageBoxBottom": size[1],
        "Duplex": 0,
        "VendorLength": 0,
    }
    assert told.items() <= fields.items()


def test_each_page_of_a_document_has_its_header_and_its_lines():
    sheet = RasterSheet("custom_tiny_1x2in", 2, RasterType.SRGB_8)
    first, second = [b"\x01\x02\x03" * 2] * 4, [b"\x00\x00\x00\x09\x09\x09"] * 4

    pages = read(pwg_raster([(2, iter(first)), (2, iter(second))], sheet))

    assert [lines for _, lines in pages] == [first, second]
    assert [fields["TotalPageCount"] for fields, _ in pages] == [2, 2]
    assert (pages[0][0]["PageSizeCross"], pages[0][0]["PageSizeFeed"]) == (72, 144)


@pytest.mark.parametrize("lines", [[b"\x00" * 5] * 4, [b"\x00" * 6] * 3, [b"\x00" * 6] * 5])
def test_lines_that_do_not_fill_the_sheet_are_no_page(lines):
    sheet = RasterSheet("custom_tiny_1x2in", 2, RasterType.SRGB_8)

    with pytest.raises(ValueError, match="line"):
        read(pwg_raster([(1, iter(lines))], sheet))


def test_a_page_is_never_held_as_a_whole():
    sheet = RasterSheet(A4, 600, RasterType.SRGB_8)  # 104 MB of pixels
    line = bytes(sheet.width * 3)
    tracemalloc.start()
    try:
        for _ in pwg_raster([(1, (line for _ in range(sheet.height)))], sheet):
            pass
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def about(**said):
    per_inch = 3
    return {
        "document-format-supported": [PWG_RASTER, "image/urf"],
        "pwg-raster-document-type-supported": ["black_1", "sgray_8", "srgb_8"],
        "pwg-raster-document-resolution-supported": [(300, 300, per_inch), (600, 600, per_inch)],
    } | {name.replace("_", "-"): value for name, value in said.items()}


def test_pdf_goes_before_raster():
    assert document_format(about(document_format_supported=[PWG_RASTER, PDF]), B7) == PDF
    assert document_format(about(document_format_supported=PDF), B7) == PDF
    assert document_format({}, B7) == PDF


def test_a_small_page_is_rendered_finely_and_a_large_one_usually():
    assert document_format(about(), B7) == RasterSheet(B7, 600, RasterType.SRGB_8)
    assert document_format(about(), A4) == RasterSheet(A4, 300, RasterType.SRGB_8)


@pytest.mark.parametrize(
    ("offered", "dpi"),
    [
        ((300, 300, 3), 300),
        ([(200, 200, 3), (300, 300, 3)], 300),
        ([(200, 200, 3), (400, 400, 3)], 400),
        ([(600, 300, 3), (203, 203, 3)], 203),
        # Per centimetre, per inch unequal, too coarse, too fine, nothing.
        ([(118, 118, 4)], None),
        ([(600, 300, 3)], None),
        ([(72, 72, 3)], None),
        ([(2400, 2400, 3)], None),
        ([], None),
    ],
)
def test_a_resolution_is_one_that_the_printer_has(offered, dpi):
    chosen = document_format(about(pwg_raster_document_resolution_supported=offered), B7)

    assert (chosen.dpi if chosen else None) == dpi


@pytest.mark.parametrize(
    ("types", "kind"), [("sgray_8", "sgray_8"), (["sgray_8", "black_1"], "sgray_8"), ("black_1", None)]
)
def test_a_page_is_gray_where_the_printer_has_no_colours(types, kind):
    chosen = document_format(about(pwg_raster_document_type_supported=types), B7)

    assert (chosen.type.value if chosen else None) == kind


def test_a_printer_with_neither_gets_nothing():
    assert document_format(about(document_format_supported="image/urf"), B7) is None


def test_what_would_be_more_than_a_job_is_not_rendered_to_its_end():
    sheet = RasterSheet(A4, 150, RasterType.SGRAY_8)
    asked = []

    def endless(_pdf, *, width, height, dpi, colours):
        noise = bytes(range(256)) * (width * colours // 256 + 1)
        while True:
            asked.append(dpi)
            # Each line another than the one before: nothing of them is shortened.
            yield 0, (noise[at % 2 : width * colours + at % 2] for at in range(height))

    with pytest.raises(ValueError, match="too many"):
        raster_document(b"%PDF-", sheet, endless, most=2_000_000)
    # 1240 x 1754 pixels a page, and an octet before each 128.
    assert len(asked) == 1


def test_a_header_has_1796_octets():
    assert len(page_header(RasterSheet(B7, 300, RasterType.SGRAY_8), 1)) == 1796
