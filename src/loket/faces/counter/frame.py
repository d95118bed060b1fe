"""The frame that never moves: top line, outage line, the station's queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from loket.core.domain.officers import is_deputy
from loket.core.domain.rows import Case, OfficeDay, Officer, StandingOrder
from loket.core.domain.terms import Role, StandingOrderKind
from loket.faces.counter.desk import office_desk
from loket.faces.counter.stations import STATIONS, Station
from loket.faces.counter.waiting import Waiting, name_of, next_of, queue_of
from loket.faces.ui.access import OfficerRequest
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_orders import orders_in_force
from loket.node.operations.office_status import OfficeStatus, office_status
from loket.node.store.reading import Reading


@dataclass(frozen=True, slots=True)
class DayToSettle:
    """A day that is open though a later one has come, or today, which is not `opened` though it is worked."""

    day: date
    opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page."""

    title: str
    officer: Officer
    stations: tuple[Station, ...]
    station: Station | None
    queue: tuple[Waiting, ...]
    waiting: int
    status: OfficeStatus
    mine: int
    # The last day of the term of an officer who stands in for the head today.
    deputy_until: date | None
    # A day that should be opened or closed; None while nothing is to be said.
    day: DayToSettle | None
    # The head's instructions to the office, on the pages of the stations.
    instructions: tuple[StandingOrder, ...]

    @property
    def first(self) -> Waiting | None:
        """The case to call next."""
        return next_of(self.queue)

    @property
    def prints_papers(self) -> bool:
        """Whether papers can be given to a printer here."""
        return office_desk().papers is not None

    @property
    def is_head(self) -> bool:
        """Whether the head's page is offered."""
        return Role.HEAD in self.officer.roles

    @property
    def sees_section(self) -> bool:
        """Whether the head of section's page is offered."""
        return bool({Role.APPROVER, Role.HEAD} & set(self.officer.roles))

    @property
    def own_roles(self) -> tuple[Role, ...]:
        """The roles that were granted to the officer: a deputy is told beside them."""
        deputy = self.deputy_until is not None
        return tuple(role for role in self.officer.roles if not (deputy and role is Role.HEAD))


def day_to_settle(node: Node, reading: Reading) -> DayToSettle | None:
    """What the frame says of the office's day."""
    today = node.day_of(node.clock())
    days = reading.select(OfficeDay, {"office": node.name}, order_by=("-day",), limit=1)
    last = days[0] if days else None
    if last is not None and last.day == today.isoformat():
        return None
    if last is not None and last.closed_at is None:
        return DayToSettle(date.fromisoformat(last.day), opened=True)
    return DayToSettle(today, opened=False) if node.calendar.is_working(today) else None


def frame(
    node: Node, reading: Reading, officer: Officer, *, station: Station | None, case: str = ""
) -> Frame:
    """Read what the frame shows."""
    queue: tuple[Waiting, ...] = ()
    waiting = 0
    if station is not None and station.stages:
        queue, waiting = queue_of(node, reading, officer, station, current=case)
    desk = office_desk()
    return Frame(
        title=desk.title,
        officer=officer,
        stations=STATIONS,
        station=station,
        queue=queue,
        waiting=waiting,
        status=office_status(node, reading, last_contact=desk.last_contact()),
        mine=reading.count(Case, {"office": node.name, "assignee": officer.officer}),
        deputy_until=officer.deputy_to if is_deputy(officer, node.day_of(node.clock())) else None,
        day=day_to_settle(node, reading),
        instructions=() if station is None else _instructions(node, reading),
    )


def _instructions(node: Node, reading: Reading) -> tuple[StandingOrder, ...]:
    given = orders_in_force(node, reading)
    return tuple(order for order in given if order.kind is StandingOrderKind.INSTRUCTION)


def page(
    request: OfficerRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    station: Station | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page in its frame."""
    node = current_node()
    with node.store.reading() as reading:
        around = frame(node, reading, request.officer, station=station)
    return render(request, template, {"frame": around, **context}, status=status)


__all__ = ["Frame", "frame", "name_of", "page"]
