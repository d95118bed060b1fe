"""Deadlines of a case that only people keep: passed ones are shown as overdue and stop nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from loket.core.domain.calendar import WorkingCalendar
from loket.core.domain.practice import Practice
from loket.core.domain.promise import Lateness, lateness
from loket.core.domain.rows import Case
from loket.core.domain.rules.interview_report import report_on_proposal
from loket.core.domain.terms import DeadlineKind


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is to be done, and where it stands: `stands.due`, `stands.late`, `stands.days_late`."""

    kind: DeadlineKind
    stands: Lateness


def deadlines(
    case: Case, *, day_of: Callable[[int], date], today: date, calendar: WorkingCalendar, practice: Practice
) -> tuple[Deadline, ...]:
    """The deadlines that run for a case, in working days: the report on a proposal, and the head's decision.

    `day_of`: the office's day of a time in ms. The day on which something was written is not counted.
    """
    if case.proposal is None:
        return ()
    report = report_on_proposal(case)
    report_due = calendar.add_working_days(day_of(case.proposal.at), practice.bap_days)
    decided_from = report_due if report is None else day_of(report.at)
    due = {DeadlineKind.HEAD_DECISION: calendar.add_working_days(decided_from, practice.head_decision_days)}
    if report is None:
        due = {DeadlineKind.INTERVIEW_REPORT: report_due, **due}
    return tuple(Deadline(kind, lateness(day, on=today, calendar=calendar)) for kind, day in due.items())
