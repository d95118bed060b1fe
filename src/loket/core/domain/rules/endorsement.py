"""The endorsement page (halaman pengesahan): a whole name that the data page cannot carry; observations."""

from loket.core.domain.events import EndorsementChecked, EndorsementSubmitted, EndorsementText
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.rules.common import objections_to_role, objections_to_stage, objections_to_text
from loket.core.domain.rules.printing import MAY_BE_TESTED
from loket.core.domain.terms import PageState, Role, Stage

MOST_CHARACTERS = 500


def whole_name(case: Case) -> str:
    """The name for the endorsement page; empty where the data page carries all of it, or there is no page."""
    return case.page.record.endorsement if case.page and case.page.record else ""


def is_owed(case: Case) -> bool:
    """Whether the passport needs an endorsement page that has not been printed and found right yet."""
    if case.endorsement is None:
        return bool(whole_name(case))
    return case.endorsement.state is not PageState.PRINTED


def objections_to_owed(case: Case) -> list[Objection]:
    """What keeps a passport from being tested: its endorsement page comes first."""
    return [Objection(Reason.ENDORSEMENT_MISSING)] if is_owed(case) else []


def may_be_printed(case: Case) -> bool:
    """Whether an endorsement page can go to the printer: the data page is out, and none is on its way."""
    if case.page is None or case.page.state not in MAY_BE_TESTED:
        return False
    return case.endorsement is None or case.endorsement.state is PageState.FAILED


def print_endorsement(
    case: Case, *, officer: Officer, job: str, observations: str
) -> EndorsementSubmitted | Refused:
    """Give the endorsement page to the printer's queue: the whole name where it is owed, and observations."""
    name = whole_name(case)
    objections = [
        *objections_to_role(officer, Role.PRINTER),
        *objections_to_stage(case, Stage.READ_BACK),
        *objections_to_text(observations, "observations", most=MOST_CHARACTERS, required=not name),
    ]
    if case.endorsement is not None and case.endorsement.state is not PageState.FAILED:
        objections.append(Objection(Reason.PAGE_ALREADY_SUBMITTED))
    elif not may_be_printed(case):
        objections.append(Objection(Reason.PAGE_NOT_SENT))
    if objections:
        return Refused(tuple(objections))
    return EndorsementSubmitted(
        case=case.case,
        booklet=case.booklet,
        job=job,
        sealed=EndorsementText(name=name, observations=observations.strip()),
    )


def check_endorsement(case: Case, *, officer: Officer, agrees: bool) -> EndorsementChecked | Refused:
    """Say what eyes found: the page says what was ordered, letter by letter, or the booklet is spoilt."""
    objections = [
        *objections_to_role(officer, Role.QUALITY_TESTER),
        *objections_to_stage(case, Stage.READ_BACK),
    ]
    if case.endorsement is None or case.endorsement.state not in MAY_BE_TESTED:
        objections.append(Objection(Reason.PAGE_NOT_SENT))
    if objections or case.endorsement is None:
        return Refused(tuple(objections))
    return EndorsementChecked(case=case.case, job=case.endorsement.job, agrees=agrees)
