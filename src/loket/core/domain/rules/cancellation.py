"""Cancelling an application or a passport: proposed with an interview report, or directly by the head."""

from datetime import date, timedelta

from loket.core.domain.attention import book_is_here
from loket.core.domain.events import CancellationDropped, CancellationProposed, Grounds, PassportCancelled
from loket.core.domain.months import add_months
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.rules.endings import MOST_WHY
from loket.core.domain.rules.interview_report import objections_to_reporter, report_on_proposal
from loket.core.domain.terms import CancellationGround, ReportFinding, Role, Stage

PROPOSERS = (Role.COUNTER_OFFICER, Role.INTERVIEWER, Role.ADJUDICATOR, Role.APPROVER, Role.HEAD)
# These two need an interview report and then the head's decision.
PROPOSED_GROUNDS = (CancellationGround.OBTAINED_ILLEGALLY, CancellationGround.FALSE_STATEMENT)


def propose_cancellation(
    case: Case, *, officer: Officer, ground: CancellationGround, why: str
) -> CancellationProposed | Refused:
    """Write a suspicion down, before or after handover; a report and the head's decision follow."""
    objections = [
        *objections_to_role(officer, *PROPOSERS),
        *_objections_to_ended(case),
        *objections_to_text(why, "why", most=MOST_WHY),
    ]
    if case.proposal is not None:
        objections.append(Objection(Reason.CANCELLATION_ALREADY_PROPOSED))
    if ground not in PROPOSED_GROUNDS:
        objections.append(Objection(Reason.GROUND_DOES_NOT_FIT, "ground"))
    if objections:
        return Refused(tuple(objections))
    return CancellationProposed(case=case.case, ground=ground, sealed=Grounds(why=why))


def drop_cancellation(case: Case, *, officer: Officer, why: str) -> CancellationDropped | Refused:
    """The head decides that a proposed cancellation is not made; the case goes on where it is."""
    objections = [
        *objections_to_role(officer, Role.HEAD),
        *_objections_to_ended(case),
        *objections_to_text(why, "why", most=MOST_WHY),
    ]
    if case.proposal is None:
        objections.append(Objection(Reason.CANCELLATION_NOT_PROPOSED))
    if objections:
        return Refused(tuple(objections))
    return CancellationDropped(case=case.case, sealed=Grounds(why=why))


def cancel_passport(
    case: Case,
    *,
    officer: Officer,
    ground: CancellationGround,
    why: str,
    book_cut: bool,
    number: str,
    today: date,
    uncollected_from: date | None,
    orders: tuple[Order, ...] = (),
) -> PassportCancelled | Refused:
    """Cancel application and passport; a printed book that is in the office is cut.

    `uncollected_from`: the first day on which this passport counts as not collected, see `uncollected_from`.
    """
    objections = [
        *objections_to_role(officer, Role.HEAD),
        *_objections_to_ended(case),
        *objections_to_text(why, "why", most=MOST_WHY),
    ]
    if ground in PROPOSED_GROUNDS:
        objections += _objections_to_proposal(case, ground)
        objections += objections_to_reporter(case, report_on_proposal(case), officer, orders)
    else:
        objections += _objections_to_ground(case, ground, today, uncollected_from)
    if book_is_here(case) and not book_cut:
        objections.append(Objection(Reason.BOOK_NOT_CUT, "book_cut"))
    if objections:
        return Refused(tuple(objections))
    # A blank that no page was made for is not cancelled: it goes back to stock.
    booklet = case.booklet if case.page is not None else ""
    return PassportCancelled(
        case=case.case,
        ground=ground,
        number=number,
        booklet=booklet,
        book_cut=book_cut and bool(booklet),
        sealed=Grounds(why=why),
    )


def uncollected_from(ready_on: date | None, months: int) -> date | None:
    """The first day after the months in which a ready passport may be collected; None while none is ready."""
    return None if ready_on is None else add_months(ready_on, months) + timedelta(days=1)


def grounds_open(case: Case, *, today: date, uncollected_from: date | None) -> tuple[CancellationGround, ...]:
    """On which grounds the head may cancel this case now."""
    return tuple(
        ground
        for ground in CancellationGround
        if not (
            _objections_to_proposal(case, ground)
            if ground in PROPOSED_GROUNDS
            else _objections_to_ground(case, ground, today, uncollected_from)
        )
    )


def _objections_to_ended(case: Case) -> list[Objection]:
    if case.forgotten:
        return [Objection(Reason.CASE_FORGOTTEN)]
    if case.ending is not None:
        return [Objection(Reason.CASE_ENDED, facts={"ending": case.ending.kind.value})]
    return []


def _objections_to_proposal(case: Case, ground: CancellationGround) -> list[Objection]:
    """Suspicion needs a proposal on this ground, and a report that confirms it."""
    if case.proposal is None or case.proposal.ground is not ground:
        return [Objection(Reason.CANCELLATION_NOT_PROPOSED, "ground")]
    report = report_on_proposal(case)
    if report is None:
        return [Objection(Reason.REPORT_MISSING)]
    if report.finding is not ReportFinding.SUSPICION_CONFIRMED:
        return [Objection(Reason.SUSPICION_NOT_CONFIRMED)]
    return []


def _objections_to_ground(
    case: Case, ground: CancellationGround, today: date, first_day: date | None
) -> list[Objection]:
    # Kept back for adjudication or by the policy, it could not be collected: nobody failed to come.
    waits = case.stage is Stage.HANDOVER
    if ground is CancellationGround.NOT_COLLECTED and waits and first_day is not None:
        early = today < first_day
        facts = {"day": first_day.isoformat()}
        return [Objection(Reason.NOT_YET_UNCOLLECTED, "ground", facts)] if early else []
    fits = {
        # The holder died in process.
        CancellationGround.HOLDER_DIED: case.handover is None,
        # An error or damage in issuance needs something that was issued: a page that was made.
        CancellationGround.ERROR_IN_ISSUANCE: case.page is not None,
    }
    return [] if fits.get(ground, False) else [Objection(Reason.GROUND_DOES_NOT_FIT, "ground")]
