"""One world: an office, its centre and their weeks, from the first day to the drain."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from pathlib import Path

from loket.core.domain.rows import Obligation
from loket.drills.country.acts import Counter
from loket.drills.country.arrivals import comers
from loket.drills.country.centre_play import BankThroughCentre, CentreHours, CentrePlay, ms
from loket.drills.country.figures import Figures
from loket.drills.country.line import Line
from loket.drills.country.office_play import OfficePlay
from loket.drills.country.pair import Pair, a_pair
from loket.drills.country.timetable import MINUTE_MS, OfficeTime, Timetable, days
from loket.drills.country.watch import Watch
from loket.drills.small_office import FEE_RUPIAH
from loket.node.followers.exchange import ExchangeFollower
from loket.node.followers.look_ups import LookUpFollower
from loket.node.operations.office_status import office_status
from loket.node.partners.bank_simulator import BankSimulator

LOOKS_AT = (time(8), time(12), time(16), time(20))
_NIGHT_CALLS = (time(6, 10), time(19))
_POLL_MS = 10_000  # longer than a lane waits before it asks again
_MOST_ROUNDS = 200
_RECEIVES = ("budi", "tini")

Progress = Callable[[date, int, int], None]
"""(day that is over, applicants so far, passports so far)."""


class World:
    """Everything of one office that is played, in one process, in simulated time."""

    def __init__(
        self,
        figures: Figures,
        office_time: OfficeTime,
        timetable: Timetable,
        pair: Pair,
        hours: CentreHours,
        folder: Path,
        *,
        seed: int,
        needs_centre: bool,
    ) -> None:
        self.figures, self.time, self.timetable, self.pair = figures, office_time, timetable, pair
        self.hours, self.needs_centre = hours, needs_centre
        self.centre = CentrePlay(figures, office_time, timetable, hours, pair.centre, seed=seed)
        self.counter = Counter(pair.office, folder / "printer", title=figures.title)
        self.play = OfficePlay(
            figures,
            office_time,
            timetable,
            self.counter,
            stopped=figures.stopped_acts if needs_centre else frozenset(),
            reachable=hours.reachable,
        )
        line = Line(pair.centre, hours.reachable)
        self.exchange = ExchangeFollower(pair.office, "", line)
        self.look_ups = LookUpFollower(pair.office)
        self.watch = Watch(pair.office, self.play.everybody, hours.reachable)
        self.secured_again_at = self.answered_again_at = 0
        self.play.put_down(comers(figures, office_time, seed))
        self._put_down()

    def run(self, progress: Progress) -> None:
        """Play every day, then let everything arrive."""
        for day in days(self.figures.first_day, self.figures.last_day):
            self.timetable.run(self.time.at(day + timedelta(days=1), time(0)))
            issued = sum(one.issued_at is not None for one in self.play.everybody)
            progress(day, len(self.play.everybody), issued)
        for _ in range(3):
            self.timetable.run(self.timetable.now + 10 * MINUTE_MS)
            self.call()
        self.watch.look()

    def call(self) -> None:
        """The office calls the centre until nothing is left, and reads what the centre answered."""
        now = self.timetable.now
        self._exchange(now)
        written = self._written()
        self.centre.work()
        if self._written() != written:
            self._exchange(now + _POLL_MS)
        if self.look_ups.run_once():
            self._exchange(now + 2 * _POLL_MS)
        self._notices()
        if self.time.is_open(now):
            self.counter.receive_shipments(*_RECEIVES)
            self.play.wake()

    def _exchange(self, now: int) -> None:
        for _ in range(_MOST_ROUNDS):
            if self.exchange.run_once(now) > now:
                break

    def _written(self) -> list[int]:
        """How long the centre's own logs are: what it may have to say."""
        with self.pair.centre.store.reading() as reading:
            return [head.size for head in reading.heads() if head.own]

    def _put_down(self) -> None:
        figures, put = self.figures, self.timetable
        self.centre.put_down()
        for day in days(figures.first_day, figures.last_day):
            for clock in _NIGHT_CALLS:
                put.at(self.time.at(day, clock), self.call)
        for day in self.time.working_days(figures.first_day, figures.last_day):
            when = self.time.opening(day)
            while when <= self.time.closing(day):
                put.at(when, self.call)
                when += figures.exchange_every_minutes * MINUTE_MS
        for day in days(figures.first_day, figures.last_day):
            for clock in LOOKS_AT:
                put.at(self.time.at(day, clock), self.watch.look)

    def _notices(self) -> None:
        """Note when nothing of the outage is only here any more, and when all of it is answered."""
        now, trial = self.timetable.now, ms(self.figures.outage.trial_at)
        if now < trial or (self.secured_again_at and self.answered_again_at):
            return
        office = self.pair.office
        with office.store.reading() as reading:
            if not self.secured_again_at and not office_status(office, reading, last_contact=None).unsecured:
                self.secured_again_at = now
            owed = reading.select(Obligation, {"office": office.name, "open": True})
        if not self.answered_again_at and not any(one.opened_at < trial for one in owed):
            self.answered_again_at = now


@contextmanager
def a_world(folder: Path, figures: Figures, *, seed: int, needs_centre: bool) -> Iterator[World]:
    """Make a world in an empty folder; its clock stands at the first day's beginning."""
    office_time = OfficeTime(figures.hours, figures.zone)
    timetable = Timetable(office_time.at(figures.first_day, time(0)))
    hours = CentreHours(figures, office_time, timetable)
    bank = BankSimulator(usual_amount_rupiah=FEE_RUPIAH)
    reached = hours.reachable if figures.bank_through_centre else lambda: True
    through = BankThroughCentre(bank, reached)
    with a_pair(folder, figures, seed=seed, clock=timetable.clock, bank=through) as pair:
        yield World(
            figures, office_time, timetable, pair, hours, folder, seed=seed, needs_centre=needs_centre
        )
