"""From the prevention-list look-up to the data page in the printer's queue; spoilt booklets."""

from collections.abc import Sequence
from datetime import date

from loket.core.domain import policy as outage
from loket.core.domain.applicant import Registration
from loket.core.domain.document_codes import code_of
from loket.core.domain.events import (
    ApplicationApproved,
    BookletAllocated,
    BookletLost,
    BookletSpoilt,
    DataPageSubmitted,
    ListFindings,
    PageRecord,
    PreventionListLookedUp,
    SpoilReport,
)
from loket.core.domain.hits import objections_to_hits
from loket.core.domain.obligations import AT_OLD_LIST
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import (
    Booklet,
    Case,
    Officer,
    Order,
    Policy,
    PreventionList,
    StockVariance,
)
from loket.core.domain.rules.common import (
    ISSUING_STATE,
    objections_to_four_eyes,
    objections_to_role,
    objections_to_second,
    objections_to_stage,
    objections_to_text,
    objections_to_undecided,
    waiver_of,
)
from loket.core.domain.rules.emergency import objections_to_seal
from loket.core.domain.rules.old_passport import objections_to_another_person
from loket.core.domain.stock_terms import Place
from loket.core.domain.terms import BookletState, Duty, Role, SpoilCause, Stage
from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex, Td3
from loket.core.icao.names import Name
from loket.core.icao.visual import PAGE_NAME_LENGTH, page_name

LOOK_UP_STAGES = (
    Stage.LOOK_UP,
    Stage.APPROVAL,
    Stage.ALLOCATION,
    Stage.PRINTING,
    Stage.READ_BACK,
    Stage.HANDOVER,
    Stage.FILING,
    Stage.ARCHIVED,
)


def look_up_prevention_list(
    case: Case,
    *,
    officer: Officer,
    current: PreventionList | None,
    found: tuple[str, ...] | None,
    policy: Policy,
    now: int,
) -> PreventionListLookedUp | Refused:
    """Write down what the local signed copy says, as of which checkpoint of the national log.

    `found`: numbers of the listed persons who may be the applicant, None when the copy cannot be read.
    `now`: effective time in ms. A copy that is not fresh leaves the obligation to look up a current one.
    """
    objections = [
        *objections_to_role(officer, Role.ADJUDICATOR, Role.APPROVER, Role.SYSTEM),
        *objections_to_stage(case, *LOOK_UP_STAGES),
    ]
    if current is None:
        objections.append(Objection(Reason.NO_PREVENTION_LIST))
    elif found is None:
        objections.append(Objection(Reason.PREVENTION_LIST_UNREADABLE))
    if objections or current is None or found is None:
        return Refused(tuple(objections))
    fresh = outage.list_is_fresh(current.as_of, policy=policy, now=now)
    return PreventionListLookedUp(
        case=case.case,
        list_version=current.version,
        list_as_of=current.as_of,
        national_origin=current.national_origin,
        national_size=current.national_size,
        hits=len(found),
        opens=() if fresh else AT_OLD_LIST,
        sealed=ListFindings(numbers=found) if found else None,
    )


def approve_application(
    case: Case, *, officer: Officer, orders: tuple[Order, ...]
) -> ApplicationApproved | Refused:
    """Approve, or say every reason why not."""
    objections = [
        *objections_to_role(officer, Role.APPROVER),
        *objections_to_stage(case, Stage.APPROVAL),
        *objections_to_four_eyes(case, officer, Duty.APPROVAL, orders),
    ]
    objections += _objections_to_corrector(case, officer, orders)
    objections += objections_to_hits(case)
    objections += objections_to_undecided(case)
    objections += objections_to_another_person(case)
    if case.stage is Stage.APPROVAL and case.duplicates is None:
        objections.append(Objection(Reason.DUPLICATES_NOT_SEARCHED))
    return Refused(tuple(objections)) if objections else ApplicationApproved(case=case.case)


def _objections_to_corrector(case: Case, officer: Officer, orders: tuple[Order, ...]) -> list[Objection]:
    """Who keyed name, number or birth anew does not approve it too, unless the head ordered it."""
    waiver = waiver_of(case, Duty.APPROVAL, orders)
    if officer.officer not in case.identity_corrected_by:
        return []
    if waiver is None:
        return [Objection(Reason.CORRECTED_BY_YOU)]
    return [Objection(Reason.ORDER_FOR_ONESELF)] if waiver.by == officer.officer else []


def allocate_booklet(
    case: Case,
    *,
    officer: Officer,
    booklet: Booklet | None,
    named: str = "",
    variances: Sequence[StockVariance] = (),
) -> BookletAllocated | Refused:
    """Bind one blank to one approved application, or say every reason why not.

    The blank lies in the allocating officer's own drawer or in the vault. `named`: the number that was asked
    for, empty where the lowest at hand was taken. `variances`: counts of blanks that differ and that two
    officers have not resolved; while there is one, nobody knows which blanks are here.
    """
    objections = [
        *objections_to_role(officer, Role.ALLOCATOR),
        *objections_to_stage(case, Stage.ALLOCATION),
    ]
    objections += [
        Objection(Reason.ALLOCATION_LOCKED, facts={"day": variance.variance}) for variance in variances
    ]
    if booklet is None:
        missing = Reason.BOOKLET_UNKNOWN if named else Reason.NO_BOOKLET_IN_STOCK
        field, facts = ("booklet", {}) if named else ("", {"document": case.kind.value})
        objections.append(Objection(missing, field, facts))
    else:
        objections += _objections_to_blank(case, booklet, officer)
    if objections or booklet is None:
        return Refused(tuple(objections))
    return BookletAllocated(case=case.case, booklet=booklet.booklet)


