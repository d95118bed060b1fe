"""Registering a walk-in applicant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loket.core.domain import nik
from loket.core.domain.applicant import Applicant, Registration
from loket.core.domain.events import ApplicationRegistered
from loket.core.domain.obligations import AT_REGISTRATION
from loket.core.domain.practice import Practice
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer, StandingOrder
from loket.core.domain.rules import person
from loket.core.domain.rules.children import is_child, objections_to_guardians
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.rules.emergency import is_emergency, objections_to_emergency
from loket.core.domain.rules.endings import objections_to_deferred
from loket.core.domain.rules.old_passport import WITH_OLD_PASSPORT
from loket.core.domain.terms import (
    CivilStatus,
    DocumentKind,
    Role,
    Service,
    Speed,
    Stage,
    StandingOrderKind,
)
from loket.core.icao.error import IcaoError
from loket.core.icao.names import Name, name_field

TD3_NAME_LENGTH = 39
LONG_VALIDITY_YEARS = 10
SHORT_VALIDITY_YEARS = 5
EMERGENCY_YEARS = Practice().emergency_validity_years
HEIGHT_CM = (50, 250)
CHILD_HEIGHT_CM = (30, 250)
_MOST_NUMBER = 60
_MOST_CHANGE = 500
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
    speed: Speed = Speed.REGULAR


def register_applicant(
    walkin: Walkin,
    *,
    officer: Officer,
    today: date,
    numbers: Numbers,
    others: Sequence[Case],
    standing_orders: Sequence[StandingOrder] = (),
    emergency_years: int = EMERGENCY_YEARS,
) -> ApplicationRegistered | Refused:
    """Take the application in and give it its place in the queue, or say every reason why not.

    `others`: this office's cases with the same NIK. `standing_orders`: of the head, in force or not.
    `emergency_years`: how long an emergency travel document is valid at the most.
    """
    objections = [
        *objections_to_role(officer, Role.COUNTER_OFFICER),
        *objections_to_keyed(walkin, today, emergency_years=emergency_years),
        *_objections_to_speed(walkin, today, standing_orders),
        *objections_to_others(others),
    ]
    objections += objections_to_deferred(others, today)
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
        speed=walkin.speed,
    )


def objections_to_keyed(walkin: Walkin, today: date, *, emergency_years: int) -> list[Objection]:
    """Everything that was keyed of the applicant and of what is asked for; `today` decides who is a child."""
    applicant = walkin.registration.applicant
    child = is_child(applicant, today)
    objections = [
        *person.objections_to_texts(applicant, walkin.registration.old_passport_number, child=child),
        *person.objections_to_relatives(applicant, today),
        *person.objections_to_identity_card(applicant, today),
        *nik.objections_to(applicant.nik),
        *_objections_to_name(walkin),
        *_objections_to_person(applicant, today, child=child),
        *_objections_to_service(walkin),
        *_objections_to_validity(walkin, emergency_years, child=child),
    ]
    if child and applicant.birth_date <= today:
        objections += objections_to_guardians(walkin.registration.guardians)
    return objections


def objections_to_others(others: Sequence[Case]) -> list[Objection]:
    """No second application of one person in process: `others` are this office's cases with the same NIK."""
    if any(other.stage not in _FINISHED for other in others):
        return [Objection(Reason.ALREADY_IN_PROCESS, "nik")]
    return []


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


def _objections_to_person(applicant: Applicant, today: date, *, child: bool) -> list[Objection]:
    lowest, highest = CHILD_HEIGHT_CM if child else HEIGHT_CM
    objections = person.objections_to_birth_date(applicant.birth_date, "birth_date", today)
    if applicant.civil_status is CivilStatus.MARRIED and applicant.spouse is None:
        objections.append(Objection(Reason.FIELD_MISSING, "spouse_name"))
    if not lowest <= applicant.height_cm <= highest:
        objections.append(
            Objection(Reason.HEIGHT_IMPLAUSIBLE, "height_cm", {"lowest": lowest, "highest": highest})
        )
    if applicant.email and not _EMAIL.fullmatch(applicant.email):
        objections.append(Objection(Reason.EMAIL_MALFORMED, "email"))
    return objections


def _objections_to_service(walkin: Walkin) -> list[Objection]:
    """What each service has to be told (domain: documents)."""
    registration = walkin.registration
    report, change = registration.police_report, registration.change_of_data
    objections = [
        *objections_to_text(report, "police_report", most=_MOST_NUMBER, required=False),
        *objections_to_text(change, "change_of_data", most=_MOST_CHANGE, required=False),
    ]
    if walkin.service in WITH_OLD_PASSPORT and not registration.old_passport_number.strip():
        objections.append(Objection(Reason.OLD_PASSPORT_NUMBER_MISSING, "old_passport_number"))
    if walkin.service is Service.LOST and not report.strip():
        objections.append(Objection(Reason.POLICE_REPORT_MISSING, "police_report"))
    if walkin.service is Service.CHANGE_OF_DATA and not change.strip():
        objections.append(Objection(Reason.CHANGE_NOT_SAID, "change_of_data"))
    return objections


def _objections_to_validity(walkin: Walkin, emergency_years: int, *, child: bool) -> list[Objection]:
    if is_emergency(walkin.kind):
        return objections_to_emergency(
            service=walkin.service,
            speed=walkin.speed,
            validity_years=walkin.validity_years,
            most_years=emergency_years,
        )
    if walkin.validity_years not in (SHORT_VALIDITY_YEARS, LONG_VALIDITY_YEARS):
        return [Objection(Reason.FIELD_MISSING, "validity_years")]
    if child and walkin.validity_years == LONG_VALIDITY_YEARS:
        return [Objection(Reason.CHILD_VALIDITY, "validity_years")]
    return []


def _objections_to_speed(
    walkin: Walkin, today: date, standing_orders: Sequence[StandingOrder]
) -> list[Objection]:
    if walkin.speed is Speed.REGULAR or order_against_same_day(standing_orders, today) is None:
        return []
    return [Objection(Reason.SAME_DAY_NOT_OFFERED, "speed")]


def order_against_same_day(standing_orders: Sequence[StandingOrder], today: date) -> StandingOrder | None:
    """The head's order that stops same-day service on this day; of several, the one that stands longest."""
    in_force = [
        order
        for order in standing_orders
        if order.kind is StandingOrderKind.NO_SAME_DAY_SERVICE
        and order.until >= today
        and order.withdrawn_at is None
    ]
    return max(in_force, key=lambda order: order.until, default=None)
