"""Group 1, measured: typeface, place, pitch and tilt of the zone, and the portrait's size."""

from loket.core.domain.checks import (
    Check,
    CheckName,
    CheckOutcome,
    CheckReason,
    failed,
    successful,
    undetermined,
)
from loket.core.domain.quality.observations import PageObservation

# 9303-4 2.2 and 4.2: first character 6.0 +/- 1.0 mm from the left edge, the zone in the lower 23.2 +/- 1.0
# mm, OCR-B size 1 at 2.54 mm; 9303-3: tilt at most 3 degrees.
_LEFT_MM, _LEFT_PLAY_MM = 6.0, 1.0
_ZONE_MM, _ZONE_PLAY_MM = 23.2, 1.0
_CAPITAL_MM = 2.4
_PITCH_MM = 2.54
# Ours: the page's own edges are the ruler, and they are found to about a hundredth of its width.
_PITCH_PLAY_MM = 0.06
_TILT_DEG = 3.0
# Ours, measured: OCR-B under all noise of the tests 0.93 and more, other faces 0.75 and less.
_OCR_B, _NOT_OCR_B = 0.88, 0.70
# 9303-4 4.1.1: 26 x 32 to 35 x 45 mm; a millimetre for the ruler.
_LEAST_MM, _MOST_MM, _RULER_MM = (26.0, 32.0), (35.0, 45.0), 1.0
# A portrait that is not found in the page gives no size.
_FOUND = 0.8


def geometry_checks(page: PageObservation | None) -> tuple[Check, ...]:
    """All that is measured on the page."""
    measured = (_place(page), _pitch(page), _tilt(page))
    return (_typeface(page), *(if_surely_read(page, check, CheckReason.NOT_MEASURED) for check in measured))


def if_surely_read(page: PageObservation | None, check: Check, otherwise: CheckReason) -> Check:
    """A check of the zone as it was read and measured, which fails only where its shapes were surely seen.

    On a poor picture the shapes of two characters run into one another, and none lies where it seems to. What
    is wrong then may be the picture's fault; what agrees with the record, in every character, is no accident.
    `otherwise`: why a failure is none.
    """
    if check.outcome is not CheckOutcome.FAILED or surely_read(page):
        return check
    return undetermined(check.name, otherwise, **check.evidence)


def surely_read(page: PageObservation | None) -> bool:
    """Whether every character of the zone was told by its shape, and lies where it was found."""
    return page is not None and page.zone is not None and page.zone.likeness >= _OCR_B


def portrait_size(page: PageObservation | None) -> Check:
    """The printed portrait is of a size that the standard allows."""
    name = CheckName.PORTRAIT_SIZE
    if page is None or page.portrait is None or page.portrait.likeness < _FOUND:
        return undetermined(name, CheckReason.NOT_MEASURED)
    size = page.portrait.width_mm, page.portrait.height_mm
    evidence = {"width_mm": f"{size[0]:.1f}", "height_mm": f"{size[1]:.1f}"}
    fits = all(
        least - _RULER_MM <= side <= most + _RULER_MM
        for side, least, most in zip(size, _LEAST_MM, _MOST_MM, strict=True)
    )
    return successful(name, **evidence) if fits else failed(name, CheckReason.OUT_OF_TOLERANCE, **evidence)


def _typeface(page: PageObservation | None) -> Check:
    name = CheckName.MRZ_TYPEFACE
    if page is None or page.zone is None:
        return undetermined(name, CheckReason.NOT_MEASURED)
    likeness = f"{page.zone.likeness:.2f}"
    if page.zone.likeness >= _OCR_B:
        return successful(name, likeness=likeness)
    if page.zone.likeness < _NOT_OCR_B:
        return failed(name, CheckReason.OTHER_TYPEFACE, likeness=likeness)
    return undetermined(name, CheckReason.NOT_ALIKE_ENOUGH, likeness=likeness)


def _place(page: PageObservation | None) -> Check:
    name = CheckName.MRZ_PLACE
    if page is None or page.zone is None:
        return undetermined(name, CheckReason.NOT_MEASURED)
    zone = page.zone
    evidence = {
        "left_mm": _pair(zone.left_mm, 1),
        "baseline_mm": _pair(zone.baseline_mm, 1),
    }
    in_zone = min(zone.baseline_mm) > 0 and max(zone.baseline_mm) + _CAPITAL_MM <= _ZONE_MM + _ZONE_PLAY_MM
    if in_zone and all(abs(left - _LEFT_MM) <= _LEFT_PLAY_MM for left in zone.left_mm):
        return successful(name, **evidence)
    return failed(name, CheckReason.OUT_OF_TOLERANCE, **evidence)


def _pitch(page: PageObservation | None) -> Check:
    name = CheckName.MRZ_PITCH
    if page is None or page.zone is None:
        return undetermined(name, CheckReason.NOT_MEASURED)
    pitch = _pair(page.zone.pitch_mm, 3)
    if all(abs(one - _PITCH_MM) <= _PITCH_PLAY_MM for one in page.zone.pitch_mm):
        return successful(name, pitch_mm=pitch)
    return failed(name, CheckReason.OUT_OF_TOLERANCE, pitch_mm=pitch)


def _tilt(page: PageObservation | None) -> Check:
    name = CheckName.MRZ_TILT
    if page is None or page.zone is None:
        return undetermined(name, CheckReason.NOT_MEASURED)
    tilt = _pair(page.zone.tilt_deg, 2)
    if all(abs(one) <= _TILT_DEG for one in page.zone.tilt_deg):
        return successful(name, tilt_deg=tilt)
    return failed(name, CheckReason.OUT_OF_TOLERANCE, tilt_deg=tilt)


def _pair(values: tuple[float, float], digits: int) -> str:
    return "; ".join(f"{value:.{digits}f}" for value in values)
