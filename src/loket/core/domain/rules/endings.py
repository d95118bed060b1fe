"""Endings before handover: incomplete documents go back, an application is refused or deferred."""

from collections.abc import Iterable, Sequence
from datetime import date

from loket.core.domain.attention import book_is_here
from loket.core.domain.events import (
    ApplicationDeferred,
    ApplicationRefused,
    DocumentsReturned,
    Grounds,
)
from loket.core.domain.hits import confirmed
from loket.core.domain.months import add_months
from loket.core.domain.practice import Practice
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.common import (
    objections_to_role,
    objections_to_stage,
    objections_to_text,
    objections_to_undecided,
    waiver_of,
)
from loket.core.domain.rules.counter import missing_papers
from loket.core.domain.rules.interview_report import objections_to_reporter, report_on_loss
from loket.core.domain.terms import (
    Advice,
    DeferralGround,
    Duty,
    EndingKind,
    HitKind,
    PaperKind,
    RefusalGround,
    ReportFinding,
    ReportSubject,
    Role,
    Stage,
)

MOST_WHY = 2_000
BEFORE_HANDOVER = (
    Stage.DOCUMENTS,
    Stage.INTERVIEW_REPORT,
    Stage.PAYMENT,
    Stage.PHOTO,
    Stage.INTERVIEW,
    Stage.LOOK_UP,
    Stage.ADJUDICATION,
    Stage.APPROVAL,
    Stage.ALLOCATION,
    Stage.PRINTING,
    Stage.READ_BACK,
    Stage.HANDOVER,
)
RETURNABLE = (
    Stage.DOCUMENTS,
    Stage.INTERVIEW_REPORT,
    Stage.PAYMENT,
    Stage.PHOTO,
    Stage.INTERVIEW,
)
_REFUSAL_OF_HIT = {
    HitKind.PREVENTION_LIST: RefusalGround.PREVENTION_LIST,
    HitKind.REGISTRY_ANSWER: RefusalGround.FALSE_DATA,
    HitKind.OLD_PASSPORT_FACE: RefusalGround.FALSE_DATA,
    HitKind.NATIONAL_DUPLICATE: RefusalGround.ANOTHER_PASSPORT,
    HitKind.OWN_DUPLICATE: RefusalGround.ANOTHER_PASSPORT,
    HitKind.INTERVIEW: RefusalGround.PURPOSE_OF_TRAVEL,
    HitKind.BANK_CONFIRMATION: RefusalGround.NOT_PAID,
}
_NEGLIGENCE = {
    DeferralGround.NEGLIGENT_LOSS: ReportSubject.LOSS,
    DeferralGround.NEGLIGENT_DAMAGE: ReportSubject.DAMAGE,
}


def missing_of(case: Case) -> tuple[PaperKind, ...]:
    """Which papers the applicant has to bring: what is needed and was not scanned."""
    return missing_papers(case, frozenset(scan.paper for scan in case.scans))


def return_documents(case: Case, *, officer: Officer, why: str, number: str) -> DocumentsReturned | Refused:
    """Give the documents back; the application is deemed withdrawn, and a new one may follow at once.

    `why`: a remark on what is missing. Where nothing is missing, it is the ground: the applicant withdraws
    or does not come back, or the old passport is another person's. Before the interview is over, the counter
    or the head: nobody stays without a passport because an application that goes nowhere is in process.
    """
    missing = missing_of(case) if case.stage is Stage.DOCUMENTS else ()
    objections = [
        *objections_to_role(officer, Role.COUNTER_OFFICER, Role.HEAD),
        *objections_to_stage(case, *RETURNABLE),
        *objections_to_undecided(case),
        *objections_to_text(why, "remark", most=MOST_WHY, required=False),
    ]
    if case.stage in RETURNABLE and not missing and not why.strip():
        objections.append(Objection(Reason.DOCUMENTS_COMPLETE, "remark"))
    if objections:
        return Refused(tuple(objections))
    sealed = Grounds(why=why) if why.strip() else None
    return DocumentsReturned(case=case.case, missing=missing, number=number, sealed=sealed)


def suggested_refusal(case: Case) -> RefusalGround | None:
    """The ground that a confirmed hit speaks for; None where none is confirmed."""
    return next((_REFUSAL_OF_HIT[hit.kind] for hit in confirmed(case)), None)


def suggested_deferral(case: Case) -> DeferralGround | None:
    """The ground that a report of negligence or the interviewer's advice speaks for."""
    report = report_on_loss(case)
    if report is not None and report.finding is ReportFinding.NEGLIGENT:
        lost = report.subject is ReportSubject.LOSS
        return DeferralGround.NEGLIGENT_LOSS if lost else DeferralGround.NEGLIGENT_DAMAGE
    if any(hit.advice is Advice.DEFER for hit in confirmed(case)):
        return DeferralGround.NON_PROCEDURAL_WORK
    return None


