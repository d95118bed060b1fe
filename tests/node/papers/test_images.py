import io

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from loket.core.icao.mrz import Sex
from loket.node.papers.codes import read_codes
from loket.node.papers.drawings import draw_portrait, draw_scan
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.images import CheckedImage, ImageKind, check_upload, prepare_portrait
from loket.node.papers.office_papers import make_paper
from loket.node.papers.page_finding import find_pages

ANY_KIND = set(ImageKind)


def picture(kind="JPEG", size=(600, 800), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def reason_of(data, *, kinds=ANY_KIND, max_bytes=1_000_000):
    with pytest.raises(PaperError) as caught:
        check_upload(data, kinds=kinds, max_bytes=max_bytes)
    return caught.value.reason


def test_an_upload_is_what_its_bytes_are():
    assert check_upload(picture(), kinds=ANY_KIND, max_bytes=100_000) == CheckedImage("image/jpeg", 600, 800)
    assert check_upload(picture("PNG"), kinds=ANY_KIND, max_bytes=100_000).media_type == "image/png"
    pdf = make_paper(title_id="A", title_en="B", rows=[], footer="")
    assert check_upload(pdf, kinds=ANY_KIND, max_bytes=100_000).media_type == "application/pdf"


def test_each_limit_has_its_own_reason():
    pdf = make_paper(title_id="A", title_en="B", rows=[], footer="")

    assert reason_of(b"") is PaperReason.EMPTY_FILE
    assert reason_of(picture(), max_bytes=100) is PaperReason.TOO_MANY_BYTES
    assert reason_of(picture("PNG"), kinds={ImageKind.JPEG}) is PaperReason.KIND_NOT_ALLOWED
    assert reason_of(pdf, kinds={ImageKind.JPEG}) is PaperReason.KIND_NOT_ALLOWED
    assert reason_of(picture("GIF")) is PaperReason.UNREADABLE_FILE
    assert reason_of(b"MZ executable") is PaperReason.UNREADABLE_FILE
    assert reason_of(b"%PDF-1.7 executable") is PaperReason.UNREADABLE_FILE
    assert reason_of(picture(size=(600, 800))[:900]) is PaperReason.UNREADABLE_FILE


@pytest.mark.parametrize("side", [7_100, 15_000])
def test_a_decompression_bomb_is_refused_before_it_unfolds(side):
    bomb = picture("PNG", size=(side, side), mode="1")
    assert len(bomb) < 1_000_000

    assert reason_of(bomb) is PaperReason.TOO_MANY_PIXELS


def a_pdf(width, height):
    with pdfium.PdfDocument.new() as document:
        document.new_page(width, height)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def test_a_pdf_of_a_page_that_no_memory_holds_is_refused_before_it_is_drawn():
    # PDF 32000-1 annex C: a side of 14,400 points; at 300 dpi that is 60,000 pixels, squared.
    bomb = a_pdf(14_400, 14_400)
    assert len(bomb) < 1_000

    assert reason_of(bomb) is PaperReason.TOO_MANY_PIXELS
    with pytest.raises(PaperError) as caught:
        read_codes(bomb)
    assert caught.value.reason is PaperReason.TOO_MANY_PIXELS
    # A3, the largest sheet of an office's scanner, is 842 x 1,191 points.
    assert check_upload(a_pdf(842, 1191), kinds=ANY_KIND, max_bytes=1_000).media_type == "application/pdf"


@pytest.mark.parametrize("read", [lambda pdf: list(find_pages(pdf)), read_codes])
def test_a_pdf_whose_page_is_damaged_is_refused_with_the_typed_error(read):
    damaged = a_pdf(125 / 25.4 * 72, 88 / 25.4 * 72).replace(b"/Type/Page>>", b"/Type/Pige>>")

    with pytest.raises(PaperError) as caught:
        read(damaged)

    assert caught.value.reason is PaperReason.UNREADABLE_FILE


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"])
)
def test_any_bytes_are_accepted_or_refused_with_the_typed_error(data, beginning):
    try:
        check_upload(beginning + data, kinds=ANY_KIND, max_bytes=1000)
    except PaperError:
        return


@given(st.integers(0, 10**6), st.integers(0, 255))
def test_any_damaged_picture_is_accepted_or_refused_with_the_typed_error(place, value):
    for whole in (DAMAGED_PNG, DAMAGED_JPEG):
        place %= len(whole)
        try:
            check_upload(
                whole[:place] + bytes([value]) + whole[place + 1 :], kinds=ANY_KIND, max_bytes=10_000
            )
        except PaperError:
            continue


DAMAGED_PNG, DAMAGED_JPEG = picture("PNG", (40, 50)), picture("JPEG", (40, 50))


def test_a_portrait_is_upright_35_to_45_and_free_of_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "a camera of somebody"
    lying = picture(size=(900, 700), exif=exif)

    portrait = prepare_portrait(lying)

    with Image.open(io.BytesIO(portrait)) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (413, 531), "RGB")
        assert not image.getexif()
    assert b"camera" not in portrait


def test_transparent_places_of_a_portrait_become_white():
    out = io.BytesIO()
    Image.new("RGBA", (500, 700), (0, 0, 0, 0)).save(out, "PNG")

    with Image.open(io.BytesIO(prepare_portrait(out.getvalue()))) as image:
        assert image.getpixel((200, 200)) == (255, 255, 255)


def test_a_portrait_with_too_few_pixels_is_refused():
    with pytest.raises(PaperError) as caught:
        prepare_portrait(picture(size=(300, 400)))

    assert caught.value.reason is PaperReason.TOO_FEW_PIXELS


@pytest.mark.parametrize("sex", Sex)
def test_a_drawn_portrait_is_the_same_for_the_same_seed_and_fits_the_page(sex):
    assert draw_portrait(7, sex) == draw_portrait(7, sex) != draw_portrait(8, sex)
    assert check_upload(draw_portrait(7, sex), kinds={ImageKind.JPEG}, max_bytes=60_000).height == 926


@pytest.mark.parametrize("kind", ["ktp", "kk", "akta"])
def test_a_drawn_scan_is_a_jpeg(kind):
    scan = draw_scan(kind, [("Nama", "ANDI CONTOH")] * 12)

    assert check_upload(scan, kinds={ImageKind.JPEG}, max_bytes=400_000).width == 1240
