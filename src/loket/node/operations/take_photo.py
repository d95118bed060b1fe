"""Keep the portrait of the data page."""

from loket.core.domain.events import PhotoTaken
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.rules import counter
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.case_blobs import PHOTOS, keep_blob
from loket.node.operations.node import Node
from loket.node.operations.own_duplicates import portrait_template
from loket.node.papers.error import PaperError
from loket.node.papers.images import ImageKind, check_upload, prepare_portrait

MOST_PHOTO_BYTES = 8_000_000
PHOTO_KINDS = (ImageKind.JPEG, ImageKind.PNG)


def take_photo(node: Node, by: By, case: str, *, data: bytes) -> Done | Refused:
    """Keep a portrait (JPEG or PNG, at most 8 MB), cut to 35:45 and cleaned of metadata."""
    try:
        check_upload(data, kinds=PHOTO_KINDS, max_bytes=MOST_PHOTO_BYTES)
        portrait = prepare_portrait(data)
    except PaperError as error:
        return Refused((Objection(Reason.UPLOAD_NOT_ACCEPTED, "photo", {"why": error.reason.value}),))
    template = portrait_template(node, portrait)
    blob = keep_blob(node, case, portrait, lane=PHOTOS, media_type="image/jpeg")
    if blob is None:
        return refuse(Reason.CASE_UNKNOWN)

    def decide(desk: Desk, row: Case) -> PhotoTaken | Refused:
        return counter.take_photo(
            row, officer=desk.officer, blob=blob, template=template, orders=desk.orders(row)
        )

    return perform_on_case(node, by, Role.INTERVIEWER, case, decide)
