"""Put the paper file on its shelf."""

from loket.core.domain.events import FileArchived
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import closing
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def archive_file(node: Node, by: By, case: str, *, shelf: str, book_cut: bool = False) -> Done | Refused:
    """Archive the file of a handed-over passport or of an ended application, whose book was cut."""

    def decide(desk: Desk, row: Case) -> FileArchived | Refused:
        return closing.archive_file(
            row,
            officer=desk.officer,
            shelf=shelf,
            today=desk.today,
            keep_years=node.practice.keep_paper_file_years,
            book_cut=book_cut,
        )

    return perform_on_case(node, by, Role.ARCHIVIST, case, decide)
