"""Finding a data page on a scan or photo: its four edges, from which it is cut out and laid straight.

What comes out is the page alone, upright, at 300 dpi, in grey. OpenCV is loaded when the first picture comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from loket.node.papers.data_page_measure import PAGE_HEIGHT_MM, PAGE_WIDTH_MM
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.images import decode_image
from loket.node.papers.pdfium_lock import open_pdf

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    Points = npt.NDArray[np.float32]

DPI = 300
_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72
PX_PER_MM = DPI / _MM_PER_INCH
PAGE_PIXELS = (round(PAGE_WIDTH_MM * PX_PER_MM), round(PAGE_HEIGHT_MM * PX_PER_MM))
_PAGE_SIZE_TOLERANCE_MM = 1.0
_PROPORTION = PAGE_WIDTH_MM / PAGE_HEIGHT_MM
_SCAN_TOLERANCE = 0.04
# A page photographed at a slant looks shorter one way; beyond this it is something else.
_PHOTO_TOLERANCE = 0.25
_NARROWEST_PIXELS = 700
"""125 mm at about 140 dpi: below, OCR-B strokes run into each other."""
_LOOKED_AT = 1000
_LEAST_PART = 0.12
_CORNERS = 4
_MOST_OUTLINES = 3
_SIDE_MARGIN = 0.12
_CLOSE_TO_SIDE = 0.02


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page cut out, `PAGE_PIXELS` in size. `sharpness`: pixels of the picture for one of these."""

    picture: "Pixels"
    sharpness: float


def find_pages(data: bytes) -> Iterator[FoundPage]:
    """Yield the page as it may lie on a PDF, PNG or JPEG, the likeliest first; each turned both ways up.

    Raises PaperError for what is no picture, too small, or shows nothing with the shape of a data page.
    """
    if data.startswith(b"%PDF-"):
        yield FoundPage(_rendered(data), 1.0)
        return
    import numpy as np

    picture = np.asarray(ImageOps.exif_transpose(decode_image(data)).convert("L"))
    height, width = picture.shape
    whole = abs(width / height / _PROPORTION - 1) <= _SCAN_TOLERANCE
    outlined = _outlined(picture)
    if not whole and not outlined:
        raise PaperError(PaperReason.NOT_A_DATA_PAGE, "no page with four edges can be seen")
    candidates = []
    if whole:
        candidates.append(np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32))
    candidates += outlined
    wide = [one for one in candidates if _width_of(one) >= _NARROWEST_PIXELS]
    if not wide:
        raise PaperError(PaperReason.TOO_FEW_PIXELS, f"fewer than {_NARROWEST_PIXELS} across")
    for one in wide:
        yield _cut_out(picture, one)
        yield _cut_out(picture, np.roll(one, 2, axis=0))


def _rendered(pdf: bytes) -> "Pixels":
    import numpy as np

    with open_pdf(pdf) as document:
        if len(document) != 1:
            raise PaperError(PaperReason.NOT_A_DATA_PAGE, f"{len(document)} pages")
        page = document[0]
        width, height = (side * _MM_PER_INCH / _POINTS_PER_INCH for side in page.get_size())
        if max(abs(width - PAGE_WIDTH_MM), abs(height - PAGE_HEIGHT_MM)) > _PAGE_SIZE_TOLERANCE_MM:
            raise PaperError(PaperReason.NOT_A_DATA_PAGE, "not 125 x 88 mm")
        rendered: Image.Image = page.render(scale=DPI / _POINTS_PER_INCH, grayscale=True).to_pil()
        fitted = rendered.convert("L").resize(PAGE_PIXELS, Image.Resampling.BICUBIC)
    return np.asarray(fitted)


def _width_of(corners: "Points") -> float:
    import numpy as np

    return float(np.linalg.norm(corners[1] - corners[0]) + np.linalg.norm(corners[2] - corners[3])) / 2


