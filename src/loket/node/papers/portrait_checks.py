"""Holding what was measured on a face against the limits."""

from loket.node.papers import portrait_measures as measures
from loket.node.papers.face_models import Face, Pixels
from loket.node.papers.portrait import PortraitCheck, PortraitLimits, PortraitOutcome
from loket.node.papers.portrait import PortraitCheckName as Name

_PASSED, _WARNING = PortraitOutcome.PASSED, PortraitOutcome.WARNING
_FAILED, _UNDETERMINED = PortraitOutcome.FAILED, PortraitOutcome.UNDETERMINED


def check_face(
    picture: Pixels, face: Face, limits: PortraitLimits, *, scale: float
) -> tuple[PortraitCheck, ...]:
    """Return every check from FACING_FRONT on; `scale` is the picture's by the one that was captured."""
    face = measures.with_pupils(picture, face)
    return (
        *_pose(face, limits),
        _eyes_open(picture, face, limits),
        *_place(picture, face, limits, scale),
        _sharpness(picture, face, limits),
        *_background(picture, face, limits),
        *_exposure(picture, face, limits),
    )


def _pose(face: Face, limits: PortraitLimits) -> tuple[PortraitCheck, ...]:
    turned = measures.nose_off_centre(face)
    roll = abs(face.roll_degrees)
    facing = _PASSED if turned <= limits.off_centre_nose else _WARNING
    level = _FAILED if roll > limits.roll_degrees else _PASSED
    if level is _PASSED and roll > limits.roll_warning_degrees:
        level = _WARNING
    return (
        PortraitCheck(Name.FACING_FRONT, facing, turned, limits.off_centre_nose),
        PortraitCheck(Name.EYES_LEVEL, level, roll, limits.roll_degrees),
    )


def _eyes_open(picture: Pixels, face: Face, limits: PortraitLimits) -> PortraitCheck:
    """Never FAILED: what looks closed may be a light iris, a shining lens, the shape of somebody's eyes."""
    eyes = measures.eyes(picture, face)
    if eyes.surround > limits.eye_surround:
        outcome = _UNDETERMINED
    elif eyes.iris >= limits.iris_seen and eyes.white >= limits.white_seen:
        outcome = _PASSED
    else:
        outcome = _UNDETERMINED if eyes.iris >= limits.iris_not_seen else _WARNING
    return PortraitCheck(Name.EYES_OPEN, outcome, eyes.iris, limits.iris_seen)


def _place(picture: Pixels, face: Face, limits: PortraitLimits, scale: float) -> tuple[PortraitCheck, ...]:
    height, width = picture.shape[:2]
    distance = face.eye_distance / scale
    off = abs(face.between_eyes[0] / width - 0.5)
    inside = measures.frame_inside(face, width, height)
    return (
        PortraitCheck(
            Name.SIZE,
            _PASSED if distance >= limits.eye_distance_px else _FAILED,
            distance,
            limits.eye_distance_px,
        ),
        PortraitCheck(
            Name.POSITION, _PASSED if off <= limits.off_centre else _WARNING, off, limits.off_centre
        ),
        PortraitCheck(
            Name.MARGIN, _PASSED if inside >= limits.frame_inside else _FAILED, inside, limits.frame_inside
        ),
    )


def _sharpness(picture: Pixels, face: Face, limits: PortraitLimits) -> PortraitCheck:
    sharpness = measures.sharpness(picture, face)
    outcome = _PASSED
    if sharpness < limits.sharpness:
        outcome = _FAILED
    elif sharpness < limits.sharpness_warning:
        outcome = _WARNING
    return PortraitCheck(Name.SHARPNESS, outcome, sharpness, limits.sharpness)


def _background(picture: Pixels, face: Face, limits: PortraitLimits) -> tuple[PortraitCheck, ...]:
    found = measures.background(picture, face, colour_distance=limits.background_colour)
    if found is None:
        return tuple(
            PortraitCheck(name, _UNDETERMINED, None, limits.of(name))
            for name in (Name.BACKGROUND_UNIFORM, Name.BACKGROUND_LIGHT)
        )
    uniform = found.differing <= limits.background_differing
    light = found.lightness >= limits.background_lightness
    return (
        PortraitCheck(
            Name.BACKGROUND_UNIFORM,
            _PASSED if uniform else _FAILED,
            found.differing,
            limits.background_differing,
        ),
        PortraitCheck(
            Name.BACKGROUND_LIGHT,
            _PASSED if light else _FAILED,
            found.lightness,
            limits.background_lightness,
        ),
    )


def _exposure(picture: Pixels, face: Face, limits: PortraitLimits) -> tuple[PortraitCheck, ...]:
    dark, bright = measures.exposure(
        picture, face, dark_level=limits.dark_level, bright_level=limits.bright_level
    )
    return (
        PortraitCheck(
            Name.NOT_TOO_DARK, _PASSED if dark <= limits.too_dark else _FAILED, dark, limits.too_dark
        ),
        PortraitCheck(
            Name.NOT_TOO_BRIGHT,
            _PASSED if bright <= limits.too_bright else _FAILED,
            bright,
            limits.too_bright,
        ),
    )
