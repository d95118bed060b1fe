"""Look an applicant up in the local signed copy of the prevention list."""

from loket.core.domain.events import PreventionListLookedUp
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, PreventionList
from loket.core.domain.rules import issuance
from loket.core.domain.terms import Role
from loket.node.operations.act import SYSTEM, By, Desk, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.own_duplicates import compare_faces, search_own_cases


def look_up_prevention_list(node: Node, by: By, case: str) -> Done | Refused:
    """Write down what the copy says, as of which checkpoint of the national log; the own cases too."""
    compared = compare_faces(node, case)

    def decide(desk: Desk, row: Case) -> PreventionListLookedUp | Refused:
        current = desk.writing.get(PreventionList, (desk.node.name, "current"))
        found = None
        if current is not None and row.registration is not None and desk.node.prevention is not None:
            found = desk.node.prevention.hits(current, row.registration.applicant)
        decision = issuance.look_up_prevention_list(
            row, officer=desk.officer, current=current, found=found, policy=desk.policy, now=desk.now
        )
        if isinstance(decision, PreventionListLookedUp):
            desk.also(search_own_cases(desk, row, compared))
        return decision

    role = Role.SYSTEM if by.officer == SYSTEM else Role.ADJUDICATOR
    return perform_on_case(node, by, role, case, decide)
