"""Search the office's own cases for the applicant, beside the look-up in the prevention list.

Faces are compared before the act's transaction is opened: that takes a while, and others want to write.
"""

from dataclasses import dataclass

from loket.core.domain import duplicates
from loket.core.domain.events import Blob, DuplicatesSearched
from loket.core.domain.projecting import KeyAbsentError
from loket.core.domain.rows import Case, FaceTemplate
from loket.core.domain.terms import PaperKind
from loket.node.operations.act import Desk
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node
from loket.node.papers import faces
from loket.node.papers.error import PaperError
from loket.node.papers.images import ImageKind, jpeg_bytes
from loket.node.papers.pdfium_lock import open_pdf
from loket.node.store.error import NotHeldError

_PERCENT = 100
# 200 dpi: a face of a data page is then larger than the recogniser needs.
_PDF_SCALE = 200 / 72


@dataclass(frozen=True, slots=True, kw_only=True)
class FacesCompared:
    """`compared`: cases of the office whose portraits were compared; `alike`: those that look alike.

    `old_passport_percent`: likeness to the portrait of the old passport, in percent of what the recogniser
    asks for; None where there was nothing to compare.
    """

    compared: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    old_passport_percent: int | None = None


def compare_faces(node: Node, case: str) -> FacesCompared:
    """Compare the case's portrait with those of all other cases, and with the old passport's."""
    if not node.compares_faces:
        return FacesCompared()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        own = reading.get(FaceTemplate, (node.name, case))
        if row is None or own is None or not _is_ours(own.template):
            return FacesCompared()
        rows = reading.select(FaceTemplate, {"office": node.name})
    others = [one for one in rows if one.case != case and _is_ours(one.template)]
    alike = faces.find_alike(own.template, faces.stack_templates([one.template for one in others]))
    return FacesCompared(
        compared=frozenset(one.case for one in others),
        alike=frozenset(others[found.index].case for found in alike),
        old_passport_percent=_with_old_passport(node, row, own.template),
    )


def search_own_cases(desk: Desk, case: Case, compared: FacesCompared) -> DuplicatesSearched:
    """What the office's own cases say of this applicant, by NIK, by name with birth date, and by face."""
    office = desk.node.name
    others: dict[str, Case] = {}
    for column, value in (("nik", case.nik), ("person", case.person)):
        if value:
            found = desk.writing.select(Case, {"office": office, column: value})
            others |= {other.case: other for other in found}
    for alike in compared.alike - others.keys():
        other = desk.writing.get(Case, (office, alike))
        if other is not None:
            others[alike] = other
    matches = duplicates.matches(case, others.values(), alike=compared.alike, compared=compared.compared)
    return DuplicatesSearched(
        case=case.case,
        matches=matches,
        faces=len(compared.compared),
        old_passport_alike=compared.old_passport_percent,
    )


def _template(portrait: bytes) -> bytes:
    try:
        return faces.face_template(portrait)
    except PaperError:
        return b""


def _is_ours(template: bytes) -> bool:
    """Another model's templates cannot be compared with ours."""
    return len(template) == faces.TEMPLATE_BYTES


def _with_old_passport(node: Node, row: Case, template: bytes) -> int | None:
    """The likeness to the best of the faces on the scans of the old passport."""
    scans = [scan.blob for scan in row.scans if scan.paper is PaperKind.OLD_PASSPORT]
    found = [_template_of_scan(node, row, blob) for blob in scans]
    likenesses = [faces.similarity(template, one) for one in found if one]
    if not likenesses:
        return None
    return max(0, int(_PERCENT * max(likenesses) / faces.LOOKS_ALIKE))


def _template_of_scan(node: Node, row: Case, blob: Blob) -> bytes:
    """The largest face on a scan, which is the holder's: a data page repeats it small beside the portrait."""
    try:
        picture = _picture(open_blob(node, node.name, row.case, blob), blob.media_type)
        return _template(_cut(picture))
    except (PaperError, KeyAbsentError, NotHeldError):
        return b""


def _cut(picture: bytes) -> bytes:
    """The portrait on a scan; the scan itself where it is too small to cut."""
    try:
        return faces.crop_portrait(picture)
    except PaperError:
        return picture


def _picture(scan: bytes, media_type: str) -> bytes:
    """A scan as a picture; of a PDF its first page."""
    if media_type != ImageKind.PDF.value:
        return scan
    with open_pdf(scan) as document:
        return jpeg_bytes(document[0].render(scale=_PDF_SCALE).to_pil().convert("RGB"))
