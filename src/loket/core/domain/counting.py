"""What a report counts: figures of a period, from the lines of its entries and the rows of its cases."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from loket.core.domain import events as e
from loket.core.domain.blanks import count_of
from loket.core.domain.calendar import WorkingCalendar
from loket.core.domain.promise import due_day, lateness
from loket.core.domain.reporting import Period
from loket.core.domain.rows import Case, Obligation, Shipment, TimelineLine
from loket.core.domain.terms import Service, Speed


class Figure(StrEnum):
    """One figure of a report; all but the rupiah are counts of acts or cases."""

    REGISTERED = "registered"
    INTERVIEWED = "interviewed"
    APPROVED = "approved"
    PRINTED = "printed"
    SPOILT = "spoilt"
    HANDED_OVER = "handed_over"
    PROVISIONAL = "provisional"
    RETURNED = "returned"
    REFUSED = "refused"
    DEFERRED = "deferred"
    CANCELLED = "cancelled"
    READY = "ready"
    READY_LATE = "ready_late"
    FEES = "fees"
    FEES_RUPIAH = "fees_rupiah"
    RECEIPTS = "receipts"
    RECEIPTS_RUPIAH = "receipts_rupiah"
    BLANKS_RECEIVED = "blanks_received"
    BLANKS_ALLOCATED = "blanks_allocated"
    SHEETS = "sheets"
    OBLIGATIONS_OPENED = "obligations_opened"
    OBLIGATIONS_ANSWERED = "obligations_answered"


OF_MONEY = frozenset({Figure.FEES_RUPIAH, Figure.RECEIPTS_RUPIAH})
PRINTED = (e.QualityTestPassed.KIND, e.DataPagePrinted.KIND)
"""What says that a page is printed: before there was a quality test, the bare read-back."""
# A figure that counts every entry of one kind.
_BY_EVENT = {
    e.ApplicationRegistered.KIND: Figure.REGISTERED,
    e.InterviewRecorded.KIND: Figure.INTERVIEWED,
    e.ApplicationApproved.KIND: Figure.APPROVED,
    e.DataPagePrinted.KIND: Figure.PRINTED,
    e.QualityTestPassed.KIND: Figure.PRINTED,
    e.BookletSpoilt.KIND: Figure.SPOILT,
    e.PassportHandedOver.KIND: Figure.HANDED_OVER,
    e.DocumentsReturned.KIND: Figure.RETURNED,
    e.ApplicationRefused.KIND: Figure.REFUSED,
    e.ApplicationDeferred.KIND: Figure.DEFERRED,
    e.PassportCancelled.KIND: Figure.CANCELLED,
    e.BillingCodeIssued.KIND: Figure.FEES,
    e.BookletAllocated.KIND: Figure.BLANKS_ALLOCATED,
    e.PaperActEntered.KIND: Figure.SHEETS,
    e.ObligationAnswered.KIND: Figure.OBLIGATIONS_ANSWERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A period's figures. `days`: registered, ready and handed over on each day of the period.

    `median_days`: working days from interview to ready, of the passports made ready in the period; None
    where there is none. `covered`: whether the calendar knows the years by which lateness was judged.
    """

    period: Period
    figures: Mapping[Figure, int]
    services: Mapping[Service, int]
    days: tuple[tuple[date, int, int, int], ...]
    median_days: float | None
    covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written in a period, and the cases that it is about, by id.

    `lines`: entries of the period's days, the oldest first. `cases`: at least those that were registered or
    made ready in it.
    """

    lines: Sequence[TimelineLine]
    cases: Mapping[str, Case]
    obligations: Iterable[Obligation] = ()
    shipments: Iterable[Shipment] = ()


def count(
    period: Period,
    written: Written,
    *,
    day_of: Callable[[int], date],
    calendar: WorkingCalendar,
    promise_days: int,
) -> Counted:
    """Count a period. `day_of`: the office's day of a time in ms. An act counts on the day of its entry.

    What was done on paper therefore counts on the day on which its sheet was entered.
    """
    figures: Counter[Figure] = Counter(dict.fromkeys(Figure, 0))
    services: Counter[Service] = Counter()
    by_day: dict[date, Counter[Figure]] = {day: Counter() for day in period.days}
    for line in written.lines:
        day = day_of(line.at)
        if day not in period:
            continue
        figures.update(_of_line(line))
        if line.event == e.ApplicationRegistered.KIND and line.case in written.cases:
            services[written.cases[line.case].service] += 1
        if line.event in _BY_EVENT:
            by_day[day][_BY_EVENT[line.event]] += 1
    waits, covered = [], True
    for ready in _made_ready(period, written, day_of, calendar, promise_days):
        figures[Figure.READY] += 1
        figures[Figure.READY_LATE] += ready.late
        by_day[ready.day][Figure.READY] += 1
        waits.append(ready.waited)
        covered = covered and ready.covered
    figures[Figure.OBLIGATIONS_OPENED] = sum(day_of(one.opened_at) in period for one in written.obligations)
    figures[Figure.BLANKS_RECEIVED] = _blanks_received(period, written, day_of)
    shown = (Figure.REGISTERED, Figure.READY, Figure.HANDED_OVER)
    return Counted(
        period=period,
        figures=dict(figures),
        services={service: services[service] for service in Service},
        days=tuple((day, *(counts[one] for one in shown)) for day, counts in by_day.items()),  # type: ignore[misc]
        median_days=float(median(waits)) if waits else None,
        covered=covered,
    )


def _blanks_received(period: Period, written: Written, day_of: Callable[[int], date]) -> int:
    received = (one for one in written.shipments if one.received_at is not None)
    came = (one for one in received if day_of(one.received_at or 0) in period)
    return sum(len(one.blanks) - count_of(one.missing) for one in came)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A passport that was made ready on a day of the period, so many working days after the interview."""

    day: date
    waited: int
    late: bool
    covered: bool


def _made_ready(
    period: Period,
    written: Written,
    day_of: Callable[[int], date],
    calendar: WorkingCalendar,
    promise_days: int,
) -> Iterator[_Ready]:
    """Each case once, on the day of its last print in the period.

    The day comes from the entry and not from the case, which a booklet spoilt later sets back.
    """
    printed = {
        line.case: day_of(line.at)
        for line in written.lines
        if line.event in PRINTED and day_of(line.at) in period
    }
    for number, ready in printed.items():
        case = written.cases.get(number)
        if case is None or case.interviewed_at is None:
            continue
        interviewed = day_of(case.interviewed_at)
        same_day = case.speed is Speed.SAME_DAY
        due = due_day(interviewed, same_day=same_day, calendar=calendar, promise_days=promise_days)
        yield _Ready(
            day=ready,
            waited=calendar.working_days_between(interviewed, ready),
            late=lateness(due, on=ready, calendar=calendar).late,
            covered=calendar.covered_between(interviewed, max(due, ready)),
        )


def _of_line(line: TimelineLine) -> dict[Figure, int]:
    """What one entry adds to the figures."""
    added = {_BY_EVENT[line.event]: 1} if line.event in _BY_EVENT else {}
    if line.event == e.PassportHandedOver.KIND and line.facts.get("provisional") == str(True):
        added[Figure.PROVISIONAL] = 1
    if line.event == e.BillingCodeIssued.KIND:
        added[Figure.FEES_RUPIAH] = int(line.facts["amount_rupiah"])
    if line.event == e.PaymentRecorded.KIND and line.facts.get("receipt_number"):
        added[Figure.RECEIPTS] = 1
        added[Figure.RECEIPTS_RUPIAH] = int(line.facts["amount_rupiah"])
    return added
