"""Give documents back: the application is deemed withdrawn, a new one may follow at once."""

from loket.core.domain.events import DocumentsReturned
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import endings
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import PaperBook, paper_number


def return_documents(node: Node, by: By, case: str, *, why: str = "") -> Done | Refused:
    """Write down which papers are missing or why else they go back, with the number of the slip."""

    def decide(desk: Desk, row: Case) -> DocumentsReturned | Refused:
        number = paper_number(desk, PaperBook.RETURN_SLIP)
        return endings.return_documents(row, officer=desk.officer, why=why, number=number)

    return perform_on_case(node, by, Role.COUNTER_OFFICER, case, decide)
