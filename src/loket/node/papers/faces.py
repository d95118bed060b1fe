"""Faces: is this picture fit to be a passport's portrait, and do two pictures show faces that look alike?

Both answers are advice to an officer. Nothing here decides about a person, and no rate of error is claimed
(docs/adr/0009-faces.md). OpenCV is loaded when the first picture comes, not when a node starts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.images import PORTRAIT_SIZE, jpeg_bytes, open_upright
from loket.node.papers.portrait import (
    DEFAULT_LIMITS,
    FaceBox,
    PortraitCheck,
    PortraitCheckName,
    PortraitJudgement,
    PortraitLimits,
    PortraitOutcome,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from loket.node.papers.face_models import Face, FaceModels, Pixels

TEMPLATE_MODEL = "sface-2021dec"
"""Which model made the templates: those of two models cannot be compared."""
TEMPLATE_BYTES = 256
LOOKS_ALIKE = 0.363
"""Cosine from which two templates look alike, as OpenCV publishes it with SFace. A person decides."""

_TEMPLATE_LENGTH = 128
_MOST_BYTES = 15_000_000
_LONGEST_SIDE = 1600
_LEAST_PART_OF_SIZE = 0.5
_Name = PortraitCheckName
_Outcome = PortraitOutcome


@dataclass(frozen=True, slots=True)
class Alike:
    """One of the compared templates that looks alike: its place among them, and the cosine."""

    index: int
    similarity: float


def judge_portrait(
    data: bytes, *, limits: PortraitLimits = DEFAULT_LIMITS, model_folder: Path | None = None
) -> PortraitJudgement:
    """Judge a JPEG or PNG of at most 15 MB; every check is UNDETERMINED where the models are not installed.

    `model_folder` is where the models lie, if not in their package. Raises PaperError for what is no picture.
    """
    looked = _look(data, model_folder, least_score=limits.face_score)
    return _judgement(looked, limits)


def judge_and_crop(
    data: bytes, *, limits: PortraitLimits = DEFAULT_LIMITS, model_folder: Path | None = None
) -> tuple[PortraitJudgement, bytes | None]:
    """Judge a picture and cut the portrait from it, having looked for faces once.

    None where no face was found, or could be looked for. Raises PaperError as the other two do.
    """
    looked = _look(data, model_folder, least_score=limits.face_score)
    judgement = _judgement(looked, limits)
    return judgement, _crop(looked, looked.faces[0]) if looked.faces else None


@dataclass(frozen=True, slots=True)
class _Looked:
    """A picture, the copy of it in which faces were looked for, its scale, and what was found."""

    upright: Image.Image
    picture: "Pixels"
    scale: float
    models: "FaceModels | None"
    faces: "tuple[Face, ...]"


def _look(data: bytes, model_folder: Path | None, *, least_score: float) -> _Looked:
    upright = open_upright(data, max_bytes=_MOST_BYTES)
    models = _models(model_folder)
    picture, scale = _pixels(upright)
    found = () if models is None else models.find(picture, least_score=least_score)
    return _Looked(upright, picture, scale, models, found)


def _judgement(looked: _Looked, limits: PortraitLimits) -> PortraitJudgement:
    upright, picture, scale = looked.upright, looked.picture, looked.scale
    models, faces = looked.models, looked.faces
    if models is None:
        checks = tuple(_undetermined(name, limits) for name in _Name)
        return PortraitJudgement(checks, None, b"")
    if not faces:
        missing = PortraitCheck(_Name.FACE_FOUND, _Outcome.FAILED, 0.0, limits.face_score)
        others = tuple(_undetermined(name, limits) for name in _Name if name is not _Name.FACE_FOUND)
        return PortraitJudgement((missing, *others), None, b"")
    face = faces[0]
    from loket.node.papers.portrait_checks import check_face

    found = [
        PortraitCheck(_Name.FACE_FOUND, _Outcome.PASSED, face.score, limits.face_score),
        PortraitCheck(
            _Name.ONE_FACE,
            _Outcome.PASSED if len(faces) <= limits.most_faces else _Outcome.FAILED,
            float(len(faces)),
            float(limits.most_faces),
        ),
        *check_face(picture, face, limits, scale=scale),
    ]
    template = _packed(models.template(picture, face)) if len(faces) == 1 else b""
    return PortraitJudgement(tuple(found), _box(face, scale, upright), template)


def crop_portrait(data: bytes, *, model_folder: Path | None = None) -> bytes:
    """Return a JPEG of 413 x 531 pixels (35:45) around the largest face, without metadata.

    The frame is moved or made smaller where the picture ends; nothing is added to the picture. Raises
    PaperError: NO_FACE_MODEL, NO_FACE_FOUND, TOO_FEW_PIXELS (less than half of what the portrait has), or for
    what is no picture.
    """
    looked = _look(data, model_folder, least_score=DEFAULT_LIMITS.face_score)
    if looked.models is None:
        raise PaperError(PaperReason.NO_FACE_MODEL)
    return _crop(looked, _first(looked.faces, one=False))


def _crop(looked: _Looked, found: "Face") -> bytes:
    from loket.node.papers.portrait_measures import frame, with_pupils

    upright, scale = looked.upright, looked.scale
    face = with_pupils(looked.picture, found)
    left, top, width, height = (number / scale for number in frame(face))
    fits = min(1.0, upright.width / width, upright.height / height)
    middle = left + width / 2
    # Where the frame must shrink it shrinks around the eyes.
    eyes = top + 0.6 * width
    width, height = width * fits, height * fits
    left = min(max(0.0, middle - width / 2), upright.width - width)
    top = min(max(0.0, eyes - 0.6 * width), upright.height - height)
    if width < PORTRAIT_SIZE[0] * _LEAST_PART_OF_SIZE:
        raise PaperError(PaperReason.TOO_FEW_PIXELS, f"the face's frame is {width:.0f} px wide")
    cut = upright.resize(PORTRAIT_SIZE, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height))
    return jpeg_bytes(cut)


def face_template(data: bytes, *, model_folder: Path | None = None) -> bytes:
    """Return the 256 bytes that describe the one face of a picture: 128 numbers of 16 bits, little-endian.

    Raises PaperError: NO_FACE_MODEL, NO_FACE_FOUND (also when there are several), or for what is no picture.
    """
    looked = _look(data, model_folder, least_score=DEFAULT_LIMITS.face_score)
    if looked.models is None:
        raise PaperError(PaperReason.NO_FACE_MODEL)
    return _packed(looked.models.template(looked.picture, _first(looked.faces, one=True)))


def similarity(template_a: bytes, template_b: bytes) -> float:
    """Return the cosine of two templates, -1 to 1; from LOOKS_ALIKE on a person should look.

    Raises PaperError (FACE_TEMPLATE_INVALID).
    """
    matrix = stack_templates((template_a, template_b))
    return float(matrix[0] @ matrix[1])


def looks_alike(template_a: bytes, template_b: bytes) -> bool:
    """Whether a person should look at the two pictures. Raises PaperError for bytes that are no template."""
    return similarity(template_a, template_b) >= LOOKS_ALIKE


def stack_templates(templates: Sequence[bytes]) -> "npt.NDArray[np.float32]":
    """Return templates as rows of a matrix for `find_alike`; raises PaperError (FACE_TEMPLATE_INVALID)."""
    import numpy as np

    if any(len(template) != TEMPLATE_BYTES for template in templates):
        raise PaperError(PaperReason.FACE_TEMPLATE_INVALID, "not 256 bytes")
    matrix = np.frombuffer(b"".join(templates), dtype="<f2").astype(np.float32)
    matrix = matrix.reshape(-1, _TEMPLATE_LENGTH)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    # Rounded to 16 bits a vector of length 1 stays within a thousandth of it; NaN is within nothing.
    if not bool(np.all(np.abs(lengths - 1) < 0.01)):
        raise PaperError(PaperReason.FACE_TEMPLATE_INVALID, "not a vector of length 1")
    unit_rows: npt.NDArray[np.float32] = matrix / lengths
    return unit_rows


def find_alike(
    template: bytes, templates: "npt.NDArray[np.float32]", *, least: float = LOOKS_ALIKE
) -> tuple[Alike, ...]:
    """Return which rows of `stack_templates` look like this face, the most alike first. Raises PaperError."""
    cosines = templates @ stack_templates((template,))[0]
    found = [Alike(int(index), float(cosines[index])) for index in (cosines >= least).nonzero()[0]]
    return tuple(sorted(found, key=lambda alike: -alike.similarity))


def _models(folder: Path | None) -> "FaceModels | None":
    from loket.node.papers.face_models import models_in

    return models_in(folder)


def _pixels(upright: Image.Image) -> "tuple[Pixels, float]":
    """Return the picture as OpenCV has it, at most 1600 px long, and its scale."""
    import numpy as np

    scale = min(1.0, _LONGEST_SIDE / max(upright.size))
    if scale < 1:
        size = (max(1, round(upright.width * scale)), max(1, round(upright.height * scale)))
        upright = upright.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return np.ascontiguousarray(np.asarray(upright)[:, :, ::-1]), scale


def _first(faces: "tuple[Face, ...]", *, one: bool) -> "Face":
    if not faces or (one and len(faces) > 1):
        raise PaperError(PaperReason.NO_FACE_FOUND, f"{len(faces)} faces")
    return faces[0]


def _packed(vector: "npt.NDArray[np.float32]") -> bytes:
    return vector.astype("<f2").tobytes()


def _box(face: "Face", scale: float, upright: Image.Image) -> FaceBox:
    left, top, width, height = (number / scale for number in face.box)
    inner_left, inner_top = max(0, math.floor(left)), max(0, math.floor(top))
    return FaceBox(
        inner_left,
        inner_top,
        min(upright.width, math.ceil(left + width)) - inner_left,
        min(upright.height, math.ceil(top + height)) - inner_top,
    )


def _undetermined(name: PortraitCheckName, limits: PortraitLimits) -> PortraitCheck:
    return PortraitCheck(name, _Outcome.UNDETERMINED, None, limits.of(name))
