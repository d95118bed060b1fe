"""The printed zone on a picture: each character held against the shapes of OCR-B, and measured.

Knows nothing of language or context, so that an O printed for a 0 is seen; and measures as a ruler does, so
that pitch, places and tilt of the zone come out in millimetres. Needs a page that was cut out and laid
straight (`page_finding`).
"""

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from loket.core.icao.check_digit import MRZ_ALPHABET
from loket.node.papers.data_page_measure import MRZ_LEFT_MM, MRZ_LINE_SPACING_MM, MRZ_PITCH_MM
from loket.node.papers.page_finding import PAGE_PIXELS, PX_PER_MM
from loket.node.papers.typesetting import FONT_FOLDER

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from loket.node.papers.page_finding import Pixels

    Floats = npt.NDArray[np.float32]

_CHARACTERS = 44
_PITCH = MRZ_PITCH_MM * PX_PER_MM
_SPACING = MRZ_LINE_SPACING_MM * PX_PER_MM
# OCR-B size 1, 2.54 mm pitch: glyphs are 0.723 em wide.
_EM = MRZ_PITCH_MM / 0.723 * PX_PER_MM
_WIDE, _HIGH = 30, 40
_UNDER = 6
"""Pixels of a cell below its baseline."""
_CAPITAL = 30
_LOWEST, _HIGHEST = 70.0, 79.0
"""Where the upper baseline is looked for, in mm from the upper edge: the pair is inside the lower 23.2 mm."""
_FAR_X, _FAR_Y = range(-14, 15, 2), range(-12, 13, 2)
"""Pixels; a line that begins further off than half a pitch cannot be told from one that lacks a character."""
_AROUND, _CLOSE = range(-4, 5), range(-2, 3)
_FIRST = 11
"""Characters by which a line's beginning is found."""
_COARSE = slice(None, None, 3)
_PARTS = 8
"""Of each line; where they lie gives its pitch and tilt."""
_LEAST_LIKENESS = 0.45
_SOFTNESS_PX = 1.0
ALPHABET = "".join(sorted(MRZ_ALPHABET))


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """One line. Lengths in mm from the page's left and lower edges; `tilt_deg` against the lower edge.

    `likeness`: of each character to its shape, -1 to 1. `others`: the likeness of every shape at each place.
    """

    text: str
    likeness: tuple[float, ...]
    left_mm: float
    pitch_mm: float
    baseline_mm: float
    tilt_deg: float
    others: "Floats"

    def fits(self, place: int, character: str) -> float:
        """How well this character would fit at a place (from 0)."""
        return float(self.others[place, ALPHABET.index(character)])


@dataclass(frozen=True, slots=True)
class ZoneFound:
    """Both lines as their shapes read and as they lie."""

    lines: tuple[ZoneLine, ZoneLine]

    @property
    def text(self) -> tuple[str, str]:
        """What the shapes read."""
        return self.lines[0].text, self.lines[1].text

    @property
    def likeness(self) -> float:
        """The mean likeness of all characters to OCR-B."""
        every = [one for line in self.lines for one in line.likeness]
        return sum(every) / len(every)


def measure_zone(page: "Pixels") -> ZoneFound | None:
    """Find and measure both lines on a page; None where nothing there looks like two lines of OCR-B."""
    ink = ink_of(page)
    top = _upper_baseline(ink)
    left, baseline = _first_cell(ink, top)
    lines = [_fitted(ink, left, baseline + number * _SPACING) for number in (0, 1)]
    found = ZoneFound((lines[0], lines[1]))
    return found if found.likeness >= _LEAST_LIKENESS else None


def ink_of(page: "Pixels") -> "Floats":
    """How dark each pixel is against the paper around it, 0 to 1: uneven light and ground are taken out."""
    import cv2
    import numpy as np

    paper = cv2.morphologyEx(page, cv2.MORPH_CLOSE, np.ones((27, 27), np.uint8))
    paper = np.maximum(cv2.GaussianBlur(paper, (0, 0), 12).astype(np.float32), 1)
    return np.asarray(np.clip(1 - page.astype(np.float32) / paper, 0, 1), np.float32)


def _upper_baseline(ink: "Floats") -> int:
    """The row on which the upper line stands: ink above it and its twin, none between and beside them."""
    import numpy as np

    rows = ink[:, round(4 * PX_PER_MM) : -round(4 * PX_PER_MM)].sum(axis=1)
    summed = np.concatenate([[0.0], np.cumsum(rows)])

    def between(first: float, last: float) -> float:
        ends = np.clip(np.array([first, last]), 0, len(rows)).astype(int)
        return float(summed[ends[1]] - summed[ends[0]])

    def standing(row: int) -> float:
        inked = between(row - _CAPITAL, row) + between(row + _SPACING - _CAPITAL, row + _SPACING)
        blank = between(row + 4, row + _SPACING - _CAPITAL - 4) + between(
            row + _SPACING + 4, row + _SPACING + 24
        )
        return inked - blank

    return max(range(round(_LOWEST * PX_PER_MM), round(_HIGHEST * PX_PER_MM)), key=standing)


def _first_cell(ink: "Floats", top: int) -> tuple[float, float]:
    """Where the first cell begins, about: where most characters look like some character."""
    import numpy as np

    nominal = MRZ_LEFT_MM * PX_PER_MM - _bearing("P")
    places = np.arange(_FIRST)
    coarse = _of_length_one(_shapes()[:, _COARSE])

    def likeness(shift: tuple[int, int]) -> float:
        x = nominal + shift[0] + places * _PITCH
        cells = [np.stack([x, np.full_like(x, top + shift[1] + line * _SPACING)], axis=1) for line in (0, 1)]
        seen = _patches(ink, np.concatenate(cells))[:, _COARSE]
        return float((_of_length_one(seen) @ coarse.T).max(axis=1).mean())

    dx, dy = max(product(_FAR_X, _FAR_Y), key=likeness)
    return nominal + dx, top + dy


