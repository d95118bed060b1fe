"""Pages read back from scans and photos: what is found, what is read, and what is measured."""

import io
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from loket.core.icao.mrz import Sex
from loket.drills.page_noise import CLEAN, HARD, LEVELS, MILD, photographed, picture_of
from loket.node.papers import data_page as data_page_module
from loket.node.papers.data_page import make_data_page, page_date
from loket.node.papers.data_page_measure import measure_data_page
from loket.node.papers.drawings import draw_portrait
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.page_fields import find_text_model
from loket.node.papers.page_portrait import find_portrait
from loket.node.papers.page_reading import read_page
from loket.node.papers.typesetting import FONT_FOLDER

NAME = "BENNELONG WOOLOOMOOLOO WARRANDYTE"


@pytest.fixture(scope="module")
def page(a_data_page):
    return a_data_page(full_name=NAME, document_number="E0O8B5S2", birth_date=date(1958, 12, 30))


@pytest.fixture(scope="module")
def pdf(page):
    return make_data_page(page)


@pytest.fixture(scope="module")
def read_at(pdf):
    """Read one photo of each level of noise, once."""
    return cache(lambda level: read_page(photographed(pdf, LEVELS[level], seed=4)))


@pytest.mark.parametrize("level", LEVELS)
def test_the_zone_reads_exactly_under_every_noise(page, read_at, level):
    assert read_at(level).mrz == page.mrz


@pytest.mark.parametrize("level", LEVELS)
def test_the_zone_is_measured_to_half_a_millimetre_under_every_noise(pdf, read_at, level):
    # PDFium measures the same page from its PDF, before it was ever a picture.
    meant = measure_data_page(pdf)
    lines = read_at(level).zone.lines

    for number, line in enumerate(lines):
        assert line.left_mm == pytest.approx(meant.first_character_left_mm[number], abs=0.5)
        assert line.baseline_mm == pytest.approx(meant.baselines_mm[number], abs=0.5)
        assert line.pitch_mm == pytest.approx(2.54, abs=0.02)
        assert abs(line.tilt_deg) < 0.3


@pytest.mark.skipif(find_text_model() is None, reason="the text model is not installed")
@pytest.mark.parametrize("level", LEVELS)
def test_what_people_read_is_read(page, read_at, level):
    fields = {name: one.text.replace(" ", "") for name, one in read_at(level).fields.items()}

    assert fields["full_name"] == NAME.replace(" ", "")
    assert fields["birth_date"] == page_date(page.birth_date).replace(" ", "")
    assert fields["expiry_date"] == page_date(page.expiry_date).replace(" ", "")
    assert fields["sex"] == "P/F"
    assert fields["birth_place"] == page.birthplace


@pytest.mark.parametrize("level", LEVELS)
def test_the_portrait_is_found_where_it_is_and_another_one_is_less_alike(page, read_at, level):
    seen = read_at(level).picture
    own = find_portrait(seen, page.portrait)
    other = find_portrait(seen, draw_portrait(3, Sex.FEMALE))

    # templates/data_page.typ: 35 x 45 mm at 6 and 13.6 mm.
    assert (own.left_mm, own.top_mm) == (pytest.approx(6.0, abs=0.7), pytest.approx(13.6, abs=0.7))
    assert (own.width_mm, own.height_mm) == (pytest.approx(35, abs=0.7), pytest.approx(45, abs=0.7))
    assert own.likeness >= 0.985 > other.likeness


def test_a_page_upside_down_is_turned(page, pdf):
    picture = Image.open(io.BytesIO(photographed(pdf, replace(MILD, turn_deg=0), seed=2))).rotate(180)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)

    assert read_page(out.getvalue()).mrz == page.mrz


@pytest.mark.parametrize(("line", "position", "printed"), [(2, 17, "O"), (2, 1, "F"), (1, 12, "K")])
def test_one_altered_character_is_seen_in_a_hasty_photo(page, line, position, printed):
    lines = list(page.mrz)
    lines[line - 1] = lines[line - 1][: position - 1] + printed + lines[line - 1][position:]
    misprint = data_page_module._composed(page, tuple(lines))

    assert read_page(photographed(misprint, HARD, seed=1)).mrz == tuple(lines)


