import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from builders.photographs import as_jpeg, as_png, photograph
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.signature import SIGNATURE_SIZE, clean_signature


def written(size=(1200, 500), *, mode="L", paper=255, ink=20, at=(300, 200), wide=500, high=120):
    """A zigzag of ink in a box of known place and size."""
    image = Image.new(mode, size, paper)
    left, top = at
    points = [(left + wide * step / 8, top + (high if step % 2 else 0)) for step in range(9)]
    ImageDraw.Draw(image).line(points, fill=ink, width=6)
    return image


def cleaned(image):
    return Image.open(io.BytesIO(clean_signature(as_png(image))))


def refusal(data):
    with pytest.raises(PaperError) as caught:
        clean_signature(data)
    return caught.value.reason


def test_a_signature_is_cut_to_its_ink():
    result = cleaned(written())

    # 500 x 120 of ink, half a stroke around it, 12 px of margin on each side.
    assert result.width == pytest.approx(500 + 24, abs=14)
    assert result.height == pytest.approx(120 + 24, abs=14)
    assert (result.format, result.mode) == ("PNG", "L")


def test_what_is_transparent_is_paper():
    pad = written(mode="RGBA", paper=(0, 0, 0, 0), ink=(10, 10, 60, 255))
    result = cleaned(pad)

    assert result.getpixel((0, 0)) == 255
    assert result.getextrema()[0] < 40


def test_greyish_paper_becomes_white():
    result = cleaned(written(paper=225))

    assert result.getpixel((0, 0)) == 255
    assert result.getpixel((result.width - 1, result.height - 1)) == 255
    # Paper and ink, with few shades between them.
    assert sum(result.histogram()[60:250]) < 0.2 * result.width * result.height


def test_a_large_scan_is_made_small_in_its_own_proportion():
    result = cleaned(written((4000, 2000), at=(300, 300), wide=3200, high=900))

    assert result.width <= SIGNATURE_SIZE[0]
    assert result.height <= SIGNATURE_SIZE[1]
    assert result.width / result.height == pytest.approx(3200 / 900, rel=0.05)


def test_a_scan_as_jpeg_is_taken():
    result = Image.open(io.BytesIO(clean_signature(as_jpeg(written().convert("RGB"), quality=70))))

    assert result.width == pytest.approx(500 + 24, abs=16)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (600, 200), 255),
        Image.new("L", (600, 200), 0),
        Image.new("RGBA", (600, 200), (0, 0, 0, 0)),
        Image.new("L", (1, 1), 255),
        written(ink=235),
        written(at=(300, 200), wide=6, high=4),
    ],
    ids=["white", "black", "untouched pad", "one pixel", "too pale", "a dot"],
)
def test_no_ink_is_no_signature(image):
    assert refusal(as_png(image)) is PaperReason.BLANK_SIGNATURE


def test_a_photograph_is_no_signature():
    assert refusal(as_jpeg(photograph("cat"))) is PaperReason.BLANK_SIGNATURE


def test_another_kind_of_file_is_refused():
    assert refusal(b"%PDF-1.4") is PaperReason.KIND_NOT_ALLOWED


@given(st.integers(0, 255), st.integers(0, 255), st.tuples(st.integers(1, 300), st.integers(1, 120)))
@settings(max_examples=30, deadline=None)
def test_whatever_is_drawn_comes_out_bounded_or_is_refused(paper, ink, size):
    drawn = as_png(written((400, 200), paper=paper, ink=ink, at=(40, 40), wide=size[0], high=size[1]))
    try:
        result = Image.open(io.BytesIO(clean_signature(drawn)))
    except PaperError:
        assert refusal(drawn) is PaperReason.BLANK_SIGNATURE
        return

    assert ink < paper
    assert result.width <= SIGNATURE_SIZE[0]
    assert result.height <= SIGNATURE_SIZE[1]
    assert result.getextrema()[1] == 255
