"""Fingerprint scanners: one finger at a time, or the reason why there is no image of it."""

import math
import random
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import Protocol

from PIL import Image, ImageDraw

from loket.core.icao.finger_images import (
    PIXELS_PER_INCH,
    FingerPosition,
    FingerRecord,
    FingerView,
    ImageCompression,
)


class FingerFaultReason(StrEnum):
    """Why a scanner gave no image."""

    NOT_CONNECTED = "not-connected"
    TIMED_OUT = "timed-out"
    NO_FINGER = "no-finger"
    TOO_DRY = "too-dry"
    TOO_WET = "too-wet"
    MOVED = "moved"
    WRONG_PLACE = "wrong-place"
    GLASS_DIRTY = "glass-dirty"


@dataclass(frozen=True, slots=True)
class FingerImage:
    """One finger as it lay on the glass.

    `grey`: rows of 8 bits from the upper left, ridges dark, `width` x `height` at `ppi` pixels per inch.
    `quality`: 0 to 100 as the device says; devices differ in what they mean by it.
    """

    position: FingerPosition
    grey: bytes
    width: int
    height: int
    quality: int
    ppi: int = PIXELS_PER_INCH

    def __post_init__(self) -> None:
        """Hold the sizes against the image; a driver that gets them wrong is a bug (ValueError)."""
        if len(self.grey) != self.width * self.height or not 0 <= self.quality <= 100:
            raise ValueError("a finger image whose sizes or quality contradict it")
        if self.ppi != PIXELS_PER_INCH:
            raise ValueError(f"a finger image that is not of {PIXELS_PER_INCH} pixels per inch")

    def png(self) -> bytes:
        """Return the image as PNG in 8 bits of grey, with its resolution and nothing else."""
        out = BytesIO()
        image = Image.frombytes("L", (self.width, self.height), self.grey)
        image.save(out, "PNG", dpi=(self.ppi, self.ppi))
        return out.getvalue()


@dataclass(frozen=True, slots=True)
class FingerFault:
    """No image of this finger; the officer can try again after what `reason` asks for."""

    position: FingerPosition
    reason: FingerFaultReason


class FingerprintScanner(Protocol):
    """What the office asks of a scanner. A call may take as long as somebody needs to lay down a finger."""

    def capture(self, position: FingerPosition) -> FingerImage | FingerFault:
        """Take one plain image of this finger at 500 pixels per inch."""
        ...


def finger_record(images: Sequence[FingerImage]) -> FingerRecord:
    """Return the images as one record (PNG, without loss) for `write_finger_record`.

    Raises IcaoError for none and for a finger that comes twice.
    """
    views = tuple(
        FingerView(image.position, image.width, image.height, image.png(), image.quality) for image in images
    )
    return FingerRecord(ImageCompression.PNG, views)


class SimulatedScanner:
    """A scanner for demonstrations and drills: lines by formula, nobody's fingers, marked SPECIMEN.

    The same seed and finger give the same image. `faults` says for a finger which faults come before an image
    does, in this order; they are used up. `size`: width and height in pixels; smaller images are quicker to
    make and to keep.
    """

    WIDTH, HEIGHT = 300, 400

    def __init__(
        self,
        seed: int,
        faults: Mapping[FingerPosition, Sequence[FingerFaultReason]] | None = None,
        *,
        size: tuple[int, int] = (WIDTH, HEIGHT),
    ) -> None:
        self._seed = seed
        self._size = size
        self._faults = {position: deque(reasons) for position, reasons in (faults or {}).items()}

    def capture(self, position: FingerPosition) -> FingerImage | FingerFault:
        """Return the finger's image, or the next of the faults ordered for it."""
        waiting = self._faults.get(position)
        if waiting:
            return FingerFault(position, waiting.popleft())
        return _specimen(self._seed, position, *self._size)


@lru_cache(maxsize=2 * len(FingerPosition))
def _specimen(seed: int, position: FingerPosition, width: int, height: int) -> FingerImage:
    chance = random.Random(f"{seed}/{position.value}")  # noqa: S311 a drawing, no secret
    grey = _ridges(chance, width, height)
    return FingerImage(position, grey, width, height, quality=chance.randint(55, 95))


def _ridges(chance: random.Random, width: int, height: int) -> bytes:
    """Draw ridges 9 pixels apart (0.46 mm) around a core, inside of an oval, with SPECIMEN across."""
    ridge_px = chance.uniform(8.5, 10.0)
    core = (width * (0.5 + chance.uniform(-0.07, 0.07)), height * (0.45 + chance.uniform(-0.05, 0.05)))
    stretch, swirl, bend = chance.uniform(0.6, 0.9), chance.uniform(-0.8, 0.8), chance.uniform(4, 10)
    turns = chance.choice((0, 1, 2))  # none gives rings, one a spiral, two a double one
    rows = bytearray(b"\xff" * (width * height))
    for y in range(height):
        for x in range(width):
            across, down = (x - width / 2) / (width * 0.46), (y - height / 2) / (height * 0.47)
            if across * across + down * down > 1:
                continue
            dx, dy = x - core[0], (y - core[1]) * stretch
            angle = math.atan2(dy, dx)
            far = math.hypot(dx, dy) + bend * math.sin(2 * angle + swirl)
            rows[y * width + x] = round(135 + 95 * math.sin(math.tau * far / ridge_px + turns * angle))
    image = Image.frombytes("L", (width, height), bytes(rows))
    ImageDraw.Draw(image).text(
        (width / 2, height * 0.94), "SPECIMEN", fill=0, anchor="mm", font_size=width * 0.113
    )
    return image.tobytes()