# --- pages that our own typesetter did not make


def drawn_page(mrz, *, font="OCRB.otf", left_mm=6.0, pitch_mm=2.54, tilt_deg=0.0, lower_mm=7.2):
    """A page that Pillow draws, with another layout and no ground: only the zone is where it has to be."""
    px = 300 / 25.4
    size = (round(125 * px), round(88 * px))
    page = Image.new("RGB", size, (238, 240, 232))
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 120, 460, 640), fill=(190, 200, 210), outline=(90, 90, 90))
    title = ImageFont.truetype(FONT_FOLDER / "NotoSans-Bold.ttf", 40)
    draw.text((520, 120), "UTOPIA  PASSPORT", fill=(20, 20, 90), font=title)
    glyphs = ImageFont.truetype(FONT_FOLDER / font, 2.54 / 0.723 * px)
    zone = Image.new("L", size, 0)
    ink = ImageDraw.Draw(zone)
    for number, line in enumerate(mrz):
        baseline = size[1] - (lower_mm + (1 - number) * 6.35) * px
        for place, character in enumerate(line):
            bearing = 0.141 * 2.54 / 0.723 if font == "OCRB.otf" else 0.0
            x = (left_mm - bearing + place * pitch_mm) * px
            ink.text((x, baseline), character, fill=255, font=glyphs, anchor="ls")
    zone = zone.rotate(tilt_deg, resample=Image.Resampling.BICUBIC, center=(size[0] / 2, size[1] * 0.88))
    page.paste((15, 15, 20), mask=zone)
    return page


# Doc 9303-4 appendix B.
SPECIMEN = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


@pytest.mark.parametrize("level", LEVELS)
def test_a_page_of_another_renderer_and_layout_reads_too(level):
    read = read_page(picture_of(drawn_page(SPECIMEN), LEVELS[level], seed=5))

    assert read.mrz == SPECIMEN
    assert read.zone.likeness > 0.88


@pytest.mark.parametrize(
    ("drawn", "measured"),
    [
        ({"left_mm": 6.9}, lambda line: line.left_mm == pytest.approx(6.9, abs=0.2)),
        ({"pitch_mm": 2.50}, lambda line: line.pitch_mm == pytest.approx(2.50, abs=0.01)),
        ({"tilt_deg": 1.0}, lambda line: abs(line.tilt_deg) == pytest.approx(1.0, abs=0.1)),
        ({"lower_mm": 8.4}, lambda line: line.baseline_mm == pytest.approx(8.4, abs=0.2)),
    ],
)
def test_what_is_printed_off_its_place_is_measured_as_it_is(drawn, measured):
    read = read_page(picture_of(drawn_page(SPECIMEN, **drawn), CLEAN, seed=1))

    assert measured(read.zone.lines[1]), read.zone.lines[1]


def test_another_typeface_is_no_ocr_b():
    read = read_page(picture_of(drawn_page(SPECIMEN, font="NotoSans-Bold.ttf"), CLEAN, seed=1))

    assert read.zone is None or read.zone.likeness < 0.8


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (Image.new("L", (1250, 880), "white"), PaperReason.NO_MRZ_FOUND),
        (Image.new("L", (900, 900), "white"), PaperReason.NOT_A_DATA_PAGE),
        (Image.new("L", (600, 422), "white"), PaperReason.TOO_FEW_PIXELS),
        (
            Image.fromarray(np.random.default_rng(1).integers(0, 255, (900, 900), np.uint8)),
            PaperReason.NOT_A_DATA_PAGE,
        ),
    ],
)
def test_what_shows_no_page_is_refused(picture, reason):
    out = io.BytesIO()
    picture.save(out, "PNG")

    with pytest.raises(PaperError) as caught:
        read_page(out.getvalue())

    assert caught.value.reason is reason
