"""Officers: their roles, the deputy of the head, and who may open or reset a sign-in."""

from collections.abc import Iterable
from datetime import date

from loket.core.domain.events import (
    DeputyAppointed,
    DeputyEnded,
    RoleEnded,
    RoleGranted,
    SignInChanged,
)
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Officer
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.terms import Role, SignInChange

LONGEST_TERM_DAYS = 90
SENIORS = (Role.HEAD, Role.APPROVER)
"""One of the two who help a colleague back in holds one of these (a deputy of the head counts as head)."""
_MOST_NAME = 100


def grant_role(
    *, by: Officer | None, himself: bool, officer: str, name: str, role: Role, first_officer: bool
) -> RoleGranted | Refused:
    """Grant a role. The first grant of a new office is made at its enrolment, without a head yet.

    `himself`: `by` is the head and no deputy; only the head makes another one head.
    """
    objections = objections_to_text(name, "name", most=_MOST_NAME)
    if not first_officer:
        objections += (
            [Objection(Reason.OFFICER_LACKS_ROLE, facts={"role": Role.HEAD.value})]
            if by is None
            else objections_to_role(by, Role.HEAD)
        )
        if role is Role.HEAD and not himself and not objections:
            objections.append(Objection(Reason.HEAD_HIMSELF_NEEDED))
    if role in (Role.SYSTEM, Role.HEADQUARTERS):
        objections.append(Objection(Reason.OFFICER_LACKS_ROLE, "role", {"role": role.value}))
    return Refused(tuple(objections)) if objections else RoleGranted(officer=officer, name=name, role=role)


def end_role(
    *, by: Officer, himself: bool, officer: Officer, role: Role, another_head: bool
) -> RoleEnded | Refused:
    """End a role that the officer was granted; an office keeps a head (`another_head`: besides this one)."""
    objections = objections_to_role(by, Role.HEAD)
    if role not in officer.roles:
        objections.append(Objection(Reason.OFFICER_LACKS_ROLE, "role", {"role": role.value}))
    elif role is Role.HEAD and not objections:
        if not himself:
            objections.append(Objection(Reason.HEAD_HIMSELF_NEEDED))
        elif not another_head:
            # Nobody could grant anything any more.
            objections.append(Objection(Reason.LAST_HEAD))
    return Refused(tuple(objections)) if objections else RoleEnded(officer=officer.officer, role=role)


def has_term(officer: Officer, today: date) -> bool:
    """Whether the officer is deputy of the head today or will be."""
    return officer.deputy_to is not None and officer.deputy_to >= today


def appoint_deputy(
    *,
    by: Officer,
    officer: Officer,
    others: Iterable[Officer],
    first_day: date,
    last_day: date,
    today: date,
) -> DeputyAppointed | Refused:
    """Give the head's powers from the first to the last day. One deputy at a time, for at most 90 days.

    `by`, `officer` and `others` (everybody else) hold the roles that were granted to them, so that a deputy
    is no head here: no deputy makes a deputy.
    """
    objections = _objections_to_head_himself(by)
    if Role.HEAD in officer.roles:
        objections.append(Objection(Reason.OFFICER_IS_HEAD, "officer"))
    elif not officer.roles:
        objections.append(Objection(Reason.OFFICER_WITHOUT_ROLE, "officer"))
    if first_day < today:
        objections.append(Objection(Reason.DEPUTY_TERM_IN_PAST, "first_day"))
    if not 1 <= (last_day - first_day).days + 1 <= LONGEST_TERM_DAYS:
        objections.append(Objection(Reason.DEPUTY_TERM_TOO_LONG, "last_day", {"days": LONGEST_TERM_DAYS}))
    # The row keeps one term of an officer: a second one would take the place of the first unseen.
    overlapping = has_term(officer, today) or any(
        has_term(other, today)
        and other.deputy_from is not None
        and other.deputy_to is not None
        and other.deputy_from <= last_day
        and first_day <= other.deputy_to
        for other in others
    )
    if overlapping:
        objections.append(Objection(Reason.DEPUTY_TERMS_OVERLAP, "first_day"))
    if objections:
        return Refused(tuple(objections))
    return DeputyAppointed(officer=officer.officer, first_day=first_day, last_day=last_day)


def end_deputy(*, by: Officer, officer: Officer, today: date) -> DeputyEnded | Refused:
    """End a term that runs or is still to come; `by` holds the roles that were granted to him."""
    objections = _objections_to_head_himself(by)
    if not has_term(officer, today):
        objections.append(Objection(Reason.NO_DEPUTY, "officer"))
    return Refused(tuple(objections)) if objections else DeputyEnded(officer=officer.officer)


def _objections_to_head_himself(by: Officer) -> list[Objection]:
    return [] if Role.HEAD in by.roles else [Objection(Reason.HEAD_HIMSELF_NEEDED)]


def open_sign_in(
    *, by: Officer, officer: Officer, has_sign_in: bool, name_taken: bool
) -> SignInChanged | Refused:
    """Let an officer with a role sign in for the first time."""
    objections = objections_to_role(by, Role.HEAD)
    if not officer.roles:
        objections.append(Objection(Reason.OFFICER_WITHOUT_ROLE, "officer"))
    if has_sign_in:
        objections.append(Objection(Reason.SIGN_IN_EXISTS, "officer"))
    elif name_taken:
        objections.append(Objection(Reason.USER_NAME_TAKEN, "username"))
    if objections:
        return Refused(tuple(objections))
    return SignInChanged(officer=officer.officer, how=SignInChange.OPENED)


def reset_sign_in(
    *, by: Officer, second: Officer | None, helped: Officer, has_sign_in: bool
) -> SignInChanged | Refused:
    """Two officers give a third one a new one-time password, without the centre.

    One of the two is the head, a deputy or an approving officer; for the head's own reset any two will do, so
    that an office never loses its head. `second` is None where nobody signed in as the second one.
    """
    objections = [] if _works_here(by) else objections_to_role(by, *SENIORS)
    if second is None or second.officer == by.officer or not _works_here(second):
        objections.append(Objection(Reason.SECOND_OFFICER_NEEDED, "second_officer"))
    if helped.officer in (by.officer, second.officer if second else ""):
        objections.append(Objection(Reason.HELPS_ONESELF, "officer"))
    if not helped.roles:
        objections.append(Objection(Reason.OFFICER_WITHOUT_ROLE, "officer"))
    elif not has_sign_in:
        objections.append(Objection(Reason.SIGN_IN_MISSING, "officer"))
    seniors = set(by.roles) | set(second.roles if second else ())
    if Role.HEAD not in helped.roles and second is not None and seniors.isdisjoint(SENIORS):
        objections.append(Objection(Reason.SENIOR_OFFICER_NEEDED, "second_officer"))
    if objections or second is None:
        return Refused(tuple(objections))
    return SignInChanged(officer=helped.officer, how=SignInChange.RESET, second_officer=second.officer)


def change_password(*, by: Officer, has_sign_in: bool) -> SignInChanged | Refused:
    """Whoever works here changes his own password."""
    objections = [] if _works_here(by) else [Objection(Reason.OFFICER_WITHOUT_ROLE)]
    if not has_sign_in:
        objections.append(Objection(Reason.SIGN_IN_MISSING))
    if objections:
        return Refused(tuple(objections))
    return SignInChanged(officer=by.officer, how=SignInChange.CHANGED)


def _works_here(officer: Officer) -> bool:
    return bool(set(officer.roles) - {Role.SYSTEM})
