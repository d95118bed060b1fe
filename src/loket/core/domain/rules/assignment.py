"""Taking a case, handing it on to a colleague, giving it back. It says who works on it and forbids nobody."""

from loket.core.domain.case_events import Grounds
from loket.core.domain.events import CaseAssigned
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.rules.common import objections_to_text
from loket.core.domain.terms import Role
from loket.core.domain.turns import TURNS, has_turn

_MOST_WHY = 400


def assign_case(
    case: Case, *, officer: Officer, assignee: str, colleague: Officer | None, why: str
) -> CaseAssigned | Refused:
    """Give the case to an officer who has a turn at its stage; "" gives it back to the queue.

    `colleague`: the row of `assignee`, with the roles in force. A case that another officer has is taken from
    him with a reason only.
    """
    objections = [*_objections_to_stage(case), *_objections_to_officer(case, officer)]
    if assignee == case.assignee:
        reason = Reason.ALREADY_ASSIGNED if assignee else Reason.NOT_ASSIGNED
        objections.append(Objection(reason, "assignee"))
    elif assignee and (colleague is None or not colleague.roles):
        objections.append(Objection(Reason.COLLEAGUE_UNKNOWN, "assignee"))
    elif assignee and colleague is not None and not has_turn(colleague, case.stage):
        objections.append(Objection(Reason.COLLEAGUE_HAS_NO_TURN, "assignee", {"stage": case.stage.value}))
    of_another = bool(case.assignee) and case.assignee != officer.officer
    objections += objections_to_text(why, "why", most=_MOST_WHY, required=of_another)
    if objections:
        return Refused(tuple(objections))
    sealed = Grounds(why=why) if why.strip() else None
    return CaseAssigned(case=case.case, assignee=assignee, sealed=sealed)


def _objections_to_stage(case: Case) -> list[Objection]:
    if case.forgotten:
        return [Objection(Reason.CASE_FORGOTTEN)]
    if case.stage not in TURNS:
        return [Objection(Reason.CASE_NOT_AT_THIS_STAGE, facts={"stage": case.stage.value})]
    return []


def _objections_to_officer(case: Case, officer: Officer) -> list[Objection]:
    """Who has it, whose turn it is, or the head."""
    if case.assignee == officer.officer or Role.HEAD in officer.roles or has_turn(officer, case.stage):
        return []
    role = TURNS[case.stage][0] if case.stage in TURNS else Role.HEAD
    return [Objection(Reason.OFFICER_LACKS_ROLE, facts={"role": role.value})]
