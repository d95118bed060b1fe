"""A station's queue: the officer's own cases first, then first come, first served; and who is at which."""

from dataclasses import dataclass

from loket.core.domain.promise import Lateness
from loket.core.domain.rows import Case, Look, Officer
from loket.core.domain.rules.looks import MINUTE_MS
from loket.core.domain.terms import LookedAt
from loket.faces.counter.stations import Station
from loket.node.operations.node import Node
from loket.node.operations.service_promise import promise_of
from loket.node.store.reading import Reading

LATE_MS = 30 * MINUTE_MS
SHOWN = 40
# An officer who opened a file longer ago than this has surely gone on, or gone home.
OPEN_MINUTES = 10
_MOST_LOOKS = 100  # of all officers together: every page reads them


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of a queue; `waited` in ms.

    `mine`: the officer has taken it, or it was handed to him. `with_officer`: the colleague who has it, by
    name. `open_at`: the colleague who has just opened it.
    """

    case: Case
    waited: int
    current: bool
    mine: bool = False
    with_officer: str = ""
    open_at: str = ""
    # The service promise of a passport that is not ready yet.
    promise: Lateness | None = None

    @property
    def late(self) -> bool:
        """Longer than half an hour."""
        return self.waited > LATE_MS

    @property
    def name(self) -> str:
        """The applicant's name, empty for a forgotten case."""
        return name_of(self.case)


def name_of(case: Case) -> str:
    """The applicant's name; empty where it is forgotten."""
    return case.registration.applicant.full_name if case.registration else ""


def queue_of(
    node: Node, reading: Reading, officer: Officer, station: Station, *, current: str = ""
) -> tuple[tuple[Waiting, ...], int]:
    """The first lines of the station's queue, and how many wait in all."""
    where = {"office": node.name, "stage": station.stages}
    own = reading.select(Case, {**where, "assignee": officer.officer}, order_by=("stage_since",), limit=SHOWN)
    rows = reading.select(Case, where, order_by=("stage_since",), limit=SHOWN)
    waiting = len(rows) if len(rows) < SHOWN else reading.count(Case, where)
    others = [row for row in rows if row.assignee != officer.officer]
    names = names_of_officers(node, reading) if rows else {}
    opened = open_files(node, reading, but=officer.officer) if rows else {}
    now = node.clock()
    lines = (
        Waiting(
            case=row,
            waited=max(0, now - row.stage_since),
            current=row.case == current,
            mine=row.assignee == officer.officer,
            with_officer=names.get(row.assignee, row.assignee) if row.assignee != officer.officer else "",
            open_at=names.get(opened.get(row.case, ""), ""),
            promise=promise_of(node, row) if row.ready_at is None else None,
        )
        for row in [*own, *others][:SHOWN]
    )
    return tuple(lines), waiting


def next_of(queue: tuple[Waiting, ...]) -> Waiting | None:
    """The case to call: the officer's own, else the longest wait that no colleague is at, else the first."""
    free = (line for line in queue if not line.with_officer and not line.open_at)
    return next(free, queue[0] if queue else None)


def names_of_officers(node: Node, reading: Reading) -> dict[str, str]:
    """Every officer's name, by id."""
    return {row.officer: row.name for row in reading.select(Officer, {"office": node.name})}


def open_files(node: Node, reading: Reading, *, but: str) -> dict[str, str]:
    """Case → the other officer who has opened it last: each officer is at the file that he opened last.

    A file that went on to another stage since is not open any more.
    """
    now = node.clock()
    looks = reading.select(
        Look,
        {"office": node.name},
        order_by=("-at",),
        limit=_MOST_LOOKS,
        between={"at": (now - OPEN_MINUTES * MINUTE_MS, now + 1)},
    )
    found: dict[str, str] = {}
    seen: set[str] = set()
    for look in looks:
        if look.what is not LookedAt.FILE or look.officer in seen:
            continue
        seen.add(look.officer)
        if look.officer == but:
            continue
        case = reading.get(Case, (node.name, look.case))
        if case is not None and case.stage is look.stage:
            found.setdefault(look.case, look.officer)
    return found
