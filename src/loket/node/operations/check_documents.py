"""Compare the originals with the scans and send the case on to payment."""

from loket.core.domain.events import DocumentsChecked
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import counter
from loket.core.domain.terms import PaperKind, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def check_documents(node: Node, by: By, case: str, *, originals_seen: frozenset[PaperKind]) -> Done | Refused:
    """Every needed paper is scanned and its original was seen."""

    def decide(desk: Desk, row: Case) -> DocumentsChecked | Refused:
        return counter.check_documents(row, officer=desk.officer, originals_seen=originals_seen)

    return perform_on_case(node, by, Role.COUNTER_OFFICER, case, decide)
