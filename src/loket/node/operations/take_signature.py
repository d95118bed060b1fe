"""Keep the applicant's signature, from a pad or a scan, or why there is none."""

from loket.core.domain.events import Blob, SignatureTaken
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.rules import capture
from loket.core.domain.terms import CannotSign, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.case_blobs import SCANS, keep_blob
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError
from loket.node.papers.signature import clean_signature


def take_signature(
    node: Node, by: By, case: str, *, data: bytes = b"", cannot_sign: CannotSign | None = None
) -> Done | Refused:
    """Keep a signature (PNG from a pad, JPEG or PNG of a scan), cut to its ink; or say why there is none."""
    blob: Blob | None = None
    if data:
        try:
            cleaned = clean_signature(data)
        except PaperError as error:
            why = {"why": error.reason.value}
            return Refused((Objection(Reason.UPLOAD_NOT_ACCEPTED, "signature", why),))
        blob = keep_blob(node, case, cleaned, lane=SCANS, media_type="image/png")
        if blob is None:
            return refuse(Reason.CASE_UNKNOWN)

    def decide(desk: Desk, row: Case) -> SignatureTaken | Refused:
        return capture.take_signature(
            row, officer=desk.officer, blob=blob, cannot_sign=cannot_sign, orders=desk.orders(row)
        )

    return perform_on_case(node, by, Role.INTERVIEWER, case, decide)
