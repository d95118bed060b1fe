"""A printed page as a scanner or a hand-held camera would see it: the same seed gives the same picture.

Clean is the page alone as a flat-bed scanner gives it; mild is a careful photo on a desk; hard is a hasty
one: at a slant, out of focus, under a lamp, saved small. None of them was ever on paper: what they show is
that the reader bears these faults, not how a given camera does.
"""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from loket.node.papers.pdfium_lock import open_pdf

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How bad a picture is. `slant`: of the page's side, by which each corner is moved; angles in degrees.

    `margin`: of the page's side, the desk around it. `shade`: of the light, from one side to the other.
    """

    dpi: int
    turn_deg: float = 0.0
    slant: float = 0.0
    margin: float = 0.0
    blur_px: float = 0.0
    shade: float = 0.0
    grain: float = 0.0
    jpeg: int = 95


CLEAN = Noise(dpi=300)
MILD = Noise(dpi=260, turn_deg=3, slant=0.012, margin=0.10, blur_px=0.7, shade=0.15, grain=3, jpeg=85)
HARD = Noise(dpi=230, turn_deg=9, slant=0.035, margin=0.18, blur_px=1.3, shade=0.35, grain=7, jpeg=55)
LEVELS = {"clean": CLEAN, "mild": MILD, "hard": HARD}


def photographed(pdf: bytes, noise: Noise, *, seed: int) -> bytes:
    """Return a JPEG of the first page of a PDF as it would be seen."""
    with open_pdf(pdf) as document:
        page: Image.Image = document[0].render(scale=noise.dpi / 72).to_pil().convert("RGB")
    return picture_of(page, noise, seed=seed)


def picture_of(page: Image.Image, noise: Noise, *, seed: int) -> bytes:
    """The same of a page that is a picture already."""
    import cv2
    import numpy as np

    chance = np.random.default_rng(seed)
    seen = np.asarray(page.convert("RGB")).copy()
    if noise.margin:
        seen = _on_a_desk(seen, noise, chance)
    height, width = seen.shape[:2]
    if noise.blur_px:
        seen = cv2.GaussianBlur(seen, (0, 0), noise.blur_px * chance.uniform(0.8, 1.2))
    light = seen.astype(np.float32)
    if noise.shade:
        angle = chance.uniform(0, 2 * np.pi)
        across = np.linspace(-0.5, 0.5, width)[None, :] * np.cos(angle)
        down = np.linspace(-0.5, 0.5, height)[:, None] * np.sin(angle)
        light *= (1 - noise.shade * (0.5 + across + down))[:, :, None].astype(np.float32)
    if noise.grain:
        light += chance.normal(0, noise.grain, light.shape).astype(np.float32)
    out = io.BytesIO()
    Image.fromarray(np.clip(light, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=noise.jpeg)
    return out.getvalue()


def _on_a_desk(page: "Pixels", noise: Noise, chance: "np.random.Generator") -> "Pixels":
    """The page turned and seen at a slant, on a desk of a made-up grain."""
    import cv2
    import numpy as np

    height, width = page.shape[:2]
    border = round(width * (noise.margin + noise.slant))
    size = (width + 2 * border, height + 2 * border)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = np.radians(chance.uniform(-noise.turn_deg, noise.turn_deg))
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = corners.mean(axis=0)
    shrink = 1 - 0.6 * abs(np.sin(turn))
    moved = (corners - middle) @ matrix.T * shrink + middle + border
    moved += chance.uniform(-noise.slant, noise.slant, moved.shape) * width
    desk = _desk(size, chance)
    transform = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    seen = cv2.warpPerspective(page, transform, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), transform, size) > 127
    return np.where(mask[:, :, None], seen, desk).astype(np.uint8)


def _desk(size: tuple[int, int], chance: "np.random.Generator") -> "Pixels":
    """Streaks of wood, or of cloth, clearly darker than paper."""
    import cv2
    import numpy as np

    streaks = chance.normal(0, 1, (size[1], size[0])).astype(np.float32)
    smooth = np.asarray(cv2.GaussianBlur(streaks, (0, 0), sigmaX=25, sigmaY=1.5), np.float32)
    smooth /= float(smooth.std()) or 1.0
    colour = chance.uniform(50, 130, 3) * np.array([1.0, 0.85, 0.7])
    return np.asarray(np.clip(colour + 12 * smooth[:, :, None], 0, 255), np.uint8)
