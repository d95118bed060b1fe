"""Looking at an office while it is played: samples for the timeline, and figures when it is over."""

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from loket.core.domain.rows import Booklet, Case, Obligation
from loket.core.domain.terms import BookletState, Stage
from loket.drills.country.centre_play import ms
from loket.drills.country.figures import Figures
from loket.drills.country.going import Going
from loket.drills.country.played import SECURED, STOCK, WAITING, Sample
from loket.drills.country.timetable import OfficeTime, days
from loket.node.operations.node import Node
from loket.node.operations.office_status import secured_at_centre
from loket.node.store.reading import Reading

_PLACE = {
    Stage.DOCUMENTS: "counter",
    Stage.PAYMENT: "counter",
    Stage.PHOTO: "counter",
    Stage.INTERVIEW: "counter",
    Stage.LOOK_UP: "deciding",
    Stage.ADJUDICATION: "deciding",
    Stage.APPROVAL: "deciding",
    Stage.ALLOCATION: "making",
    Stage.PRINTING: "making",
    Stage.READ_BACK: "making",
    Stage.HANDOVER: "ready",
}


def place_of(one: Going) -> str:
    """Where an applicant without a passport stands, as WAITING names it."""
    if one.stage is None:
        return "paper" if one.on_paper else "counter"
    return "held" if one.refused else _PLACE[one.stage]


@dataclass(slots=True)
class Watch:
    """Looks at a node and at everybody who came to it."""

    node: Node
    everybody: list[Going]
    reachable: Callable[[], bool]
    samples: list[Sample] = field(default_factory=list)
    _secured: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Take a sample."""
        node = self.node
        waiting = Tally(place_of(one) for one in self.everybody if one.issued_at is None)
        with node.store.reading() as reading:
            stock = reading.count_by(Booklet, "state", {"office": node.name})
            owed = reading.count(Obligation, {"office": node.name, "open": True})
            secured = sum(self._is_secured(reading, one.case) for one in self.everybody if one.case)
        registered = sum(bool(one.case) for one in self.everybody)
        self.samples.append(
            Sample(
                at=node.clock(),
                reachable=self.reachable(),
                waiting={name: waiting[name] for name in WAITING},
                stock={name: stock.get(BookletState(name), 0) for name in STOCK},
                secured=dict(zip(SECURED, (secured, registered - secured), strict=True)),
                issued=sum(one.issued_at is not None for one in self.everybody),
                owed=owed,
            )
        )

    def _is_secured(self, reading: Reading, case: str) -> bool:
        if case in self._secured:
            return True
        row = reading.get(Case, (self.node.name, case))
        secured = row is not None and secured_at_centre(self.node, reading, row).complete
        if secured and row is not None and row.stage is Stage.ARCHIVED:
            self._secured.add(case)  # nothing is added to it any more
        return secured


@dataclass(frozen=True, slots=True)
class Backlog:
    """Applicants whom the outage touched (who came before the centre was back) and who are late, by day."""

    figures: Figures
    time: OfficeTime
    everybody: list[Going]

    def late_on(self, when: int) -> int:
        """How many are late at a time (ms), of everybody."""
        return sum(self._is_late(one, when) for one in self.everybody)

    def late_days(self) -> dict[date, int]:
        """How many of those touched are late at the end of each day since the loss."""
        lost_on = self.time.day(ms(self.figures.outage.lost_at))
        back = ms(self.figures.outage.back_at)
        touched = [one for one in self.everybody if one.comer.comes_at < back]
        return {
            day: sum(self._is_late(one, self.time.closing(day)) for one in touched)
            for day in days(lost_on, self.figures.last_day)
        }

    def _is_late(self, one: Going, when: int) -> bool:
        came_on = self.time.day(one.comer.comes_at)
        promised = self.time.closing(self.time.after_days(came_on, self.figures.pace["collection"]))
        return when >= promised and (one.issued_at is None or one.issued_at > when)


def days_until_gone(counts: dict[date, int]) -> int | None:
    """Days from the first of these until the last on which anything was left is over; None: not yet."""
    left = [day for day, count in counts.items() if count]
    if not left:
        return 0
    first, last = min(counts), max(counts)
    return None if left[-1] == last else (left[-1] + timedelta(days=1) - first).days
