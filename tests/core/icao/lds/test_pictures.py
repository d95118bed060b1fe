"""Pictures are Pillow's; what is broken is broken by hand."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.pictures import PictureKind, PictureSize, picture_size

BEGINNINGS = [b"\xff\xd8\xff", bytes.fromhex("0000000c6a5020200d0a870a"), b"\xff\x4f\xff\x51"]


def test_kind_and_size_are_those_of_the_picture(jpeg, jp2, codestream):
    assert picture_size(jpeg) == PictureSize(PictureKind.JPEG, 40, 30)
    assert picture_size(jp2) == PictureSize(PictureKind.JPEG_2000, 40, 30)
    assert picture_size(codestream) == PictureSize(PictureKind.JPEG_2000, 40, 30)


@pytest.mark.parametrize("options", [{"progressive": True}, {"comment": b"x" * 300}, {"dpi": (300, 300)}])
def test_it_does_not_matter_what_stands_before_the_size(grey_picture, options):
    written = io.BytesIO()
    grey_picture.save(written, "JPEG", **options)

    assert picture_size(written.getvalue()) == PictureSize(PictureKind.JPEG, 40, 30)


def test_fill_bytes_before_a_marker_are_skipped(jpeg):
    assert picture_size(jpeg[:2] + b"\xff\xff" + jpeg[2:]).width == 40


def test_where_the_image_begins_in_the_reference_grid_is_subtracted(codestream):
    # ISO/IEC 15444-1 A.5.1: Xsiz, Ysiz, XOsiz, YOsiz
    moved = codestream[:8] + bytes.fromhex("0000002b 00000023 00000003 00000005") + codestream[24:]

    assert Image.open(io.BytesIO(moved)).size == (40, 30)
    assert picture_size(moved) == PictureSize(PictureKind.JPEG_2000, 40, 30)


@pytest.mark.parametrize("length", [3, 12, 20, 40])
def test_a_picture_that_ends_before_its_size_is_refused(jpeg, jp2, codestream, length):
    for picture in (jpeg, jp2):
        with pytest.raises(IcaoError):
            picture_size(picture[:length])
    with pytest.raises(IcaoError):
        picture_size(codestream[: min(length, 23)])


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", b"BM", b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xc0\x00\x02"]
)
def test_other_bytes_are_refused(data):
    with pytest.raises(IcaoError):
        picture_size(data)


def test_a_standalone_marker_has_no_length(jpeg):
    assert picture_size(jpeg[:2] + b"\xff\x01" + jpeg[2:]).width == 40


def test_a_picture_without_pixels_is_refused(codestream):
    with pytest.raises(IcaoError, match="pixels"):
        picture_size(codestream[:8] + bytes(16) + codestream[24:])


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=80))
def test_any_bytes_are_a_picture_or_an_error(beginning, rest):
    try:
        size = picture_size(beginning + rest)
    except IcaoError:
        return
    assert 1 <= size.width <= 65535
    assert 1 <= size.height <= 65535
