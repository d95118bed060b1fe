"""What an officer has taken or was handed, and handing all of it on at the end of a shift."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loket.core.domain.officers import in_force
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.turns import has_turn
from loket.faces.counter.frame import page
from loket.faces.counter.waiting import Waiting
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.forms import ActForm, new_act, text
from loket.node.operations.act import By
from loket.node.operations.assign_case import assign_case
from loket.node.operations.node import Node, current_node
from loket.node.store.reading import Reading

_MOST = 500


class HandOnForm(ActForm):
    """The colleague who takes over; nobody: everything goes back to the queue."""

    assignee = text(required=False, most=64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A colleague, and how many of the cases are at a stage for which he has a role; `act` for his button."""

    officer: str
    name: str
    can_take: int
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """What one button did: how many cases went, and which stayed."""

    to: str
    went: int
    stayed: int


def cases_of(node: Node, reading: Reading, officer: str) -> list[Case]:
    """The officer's cases, the longest wait first."""
    where = {"office": node.name, "assignee": officer}
    return reading.select(Case, where, order_by=("stage_since",), limit=_MOST)


@any_officer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_work(request: OfficerRequest) -> HttpResponse:
    """GET lists the officer's cases; POST hands every one on, each by an entry of its own."""
    if request.method != "POST":
        return page(request, "counter/my_work.html", _context(request))
    form = HandOnForm(request.POST)
    if not form.is_valid():
        return page(request, "counter/my_work.html", {**_context(request), "form": form}, status=422)
    handed_on = hand_on_all(
        current_node(), request.officer.officer, form.cleaned_data["assignee"], form.cleaned_data["act"]
    )
    return page(request, "counter/my_work.html", {**_context(request), "handed_on": handed_on})


def hand_on_all(node: Node, officer: str, assignee: str, act: str) -> HandedOn:
    """Hand on every case that `assignee` may have; the others stay. Sent twice, it happens once."""
    with node.store.reading() as reading:
        cases = cases_of(node, reading, officer)
        known = reading.get(Officer, (node.name, assignee)) if assignee else None
    went = 0
    for case in cases:
        done = assign_case(node, By(officer, f"{act}/{case.case}"), case.case, assignee=assignee)
        went += not isinstance(done, Refused)
    return HandedOn(to=known.name if known else "", went=went, stayed=len(cases) - went)


def _context(request: OfficerRequest) -> dict[str, Any]:
    node = current_node()
    me = request.officer.officer
    with node.store.reading() as reading:
        cases = cases_of(node, reading, me)
        rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
    today, now = node.day_of(node.clock()), node.clock()
    colleagues = []
    for row in rows:
        officer = in_force(row, today)
        can_take = sum(has_turn(officer, case.stage) for case in cases)
        if officer.officer != me and can_take:
            colleagues.append(Colleague(officer=row.officer, name=row.name, can_take=can_take, act=new_act()))
    lines = [
        Waiting(case=case, waited=max(0, now - case.stage_since), current=False, mine=True) for case in cases
    ]
    return {"lines": lines, "colleagues": colleagues, "back": new_act()}
