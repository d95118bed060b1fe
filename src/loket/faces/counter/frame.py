"""The frame that never moves: top line, outage line, the station's queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from loket.core.domain.rows import Case, Officer
from loket.core.domain.terms import Role
from loket.faces.counter.desk import office_desk
from loket.faces.counter.stations import STATIONS, Station
from loket.faces.ui.access import OfficerRequest
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_status import OfficeStatus, office_status
from loket.node.store.reading import Reading

LATE_MS = 30 * 60_000
_QUEUE_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of a queue; `waited` in ms."""

    case: Case
    waited: int
    current: bool

    @property
    def late(self) -> bool:
        """Longer than half an hour."""
        return self.waited > LATE_MS

    @property
    def name(self) -> str:
        """The applicant's name, empty for a forgotten case."""
        return name_of(self.case)


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

    @property
    def is_head(self) -> bool:
        """Whether the head's page is offered."""
        return Role.HEAD in self.officer.roles


def name_of(case: Case) -> str:
    """The applicant's name; empty where it is forgotten."""
    return case.registration.applicant.full_name if case.registration else ""


def frame(
    node: Node, reading: Reading, officer: Officer, *, station: Station | None, case: str = ""
) -> Frame:
    """Read what the frame shows."""
    queue: tuple[Waiting, ...] = ()
    waiting = 0
    if station is not None and station.stages:
        where = {"office": node.name, "stage": station.stages}
        rows = reading.select(Case, where, order_by=("stage_since",), limit=_QUEUE_SHOWN)
        waiting = len(rows) if len(rows) < _QUEUE_SHOWN else reading.count(Case, where)
        now = node.clock()
        queue = tuple(
            Waiting(case=row, waited=max(0, now - row.stage_since), current=row.case == case) for row in rows
        )
    desk = office_desk()
    return Frame(
        title=desk.title,
        officer=officer,
        stations=STATIONS,
        station=station,
        queue=queue,
        waiting=waiting,
        status=office_status(node, reading, last_contact=desk.last_contact()),
    )


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
