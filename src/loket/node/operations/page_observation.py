"""What was read on a page as the quality test takes it, with the portrait held against the enrolled photo."""

from loket.core.domain.projecting import KeyAbsentError
from loket.core.domain.quality.observations import (
    FaceSeen,
    FieldObservation,
    PageObservation,
    PrintedPortrait,
    ZoneObservation,
)
from loket.core.domain.rows import Case
from loket.core.domain.terms import WITH_SEAL
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.faces import face_template, similarity
from loket.node.papers.images import jpeg_bytes
from loket.node.papers.page_portrait import PortraitFound, cut_portrait, find_portrait
from loket.node.papers.page_reading import PageRead
from loket.node.papers.page_zone import ZoneFound
from loket.node.store.error import NotHeldError

_MOVED = "_beside_seal"
_NO_FACE = {PaperReason.NO_FACE_FOUND: FaceSeen.NO_FACE, PaperReason.NO_FACE_MODEL: FaceSeen.NO_MODEL}


def observe_page(node: Node, case: Case, read: PageRead) -> PageObservation:
    """All that a quality test has to go by of this page."""
    return PageObservation(
        mrz=read.mrz,
        zone=_zone(read.zone) if read.zone else None,
        fields=_fields(read, beside_seal=case.kind in WITH_SEAL),
        portrait=_portrait(node, case, read),
    )


def _fields(read: PageRead, *, beside_seal: bool) -> dict[str, FieldObservation]:
    """Every field from where it stands on this kind of page."""
    found = {
        name: FieldObservation(text=one.text, confidence=one.confidence) for name, one in read.fields.items()
    }
    moved = {name.removesuffix(_MOVED): found.pop(name) for name in list(found) if name.endswith(_MOVED)}
    return found | moved if beside_seal else found


def _zone(zone: ZoneFound) -> ZoneObservation:
    upper, lower = zone.lines
    return ZoneObservation(
        likeness=zone.likeness,
        left_mm=(upper.left_mm, lower.left_mm),
        pitch_mm=(upper.pitch_mm, lower.pitch_mm),
        baseline_mm=(upper.baseline_mm, lower.baseline_mm),
        tilt_deg=(upper.tilt_deg, lower.tilt_deg),
    )


def _portrait(node: Node, case: Case, read: PageRead) -> PrintedPortrait | None:
    """None where the enrolled photo is not here."""
    if case.photo is None:
        return None
    try:
        photo = open_blob(node, case.office, case.case, case.photo)
    except (KeyAbsentError, NotHeldError):
        return None
    found = find_portrait(read.picture, photo)
    face, cosine = _faces(read, photo, found)
    return PrintedPortrait(
        likeness=found.likeness,
        width_mm=found.width_mm,
        height_mm=found.height_mm,
        face=face,
        cosine=cosine,
    )


def _faces(read: PageRead, photo: bytes, found: PortraitFound) -> tuple[FaceSeen, float]:
    try:
        enrolled = face_template(photo)
        printed = face_template(jpeg_bytes(cut_portrait(read.picture, found).convert("RGB")))
    except PaperError as error:
        if error.reason not in _NO_FACE:
            raise
        return _NO_FACE[error.reason], 0.0
    return FaceSeen.COMPARED, similarity(enrolled, printed)
