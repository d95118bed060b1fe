"""Give a data page to the printer's queue; the printing follower sends it after commit."""

from loket.core.domain.events import DataPageSubmitted
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import issuance
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def print_data_page(node: Node, by: By, case: str) -> Done | Refused:
    """Submit the page with everything that will be printed on it."""
    job = node.new_id()

    def decide(desk: Desk, row: Case) -> DataPageSubmitted | Refused:
        return issuance.print_data_page(
            row,
            officer=desk.officer,
            job=job,
            today=desk.today,
            name_length=node.practice.page_name_length,
            has_seal_signer=node.seals is not None,
        )

    return perform_on_case(node, by, Role.PRINTER, case, decide)
