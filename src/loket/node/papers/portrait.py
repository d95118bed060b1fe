"""What is asked of a portrait, and how well one does: plain values, no pictures.

The checks follow ISO/IEC 19794-5 (as ICAO Doc 9303-3 does) where it gives a figure; the other limits are the
office's own. They tell an officer where to look and what to do. Nobody has counted how often they are right
for the people who come to this office, so nothing here claims it.
"""

from dataclasses import dataclass
from enum import StrEnum


class PortraitCheckName(StrEnum):
    """What is looked at, in the order in which an officer would mend it."""

    FACE_FOUND = "face-found"
    ONE_FACE = "one-face"
    FACING_FRONT = "facing-front"
    EYES_LEVEL = "eyes-level"
    EYES_OPEN = "eyes-open"
    SIZE = "size"
    POSITION = "position"
    MARGIN = "margin"
    SHARPNESS = "sharpness"
    BACKGROUND_UNIFORM = "background-uniform"
    BACKGROUND_LIGHT = "background-light"
    NOT_TOO_DARK = "not-too-dark"
    NOT_TOO_BRIGHT = "not-too-bright"


class PortraitOutcome(StrEnum):
    """What a check found. UNDETERMINED means that the program cannot tell: a person looks."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class PortraitLimits:
    """Limits of the checks; "ours": chosen here by looking at photographs, without a claim of accuracy."""

    face_score: float = 0.8
    """Least score at which the detector's find counts as a face. Ours."""
    most_faces: int = 1
    """ISO/IEC 19794-5:2005: nobody else in the picture."""
    off_centre_nose: float = 0.20
    """Most the nose may lie off the middle between the eyes, by their distance. Ours: about 15° of turn."""
    roll_degrees: float = 8.0
    """Most tilt of the line through the eyes. ISO/IEC 19794-5:2011 §7.2.2."""
    roll_warning_degrees: float = 5.0
    """Tilt from which a warning is given. ISO/IEC 19794-5:2005 §7.2.2."""
    iris_seen: float = 0.80
    """Least dark part of a disc of 0.11 eye distances at the iris. Ours: a lash line is half as high."""
    white_seen: float = 0.70
    """Least light part of what lies beside that disc, on one side: the white of the eye. Ours."""
    iris_not_seen: float = 0.60
    """Dark part of that disc below which the eyes look closed. Ours."""
    eye_surround: float = 0.80
    """Dark part of the eye's surrounding from which nothing can be told: dark glasses, shade. Ours."""
    eye_distance_px: float = 90.0
    """Least distance between the eyes' centres, in pixels as captured. ISO/IEC 19794-5:2005 §8.4.1."""
    off_centre: float = 0.10
    """Most the face may lie off the picture's middle, by its width. Ours; the crop mends it."""
    frame_inside: float = 0.95
    """Least part of the 35:45 frame that the picture must cover. Ours."""
    sharpness: float = 0.15
    """Least spread of the Laplacian by the spread of grey on the face at 64 px between the eyes. Ours."""
    sharpness_warning: float = 0.22
    """The same, below which a warning is given. Ours."""
    background_colour: float = 12.0
    """Distance in CIELAB from the background's median colour from which a pixel differs. Ours."""
    background_differing: float = 0.15
    """Most of the background that may differ. Ours; ISO/IEC 19794-5:2005 asks for a plain one."""
    background_lightness: float = 65.0
    """Least median lightness L* of the background, 0 to 100. Ours; passports of Indonesia want white."""
    dark_level: int = 25
    """Grey of 255 up to which skin is too dark to show anything. As ISO/IEC 29794-5:2025 (underexposure)."""
    bright_level: int = 247
    """Grey of 255 from which skin is burnt out. As ISO/IEC 29794-5:2025 (overexposure)."""
    too_dark: float = 0.25
    """Most of the face that may be too dark. Ours."""
    too_bright: float = 0.15
    """Most of the face that may be burnt out. Ours."""

    def of(self, name: PortraitCheckName) -> float:
        """Return the limit that decides between PASSED and not in the check of this name."""
        names = PortraitCheckName
        return {
            names.FACE_FOUND: self.face_score,
            names.ONE_FACE: float(self.most_faces),
            names.FACING_FRONT: self.off_centre_nose,
            names.EYES_LEVEL: self.roll_degrees,
            names.EYES_OPEN: self.iris_seen,
            names.SIZE: self.eye_distance_px,
            names.POSITION: self.off_centre,
            names.MARGIN: self.frame_inside,
            names.SHARPNESS: self.sharpness,
            names.BACKGROUND_UNIFORM: self.background_differing,
            names.BACKGROUND_LIGHT: self.background_lightness,
            names.NOT_TOO_DARK: self.too_dark,
            names.NOT_TOO_BRIGHT: self.too_bright,
        }[name]


DEFAULT_LIMITS = PortraitLimits()


@dataclass(frozen=True, slots=True)
class PortraitCheck:
    """One check: what was measured and the limit it was held against; nothing measured is None."""

    name: PortraitCheckName
    outcome: PortraitOutcome
    measured: float | None
    limit: float


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where a face lies in the upright picture, in pixels from its upper left corner."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PortraitJudgement:
    """All checks of one picture, in the order of PortraitCheckName.

    `face` is the largest face, None without one. `template` are 256 bytes for `faces.similarity` and is empty
    unless the picture shows exactly one face: nobody should be compared with a bystander.
    """

    checks: tuple[PortraitCheck, ...]
    face: FaceBox | None
    template: bytes

    @property
    def outcome(self) -> PortraitOutcome:
        """The worst of the checks: failed, then warning, then undetermined, then passed."""
        order = (PortraitOutcome.FAILED, PortraitOutcome.WARNING, PortraitOutcome.UNDETERMINED)
        found = {check.outcome for check in self.checks}
        return next((outcome for outcome in order if outcome in found), PortraitOutcome.PASSED)

    def check(self, name: PortraitCheckName) -> PortraitCheck:
        """Return one of the checks."""
        return next(check for check in self.checks if check.name is name)
