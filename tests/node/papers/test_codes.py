"""Codes are written and read byte for byte; QR and Aztec come from other writers."""

import io

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from loket.node.papers.codes import ReadCode, data_matrix_png, data_matrix_svg, read_codes
from loket.node.papers.error import PaperError

EVERY_BYTE = bytes(range(256))


@settings(max_examples=25)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_come_back_out_of_a_data_matrix(data):
    assert read_codes(data_matrix_png(data)) == (ReadCode("DataMatrix", data),)


def test_the_drawing_has_the_modules_of_the_picture():
    svg = data_matrix_svg(EVERY_BYTE)
    with Image.open(io.BytesIO(data_matrix_png(EVERY_BYTE, pixels=1))) as picture:
        dark = sum(1 for value in picture.convert("L").tobytes() if value == 0)
        side = picture.width - 4

    assert f'viewBox="0 0 {side} {side}"' in svg
    assert svg.count("M") == dark


def test_binary_qr_and_aztec_codes_are_read_exactly():
    out = io.BytesIO()
    segno.make_qr(EVERY_BYTE, mode="byte").save(out, kind="png", scale=4)
    aztec = zxingcpp.create_barcode(EVERY_BYTE, zxingcpp.BarcodeFormat.Aztec)
    picture = io.BytesIO()
    Image.fromarray(aztec.to_image(scale=4)).save(picture, "PNG")

    assert [code.data for code in read_codes(out.getvalue())] == [EVERY_BYTE]
    assert [code.data for code in read_codes(picture.getvalue())] == [EVERY_BYTE]


def test_a_photo_that_is_askew_blurred_and_compressed_is_read():
    code = Image.open(io.BytesIO(data_matrix_png(EVERY_BYTE[:160]))).convert("L")
    photo = Image.new("L", (1200, 900), 225)
    photo.paste(code, (300, 200))
    photo = photo.rotate(7, expand=True, fillcolor=225).filter(ImageFilter.GaussianBlur(1.2))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=60)

    assert [one.data for one in read_codes(out.getvalue())] == [EVERY_BYTE[:160]]


@pytest.mark.parametrize("data", [b"", bytes(1501)])
def test_what_fits_no_code_is_refused(data):
    with pytest.raises(PaperError):
        data_matrix_png(data)


@pytest.mark.parametrize("material", [b"", b"GIF89a", b"%PDF-1.7 no", b"\x89PNG broken"])
def test_what_is_no_picture_is_refused(material):
    with pytest.raises(PaperError):
        read_codes(material)