def _cut_out(picture: "Pixels", corners: "Points") -> FoundPage:
    import cv2
    import numpy as np

    width, height = PAGE_PIXELS
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    sharpness = _width_of(corners) / width
    if sharpness > 2:  # many more pixels than are looked at would be skipped, not averaged
        scale = 1.5 / sharpness
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)
        corners = corners * scale
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flags = cv2.INTER_CUBIC
    cut = cv2.warpPerspective(picture, transform, PAGE_PIXELS, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return FoundPage(cut.astype(np.uint8), sharpness)


def _outlined(picture: "Pixels") -> "list[Points]":
    """Corners (from upper left, clockwise, long side up) of what may be the page, the best outlined first."""
    import cv2
    import numpy as np

    scale = min(1.0, _LOOKED_AT / max(picture.shape))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.bilateralFilter(small, 7, 40, 7)
    masks = (
        cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1],
        cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 301, -4),
        cv2.dilate(cv2.Canny(smooth, 25, 80), np.ones((3, 3), np.uint8), iterations=2),
    )
    found = []
    for mask in masks:
        closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
        outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:2]:
            corners = _four_sided(np.asarray(outline, np.int32))
            if corners is None or cv2.contourArea(corners) < _LEAST_PART * small.size:
                continue
            # How far the outline fills its four sides: streaks of the desk that hang on it do not.
            off = abs(1 - cv2.contourArea(outline) / cv2.contourArea(corners))
            found.append((off, (corners / scale).astype(np.float32)))
    found.sort(key=lambda one: one[0])
    return [corners for _, corners in found[:_MOST_OUTLINES]]


def _four_sided(outline: "npt.NDArray[np.int32]") -> "Points | None":
    import cv2
    import numpy as np

    hull = cv2.convexHull(outline)
    corners = None
    for tolerance in (0.02, 0.03, 0.05):
        polygon = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, closed=True), closed=True)
        if len(polygon) == _CORNERS:
            corners = polygon.reshape(_CORNERS, 2).astype(np.float32)
            break
    if corners is None:
        return None
    corners = _in_order(_on_edges(corners, outline.reshape(-1, 2).astype(np.float32)))
    across = _width_of(corners)
    down = float(np.linalg.norm(corners[3] - corners[0]) + np.linalg.norm(corners[2] - corners[1])) / 2
    if not down or abs(across / down / _PROPORTION - 1) > _PHOTO_TOLERANCE:
        return None
    return corners


def _on_edges(corners: "Points", outline: "Points") -> "Points":
    """Corners where straight lines through the outline's sides meet: rounded and frayed corners count not."""
    import cv2
    import numpy as np

    lines = []
    for number in range(_CORNERS):
        start, end = corners[number], corners[(number + 1) % _CORNERS]
        along = end - start
        length = float(np.linalg.norm(along))
        unit = along / length
        offset = outline - start
        place = offset @ unit / length
        away = np.abs(offset @ np.array([-unit[1], unit[0]], np.float32)) / length
        near = outline[(place > _SIDE_MARGIN) & (place < 1 - _SIDE_MARGIN) & (away < _CLOSE_TO_SIDE)]
        if len(near) < 20:
            return corners
        lines.append(cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    met = []
    for number in range(_CORNERS):
        (ux, uy, px, py), (vx, vy, qx, qy) = lines[number - 1], lines[number]
        matrix = np.array([[ux, -vx], [uy, -vy]])
        if abs(np.linalg.det(matrix)) < 1e-3:
            return corners
        step = np.linalg.solve(matrix, np.array([qx - px, qy - py]))[0]
        met.append([px + step * ux, py + step * uy])
    return np.array(met, np.float32)


def _in_order(corners: "Points") -> "Points":
    """Clockwise from the upper left, the long sides above and below."""
    import numpy as np

    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    ordered = corners[np.argsort(angles)]
    ordered = np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0)
    if np.linalg.norm(ordered[1] - ordered[0]) < np.linalg.norm(ordered[2] - ordered[1]):
        ordered = np.roll(ordered, -1, axis=0)
    return ordered
