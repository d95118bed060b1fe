"""The head's pages: how the office stands, what waits for an order, and the clock."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.policy import DAY_MS
from loket.core.domain.rows import (
    Case,
    HeldCase,
    LatestTime,
    Obligation,
    Order,
    PreventionList,
)
from loket.core.domain.terms import ObligationKind, OrderKind, Role, Service, Stage
from loket.faces.counter.frame import name_of, page
from loket.faces.counter.section_pages import section_context
from loket.faces.ui.access import OfficerRequest, officers
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_status import autonomy, obligations_count, open_forks
from loket.node.store.reading import Reading

_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulClock:
    """The computer's time, `days` after the last recorded act at `last` (both in ms)."""

    now: int
    last: int

    @property
    def days(self) -> int:
        """Whole days between the two."""
        return (self.now - self.last) // DAY_MS


def doubtful_clock(node: Node, reading: Reading) -> DoubtfulClock | None:
    """The clock where the head has to look at it before anything is written, else None."""
    now = node.clock()
    latest = reading.get(LatestTime, (node.name, "current"))
    if latest is None or not node.clock_is_implausible(reading, now):
        return None
    return DoubtfulClock(now=now, last=latest.at)


@officers(Role.HEAD)
@never_cache
@require_safe
def head(request: OfficerRequest) -> HttpResponse:
    """Flow by stage, autonomy, what is owed, what is held."""
    node = current_node()
    with node.store.reading() as reading:
        context: dict[str, Any] = {
            **section_context(node, reading),
            "autonomy": autonomy(node, reading),
            "list": reading.get(PreventionList, (node.name, "current")),
            "obligations": list(obligations_count(node, reading).items()),
            "needing_order": cases_needing_order(node, reading),
            "concerned": cases_with_concern(node, reading),
            "held": reading.select(HeldCase, {"office": node.name}, limit=_SHOWN),
            "forks": open_forks(reading),
            "clock": doubtful_clock(node, reading),
        }
    return page(request, "counter/head.html", context)


def cases_needing_order(node: Node, reading: Reading) -> list[tuple[Case, str]]:
    """First passports that wait at the handover for the registry's answer or the head's order."""
    listed = []
    waiting = reading.select(
        Case, {"office": node.name, "stage": Stage.HANDOVER}, order_by=("stage_since",), limit=_SHOWN
    )
    for case in waiting:
        where = {"office": node.name, "case": case.case}
        owed = any(
            one.open and one.kind is ObligationKind.REGISTRY_ANSWER
            for one in reading.select(Obligation, where)
        )
        ordered = any(
            order.kind is OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER for order in reading.select(Order, where)
        )
        if case.service is Service.NEW and owed and not ordered:
            listed.append((case, name_of(case)))
    return listed


def cases_with_concern(node: Node, reading: Reading) -> list[tuple[Case, str]]:
    """Cases that wait for adjudication."""
    where = {"office": node.name, "stage": Stage.ADJUDICATION}
    return [(case, name_of(case)) for case in reading.select(Case, where, limit=_SHOWN)]


def clock_context(request: OfficerRequest) -> dict[str, Any]:
    """The clock, where it is doubtful."""
    node = current_node()
    with node.store.reading() as reading:
        clock = doubtful_clock(node, reading)
    return {"clock": clock, "written_index": request.GET.get("written", "")}
