"""What can be measured on a portrait once its face is found. Each function looks at one thing.

Everything is measured on a copy that is turned and scaled so that the eyes are level and at a fixed distance:
the same face gives the same figures, whatever the camera's resolution.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from loket.node.papers.face_models import Face, Pixels, Point

# The frame of the portrait in distances of the eyes, after the token image of ISO/IEC 19794-5:2005 §9: as
# wide as four of them, the eyes 0.6 widths below the upper edge; the height is that of 35:45.
FRAME_WIDTH = 4.0
FRAME_HEIGHT = FRAME_WIDTH * 45 / 35
FRAME_ABOVE_EYES = 0.6 * FRAME_WIDTH
_EYE_UNIT = 100
_SHARPNESS_UNIT = 64
_FRAME_UNIT = 40
_DARK_BY_SKIN = 0.55
_SEARCH = 8
_IRIS_RADIUS = 5
_SURROUND_RADIUS = 14
_WHITE_FROM, _WHITE_TO = 10, 18
_PUPIL_RADIUS = 8
_PUPIL_STEP = 12
_PUPIL_FARTHEST = 20


@dataclass(frozen=True, slots=True)
class EyeMeasure:
    """The worse of both eyes, 0 to 1.

    `iris`: dark part of the disc where an iris would be; `white`: light part of what lies beside that disc,
    on its lighter side; `surround`: dark part of the eye's whole surrounding.
    """

    iris: float
    white: float
    surround: float


@dataclass(frozen=True, slots=True)
class BackgroundMeasure:
    """`differing`: part that differs from the median colour, 0 to 1; `lightness`: median L*, 0 to 100."""

    differing: float
    lightness: float


def with_pupils(picture: Pixels, face: Face) -> Face:
    """Return the face with its eyes at the darkest discs, 0.16 eye distances wide, near where they were.

    The detector puts the eyes of a tilted head too level, by up to half of the tilt; the pupils are where
    they are. They are looked for again after the head was turned by what was found so far, never farther than
    0.2 eye distances from the detector's find.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found = face
    for _ in range(3):
        matrix = _levelling(found, unit=_EYE_UNIT, to=(2 * _EYE_UNIT, _EYE_UNIT))
        level = _copy(grey, matrix, found, unit=_EYE_UNIT, size=(4 * _EYE_UNIT, 2 * _EYE_UNIT))
        discs = _disc_means(level.astype(np.float32), _PUPIL_RADIUS)
        back = cv2.invertAffineTransform(matrix)
        points = []
        for x, first in ((-0.5, face.right_eye), (0.5, face.left_eye)):
            near = _darkest(discs, (round((2 + x) * _EYE_UNIT), _EYE_UNIT), _moved(matrix, first))
            points.append(_moved(back, near))
        found = replace(found, right_eye=points[0], left_eye=points[1])
    return found


