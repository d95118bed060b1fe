"""The office's calendar: a month with its days off, and which years are known."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.calendar import DayOff, DayOffKind
from loket.core.domain.error import DomainError
from loket.core.domain.reporting import Period, PeriodKind, next_period, period_of, previous_period
from loket.faces.counter.frame import page
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.node import current_node


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day on the page; `off`: why the office is closed; `other`: of the month before or after."""

    day: date
    off: DayOff | None
    today: bool
    other: bool

    @property
    def named(self) -> bool:
        """Whether the day off has a name: a weekend has none."""
        return self.off is not None and self.off.kind is not DayOffKind.WEEKEND


def month_asked(text: str, today: date) -> Period:
    """The month of YYYY-MM (nothing: this month); Http404 for anything else."""
    try:
        day = date.fromisoformat(f"{text}-01") if text else today
        return period_of(PeriodKind.MONTH, day)
    except (ValueError, DomainError):
        raise Http404 from None


@any_officer
@never_cache
@require_safe
def calendar(request: OfficerRequest) -> HttpResponse:
    """One month."""
    node = current_node()
    today = node.day_of(node.clock())
    month = month_asked(request.GET.get("month", ""), today)
    first = month.first - timedelta(days=month.first.weekday())
    weeks = []
    while first <= month.last:
        week = [first + timedelta(days=n) for n in range(7)]
        weeks.append(
            [
                MonthDay(
                    day=day,
                    off=node.calendar.reason_off(day),
                    today=day == today,
                    other=day not in month,
                )
                for day in week
            ]
        )
        first += timedelta(days=7)
    years = {year.year: year for year in node.calendar.years}
    context = {
        "month": month.first,
        "weeks": weeks,
        "weekdays": [one.day for one in weeks[0]],
        "previous": previous_period(month).first,
        "next": next_period(month).first,
        "this_month": today,
        "covered": node.calendar.covered(month.first),
        "year": years.get(month.first.year),
        "days_off": [one for week in weeks for one in week if one.named and not one.other],
        "working_days": sum(node.calendar.is_working(day) for day in month.days),
        "years": sorted(years),
    }
    return page(request, "counter/calendar.html", context)
