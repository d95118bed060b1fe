"""Measuring a data page again from its PDF: nothing is taken from the program that made it."""

import ctypes
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.pdfium_lock import open_pdf

PAGE_WIDTH_MM = 125.0
PAGE_HEIGHT_MM = 88.0
MRZ_HEIGHT_MM = 23.2
MRZ_PITCH_MM = 2.54
MRZ_LEFT_MM = 6.0
MRZ_LINE_SPACING_MM = 6.35
MRZ_FONT = "OCRB-Regular"

_MM_PER_POINT = 25.4 / 72
_PAGE_TOLERANCE_MM = 0.1
_LEFT_TOLERANCE_MM = 1.0
# Tighter than the standard's tolerance, which has to cover the printer's and the booklet's play as well.
_PITCH_TOLERANCE_MM = 0.02
_SPACING_TOLERANCE_MM = 0.1


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on a data page, in millimetres; heights from the lower edge."""

    width_mm: float
    height_mm: float
    fonts: frozenset[str]
    mrz: tuple[str, str]
    first_character_left_mm: tuple[float, float]
    pitch_mm: tuple[float, float]
    """The smallest and the largest distance of two neighbouring characters."""
    baselines_mm: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    font: str
    origin_mm: float
    left_mm: float
    baseline_mm: float


def measure_data_page(pdf: bytes, *, expected_mrz: tuple[str, str] | None = None) -> Measured:
    """Measure page size, fonts and every character of the zone; compare the zone when one is given.

    Raises PaperError naming what is off: size 125 x 88 mm, all fonts embedded, the zone in OCR-B inside the
    lower 23.2 mm, pitch 2.54 mm, first character 6.0 +/- 1.0 mm from the left (Doc 9303-4 §2.1, §4.2).
    """
    with open_pdf(pdf) as document:
        if len(document) != 1:
            raise PaperError(PaperReason.NOT_A_DATA_PAGE, f"{len(document)} pages")
        page = document[0]
        width, height = (side * _MM_PER_POINT for side in page.get_size())
        _check_close("width", width, PAGE_WIDTH_MM, _PAGE_TOLERANCE_MM, PaperReason.PAGE_SIZE_OFF)
        _check_close("height", height, PAGE_HEIGHT_MM, _PAGE_TOLERANCE_MM, PaperReason.PAGE_SIZE_OFF)
        fonts = _embedded_fonts(page)
        lines = _mrz_lines(_zone_characters(page))
    measured = _measured(width, height, fonts, lines)
    if expected_mrz is not None and measured.mrz != expected_mrz:
        raise PaperError(PaperReason.MRZ_TEXT_OFF, "the zone on the page is not the one that was given")
    return measured


def _measured(
    width: float, height: float, fonts: frozenset[str], lines: tuple[list[_Character], list[_Character]]
) -> Measured:
    pitches = [right.origin_mm - left.origin_mm for line in lines for left, right in pairwise(line)]
    for pitch in (min(pitches), max(pitches)):
        _check_close("pitch", pitch, MRZ_PITCH_MM, _PITCH_TOLERANCE_MM, PaperReason.MRZ_PITCH_OFF)
    for line in lines:
        left = line[0].left_mm
        _check_close("first character", left, MRZ_LEFT_MM, _LEFT_TOLERANCE_MM, PaperReason.MRZ_POSITION_OFF)
    upper, lower = (line[0].baseline_mm for line in lines)
    spacing = upper - lower
    expected, tolerance = MRZ_LINE_SPACING_MM, _SPACING_TOLERANCE_MM
    _check_close("line spacing", spacing, expected, tolerance, PaperReason.MRZ_POSITION_OFF)
    return Measured(
        width_mm=width,
        height_mm=height,
        fonts=fonts,
        mrz=("".join(c.text for c in lines[0]), "".join(c.text for c in lines[1])),
        first_character_left_mm=(lines[0][0].left_mm, lines[1][0].left_mm),
        pitch_mm=(min(pitches), max(pitches)),
        baselines_mm=(upper, lower),
    )


def _check_close(what: str, value: float, expected: float, tolerance: float, reason: PaperReason) -> None:
    if abs(value - expected) > tolerance:
        raise PaperError(reason, f"{what} is {value:.2f} mm, not {expected} +/- {tolerance} mm")


def _embedded_fonts(page: pdfium.PdfPage) -> frozenset[str]:
    names = set()
    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(text)
        buffer = ctypes.create_string_buffer(256)
        raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
        name = _without_subset_tag(buffer.value.decode("utf-8", "replace"))
        if raw.FPDFFont_GetIsEmbedded(font) != 1:
            raise PaperError(PaperReason.FONT_OFF, f"{name} is not embedded")
        names.add(name)
    return frozenset(names)


def _without_subset_tag(name: str) -> str:
    tag, plus, family = name.partition("+")
    return family if plus and len(tag) == 6 else name


def _zone_characters(page: pdfium.PdfPage) -> list[_Character]:
    """Return every visible character whose baseline is in the lower 23.2 mm."""
    text_page = page.get_textpage()
    found = []
    for index in range(text_page.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text_page, index))
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        generated = raw.FPDFText_IsGenerated(text_page, index) == 1
        if generated or y.value * _MM_PER_POINT > MRZ_HEIGHT_MM:
            continue
        buffer = ctypes.create_string_buffer(256)
        raw.FPDFText_GetFontInfo(text_page, index, buffer, len(buffer), ctypes.c_int())
        left = text_page.get_charbox(index)[0]
        found.append(
            _Character(
                text=character,
                font=_without_subset_tag(buffer.value.decode("utf-8", "replace")),
                origin_mm=x.value * _MM_PER_POINT,
                left_mm=left * _MM_PER_POINT,
                baseline_mm=y.value * _MM_PER_POINT,
            )
        )
    return found


def _mrz_lines(characters: list[_Character]) -> tuple[list[_Character], list[_Character]]:
    """Part the zone's characters into two lines of 44, all of them OCR-B."""
    foreign = {character.font for character in characters} - {MRZ_FONT}
    if foreign:
        raise PaperError(PaperReason.FONT_OFF, "the machine readable zone is not in OCR-B")
    heights = sorted({round(character.baseline_mm, 2) for character in characters}, reverse=True)
    lines = [[c for c in characters if round(c.baseline_mm, 2) == height] for height in heights]
    if [len(line) for line in lines] != [44, 44]:
        raise PaperError(
            PaperReason.NOT_A_DATA_PAGE, "the lower 23.2 mm do not hold two lines of 44 characters"
        )
    upper, lower = (sorted(line, key=lambda character: character.origin_mm) for line in lines)
    return upper, lower