def eyes(picture: Pixels, face: Face) -> EyeMeasure:
    """Look for an iris in both eyes.

    An iris is about 0.18 eye distances wide and darker than the skin below the eye. A disc of 0.11 that is
    dark all over is more than a closed lid's line of lashes can fill, and the white beside it is what the rim
    of glasses and a painted lid do not have. Light eyes and dark glasses cannot be told by this.
    """
    grey = _grey(_levelled(picture, face, unit=_EYE_UNIT, size=(4 * _EYE_UNIT, 2 * _EYE_UNIT)))
    middle = (2 * _EYE_UNIT, _EYE_UNIT)
    worst = EyeMeasure(iris=1.0, white=1.0, surround=0.0)
    for x in (middle[0] - _EYE_UNIT // 2, middle[0] + _EYE_UNIT // 2):
        y = middle[1]
        skin = float(np.median(grey[y + 30 : y + 50, x - 15 : x + 15]))
        dark = (grey < _DARK_BY_SKIN * skin).astype(np.float32)
        near = dark[y - 40 : y + 41, x - 40 : x + 41]
        iris, (row, column) = _highest(near, _IRIS_RADIUS)
        surround, _ = _highest(near, _SURROUND_RADIUS)
        beside = near[row - 2 : row + 5]
        white = max(
            1 - float(beside[:, column - _WHITE_TO : column - _WHITE_FROM].mean()),
            1 - float(beside[:, column + _WHITE_FROM + 1 : column + _WHITE_TO + 1].mean()),
        )
        worst = EyeMeasure(min(worst.iris, iris), min(worst.white, white), max(worst.surround, surround))
    return worst


def sharpness(picture: Pixels, face: Face) -> float:
    """Return the spread of the Laplacian by the spread of grey on the face; 0 without any contrast."""
    unit = _SHARPNESS_UNIT
    grey = _grey(_levelled(picture, face, unit=unit, size=(2 * unit, 2 * unit)))
    spread = float(grey.std())
    return float(cv2.Laplacian(grey, cv2.CV_32F).std()) / spread if spread else 0.0


def exposure(picture: Pixels, face: Face, *, dark_level: int, bright_level: int) -> tuple[float, float]:
    """Return which part of the face is at most `dark_level` and which is at least `bright_level`, 0 to 1."""
    unit = _SHARPNESS_UNIT
    grey = _grey(_levelled(picture, face, unit=unit, size=(2 * unit, 2 * unit)))
    return float((grey <= dark_level).mean()), float((grey >= bright_level).mean())


def background(picture: Pixels, face: Face, *, colour_distance: float) -> BackgroundMeasure | None:
    """Measure the strips beside the head and above it; None when the picture holds too little of them."""
    unit = _FRAME_UNIT
    size = (round(FRAME_WIDTH * unit), round(FRAME_HEIGHT * unit))
    eyes_at = (size[0] / 2, FRAME_ABOVE_EYES * unit)
    levelled = _levelled(picture, face, unit=unit, size=size, eyes_at=eyes_at)
    inside = _levelled(
        np.full(picture.shape[:2], 255, np.uint8), face, unit=unit, size=size, eyes_at=eyes_at, fill=True
    )
    strips = np.zeros((size[1], size[0]), bool)
    side, top = round(0.11 * size[0]), round(0.05 * size[1])
    shoulders = round(0.55 * size[1])
    strips[:shoulders, :side] = strips[:shoulders, -side:] = strips[:top] = True
    wanted = int(strips.sum())
    strips &= inside > 250
    if strips.sum() < wanted / 2:
        return None
    lab = cv2.cvtColor(levelled.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)[strips]
    median = np.median(lab, axis=0)
    differing = np.linalg.norm(lab - median, axis=1) > colour_distance
    return BackgroundMeasure(float(differing.mean()), float(median[0]))


def frame(face: Face) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the 35:45 frame around a face, in pixels of the picture."""
    x, y = face.between_eyes
    unit = face.eye_distance
    return (
        x - FRAME_WIDTH / 2 * unit,
        y - FRAME_ABOVE_EYES * unit,
        FRAME_WIDTH * unit,
        FRAME_HEIGHT * unit,
    )


def frame_inside(face: Face, width: int, height: int) -> float:
    """Return which part of the frame a picture of this size covers, 0 to 1."""
    left, top, across, down = frame(face)
    covered_across = max(0.0, min(left + across, width) - max(left, 0.0))
    covered_down = max(0.0, min(top + down, height) - max(top, 0.0))
    return covered_across * covered_down / (across * down)


def nose_off_centre(face: Face) -> float:
    """Return how far the nose lies off the middle between the eyes, along their line, by their distance."""
    x, y = face.between_eyes
    along = (
        (face.left_eye[0] - face.right_eye[0]) / face.eye_distance,
        (face.left_eye[1] - face.right_eye[1]) / face.eye_distance,
    )
    return abs((face.nose[0] - x) * along[0] + (face.nose[1] - y) * along[1]) / face.eye_distance


def _levelled(
    picture: Pixels,
    face: Face,
    *,
    unit: int,
    size: tuple[int, int],
    eyes_at: Point | None = None,
    fill: bool = False,
) -> Pixels:
    """Return a copy of `size` with level eyes, `unit` px apart, around `eyes_at` or the copy's middle.

    Outside of the picture its edge is repeated, or with `fill` it is 0.
    """
    matrix = _levelling(face, unit=unit, to=eyes_at or (size[0] / 2, size[1] / 2))
    return _copy(picture, matrix, face, unit=unit, size=size, fill=fill)


def _levelling(face: Face, *, unit: int, to: Point) -> Pixels:
    """Return the 2 x 3 matrix that puts the eyes level, `unit` px apart, around the point `to`."""
    x, y = face.between_eyes
    matrix = cv2.getRotationMatrix2D((x, y), face.roll_degrees, unit / face.eye_distance)
    matrix[:, 2] += np.array([to[0] - x, to[1] - y])
    return matrix


def _copy(
    picture: Pixels, matrix: Pixels, face: Face, *, unit: int, size: tuple[int, int], fill: bool = False
) -> Pixels:
    source = picture
    if face.eye_distance > 2 * unit:
        # A straight sampling of every third pixel would make noise look like detail.
        source = cv2.GaussianBlur(picture, (0, 0), face.eye_distance / unit / 3)
    return cv2.warpAffine(
        source,
        matrix,
        size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT if fill else cv2.BORDER_REPLICATE,
    )


def _grey(picture: Pixels) -> Pixels:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)


def _highest(dark: Pixels, radius: int) -> tuple[float, tuple[int, int]]:
    """Return the dark part of the darkest disc whose centre lies near the middle, and that centre."""
    parts = _disc_means(dark, radius)
    middle = dark.shape[0] // 2
    near = slice(middle - _SEARCH, middle + _SEARCH + 1)
    row, column = np.unravel_index(int(parts[near, near].argmax()), (2 * _SEARCH + 1,) * 2)
    centre = (middle - _SEARCH + int(row), middle - _SEARCH + int(column))
    return float(parts[centre]), centre


def _disc_means(picture: Pixels, radius: int) -> Pixels:
    """Return for each pixel the mean of the disc around it."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)).astype(np.float32)
    return cv2.filter2D(picture, -1, disc / disc.sum())


def _darkest(discs: Pixels, middle: tuple[int, int], first: Point) -> Point:
    """Return the darkest disc near `middle`; each pixel away from `first` counts as one level of grey."""
    left, top = middle[0] - _PUPIL_STEP, middle[1] - _PUPIL_STEP
    side = 2 * _PUPIL_STEP + 1
    rows, columns = np.mgrid[top : top + side, left : left + side]
    away = np.hypot(columns - first[0], rows - first[1])
    cost = np.where(away <= _PUPIL_FARTHEST, discs[top : top + side, left : left + side] + away, np.inf)
    if not np.isfinite(cost).any():
        return first
    row, column = np.unravel_index(int(cost.argmin()), cost.shape)
    return float(left + int(column)), float(top + int(row))


def _moved(matrix: Pixels, point: Point) -> Point:
    x, y = matrix @ np.array([point[0], point[1], 1.0])
    return float(x), float(y)
