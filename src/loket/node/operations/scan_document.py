"""Add a scan of a paper to a case."""

from loket.core.domain.events import DocumentScanned
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.rules import counter
from loket.core.domain.terms import PaperKind, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.case_blobs import SCANS, keep_blob
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError
from loket.node.papers.images import ImageKind, check_upload

MOST_SCAN_BYTES = 8_000_000


def scan_document(node: Node, by: By, case: str, *, paper: PaperKind, data: bytes) -> Done | Refused:
    """Keep a scan (JPEG, PNG or PDF, at most 8 MB, checked by its content)."""
    try:
        checked = check_upload(data, kinds=tuple(ImageKind), max_bytes=MOST_SCAN_BYTES)
    except PaperError as error:
        return Refused((Objection(Reason.UPLOAD_NOT_ACCEPTED, "scan", {"why": error.reason.value}),))
    blob = keep_blob(node, case, data, lane=SCANS, media_type=checked.media_type)
    if blob is None:
        return refuse(Reason.CASE_UNKNOWN)

    def decide(desk: Desk, row: Case) -> DocumentScanned | Refused:
        return counter.scan_document(row, officer=desk.officer, paper=paper, blob=blob)

    return perform_on_case(node, by, Role.COUNTER_OFFICER, case, decide)
