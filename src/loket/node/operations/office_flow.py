"""How the work of an office stands: today's flow by stage, how old the cases are, what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from loket.core.domain import events as e
from loket.core.domain.flow import FLOWING, StageFlow, flow
from loket.core.domain.rows import Case, Officer, TimelineLine
from loket.core.domain.terms import EndingKind, Role, Stage
from loket.core.domain.turns import TURNS
from loket.node.operations.node import Node
from loket.node.operations.office_status import stages_count
from loket.node.store.reading import Reading

# From how many days after the registration a case is in each class of age.
AGES_FROM_DAYS = (0, 1, 3, 5, 10, 20)
_IN_ONE_SELECT = 500
# A passport that waits to be collected, or a file that waits for its shelf, is no work that grows old.
AT_WORK = tuple(stage for stage in FLOWING if stage not in (Stage.HANDOVER, Stage.FILING, Stage.ENDED))
_ENDINGS = {
    e.DocumentsReturned.KIND: EndingKind.RETURNED,
    e.ApplicationRefused.KIND: EndingKind.REFUSED,
    e.ApplicationDeferred.KIND: EndingKind.DEFERRED,
    e.PassportCancelled.KIND: EndingKind.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OnHand:
    """How many cases an officer has taken or was handed."""

    officer: Officer
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWaits:
    """How many cases wait for a role, at which stages."""

    role: Role
    count: int
    stages: tuple[Stage, ...]


def ms_of_days(node: Node, first: date, last: date) -> tuple[int, int]:
    """The first ms of `first` and the first one after `last`, in the office's zone."""
    begins = (
        datetime.combine(day, time(), tzinfo=node.timezone) for day in (first, last + timedelta(days=1))
    )
    start, end = (int(one.timestamp() * 1000) for one in begins)
    return start, end


def lines_of_days(node: Node, reading: Reading, first: date, last: date) -> list[TimelineLine]:
    """Every entry about a case that was written on these days."""
    return reading.select(
        TimelineLine, {"office": node.name}, between={"at": ms_of_days(node, first, last)}, order_by=("at",)
    )


def cases_by_id(node: Node, reading: Reading, ids: Iterable[str]) -> dict[str, Case]:
    """The rows of these cases, by id."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Case] = {}
    for start in range(0, len(wanted), _IN_ONE_SELECT):
        part = tuple(wanted[start : start + _IN_ONE_SELECT])
        found |= {row.case: row for row in reading.select(Case, {"office": node.name, "case": part})}
    return found


def flow_today(node: Node, reading: Reading) -> tuple[StageFlow, ...]:
    """Today's flow by stage."""
    today = node.day_of(node.clock())
    lines = lines_of_days(node, reading, today, today)
    oldest = {}
    for stage in FLOWING:
        first = reading.select(
            Case, {"office": node.name, "stage": stage}, order_by=("stage_since",), limit=1
        )
        if first:
            oldest[stage] = first[0].stage_since
    return flow(
        lines,
        cases_by_id(node, reading, (line.case for line in lines)),
        waiting=stages_count(node, reading),
        oldest_since=oldest,
    )


def age_class(node: Node, case: Case) -> int:
    """The place of the case's class in AGES_FROM_DAYS, by calendar days since its registration."""
    days = (node.day_of(node.clock()) - node.day_of(case.registered_at)).days
    return max(place for place, least in enumerate(AGES_FROM_DAYS) if days >= least or least == 0)


def ages(node: Node, reading: Reading) -> list[list[Case]]:
    """The cases at work, by class of age, each the oldest first."""
    rows = reading.select(Case, {"office": node.name, "stage": AT_WORK}, order_by=("registered_at",))
    classes: list[list[Case]] = [[] for _ in AGES_FROM_DAYS]
    for row in rows:
        classes[age_class(node, row)].append(row)
    return classes


def endings_today(node: Node, reading: Reading) -> dict[EndingKind, tuple[str, ...]]:
    """The cases that ended today, by how they ended."""
    today = node.day_of(node.clock())
    found: dict[EndingKind, list[str]] = {kind: [] for kind in EndingKind}
    for line in lines_of_days(node, reading, today, today):
        if line.event in _ENDINGS:
            found[_ENDINGS[line.event]].append(line.case)
    return {kind: tuple(cases) for kind, cases in found.items()}


def on_hand(node: Node, reading: Reading) -> list[OnHand]:
    """Who has how many cases, the most first; officers with none are left out."""
    counts = reading.count_by(Case, "assignee", {"office": node.name})
    officers = reading.select(Officer, {"office": node.name}, order_by=("name",))
    listed = [OnHand(officer=one, count=counts[one.officer]) for one in officers if counts.get(one.officer)]
    return sorted(listed, key=lambda one: -one.count)


def waiting_for_roles(node: Node, reading: Reading) -> list[RoleWaits]:
    """How much waits for each role, the most first. A stage that two roles serve counts for both."""
    counts = stages_count(node, reading)
    listed = []
    for role in Role:
        stages = stages_of(role)
        count = sum(counts.get(stage, 0) for stage in stages)
        if count:
            listed.append(RoleWaits(role=role, count=count, stages=stages))
    return sorted(listed, key=lambda one: -one.count)


def stages_of(role: Role) -> tuple[Stage, ...]:
    """The stages at which cases wait for this role; the head may act at some, but none waits for him."""
    return tuple(stage for stage in FLOWING if role in TURNS.get(stage, ()) and role is not Role.HEAD)
