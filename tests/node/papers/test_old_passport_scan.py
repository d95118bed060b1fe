"""The zone of an old passport is found wherever it lies on the scan, or not at all."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from loket.core.icao.mrz_parsing import parse
from loket.node.papers.data_page import make_data_page
from loket.node.papers.drawings import draw_scan
from loket.node.papers.old_passport_scan import _settled, find_zone
from loket.node.papers.typesetting import FONT_FOLDER

A4 = (1654, 2339)  # 210 x 297 mm at 200 dpi
# The specimen of Doc 9303-4, Appendix B: another State, another layout, optional data with its check digit.
UTOPIA = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)


def page_of(pdf):
    return pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().convert("L")


def on_a4(page, *, turn=0.0):
    sheet = Image.new("L", A4, "white")
    sheet.paste(page.rotate(turn, fillcolor=255, expand=True), (250, 900))
    return sheet.filter(ImageFilter.GaussianBlur(0.6))


def saved(picture, kind="JPEG"):
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="module")
def page(a_data_page):
    return a_data_page(document_number="C1080235")


@pytest.mark.parametrize(
    "scan",
    [
        lambda pdf: pdf,
        lambda pdf: saved(on_a4(page_of(pdf), turn=1.5)),
        lambda pdf: saved(on_a4(page_of(pdf)).rotate(180)),
        lambda pdf: saved(on_a4(page_of(pdf)), "PDF"),
    ],
    ids=["the page alone", "crooked on a sheet", "upside down", "a scanner's PDF"],
)
def test_the_zone_is_found_on_a_scan(page, model, scan):
    assert find_zone(scan(make_data_page(page)), model=model) == page.mrz


def test_the_specimen_of_doc_9303_is_found_in_another_layout(model):
    picture = Image.new("RGB", (1500, 2100), "#e8e4da")
    draw = ImageDraw.Draw(picture)
    text = ImageFont.truetype(FONT_FOLDER / "NotoSans-Regular.ttf", 34)
    zone = ImageFont.truetype(FONT_FOLDER / "OCRB.otf", 40)
    for row, words in enumerate(("UTOPIA", "Passport / Passeport", "ERIKSSON", "ANNA MARIA", "12 AUG 74")):
        draw.text((560, 1150 + 90 * row), words, "#223", text)
    draw.rectangle((120, 1150, 480, 1620), fill="#aab")
    for row, line in enumerate(UTOPIA):
        draw.text((100, 1840 + 70 * row), line, "#111", zone)

    assert find_zone(saved(picture), model=model) == UTOPIA


def test_a_scan_without_a_passport_has_no_zone(model):
    assert find_zone(draw_scan("ktp", [("Nama", "CONTOH")]), model=model) is None


def test_letters_and_figures_are_settled_by_their_places():
    misread = "L898902C36UT07408I22F12O4I59ZE184226B<<<<<1O"

    assert UTOPIA[1] in list(_settled(misread))
    assert parse("\n".join(UTOPIA)).document_number == "L898902C3"
