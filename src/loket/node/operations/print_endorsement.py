"""Give an endorsement page to the printer's queue; the printing follower sends it after commit."""

from loket.core.domain.events import EndorsementSubmitted
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import endorsement
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def print_endorsement(node: Node, by: By, case: str, *, observations: str = "") -> Done | Refused:
    """Submit the page: the whole name where the data page cannot carry it, and what else is observed."""
    job = node.new_id()

    def decide(desk: Desk, row: Case) -> EndorsementSubmitted | Refused:
        return endorsement.print_endorsement(row, officer=desk.officer, job=job, observations=observations)

    return perform_on_case(node, by, Role.PRINTER, case, decide)
