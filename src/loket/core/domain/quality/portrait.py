"""Group 6 without a chip: the printed portrait beside the enrolled photo, as a picture and as a face."""

from loket.core.domain.checks import (
    Check,
    CheckName,
    CheckReason,
    failed,
    not_supported,
    successful,
    undetermined,
)
from loket.core.domain.quality.observations import FaceSeen, PageObservation

# Ours, measured on drawn specimens (docs/formats/quality-test.md): the enrolled photo itself, printed and
# seen with all noise of the tests, 0.986 and more; another drawing 0.983 and less. Between is for eyes.
_THE_PHOTO, _ANOTHER = 0.985, 0.80
_LOOKS_ALIKE = 0.363
"""Cosine that OpenCV publishes with SFace (docs/adr/0009-faces.md)."""


def portrait_checks(page: PageObservation | None) -> tuple[Check, ...]:
    """The picture and, where programs see a face in it, the face."""
    return (_picture(page), _face(page))


def _picture(page: PageObservation | None) -> Check:
    name = CheckName.PORTRAIT_AS_ENROLLED
    if page is None or page.portrait is None:
        return undetermined(name, CheckReason.NOT_MEASURED)
    evidence = {"likeness": f"{page.portrait.likeness:.3f}", "least": f"{_THE_PHOTO}"}
    if page.portrait.likeness >= _THE_PHOTO:
        return successful(name, **evidence)
    if page.portrait.likeness < _ANOTHER:
        return failed(name, CheckReason.OTHER_PICTURE, **evidence)
    return undetermined(name, CheckReason.NOT_ALIKE_ENOUGH, **evidence)


def _face(page: PageObservation | None) -> Check:
    name = CheckName.FACE_AS_ENROLLED
    if page is None or page.portrait is None:
        return undetermined(name, CheckReason.NOT_MEASURED)
    portrait = page.portrait
    if portrait.face is FaceSeen.NO_MODEL:
        return not_supported(name, CheckReason.NO_MODEL)
    if portrait.face is FaceSeen.NO_FACE:
        return undetermined(name, CheckReason.NO_FACE_FOUND)
    evidence = {"cosine": f"{portrait.cosine:.3f}", "least": f"{_LOOKS_ALIKE}"}
    if portrait.cosine >= _LOOKS_ALIKE:
        return successful(name, **evidence)
    return failed(name, CheckReason.OTHER_FACE, **evidence)
