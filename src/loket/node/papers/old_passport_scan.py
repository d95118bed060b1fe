"""Finding the machine readable zone on a scan or photograph of an old passport, wherever it lies on it.

Nothing is returned but two lines of 44 in which every check digit is right. Letters and figures that OCR
takes for each other are settled by their places (9303-4 4.2.2) before the check digits decide.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from pathlib import Path

from PIL import Image

from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import Td3
from loket.core.icao.mrz_parsing import parse
from loket.node.papers.images import open_upright
from loket.node.papers.pdfium_lock import open_pdf
from loket.node.papers.read_back import recognise_lines

_LINE = 44
_MOST_BYTES = 20_000_000
_MOST_PAGES = 3
_DPI = 200
_POINTS_PER_INCH = 72
# Of an A4 page at 200 dpi the longer side; letters of the zone are then about 20 pixels apart.
_LONGER_SIDE = 2_340
_TURNS = (0, 180, 90, 270)
# How many characters of the upper line may be lost in its row of fillers.
_SHORTEST_UPPER = 30
_MOST_DOUBTS = 6
_FIGURES = str.maketrans("OQDIZSBG", "00012586")
_LETTERS = str.maketrans("012586", "OIZSBG")


def find_zone(scan: bytes, *, model: Path) -> tuple[str, str] | None:
    """Return the two lines of a passport's zone on a JPEG, PNG or PDF (first pages), however it is turned.

    None when no two lines can be made out in which every check digit is right. Raises PaperError when the
    file cannot be opened or there is no reader.
    """
    for picture in _pictures(scan):
        for turn in _TURNS:
            turned = picture.rotate(turn, expand=True) if turn else picture
            found = _zone_among(recognise_lines(turned, model=model))
            if found is not None:
                return found
    return None


def _pictures(scan: bytes) -> Iterator[Image.Image]:
    if not scan.startswith(b"%PDF-"):
        yield _fitted(open_upright(scan, max_bytes=_MOST_BYTES).convert("L"))
        return
    with open_pdf(scan) as document:
        pages = [
            document[number].render(scale=_DPI / _POINTS_PER_INCH, grayscale=True).to_pil().convert("L")
            for number in range(min(len(document), _MOST_PAGES))
        ]
    yield from map(_fitted, pages)


def _fitted(picture: Image.Image) -> Image.Image:
    """Not larger than the reader needs: a photograph of many megapixels reads no better, and slower."""
    longer = max(picture.size)
    if longer <= _LONGER_SIDE:
        return picture
    scale = _LONGER_SIDE / longer
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _zone_among(lines: Iterable[str]) -> tuple[str, str] | None:
    for upper, lower in pairwise(lines):
        if not upper.startswith("P") or len(upper) < _SHORTEST_UPPER or len(lower) != _LINE:
            continue
        name = upper.rstrip("<").translate(_LETTERS)
        if len(name) > _LINE:
            continue
        for settled in _settled(lower):
            if (zone := _checked(name.ljust(_LINE, "<"), settled)) is not None:
                return zone
    return None


def _checked(upper: str, lower: str) -> tuple[str, str] | None:
    try:
        zone = parse(f"{upper}\n{lower}")
    except IcaoError:
        return None
    return (upper, lower) if isinstance(zone, Td3) else None


def _settled(lower: str) -> Iterator[str]:
    """The line with figures and letters in their places; where both may stand, each way in turn."""
    number, check, state, dates, optional, checks = (
        lower[0:9],
        lower[9].translate(_FIGURES),
        lower[10:13].translate(_LETTERS),
        lower[13:20].translate(_FIGURES) + lower[20] + lower[21:28].translate(_FIGURES),
        lower[28:42],
        lower[42:44].translate(_FIGURES),
    )
    for this_number, this_optional in product(_ways(number), _ways(optional)):
        yield this_number + check + state + dates + this_optional + checks


def _ways(text: str) -> list[str]:
    """The text as it was read, then with O and 0 the other way round, each on its own and together."""
    doubts = [place for place, character in enumerate(text) if character in "O0"][:_MOST_DOUBTS]
    ways = [text]
    for choice in product("0O", repeat=len(doubts)):
        written = list(text)
        for place, character in zip(doubts, choice, strict=True):
            written[place] = character
        ways.append("".join(written))
    return list(dict.fromkeys(ways))
