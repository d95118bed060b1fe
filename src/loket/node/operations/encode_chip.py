"""Give a chip to the encoder again, after the fault was put right; the personalising follower writes it."""

from loket.core.domain.events import ChipSubmitted
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import personalisation
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def encode_chip(node: Node, by: By, case: str) -> Done | Refused:
    """Submit the chip with a new job; the first time it goes with its data page."""
    job = node.new_id()

    def decide(desk: Desk, row: Case) -> ChipSubmitted | Refused:
        return personalisation.submit_chip(row, officer=desk.officer, job=job)

    return perform_on_case(node, by, Role.PRINTER, case, decide)
