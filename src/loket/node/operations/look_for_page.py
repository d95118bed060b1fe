"""Say what an officer found in the printer, where nobody knew what became of a page."""

from loket.core.domain.events import PrintedPageLookedFor
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import printing
from loket.core.domain.terms import PageFound, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def look_for_page(node: Node, by: By, case: str, *, found: PageFound) -> Done | Refused:
    """Confirm the page, or let it be printed again; the follower cancels what is left of its job."""

    def decide(desk: Desk, row: Case) -> PrintedPageLookedFor | Refused:
        return printing.look_for_page(row, officer=desk.officer, found=found)

    return perform_on_case(node, by, Role.PRINTER, case, decide)
