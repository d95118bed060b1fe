"""Handover, archive, orders of the head, forgetting."""

from datetime import date

from loket.core.domain import policy as outage
from loket.core.domain.attention import is_to_be_cut
from loket.core.domain.events import (
    CaseForgotten,
    ClockConfirmed,
    FileArchived,
    HandoverBookLine,
    HeadOrdered,
    OrderText,
    PassportHandedOver,
)
from loket.core.domain.orders import order_id
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Obligation, Officer, Order, Policy
from loket.core.domain.rules.children import is_for_child
from loket.core.domain.rules.common import (
    objections_to_four_eyes,
    objections_to_role,
    objections_to_stage,
    objections_to_text,
    objections_to_undecided,
)
from loket.core.domain.rules.endings import deferred_until
from loket.core.domain.rules.interview_report import objections_to_order
from loket.core.domain.rules.issuance import add_years
from loket.core.domain.terms import Duty, HitDecision, OrderKind, Recipient, Role, Stage, Verdict

_MOST_NAME = 100


def hand_over(
    case: Case,
    *,
    officer: Officer,
    recipient: Recipient,
    signed_for: HandoverBookLine,
    identity_confirmed: bool,
    book_signed: bool,
    passport_number_read: str,
    line: int,
    obligations: tuple[Obligation, ...],
    orders: tuple[Order, ...],
    policy: Policy,
    now: int,
    on_paper: bool = False,
) -> PassportHandedOver | Refused:
    """Give the passport out: the right book, the right person, the signed line, and the policy's leave.

    What was handed over on paper is out, whatever has come to light since: it is written down, and the fold
    raises the concern.
    """
    waits = case.stage is Stage.HANDOVER
    gone = on_paper and case.stage is Stage.ADJUDICATION and case.interrupted is Stage.HANDOVER
    objections = [
        *objections_to_role(officer, Role.HANDOVER_OFFICER),
        *([] if gone else objections_to_stage(case, Stage.HANDOVER)),
        *objections_to_four_eyes(case, officer, Duty.HANDOVER, orders),
        *([] if on_paper else objections_to_undecided(case)),
        *_objections_to_line(case, recipient, signed_for),
    ]
    if passport_number_read.strip().upper() != case.booklet:
        objections.append(Objection(Reason.PASSPORT_NUMBER_DIFFERS, "passport_number_read"))
    if not identity_confirmed:
        objections.append(Objection(Reason.IDENTITY_NOT_CONFIRMED, "identity_confirmed"))
    if not book_signed:
        objections.append(Objection(Reason.HANDOVER_BOOK_NOT_SIGNED, "book_signed"))
    judged = outage.judge_handover(case, obligations=obligations, orders=orders, policy=policy, now=now)
    if waits and not on_paper:
        objections += judged.objections
    if objections:
        return Refused(tuple(objections))
    return PassportHandedOver(
        case=case.case,
        booklet=case.booklet,
        line=line,
        recipient=recipient,
        provisional=judged.verdict is not Verdict.ALLOWED,
        sealed=signed_for,
    )


def _objections_to_line(case: Case, recipient: Recipient, signed_for: HandoverBookLine) -> list[Objection]:
    """The line of the handover book says who came, and by what right."""
    number, papers = signed_for.recipient_identity_number, signed_for.authority_papers
    objections = [
        *objections_to_text(signed_for.recipient_name, "recipient_name", most=_MOST_NAME),
        *objections_to_text(number, "recipient_identity_number", most=_MOST_NAME),
        *objections_to_text(papers, "authority_papers", most=200, required=False),
    ]
    if recipient is Recipient.APPLICANT and is_for_child(case):
        objections.append(Objection(Reason.RECIPIENT_IS_A_CHILD, "recipient"))
    elif recipient is Recipient.APPLICANT and not objections:
        objections += _objections_to_another(case, signed_for)
    elif recipient is not Recipient.APPLICANT and not (
        papers.strip() or _is_guardian(case, recipient, number)
    ):
        objections.append(Objection(Reason.AUTHORITY_PAPERS_MISSING, "authority_papers"))
    return objections


def _is_guardian(case: Case, recipient: Recipient, identity_number: str) -> bool:
    """Whether a child's passport goes to the parent or guardian who stood at the counter with the child."""
    guardians = case.registration.guardians if case.registration else None
    if guardians is None or recipient is not Recipient.FAMILY:
        return False
    known = guardians.guardian_identity_number.replace(" ", "")
    return identity_number.replace(" ", "") == known


def _objections_to_another(case: Case, signed_for: HandoverBookLine) -> list[Objection]:
    """Who is written down as the applicant is the applicant: the same name and number as in the record."""
    if case.registration is None:
        return []
    applicant = case.registration.applicant
    objections = []
    if signed_for.recipient_name.casefold().split() != applicant.full_name.casefold().split():
        objections.append(Objection(Reason.RECIPIENT_DIFFERS_FROM_RECORD, "recipient_name"))
    if signed_for.recipient_identity_number.replace(" ", "") != applicant.nik:
        objections.append(Objection(Reason.RECIPIENT_DIFFERS_FROM_RECORD, "recipient_identity_number"))
    return objections


