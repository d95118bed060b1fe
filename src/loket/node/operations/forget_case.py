"""Forget a case: destroy its key here; every other holder acknowledges in its own log."""

from loket.core.domain.events import CaseForgotten
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import closing
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, officer_of, perform_on_case
from loket.node.operations.node import Node


def forget_case(node: Node, by: By, case: str, *, second_officer: str) -> Done | Refused:
    """The key goes in the same transaction as the entry; the case's files cannot be opened any more."""

    def decide(desk: Desk, row: Case) -> CaseForgotten | Refused:
        second = officer_of(node, desk.writing, second_officer) if second_officer else None
        decision = closing.forget_case(
            row, officer=desk.officer, second=second, obligations=desk.obligations(row), today=desk.today
        )
        if isinstance(decision, CaseForgotten):
            desk.writing.destroy_case_key(node.name, case)
        return decision

    return perform_on_case(node, by, Role.HEAD, case, decide)
