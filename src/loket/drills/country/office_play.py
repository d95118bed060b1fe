"""One office's weeks: applicants come and officers work, all of it by the office's own operations."""

from collections import Counter as Tally
from collections.abc import Callable
from datetime import date

from loket.core.domain.events import PassportHandedOver
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.terms import Stage
from loket.drills.country import going as g
from loket.drills.country.acts import Counter
from loket.drills.country.arrivals import Comer
from loket.drills.country.figures import Figures
from loket.drills.country.going import ACT_OF, DESKS, Going
from loket.drills.country.timetable import OfficeTime, Timetable

_LAST_VISIT_HOURS = 7
_HOUR_MS = 3_600_000
Open = Callable[[], bool]


class OfficePlay:
    """The people of one office.

    `stopped`: acts that this office cannot do while `reachable` says no (none, in an office that needs no
    centre). An act takes its minutes of working time and is done at their end.
    """

    def __init__(
        self,
        figures: Figures,
        time: OfficeTime,
        timetable: Timetable,
        counter: Counter,
        *,
        stopped: frozenset[str],
        reachable: Open,
    ) -> None:
        self._figures = figures
        self._time = time
        self._timetable = timetable
        self._counter = counter
        self._stopped = stopped
        self._reachable = reachable
        self._queues: dict[str, list[Going]] = {act: [] for acts in DESKS.values() for act in acts}
        self._busy: set[str] = set()
        self.everybody: list[Going] = []
        self.refusals: Tally[Reason] = Tally()

    def put_down(self, comers: list[Comer]) -> None:
        """Put arrivals and the hours of every working day into the timetable."""
        for comer in comers:
            self._timetable.at(comer.comes_at, lambda comer=comer: self._arrives(comer))  # type: ignore[misc]
        for day in self._time.working_days(self._figures.first_day, self._figures.last_day):
            self._timetable.at(self._time.opening(day), self.wake)
            self._timetable.at(self._time.resuming(day), self.wake)

    def wake(self) -> None:
        """Let everybody who is free look for work."""
        if self._time.is_open(self._timetable.now):
            for officer in DESKS:
                if officer not in self._busy:
                    self._take_up(officer)

    # ------------------------------------------------------------------------------------- applicants

    def _arrives(self, comer: Comer) -> None:
        one = Going(comer, self._timetable.now)
        self.everybody.append(one)
        self._queues[g.REGISTER].append(one)
        today = self._time.day(comer.comes_at)
        ahead = 0 if comer.same_day else self._figures.pace["collection"]
        self._visit_on(one, self._time.after_days(today, ahead))
        self.wake()

    def _visit_on(self, one: Going, day: date) -> None:
        opening, closing = self._time.opening(day), self._time.closing(day)
        latest = closing - _HOUR_MS
        # Who waits for same-day service comes to collect it at the end of the day.
        same_day = one.comer.same_day and day == self._time.day(one.comer.comes_at)
        when = latest if same_day else opening + round(one.comer.hour * (latest - opening))
        self._timetable.at(when, lambda: self._visits(one))

    def _visits(self, one: Going) -> None:
        if one.stage is Stage.HANDOVER:
            one.present = True
            self._queues[g.HAND_OVER].append(one)
            self.wake()
        else:
            self._visits_tomorrow(one)

    def _visits_tomorrow(self, one: Going) -> None:
        self._visit_on(one, self._time.after_days(self._time.day(self._timetable.now), 1))

    # --------------------------------------------------------------------------------------- officers

    def _take_up(self, officer: str) -> None:
        found = self._next(officer)
        if found is None:
            return
        act, one = found
        end = self._time.finished(self._timetable.now, self._figures.minutes[act])
        if end is None:
            return  # tomorrow
        self._queues[_queue_of(act)].remove(one)
        self._busy.add(officer)
        self._timetable.at(end, lambda: self._ends(officer, act, one))

    def _next(self, officer: str) -> tuple[str, Going] | None:
        now = self._timetable.now
        for queue in DESKS[officer]:
            works = queue not in self._stopped or self._reachable()
            for one in self._queues[queue]:
                if queue == g.REGISTER and not works:
                    if not one.on_paper:
                        return g.TAKE_ON_PAPER, one
                elif works and one.not_before <= now:
                    return queue, one
        return None

    def _ends(self, officer: str, act: str, one: Going) -> None:
        self._busy.discard(officer)
        if act == g.TAKE_ON_PAPER:
            one.on_paper = True
            self._queues[g.REGISTER].append(one)
        elif act in self._stopped and not self._reachable():
            self._queues[_queue_of(act)].insert(0, one)  # the centre went away meanwhile
        else:
            self._does(officer, act, one)
        self.wake()

    def _does(self, officer: str, act: str, one: Going) -> None:
        result = self._counter.do(act, officer, one)
        if isinstance(result, Refused):
            self._refused(act, one, result)
            return
        if act == g.REGISTER:
            one.case = result.case
        if act == g.GIVE_ORDER:
            one.ordered = True
            self._queues[g.HAND_OVER].append(one)
            return
        if isinstance(result.event, PassportHandedOver):
            one.issued_at, one.provisional = self._timetable.now, result.event.provisional
            one.refused = ()
        self._goes_on(one)

    def _refused(self, act: str, one: Going, refused: Refused) -> None:
        self.refusals.update(refused.reasons)
        one.refusals += refused.reasons
        if act != g.HAND_OVER:
            one.not_before = self._opening_after(1)
            self._queues[_queue_of(act)].append(one)
            return
        one.refused = refused.reasons
        alone = refused.reasons == (Reason.REGISTRY_ANSWER_MISSING_FOR_FIRST_PASSPORT,)
        if alone and one.comer.urgent and not one.ordered:
            self._queues[g.GIVE_ORDER].append(one)
        else:
            one.present = False
            self._visits_tomorrow(one)

    def _goes_on(self, one: Going) -> None:
        """Put the case where the fold says that it is now."""
        before, one.stage = one.stage, self._counter.row(one.case).stage
        one.since = self._timetable.now
        act = ACT_OF.get(one.stage)
        if act is None:
            return
        one.not_before = self._earliest(one)
        if one.stage is Stage.PHOTO and one.on_paper and before is Stage.PAYMENT:
            one.not_before = self._opening_after(1)  # who was taken by hand is called in again
        if one.stage is Stage.READ_BACK:
            one.pages += 1
            act = g.SPOIL if one.pages == 1 and one.comer.first_page_spoilt else act
        self._queues[act].append(one)

    def _earliest(self, one: Going) -> int:
        ahead = self._figures.pace.get(str(one.stage), 0)
        if one.comer.same_day or not ahead:
            return 0
        came_on = self._time.day(one.comer.comes_at)
        return self._time.opening(self._time.after_days(came_on, ahead))

    def _opening_after(self, working_days: int) -> int:
        today = self._time.day(self._timetable.now)
        return self._time.opening(self._time.after_days(today, working_days))


def _queue_of(act: str) -> str:
    return g.REGISTER if act == g.TAKE_ON_PAPER else act