def archive_file(
    case: Case, *, officer: Officer, shelf: str, today: date, keep_years: int, book_cut: bool = False
) -> FileArchived | Refused:
    """Put the paper file on its shelf; it is kept `keep_years` at the least and never destroyed by itself.

    Also while something stands against the passport: the file has to lie somewhere, and is on the lists.
    `book_cut`: the printed book of an ended application, which lay here uncut, was cut.
    """
    objections = [
        *objections_to_role(officer, Role.ARCHIVIST),
        *objections_to_stage(case, Stage.FILING, Stage.ENDED),
        *objections_to_undecided(case),
        *objections_to_text(shelf, "shelf", most=40),
    ]
    to_be_cut = is_to_be_cut(case)
    if to_be_cut and not book_cut:
        objections.append(Objection(Reason.BOOK_NOT_CUT, "book_cut"))
    if objections:
        return Refused(tuple(objections))
    keep_until = add_years(today, keep_years)
    return FileArchived(case=case.case, shelf=shelf, keep_until=keep_until, book_cut=to_be_cut)


def give_order(
    case: Case, *, officer: Officer, kind: OrderKind, duty: Duty | None, why: str, orders: tuple[Order, ...]
) -> HeadOrdered | Refused:
    """The head's signed exception for one case; written, with its ground, and reviewed later."""
    objections = [
        *objections_to_role(officer, Role.HEAD),
        *objections_to_text(why, "why", most=2_000),
    ]
    if case.forgotten:
        objections.append(Objection(Reason.CASE_FORGOTTEN))
    if (kind is OrderKind.SAME_OFFICER) is (duty is None):
        objections.append(Objection(Reason.FIELD_MISSING, "duty"))
    order = order_id(case.case, kind, duty)
    objections += objections_to_order(case, kind, officer, orders)
    if case.ending is not None:
        objections.append(Objection(Reason.CASE_ENDED, facts={"ending": case.ending.kind.value}))
    elif case.handover is not None or not _is_wanted(kind, order, officer, orders):
        objections.append(Objection(Reason.ORDER_NOT_NEEDED))
    if objections:
        return Refused(tuple(objections))
    return HeadOrdered(case=case.case, order=order, kind=kind, duty=duty, sealed=OrderText(why=why))


def _is_wanted(kind: OrderKind, order: str, officer: Officer, orders: tuple[Order, ...]) -> bool:
    given = next((one for one in orders if one.order == order), None)
    # A waiver of four eyes does not hold for its giver: somebody else may give it again.
    return given is None or (kind is OrderKind.SAME_OFFICER and given.by != officer.officer)


def confirm_clock(*, officer: Officer, days_ahead: int, implausible: bool) -> ClockConfirmed | Refused:
    """The head looked at a clock that is far ahead of the last recorded act, and it is right."""
    objections = objections_to_role(officer, Role.HEAD)
    if not implausible:
        objections.append(Objection(Reason.ORDER_NOT_NEEDED))
    return Refused(tuple(objections)) if objections else ClockConfirmed(days_ahead=days_ahead)


def forget_case(
    case: Case, *, officer: Officer, second: Officer | None, obligations: tuple[Obligation, ...], today: date
) -> CaseForgotten | Refused:
    """Destroy an archived case's key: the head, with a second officer, once nothing is open or kept."""
    objections = objections_to_role(officer, Role.HEAD)
    if second is None or second.officer == officer.officer or not set(second.roles) - {Role.SYSTEM}:
        objections.append(Objection(Reason.SECOND_OFFICER_NEEDED, "second_officer"))
    if case.forgotten:
        objections.append(Objection(Reason.CASE_FORGOTTEN))
    elif case.stage is not Stage.ARCHIVED:
        objections.append(Objection(Reason.CASE_NOT_FINISHED))
    if (until := deferred_until([case], today)) is not None:
        # Nobody would know any more whose application it is that is deferred.
        objections.append(Objection(Reason.DEFERRED_UNTIL, facts={"day": until.isoformat()}))
    if any(owed.open for owed in obligations):
        # Nothing could be answered of a forgotten case, and nothing recalled.
        objections.append(Objection(Reason.OBLIGATIONS_OPEN))
    objections += _objections_to_forgetting(case, today)
    if objections or second is None:
        return Refused(tuple(objections))
    return CaseForgotten(case=case.case, second_officer=second.officer)


def _objections_to_forgetting(case: Case, today: date) -> list[Objection]:
    """A passport that is out and that something stands against, and a paper file that is still kept."""
    standing = [hit for hit in case.hits if hit.decision is not HitDecision.CLEARED]
    objections = []
    if case.ending is None and (standing or case.concern is not None):
        # Recalled or revoked, the book is out: nobody would know any more whose it is.
        objections.append(Objection(Reason.CONCERN_OPEN))
    if case.keep_until is not None and today < case.keep_until:
        objections.append(Objection(Reason.KEPT_UNTIL, facts={"day": case.keep_until.isoformat()}))
    return objections