def _fitted(ink: "Floats", left: float, baseline: float) -> ZoneLine:
    """Fit a line's place, pitch and tilt to where its parts look most like what they read."""
    import numpy as np

    parts = np.array_split(np.arange(_CHARACTERS), _PARTS)
    middles = np.array([part.mean() for part in parts])
    x, y = np.array([_PITCH, left]), np.array([0.0, baseline])
    off = np.zeros((_PARTS, 2))
    for number, part in enumerate(parts):
        # A line that is tilted or wide leads away: each part is looked for where the ones before it lead.
        before = off[max(0, number - 2) : number]
        start = 2 * before[-1] - before[0] if len(before) == 2 else before.sum(axis=0)
        off[number] = start + _best_shift(ink, _cells(x, y)[part] + start, None)
    for _ in range(2):
        x = np.polyfit(middles, np.polyval(x, middles) + off[:, 0], 1)
        y = np.polyfit(middles, np.polyval(y, middles) + off[:, 1], 1)
        cells = _cells(x, y)
        shapes = _shapes()[_likenesses(ink, cells).argmax(axis=1)]
        off = np.array([_best_shift(ink, cells[part], shapes[part]) for part in parts])
    others = _likenesses(ink, _cells(x, y))
    text = "".join(ALPHABET[index] for index in others.argmax(axis=1))
    return ZoneLine(
        text=text,
        likeness=tuple(map(float, others.max(axis=1))),
        left_mm=float(x[1] + _bearing(text[0])) / PX_PER_MM,
        pitch_mm=float(x[0]) / PX_PER_MM,
        baseline_mm=(PAGE_PIXELS[1] - float(np.polyval(y, _CHARACTERS / 2))) / PX_PER_MM,
        tilt_deg=float(np.degrees(np.arctan2(y[0], x[0]))),
        others=others,
    )


def _cells(x: "Floats", y: "Floats") -> "Floats":
    """Left side and baseline of each cell of a line."""
    import numpy as np

    places = np.arange(_CHARACTERS)
    return np.stack([np.polyval(x, places), np.polyval(y, places)], axis=1)


def _best_shift(ink: "Floats", cells: "Floats", shapes: "Floats | None") -> tuple[float, float]:
    """By how many pixels a part of a line lies off its cells, to a fraction of one.

    `shapes`: of the characters that stand there; None: whichever fit best.
    """
    import numpy as np

    near = _AROUND if shapes is None else _CLOSE

    def likeness(dx: int, dy: int) -> float:
        seen = _patches(ink, cells + np.array([dx, dy]))
        return float((seen @ _shapes().T).max(axis=1).sum() if shapes is None else (seen * shapes).sum())

    scores = np.array([[likeness(dx, dy) for dx in near] for dy in near])
    row, column = (int(one) for one in np.unravel_index(int(scores.argmax()), scores.shape))
    dx, dy = near[column] + _peak(scores[row, :], column), near[row] + _peak(scores[:, column], row)
    # The cells were cut at whole pixels.
    rounded = (np.round(cells) - cells).mean(axis=0)
    return dx + float(rounded[0]), dy + float(rounded[1])


def _peak(scores: "Floats", at: int) -> float:
    """Where between its neighbours the top of a parabola through three scores lies, -0.5 to 0.5."""
    if at in (0, len(scores) - 1):
        return 0.0
    before, top, after = (float(one) for one in scores[at - 1 : at + 2])
    bend = before - 2 * top + after
    return 0.0 if bend >= 0 else max(-0.5, min(0.5, (before - after) / (2 * bend)))


def _likenesses(ink: "Floats", cells: "Floats") -> "Floats":
    """For each cell the likeness to each shape of the alphabet."""
    import numpy as np

    return np.asarray(_patches(ink, cells) @ _shapes().T, np.float32)


def _patches(ink: "Floats", cells: "Floats") -> "Floats":
    """Cells cut out, each as a row of mean 0 and length 1, so that their products are correlations."""
    import numpy as np

    whole = np.round(cells).astype(int)
    columns = np.clip(whole[:, 0], 0, ink.shape[1] - _WIDE)[:, None, None] + np.arange(_WIDE)[None, None, :]
    top = np.clip(whole[:, 1] + _UNDER - _HIGH, 0, ink.shape[0] - _HIGH)
    rows = top[:, None, None] + np.arange(_HIGH)[None, :, None]
    return _of_length_one(ink[rows, columns].reshape(len(cells), -1))


def _of_length_one(rows: "Floats") -> "Floats":
    import numpy as np

    rows = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / "OCRB.otf", _EM)


def _bearing(character: str) -> float:
    """How far right of its cell's left side a glyph begins, in pixels."""
    box = _drawn(character).getbbox()
    return float(box[0]) if box else 0.0


def _drawn(character: str) -> Image.Image:
    cell = Image.new("L", (_WIDE, _HIGH), 0)
    ImageDraw.Draw(cell).text((0, _HIGH - _UNDER), character, fill=255, font=_font(), anchor="ls")
    return cell


@cache
def _shapes() -> "Floats":
    """A row for each character of the alphabet: its glyph in a cell, as a camera would soften it."""
    import cv2
    import numpy as np

    rows = []
    for character in ALPHABET:
        soft = cv2.GaussianBlur(np.asarray(_drawn(character)).astype(np.float32), (0, 0), _SOFTNESS_PX)
        rows.append(soft.ravel())
    return _of_length_one(np.array(rows, np.float32))
