"""Compare a printed endorsement page with what was ordered, by eye."""

from loket.core.domain.events import EndorsementChecked
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import endorsement
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def check_endorsement(node: Node, by: By, case: str, *, agrees: bool) -> Done | Refused:
    """Write down what the officer saw."""

    def decide(desk: Desk, row: Case) -> EndorsementChecked | Refused:
        return endorsement.check_endorsement(row, officer=desk.officer, agrees=agrees)

    return perform_on_case(node, by, Role.QUALITY_TESTER, case, decide)
