"""Who looked: at one file, and on one day without a turn."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.rows import Case, Look
from loket.core.domain.terms import LookedAt, Role, Stage
from loket.core.domain.turns import TURNS
from loket.faces.counter.frame import frame, name_of, page
from loket.faces.counter.looks import looks_at
from loket.faces.counter.stations import station_of
from loket.faces.counter.waiting import names_of_officers
from loket.faces.ui.access import OfficerRequest, officers
from loket.node.operations.node import Node, current_node
from loket.node.store.reading import Reading

_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One look in words; `turn`: that stage waits for this role. `case`: None in a file's own list."""

    look: Look
    officer: str
    role: Role | None
    turn: bool
    case: Case | None = None


def _line(look: Look, names: dict[str, str], case: Case | None = None) -> LookLine:
    role = next((role for role in Role if role.value == look.role), None)
    return LookLine(
        look=look,
        officer=names.get(look.officer, look.officer),
        role=role,
        # An adjudicator compares with a file of any stage.
        turn=look.what is LookedAt.COMPARISON or role in TURNS.get(look.stage or Stage.FORGOTTEN, ()),
        case=case,
    )


@officers(Role.HEAD, Role.ADJUDICATOR)
@never_cache
@require_safe
@looks_at(LookedAt.HISTORY)
def looks_of_case(request: OfficerRequest, case: str) -> HttpResponse:
    """Everybody who looked at this file, the latest first."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        if row is None:
            raise Http404
        around = frame(node, reading, request.officer, station=station_of(row.stage), case=case)
        where = {"office": node.name, "case": case}
        looks = reading.select(Look, where, order_by=("-number",), limit=_MOST)
        names = names_of_officers(node, reading)
    lines = [_line(look, names) for look in looks]
    context = {"case": row, "name": name_of(row), "lines": lines, "most": _MOST}
    return render(request, "counter/looks.html", {"frame": around, **context})


@officers(Role.HEAD)
@never_cache
@require_safe
def looks_of_day(request: OfficerRequest) -> HttpResponse:
    """Looks of today by officers whose role had no turn at the stage where the case was."""
    node = current_node()
    with node.store.reading() as reading:
        looks = _today(node, reading)
        names = names_of_officers(node, reading)
        cases = {look.case: reading.get(Case, (node.name, look.case)) for look in looks}
    lines = [_line(look, names, cases[look.case]) for look in looks]
    without = [line for line in lines if not line.turn]
    return page(request, "counter/looks_of_day.html", {"lines": without[:_MOST], "all": len(lines)})


def _today(node: Node, reading: Reading) -> list[Look]:
    today = node.day_of(node.clock())
    start = datetime.combine(today, time(), node.timezone)
    end = datetime.combine(today + timedelta(days=1), time(), node.timezone)
    between = {"at": (int(start.timestamp() * 1000), int(end.timestamp() * 1000))}
    return reading.select(Look, {"office": node.name}, order_by=("-at",), between=between)
