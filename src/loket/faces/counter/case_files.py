"""A case's files, decrypted for an officer with a role: scans, portrait, thumbnails. Never cached."""

import io

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from PIL import Image

from loket.core.domain.events import Blob
from loket.core.domain.projecting import KeyAbsentError
from loket.core.domain.rows import Case, PaperSheet
from loket.core.domain.terms import LookedAt
from loket.faces.counter.looks import looks_at
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import current_node
from loket.node.papers.images import decode_image
from loket.node.papers.pdfium_lock import open_pdf
from loket.node.store.error import NotHeldError

PDF = "application/pdf"
_THUMBNAIL = (320, 240)
_THUMBNAIL_QUALITY = 70
_THUMBNAIL_SCALE = 0.6


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.SCAN)
def scan(request: OfficerRequest, case: str, number: int) -> HttpResponse:  # noqa: ARG001
    """The scan as it was handed in."""
    blob = _scan_of(case, number)
    return _answer(_opened(case, blob), blob.media_type)


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.SCAN, small=True)
def scan_thumbnail(request: OfficerRequest, case: str, number: int) -> HttpResponse:  # noqa: ARG001
    """A small picture of a scan; of a PDF, its first page."""
    blob = _scan_of(case, number)
    return _answer(thumbnail(_opened(case, blob), blob.media_type), "image/jpeg")


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.PHOTO, small=True)
def photo(request: OfficerRequest, case: str) -> HttpResponse:  # noqa: ARG001
    """The portrait."""
    blob = _case(case).photo
    if blob is None:
        raise Http404
    return _answer(_opened(case, blob), blob.media_type)


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.SCAN)
def sheet(request: OfficerRequest, case: str, sheet: str) -> HttpResponse:  # noqa: ARG001
    """The scan of a sheet on which an act of this case was done."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(PaperSheet, (node.name, sheet))
    if row is None or row.case != case or row.blob is None:
        raise Http404
    return _answer(_opened(case, row.blob), row.blob.media_type)


def thumbnail(data: bytes, media_type: str) -> bytes:
    """A JPEG of at most 320 x 240 pixels."""
    if media_type == PDF:
        with open_pdf(data) as document:
            image: Image.Image = document[0].render(scale=_THUMBNAIL_SCALE).to_pil()
    else:
        image = decode_image(data)
        image.draft("RGB", _THUMBNAIL)
    small = image.convert("RGB")
    small.thumbnail(_THUMBNAIL)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_THUMBNAIL_QUALITY)
    return out.getvalue()


def _case(case: str) -> Case:
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    if row is None:
        raise Http404
    return row


def _scan_of(case: str, number: int) -> Blob:
    found = next((scan.blob for scan in _case(case).scans if scan.number == number), None)
    if found is None:
        raise Http404
    return found


def _opened(case: str, blob: Blob) -> bytes:
    node = current_node()
    try:
        return open_blob(node, node.name, case, blob)
    except (KeyAbsentError, NotHeldError):
        # Forgotten, or not fetched yet.
        raise Http404 from None


def _answer(data: bytes, media_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer.headers["Content-Disposition"] = "inline"
    return answer