def refuse_application(
    case: Case,
    *,
    officer: Officer,
    ground: RefusalGround,
    why: str,
    number: str,
    orders: tuple[Order, ...],
    book_cut: bool = False,
) -> ApplicationRefused | Refused:
    """Refuse the application, before handover, on a ground that the case bears out.

    `book_cut`: the printed book was cut already; else it waits to be cut until its file is archived.
    """
    objections = [
        *objections_to_role(officer, Role.APPROVER, Role.HEAD),
        *objections_to_stage(case, *BEFORE_HANDOVER),
        *_objections_to_interviewer(case, officer, orders),
        *objections_to_text(why, "why", most=MOST_WHY),
    ]
    if ground not in refusal_grounds(case):
        objections.append(Objection(Reason.GROUND_DOES_NOT_FIT, "ground"))
    if objections:
        return Refused(tuple(objections))
    return ApplicationRefused(
        case=case.case,
        ground=ground,
        number=number,
        book_cut=book_cut and book_is_here(case),
        sealed=Grounds(why=why),
    )


def _objections_to_interviewer(case: Case, officer: Officer, orders: Iterable[Order]) -> list[Objection]:
    """Who questioned the applicant does not end the application too, unless the head ordered it."""
    waiver = waiver_of(case, Duty.APPROVAL, orders)
    interviewed = any(done.duty is Duty.CAPTURE and done.officer == officer.officer for done in case.duties)
    if not interviewed or (waiver is not None and waiver.by != officer.officer):
        return []
    return [Objection(Reason.SAME_OFFICER_DID_ANOTHER_DUTY, facts={"duty": Duty.CAPTURE.value})]


def refusal_grounds(case: Case) -> tuple[RefusalGround, ...]:
    """The grounds that this case bears out: list and payment speak for themselves, the rest people find."""
    standing = {hit.kind for hit in confirmed(case)}
    not_there = set()
    if HitKind.PREVENTION_LIST not in standing:
        not_there.add(RefusalGround.PREVENTION_LIST)
    if case.payment is not None and HitKind.BANK_CONFIRMATION not in standing:
        not_there.add(RefusalGround.NOT_PAID)
    return tuple(ground for ground in RefusalGround if ground not in not_there)


def deferral_grounds(case: Case) -> tuple[DeferralGround, ...]:
    """The grounds that this case bears out: negligence is one where an interview report has found it."""
    report = report_on_loss(case)
    subject = report.subject if report and report.finding is ReportFinding.NEGLIGENT else None
    return tuple(
        ground for ground in DeferralGround if ground not in _NEGLIGENCE or _NEGLIGENCE[ground] is subject
    )


def defer_application(
    case: Case,
    *,
    officer: Officer,
    ground: DeferralGround,
    months: int,
    why: str,
    number: str,
    today: date,
    practice: Practice,
    orders: tuple[Order, ...],
    book_cut: bool = False,
) -> ApplicationDeferred | Refused:
    """Defer the application: no new one of the same person is taken before the end date.

    `book_cut`: the printed book was cut already; else it waits to be cut until its file is archived.
    """
    objections = [
        *objections_to_role(officer, Role.HEAD),
        *objections_to_stage(case, *BEFORE_HANDOVER),
        *_objections_to_interviewer(case, officer, orders),
        *objections_to_text(why, "why", most=MOST_WHY),
    ]
    least, most = practice.deferral_months_least, practice.deferral_months_most
    if not least <= months <= most:
        facts = {"least": least, "most": most}
        objections.append(Objection(Reason.DEFERRAL_OUT_OF_BOUNDS, "months", facts))
    if ground not in deferral_grounds(case):
        objections.append(Objection(Reason.GROUND_DOES_NOT_FIT, "ground"))
    if ground in _NEGLIGENCE:
        objections += objections_to_reporter(case, report_on_loss(case), officer, orders)
    if objections:
        return Refused(tuple(objections))
    return ApplicationDeferred(
        case=case.case,
        ground=ground,
        until=add_months(today, months),
        number=number,
        book_cut=book_cut and book_is_here(case),
        sealed=Grounds(why=why),
    )


def deferred_until(cases: Iterable[Case], today: date) -> date | None:
    """The latest end date of these cases' deferrals that run on this day; None where none does."""
    running = [
        case.ending.until
        for case in cases
        if case.ending is not None
        and case.ending.kind is EndingKind.DEFERRED
        and case.ending.until is not None
        and today < case.ending.until
    ]
    return max(running, default=None)


def objections_to_deferred(others: Sequence[Case], today: date) -> list[Objection]:
    """A new application of a person whose application is deferred waits until the end date."""
    until = deferred_until(others, today)
    return [] if until is None else [Objection(Reason.DEFERRED_UNTIL, "nik", {"day": until.isoformat()})]
