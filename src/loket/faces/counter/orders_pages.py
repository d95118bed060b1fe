"""Orders of the head: those for the whole office, and the exceptions for single cases to be reviewed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from loket.core.domain.policy import DAY_MS
from loket.core.domain.rows import Case, Order, StandingOrder
from loket.core.domain.rules.standing_orders import LONGEST_DAYS, in_force
from loket.faces.counter.waiting import name_of, names_of_officers
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import new_act
from loket.node.operations.node import current_node

REVIEWED_DAYS = 30
_PAST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOrder:
    """A standing order with its giver's name; `act`: the id of the form that withdraws it."""

    order: StandingOrder
    by: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """A signed exception for one case, with the names of giver and applicant."""

    order: Order
    by: str
    name: str
    case: Case | None


def orders_context(request: OfficerRequest) -> dict[str, Any]:
    """Orders in force, past ones, and the exceptions of the last days."""
    node = current_node()
    today, now = node.day_of(node.clock()), node.clock()
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        standing = reading.select(StandingOrder, {"office": node.name})
        recent = [
            order
            for order in reading.select(Order, {"office": node.name})
            if order.at >= now - REVIEWED_DAYS * DAY_MS
        ]
        cases = {order.case: reading.get(Case, (node.name, order.case)) for order in recent}
    given = [
        GivenOrder(order=one, by=names.get(one.by, one.by), act=new_act())
        for one in sorted(standing, key=lambda one: -one.at)
    ]
    return {
        "standing": [one for one in given if in_force(one.order, today)],
        "past": [one for one in given if not in_force(one.order, today)][:_PAST],
        "exceptions": [
            Exceptional(
                order=order,
                by=names.get(order.by, order.by),
                name=_name(cases[order.case]),
                case=cases[order.case],
            )
            for order in sorted(recent, key=lambda order: -order.at)
        ],
        "reviewed_days": REVIEWED_DAYS,
        "longest_days": LONGEST_DAYS,
        "last_day": today + timedelta(days=LONGEST_DAYS),
        "written_index": request.GET.get("written", ""),
    }


def _name(case: Case | None) -> str:
    return name_of(case) if case else ""
