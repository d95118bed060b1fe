"""The portrait printed on a page, found by the enrolled photo: where it is, how large, and how like it is.

The photo is laid over the page in every size that Doc 9303-4 allows and the best place taken. What is
compared there is the picture and not a person, so that drawn specimens count too.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from loket.node.papers.images import decode_image
from loket.node.papers.page_finding import PX_PER_MM

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from loket.node.papers.page_finding import Pixels

    Floats = npt.NDArray[np.float32]

_COARSER = 4
"""Registered at a quarter of 300 dpi, where a hand's tremble does not count."""
_WIDTHS_MM = (26.0, 27.5, 29.0, 30.5, 32.0, 33.5, 35.0, 36.5)
_FITS = 0.8
_FINE_MM = (-1.0, -0.5, 0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class PortraitFound:
    """Where the photo fits best. Lengths in mm from the page's upper left corner.

    `likeness`: correlation of what is printed there and the photo, -1 to 1.
    """

    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float
    likeness: float


def find_portrait(page: "Pixels", photo: bytes) -> PortraitFound:
    """Lay the photo (JPEG or PNG) over the left two thirds of the page's upper part. Raises PaperError."""
    import cv2
    import numpy as np

    wanted = np.asarray(decode_image(photo).convert("L"))
    upper = _where_it_may_be(page)
    scaled = cv2.resize(upper, None, fx=1 / _COARSER, fy=1 / _COARSER, interpolation=cv2.INTER_AREA)
    small = np.asarray(scaled, np.uint8)
    best = max((_laid(small, wanted, one) for one in _WIDTHS_MM), key=lambda one: one[0])
    best = max((_laid(small, wanted, best[1] + one) for one in _FINE_MM), key=lambda one: one[0])
    likeness, width_mm, (left, top) = best
    size = _size(wanted, width_mm)
    scale = _COARSER / PX_PER_MM
    return PortraitFound(
        left_mm=left * scale,
        top_mm=top * scale,
        width_mm=size[0] * scale,
        height_mm=size[1] * scale,
        likeness=likeness,
    )


def cut_portrait(page: "Pixels", found: PortraitFound) -> Image.Image:
    """The printed portrait alone; all of where it may be, if the photo fits nowhere.

    The place where another's photo fits least badly cuts through the face that is printed there.
    """
    if found.likeness < _FITS:
        return Image.fromarray(_where_it_may_be(page))
    left, top = round(found.left_mm * PX_PER_MM), round(found.top_mm * PX_PER_MM)
    width, height = round(found.width_mm * PX_PER_MM), round(found.height_mm * PX_PER_MM)
    return Image.fromarray(page[top : top + height, left : left + width])


def _where_it_may_be(page: "Pixels") -> "Pixels":
    return page[: round(65 * PX_PER_MM), : round(page.shape[1] * 2 / 3)]


def _size(wanted: "Pixels", width_mm: float) -> tuple[int, int]:
    width = width_mm * PX_PER_MM / _COARSER
    return round(width), round(width * wanted.shape[0] / wanted.shape[1])


def _laid(small: "Pixels", wanted: "Pixels", width_mm: float) -> tuple[float, float, tuple[int, int]]:
    """The photo at a width: the best correlation, that width, and where."""
    import cv2

    size = _size(wanted, width_mm)
    if size[0] > small.shape[1] or size[1] > small.shape[0]:
        return -1.0, width_mm, (0, 0)
    scores = cv2.matchTemplate(
        small, cv2.resize(wanted, size, interpolation=cv2.INTER_AREA), cv2.TM_CCOEFF_NORMED
    )
    _, most, _, place = cv2.minMaxLoc(scores)
    return float(most), width_mm, (int(place[0]), int(place[1]))
