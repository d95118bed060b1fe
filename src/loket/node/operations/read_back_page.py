"""Read the printed page back; only a page that agrees character for character becomes "printed"."""

from loket.core.domain.events import DataPagePrinted, ReadBackFailed
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import issuance
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError
from loket.node.papers.read_back import compare_mrz


def read_back_page(node: Node, by: By, case: str, *, page: bytes) -> Done | Refused:
    """`page`: the printed page as the printer put it out, or a scan of it (PDF, PNG or JPEG)."""
    try:
        read = node.pages_read.read(page)
    except PaperError as error:
        return Refused((Objection(Reason.UPLOAD_NOT_ACCEPTED, "page", {"why": error.reason.value}),))

    def decide(desk: Desk, row: Case) -> DataPagePrinted | ReadBackFailed | Refused:
        record = row.page.record if row.page else None
        differing = 0
        if record is not None:
            differing = len(compare_mrz((record.mrz_upper, record.mrz_lower), read))
        return issuance.read_back_page(
            row, officer=desk.officer, read=issuance.ReadBack(differing), orders=desk.orders(row)
        )

    return perform_on_case(node, by, Role.QUALITY_TESTER, case, decide)
