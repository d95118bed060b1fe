"""The service promise: at most so many working days from the interview, or the same day for a surcharge."""

from dataclasses import dataclass
from datetime import date

from loket.core.domain.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Lateness:
    """Where a promise stands on a day.

    `days_left`: working days from that day to the due day; 0 on the due day, negative once it has passed.
    `covered`: whether every year in between was given to the calendar; if not, holidays may be missing.
    """

    due: date
    days_left: int
    covered: bool

    @property
    def late(self) -> bool:
        """Whether the due day has passed."""
        return self.days_left < 0

    @property
    def days_late(self) -> int:
        """Working days by which the promise is missed; 0 when it is not."""
        return max(0, -self.days_left)


def due_day(interviewed_on: date, *, same_day: bool, calendar: WorkingCalendar, promise_days: int) -> date:
    """The last day of the promise: the interview's own for same-day service, else so many working days on.

    The day of the interview is not counted.
    """
    return interviewed_on if same_day else calendar.add_working_days(interviewed_on, promise_days)


def lateness(due: date, *, on: date, calendar: WorkingCalendar) -> Lateness:
    """How a promise that is due on one day stands on another: today, or the day on which the case was done.

    On a day off after the due day the promise is late by the working day that comes next at the soonest.
    """
    return Lateness(due, _days_left(due, on, calendar), calendar.covered_between(due, on))


def _days_left(due: date, on: date, calendar: WorkingCalendar) -> int:
    if on <= due:
        return calendar.working_days_between(on, due)
    # Same-day service on a day off (an interview on a Saturday) is late the day after as well.
    return min(-1, calendar.working_days_between(on, due))