def _objections_to_blank(case: Case, booklet: Booklet, officer: Officer) -> list[Objection]:
    """Why this blank cannot be bound to this case by this officer."""
    objections = []
    if booklet.office != case.office:
        objections.append(Objection(Reason.BOOKLET_AT_ANOTHER_OFFICE, "booklet", {"office": booklet.office}))
    if booklet.state is not BookletState.IN_STOCK:
        objections.append(Objection(Reason.BOOKLET_NOT_IN_STOCK, "booklet", {"state": booklet.state.value}))
    elif booklet.place is not Place.VAULT and (booklet.place, booklet.holder) != (
        Place.DRAWER,
        officer.officer,
    ):
        facts = {"lies": booklet.place.value, "holder": booklet.holder}
        objections.append(Objection(Reason.BOOKLET_NOT_AT_HAND, "booklet", facts))
    if booklet.kind is not case.kind:
        facts = {"document": case.kind.value, "other_document": booklet.kind.value}
        objections.append(Objection(Reason.BOOKLET_OF_ANOTHER_KIND, "booklet", facts))
    return objections


def page_record(
    case: Case, registration: Registration, *, issued_on: date, name_length: int = PAGE_NAME_LENGTH
) -> PageRecord:
    """Everything that is printed on the data page of this case, MRZ lines included (9303-4).

    The MRZ raises IcaoError for a name that no MRZ can carry; registration has refused such a name.
    """
    applicant = registration.applicant
    expires_on = add_years(issued_on, case.validity_years)
    mrz = Td3(
        document_code=code_of(case.kind, issued_on),
        issuing_state=ISSUING_STATE,
        name=Name(applicant.primary_identifier, applicant.secondary_identifier),
        document_number=case.booklet,
        nationality=ISSUING_STATE,
        birth_date=MrzDate.of(applicant.birth_date),
        sex=Sex(applicant.sex.value),
        expiry=MrzDate.of(expires_on),
    )
    upper, lower = mrz.lines
    shown = page_name(applicant.full_name, length=name_length)
    return PageRecord(
        document_code=mrz.document_code,
        names_visual=shown.text,
        endorsement=shown.endorsement or "",
        mrz_upper=upper,
        mrz_lower=lower,
        issued_on=issued_on,
        expires_on=expires_on,
        birth_date=applicant.birth_date,
        birth_place=applicant.birth_place,
        sex=applicant.sex.value,
    )


def add_years(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def print_data_page(
    case: Case,
    *,
    officer: Officer,
    job: str,
    today: date,
    name_length: int = PAGE_NAME_LENGTH,
    has_seal_signer: bool = True,
) -> DataPageSubmitted | Refused:
    """Give the data page to the printer's queue; nothing reprints by itself.

    `has_seal_signer`: the office has a key for the seals that emergency travel documents carry.
    """
    objections = [
        *objections_to_role(officer, Role.PRINTER),
        *objections_to_stage(case, Stage.PRINTING),
        *objections_to_seal(case, has_seal_signer=has_seal_signer),
    ]
    if case.photo is None:
        objections.append(Objection(Reason.PHOTO_MISSING))
    if objections or case.registration is None:
        return Refused(tuple(objections))
    return DataPageSubmitted(
        case=case.case,
        booklet=case.booklet,
        job=job,
        sealed=page_record(case, case.registration, issued_on=today, name_length=name_length),
    )


ROLES_AT_THE_MACHINE = (Role.PRINTER, Role.QUALITY_TESTER)
WITH_A_BOOKLET = (Stage.PRINTING, Stage.READ_BACK, Stage.HANDOVER)


def lose_booklet(
    case: Case, *, officer: Officer, report: str, second: Officer | None, number: str
) -> BookletLost | Refused:
    """Report the case's booklet as lost; the case needs a new blank, not a new application.

    `second`: the officer who searched too, and signed in for it. `number`: the report's.
    """
    objections = [
        *objections_to_role(officer, *ROLES_AT_THE_MACHINE, Role.HANDOVER_OFFICER, Role.HEAD),
        *objections_to_stage(case, *WITH_A_BOOKLET),
        *objections_to_text(report, "report", most=2_000),
        *objections_to_second(second, officer),
    ]
    if objections or second is None:
        return Refused(tuple(objections))
    return BookletLost(
        case=case.case,
        booklet=case.booklet,
        number=number,
        second_officer=second.officer,
        sealed=SpoilReport(report=report, present=second.name),
    )


def spoil_booklet(
    case: Case, *, officer: Officer, cause: SpoilCause, report: str, present: Officer | None, number: str
) -> BookletSpoilt | Refused:
    """Report the blank as spoilt; the case needs a new blank, not a new application.

    `present`: the second officer of the office who saw it; the report names him. `number`: the report's.
    """
    objections = [
        *objections_to_role(officer, *ROLES_AT_THE_MACHINE),
        *objections_to_stage(case, *WITH_A_BOOKLET),
        *objections_to_text(report, "report", most=2_000),
        *objections_to_second(present, officer, "present"),
    ]
    if objections or present is None:
        return Refused(tuple(objections))
    return BookletSpoilt(
        case=case.case,
        booklet=case.booklet,
        cause=cause,
        number=number,
        sealed=SpoilReport(report=report, present=present.name),
    )
