"""Judge a picture without keeping it; keep the portrait of the data page."""

from collections.abc import Collection
from dataclasses import replace

from loket.core.domain.events import PhotoTaken
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.rules import capture
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.case_blobs import PHOTOS, keep_blob
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError
from loket.node.papers.images import ImageKind, check_upload
from loket.node.papers.judged import JudgedPortrait

MOST_PHOTO_BYTES = 8_000_000
PHOTO_KINDS = (ImageKind.JPEG, ImageKind.PNG)


def judge_photo(node: Node, data: bytes) -> JudgedPortrait | Refused:
    """Say of a picture (JPEG or PNG, at most 8 MB) whether it is fit to be a portrait; nothing is kept."""
    try:
        check_upload(data, kinds=PHOTO_KINDS, max_bytes=MOST_PHOTO_BYTES)
        return node.looks_at_portraits(data)
    except PaperError as error:
        return Refused((Objection(Reason.UPLOAD_NOT_ACCEPTED, "photo", {"why": error.reason.value}),))


def take_photo(
    node: Node, by: By, case: str, *, data: bytes, although: Collection[str] = ()
) -> Done | Refused:
    """Keep a portrait, judged here, cut around the face to 35:45 and cleaned of metadata.

    `although`: names of failed checks that the officer was shown, and keeps it with.
    """
    judged = judge_photo(node, data)
    if isinstance(judged, Refused):
        return judged
    portrait = capture.Portrait(
        blob=None,
        faces=judged.faces,
        failed=tuple(name.value for name in judged.failed),
        template=judged.judgement.template if node.compares_faces else b"",
    )
    if objections := capture.objections_to_portrait(portrait, although):
        return Refused(tuple(objections))
    blob = keep_blob(node, case, judged.portrait, lane=PHOTOS, media_type="image/jpeg")
    if blob is None:
        return refuse(Reason.CASE_UNKNOWN)
    kept = replace(portrait, blob=blob)

    def decide(desk: Desk, row: Case) -> PhotoTaken | Refused:
        return capture.take_photo(
            row, officer=desk.officer, portrait=kept, orders=desk.orders(row), although=although
        )

    return perform_on_case(node, by, Role.INTERVIEWER, case, decide)
