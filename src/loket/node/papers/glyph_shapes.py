"""A second reader for the printed zone: each character compared with the shapes of the OCR-B font.

The text recogniser takes the letter O for the figure 0 where it expects a number, which would let a misprint
of the one for the other pass. Shapes know nothing of context. This reader needs a straight, clean picture;
without one it has no opinion.
"""

from functools import cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

from loket.core.icao.check_digit import MRZ_ALPHABET
from loket.node.papers.typesetting import FONT_FOLDER

_CHARACTERS_A_LINE = 44
# OCR-B size 1, 2.54 mm pitch: glyphs are 0.723 em wide.
_EM_MM = 2.54 / 0.723
_CELL = (36, 48)
_DARK = 128


def read_by_shape(band: Image.Image, *, dpi: float) -> tuple[str, str] | None:
    """Read two lines of 44 from a greyscale band at `dpi`; None when characters cannot be told apart."""
    ink = band.point([255] * _DARK + [0] * (256 - _DARK))
    _, rows = ink.getprojection()
    lines = [_read_line(ink.crop((0, top, ink.width, bottom)), dpi) for top, bottom in _runs(rows)]
    if len(lines) != 2 or lines[0] is None or lines[1] is None:
        return None
    return lines[0], lines[1]


def _read_line(ink: Image.Image, dpi: float) -> str | None:
    columns, _ = ink.getprojection()
    cells = _runs(columns)
    if len(cells) != _CHARACTERS_A_LINE:
        return None
    return "".join(_nearest(_centred(ink.crop((left, 0, right, ink.height))), dpi) for left, right in cells)


def _runs(flags: list[int]) -> list[tuple[int, int]]:
    """Return begin and end of each run of places with ink."""
    runs = []
    place = 0
    for has_ink, group in groupby(flags):
        length = len(list(group))
        if has_ink:
            runs.append((place, place + length))
        place += length
    return runs


def _nearest(cell: Image.Image, dpi: float) -> str:
    """Return the character from whose shape the fewest pixels differ."""
    seen = _bits(cell)
    return min(_shapes(dpi), key=lambda shape: (seen ^ shape[1]).bit_count())[0]


def _bits(cell: Image.Image) -> int:
    """Return a black and white picture as one number, a bit for each pixel."""
    return int.from_bytes(cell.convert("1", dither=Image.Dither.NONE).tobytes())


def _centred(ink: Image.Image) -> Image.Image:
    """Return the ink alone, in the middle of a cell of fixed size: the size of a glyph still counts."""
    inked = ink.crop(ink.getbbox())
    cell = Image.new("L", _CELL, 0)
    cell.paste(inked, ((_CELL[0] - inked.width) // 2, (_CELL[1] - inked.height) // 2))
    return cell


@cache
def _shapes(dpi: float) -> tuple[tuple[str, int], ...]:
    font = ImageFont.truetype(FONT_FOLDER / "OCRB.otf", _EM_MM / 25.4 * dpi)
    shapes = []
    for character in sorted(MRZ_ALPHABET):
        drawn = Image.new("L", (80, 80), 0)
        ImageDraw.Draw(drawn).text((10, 10), character, fill=255, font=font)
        inked = _centred(drawn.point([0] * _DARK + [255] * (256 - _DARK)))
        shapes.append((character, _bits(inked)))
    return tuple(shapes)
