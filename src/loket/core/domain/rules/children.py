"""Applications for children: who counts as one, and what the parents have to agree to."""

from datetime import date

from loket.core.domain.applicant import Applicant, Guardians
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import Case
from loket.core.domain.rules.common import objections_to_text
from loket.core.domain.terms import CivilStatus, ParentConsent

ADULT_YEARS = 17
_MOST_NAME = 100
_MOST_NUMBER = 60
_AGREES = (ParentConsent.PRESENT, ParentConsent.POWER_OF_ATTORNEY)


def age_years(birth_date: date, on: date) -> int:
    """Completed years of age on a day."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def is_child(applicant: Applicant, on: date) -> bool:
    """Whether the applicant is younger than 17 on a day, and not married."""
    return (
        age_years(applicant.birth_date, on) < ADULT_YEARS
        and applicant.civil_status is not CivilStatus.MARRIED
    )


def is_for_child(case: Case) -> bool:
    """Whether the application is a child's: by the age on the office's day of registration."""
    return case.registration is not None and is_child(case.registration.applicant, case.queue_day)


def needs_custody_order(guardians: Guardians) -> bool:
    """Whether a court has said who may act for the child: parents parted, or both deceased."""
    return ParentConsent.CUSTODY_WITH_OTHER in _consents(guardians) or _are_both_deceased(guardians)


def objections_to_guardians(guardians: Guardians | None) -> list[Objection]:
    """Both parents agree; or one, where the court or death leaves one; and who stands at the counter."""
    if guardians is None:
        return [
            Objection(Reason.CONSENT_MISSING, "father_consent"),
            Objection(Reason.CONSENT_MISSING, "mother_consent"),
            Objection(Reason.GUARDIAN_MISSING, "guardian_name"),
        ]
    objections = [
        *_objections_to_consents(guardians),
        *objections_to_text(guardians.guardian_name, "guardian_name", most=_MOST_NAME, required=False),
        *objections_to_text(guardians.custody_order, "custody_order", most=_MOST_NUMBER, required=False),
    ]
    number = guardians.guardian_identity_number
    objections += objections_to_text(number, "guardian_identity_number", most=_MOST_NUMBER, required=False)
    if not guardians.guardian_name.strip():
        objections.append(Objection(Reason.GUARDIAN_MISSING, "guardian_name"))
    if not number.strip():
        objections.append(Objection(Reason.GUARDIAN_MISSING, "guardian_identity_number"))
    if needs_custody_order(guardians) and not guardians.custody_order.strip():
        objections.append(Objection(Reason.CUSTODY_ORDER_MISSING, "custody_order"))
    return objections


def _objections_to_consents(guardians: Guardians) -> list[Objection]:
    parents = {"father_consent": guardians.father, "mother_consent": guardians.mother}
    unanswered = [
        Objection(Reason.CONSENT_MISSING, field) for field, given in parents.items() if given is None
    ]
    if unanswered or _are_both_deceased(guardians):
        return unanswered
    if any(given in _AGREES for given in parents.values()):
        return []
    # Custody is with the other parent, who does not agree either, or is dead.
    return [
        Objection(Reason.CONSENT_MISSING, field)
        for field, given in parents.items()
        if given is not ParentConsent.CUSTODY_WITH_OTHER
    ] or [Objection(Reason.CONSENT_MISSING, "mother_consent")]


def _consents(guardians: Guardians) -> tuple[ParentConsent | None, ...]:
    return guardians.father, guardians.mother


def _are_both_deceased(guardians: Guardians) -> bool:
    return set(_consents(guardians)) == {ParentConsent.DECEASED}
