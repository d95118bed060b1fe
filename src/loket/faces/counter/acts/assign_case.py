"""Take a case, hand it on to a colleague, give it back."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from loket.core.domain.officers import in_force
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.terms import Role
from loket.core.domain.turns import TURNS, has_turn
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, new_act, text
from loket.node.operations.act import By, Done
from loket.node.operations.assign_case import assign_case
from loket.node.operations.node import Node, current_node
from loket.node.store.reading import Reading


class AssignCaseForm(ActForm):
    """To whom (nobody: back to the queue), and why where a colleague has it."""

    assignee = text(required=False, most=64)
    why = text(required=False, most=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who works on the case; `act` is for the button that takes it, or gives it back."""

    holder: str
    mine: bool
    may_take: bool
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleagues:
    """To whom the case can be handed, and who has it."""

    officers: tuple[Officer, ...]
    holder: str
    mine: bool


def holding(node: Node, reading: Reading, officer: Officer, case: Case) -> Holding | None:
    """Who works on it; None where the case waits for nobody."""
    if case.stage not in TURNS:
        return None
    known = reading.get(Officer, (node.name, case.assignee)) if case.assignee else None
    return Holding(
        holder=known.name if known else case.assignee,
        mine=bool(case.assignee) and case.assignee == officer.officer,
        may_take=not case.assignee and has_turn(officer, case.stage),
        act=new_act(),
    )


def colleagues_for(node: Node, reading: Reading, case: Case, *, but: str = "") -> tuple[Officer, ...]:
    """The officers who have a turn at the case's stage now, but one; by name."""
    today = node.day_of(node.clock())
    rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
    now = (in_force(row, today) for row in rows if row.officer != but)
    return tuple(officer for officer in now if has_turn(officer, case.stage))


def _about(request: OfficerRequest, case: Case, _form: ActForm) -> Colleagues:
    node = current_node()
    with node.store.reading() as reading:
        held = holding(node, reading, request.officer, case)
        return Colleagues(
            officers=colleagues_for(node, reading, case, but=case.assignee),
            holder=held.holder if held else "",
            mine=case.assignee == request.officer.officer,
        )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return assign_case(node, by, case, assignee=cleaned["assignee"], why=cleaned["why"])


ACT = CaseAct(
    stem="assign_case",
    title=_("Hand on"),
    form=AssignCaseForm,
    roles=tuple(role for role in Role if role not in (Role.SYSTEM, Role.HEADQUARTERS)),
    stages=tuple(TURNS),
    perform=_perform,
    # Who works on a case stands beside it, with its own links.
    offered=lambda _case: False,
    about=_about,
)
