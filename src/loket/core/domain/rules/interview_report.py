"""Interview reports (berita acara pemeriksaan, BAP): on a loss, on damage, on a proposed cancellation."""

from loket.core.domain.events import InterviewReportWritten, ReportText
from loket.core.domain.orders import has_order
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.row_parts import InterviewReport
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.common import (
    objections_to_role,
    objections_to_stage,
    objections_to_text,
    waiver_of,
)
from loket.core.domain.terms import Duty, OrderKind, ReportFinding, ReportSubject, Role, Service, Stage

MOST_STATEMENT = 4_000
MOST_CONCLUSION = 2_000
SUSPICIONS = (ReportFinding.SUSPICION_CONFIRMED, ReportFinding.SUSPICION_NOT_CONFIRMED)
FAULTS = (ReportFinding.NOT_AT_FAULT, ReportFinding.FORCE_MAJEURE, ReportFinding.NEGLIGENT)
_SUBJECTS = {Service.LOST: ReportSubject.LOSS, Service.DAMAGED: ReportSubject.DAMAGE}


def findings_open(case: Case) -> tuple[ReportFinding, ...]:
    """What a report that is written now may find; none where none is asked for."""
    found = FAULTS if case.stage is Stage.INTERVIEW_REPORT else ()
    return (*found, *SUSPICIONS) if case.proposal and report_on_proposal(case) is None else found


def report_on_proposal(case: Case) -> InterviewReport | None:
    """The report that was written since the cancellation was proposed, if one was."""
    if case.proposal is None:
        return None
    since = case.proposal.at
    return next(
        (one for one in case.reports if one.subject is ReportSubject.CANCELLATION and one.at >= since), None
    )


def report_on_loss(case: Case) -> InterviewReport | None:
    """The report on the loss of or the damage to the old passport, if there is one."""
    return next((one for one in case.reports if one.subject is not ReportSubject.CANCELLATION), None)


def write_interview_report(
    case: Case, *, officer: Officer, finding: ReportFinding, text: ReportText, number: str
) -> InterviewReportWritten | Refused:
    """Write the report down; one on loss or damage sends the case on to payment, whatever it finds.

    A finding of negligence keeps the fee from being assessed until the head has decided.
    """
    suspicion = finding in SUSPICIONS
    subject = ReportSubject.CANCELLATION if suspicion else _SUBJECTS.get(case.service)
    objections = [
        *objections_to_role(officer, Role.INTERVIEWER),
        *objections_to_text(text.statement, "statement", most=MOST_STATEMENT),
        *objections_to_text(text.conclusion, "conclusion", most=MOST_CONCLUSION),
    ]
    if not suspicion:
        objections += objections_to_stage(case, Stage.INTERVIEW_REPORT)
        if subject is None:
            objections.append(Objection(Reason.FINDING_DOES_NOT_FIT, "finding"))
    elif case.proposal is None:
        objections.append(Objection(Reason.CANCELLATION_NOT_PROPOSED))
    elif report_on_proposal(case) is not None:
        objections.append(Objection(Reason.REPORT_ALREADY_WRITTEN))
    if objections or subject is None:
        return Refused(tuple(objections))
    return InterviewReportWritten(
        case=case.case, subject=subject, finding=finding, number=number, sealed=text
    )


def objections_to_reporter(
    case: Case, report: InterviewReport | None, officer: Officer, orders: tuple[Order, ...]
) -> list[Objection]:
    """Who wrote the report does not decide on it too, unless another head or deputy ordered it."""
    if report is None or report.by != officer.officer:
        return []
    waiver = waiver_of(case, Duty.APPROVAL, orders)
    if waiver is not None and waiver.by != officer.officer:
        return []
    return [Objection(Reason.REPORT_BY_YOU, facts={"number": report.number})]


def objections_to_negligence(case: Case, orders: tuple[Order, ...]) -> list[Objection]:
    """After a finding of negligence the head defers the application, or orders that it goes on."""
    report = report_on_loss(case)
    if report is None or report.finding is not ReportFinding.NEGLIGENT:
        return []
    if has_order(orders, case, OrderKind.GO_ON_DESPITE_NEGLIGENCE):
        return []
    return [Objection(Reason.NEGLIGENCE_UNDECIDED)]


def surcharge_waived(case: Case, orders: tuple[Order, ...]) -> bool:
    """Whether the surcharge of a lost or damaged passport is waived.

    A report found force majeure, and the head approved in writing (PMK 51/PMK.02/2020).
    """
    report = report_on_loss(case)
    forced = report is not None and report.finding is ReportFinding.FORCE_MAJEURE
    return forced and has_order(orders, case, OrderKind.WAIVE_SURCHARGE)


_FINDING_OF = {
    OrderKind.GO_ON_DESPITE_NEGLIGENCE: ReportFinding.NEGLIGENT,
    OrderKind.WAIVE_SURCHARGE: ReportFinding.FORCE_MAJEURE,
}


def bears_out(case: Case, kind: OrderKind) -> bool:
    """Whether the case needs this order: one about a finding needs it, before the fee is assessed."""
    report = report_on_loss(case)
    needed = _FINDING_OF.get(kind)
    return needed is None or (report is not None and report.finding is needed and case.fee is None)


def objections_to_order(
    case: Case, kind: OrderKind, officer: Officer, orders: tuple[Order, ...]
) -> list[Objection]:
    """An order about a finding needs that finding of another officer, before the fee is assessed."""
    if not bears_out(case, kind):
        return [Objection(Reason.ORDER_NOT_NEEDED)]
    report = report_on_loss(case)
    if report is None or kind not in _FINDING_OF:
        return []
    return objections_to_reporter(case, report, officer, orders)
