"""Registering a walk-in applicant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loket.core.domain import nik
from loket.core.domain.applicant import Applicant, Registration
from loket.core.domain.events import ApplicationRegistered
from loket.core.domain.obligations import AT_REGISTRATION
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.rules import person
from loket.core.domain.rules.common import objections_to_role
from loket.core.domain.terms import CivilStatus, DocumentKind, Role, Service, Stage
from loket.core.icao.error import IcaoError
from loket.core.icao.names import Name, name_field

TD3_NAME_LENGTH = 39
ADULT_YEARS = 17
LONG_VALIDITY_YEARS = 10
SHORT_VALIDITY_YEARS = 5
HEIGHT_CM = (50, 250)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")
_FINISHED = (Stage.FILING, Stage.ENDED, Stage.ARCHIVED, Stage.FORGOTTEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Numbers that the office gives: case id (random), application number, queue number of the day."""

    case: str
    application_number: str
    queue_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Walkin:
    """What the counter officer keyed."""

    service: Service
    kind: DocumentKind
    validity_years: int
    registration: Registration
    name_split_confirmed: bool


def age_years(birth_date: date, on: date) -> int:
    """Completed years of age on a day."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def register_applicant(
    walkin: Walkin, *, officer: Officer, today: date, numbers: Numbers, others: Sequence[Case]
) -> ApplicationRegistered | Refused:
    """Take the application in and give it its place in the queue, or say every reason why not.

    `others`: this office's cases with the same NIK.
    """
    applicant = walkin.registration.applicant
    objections = [
        *objections_to_role(officer, Role.COUNTER_OFFICER),
        *person.objections_to_texts(applicant, walkin.registration.old_passport_number),
        *person.objections_to_relatives(applicant, today),
        *person.objections_to_identity_card(applicant, today),
        *nik.objections_to(applicant.nik),
        *_objections_to_name(walkin),
        *_objections_to_person(applicant, walkin, today),
    ]
    if any(other.stage not in _FINISHED for other in others):
        objections.append(Objection(Reason.ALREADY_IN_PROCESS, "nik"))
    if objections:
        return Refused(tuple(objections))
    return ApplicationRegistered(
        case=numbers.case,
        application_number=numbers.application_number,
        service=walkin.service,
        kind=walkin.kind,
        validity_years=walkin.validity_years,
        queue_day=today,
        queue_number=numbers.queue_number,
        opens=AT_REGISTRATION,
        sealed=walkin.registration,
    )


def _objections_to_name(walkin: Walkin) -> list[Objection]:
    applicant = walkin.registration.applicant
    objections = []
    if not walkin.name_split_confirmed:
        objections.append(Objection(Reason.NAME_SPLIT_NOT_CONFIRMED, "name_split_confirmed"))
    whole = sorted(applicant.full_name.casefold().split())
    split = sorted(f"{applicant.primary_identifier} {applicant.secondary_identifier}".casefold().split())
    if whole != split:
        objections.append(Objection(Reason.NAME_SPLIT_LOSES_A_WORD, "primary_identifier"))
    for field in ("primary_identifier", "secondary_identifier"):
        text = getattr(applicant, field)
        if not text.strip():
            continue
        try:
            name_field(Name(text), TD3_NAME_LENGTH)
        except IcaoError:
            objections.append(Objection(Reason.NAME_NOT_IN_MRZ_ALPHABET, field))
    return objections


def _objections_to_person(applicant: Applicant, walkin: Walkin, today: date) -> list[Objection]:
    objections = []
    lowest, highest = HEIGHT_CM
    age = age_years(applicant.birth_date, today)
    if not_born := person.objections_to_birth_date(applicant.birth_date, "birth_date", today):
        objections += not_born
    elif age < ADULT_YEARS and applicant.civil_status is not CivilStatus.MARRIED:
        # A child's application has further papers and consents; it has a form of its own.
        objections.append(Objection(Reason.CHILD_NEEDS_ANOTHER_FORM, "birth_date"))
    if applicant.civil_status is CivilStatus.MARRIED and applicant.spouse is None:
        objections.append(Objection(Reason.FIELD_MISSING, "spouse_name"))
    if not lowest <= applicant.height_cm <= highest:
        objections.append(
            Objection(Reason.HEIGHT_IMPLAUSIBLE, "height_cm", {"lowest": lowest, "highest": highest})
        )
    if applicant.email and not _EMAIL.fullmatch(applicant.email):
        objections.append(Objection(Reason.EMAIL_MALFORMED, "email"))
    if walkin.validity_years not in (SHORT_VALIDITY_YEARS, LONG_VALIDITY_YEARS):
        objections.append(Objection(Reason.FIELD_MISSING, "validity_years"))
    if walkin.service is Service.RENEWAL and not walkin.registration.old_passport_number.strip():
        objections.append(Objection(Reason.OLD_PASSPORT_NUMBER_MISSING, "old_passport_number"))
    return objections
