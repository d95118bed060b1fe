"""Simulated time: a heap of (time, tie, call), and the office's working hours within it."""

import heapq
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from loket.core.domain.calendar import DayOff, DayOffKind, WorkingCalendar
from loket.drills.country.figures import Hours

MINUTE_MS = 60_000
Call = Callable[[], None]


class Timetable:
    """What happens when. Calls of the same time happen in the order in which they were put down."""

    def __init__(self, start: int) -> None:
        self.now = start
        self._heap: list[tuple[int, int, Call]] = []
        self._ties = count()

    def clock(self) -> int:
        """The time in ms since 1970 UTC: the clock of every node of the country."""
        return self.now

    def at(self, when: int, call: Call) -> None:
        """Put a call down for a time (ms); one that has passed means now."""
        heapq.heappush(self._heap, (max(when, self.now), next(self._ties), call))

    def run(self, until: int) -> None:
        """Let everything happen that is put down for before `until`; then it is `until`."""
        while self._heap and self._heap[0][0] < until:
            self.now, _, call = heapq.heappop(self._heap)
            call()
        self.now = max(self.now, until)


class OfficeTime:
    """The office's days and hours; times are ms since 1970 UTC."""

    def __init__(self, hours: Hours, zone: ZoneInfo) -> None:
        self._hours = hours
        self._zone = zone
        named = {day: DayOff(DayOffKind.NATIONAL_HOLIDAY, "libur") for day in hours.holidays}
        self._calendar = WorkingCalendar(hours.weekdays, named)

    def at(self, day: date, clock: time) -> int:
        """This time of this day, as the office's clock shows it."""
        return round(datetime.combine(day, clock, self._zone).timestamp() * 1000)

    def local(self, when: int) -> datetime:
        """The office's date and time."""
        return datetime.fromtimestamp(when / 1000, UTC).astimezone(self._zone)

    def day(self, when: int) -> date:
        """The office's date."""
        return self.local(when).date()

    def is_working_day(self, day: date) -> bool:
        """Neither a weekend nor a holiday."""
        return self._calendar.is_working(day)

    def is_open(self, when: int) -> bool:
        """Within the working hours of a working day, not in the break."""
        local, hours = self.local(when), self._hours
        return self.is_working_day(local.date()) and (
            hours.begin <= local.time() < hours.break_begin or hours.break_end <= local.time() < hours.end
        )

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """The working days from the first to the last, both included."""
        return (day for day in days(first, last) if self.is_working_day(day))

    def after_days(self, day: date, working_days: int) -> date:
        """The day that is so many working days later."""
        return self._calendar.add_working_days(day, working_days)

    def opening(self, day: date) -> int:
        """When the office opens."""
        return self.at(day, self._hours.begin)

    def closing(self, day: date) -> int:
        """When the office closes."""
        return self.at(day, self._hours.end)

    def resuming(self, day: date) -> int:
        """When the break ends."""
        return self.at(day, self._hours.break_end)

    def finished(self, start: int, minutes: int) -> int | None:
        """When work begun now is done, the break not counted; None when that is not today."""
        day = self.day(start)
        pause = self.at(day, self._hours.break_begin)
        end = start + minutes * MINUTE_MS
        if start < pause < end:
            end += self.resuming(day) - pause
        return end if end <= self.closing(day) else None


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=passed) for passed in range((last - first).days + 1))
