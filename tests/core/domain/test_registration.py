"""Services, speed and children: what a registration has to say, and which papers follow from it."""

from dataclasses import replace
from datetime import date

import pytest

from builders.cases import CASE, NOON, a_case
from builders.people import CHILD, OFFICE, a_walkin, an_officer, some_guardians
from loket.core.domain import events as e
from loket.core.domain.applicant import Relative
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import StandingOrder
from loket.core.domain.rules import counter, registration
from loket.core.domain.rules.children import age_years, is_for_child
from loket.core.domain.terms import (
    CivilStatus,
    PaperKind,
    ParentConsent,
    Service,
    Speed,
    Stage,
    StandingOrderKind,
)

TODAY = date(2024, 6, 20)
NUMBERS = registration.Numbers(case="c1", application_number="7604240620000001", queue_number="A001")


def register(walkin, *, standing_orders=(), today=TODAY):
    return registration.register_applicant(
        walkin,
        officer=an_officer(),
        today=today,
        numbers=NUMBERS,
        others=(),
        standing_orders=standing_orders,
    )


def changed(walkin, **changes):
    return replace(walkin, registration=replace(walkin.registration, **changes))


# --- services


@pytest.mark.parametrize("service", Service)
def test_every_service_can_be_registered(service):
    event = register(a_walkin(service=service))

    assert isinstance(event, e.ApplicationRegistered)
    assert (event.service, event.speed) == (service, Speed.REGULAR)


@pytest.mark.parametrize("service", [Service.RENEWAL, Service.DAMAGED, Service.CHANGE_OF_DATA])
def test_whoever_still_has_the_old_passport_gives_its_number(service):
    walkin = changed(a_walkin(service=service), old_passport_number=" ")

    assert register(walkin).objections == (
        Objection(Reason.OLD_PASSPORT_NUMBER_MISSING, "old_passport_number"),
    )


def test_a_lost_passport_needs_the_police_reports_number_and_no_number_of_its_own():
    walkin = a_walkin(service=Service.LOST)

    assert isinstance(register(walkin), e.ApplicationRegistered)
    assert register(changed(walkin, police_report="")).objections == (
        Objection(Reason.POLICE_REPORT_MISSING, "police_report"),
    )
    assert register(changed(walkin, police_report="LK\x07")).reasons == (Reason.FIELD_HAS_CONTROL_CHARACTERS,)


def test_a_change_of_data_says_what_changes():
    walkin = changed(a_walkin(service=Service.CHANGE_OF_DATA), change_of_data="")

    assert register(walkin).objections == (Objection(Reason.CHANGE_NOT_SAID, "change_of_data"),)


@pytest.mark.parametrize(
    ("service", "needed"),
    [
        (Service.RENEWAL, ["identity_card", "old_passport"]),
        (Service.LOST, ["police_report", "identity_card", "family_card"]),
        (Service.DAMAGED, ["identity_card", "old_passport"]),
        (Service.CHANGE_OF_DATA, ["identity_card", "old_passport", "proof_of_change"]),
    ],
)
def test_each_service_has_its_papers(service, needed):
    case = a_case(Stage.DOCUMENTS, service=service)

    assert [paper.value for paper in counter.missing_papers(case, frozenset())] == needed


# --- speed


def no_same_day(until=TODAY, **changes):
    return StandingOrder(
        **{
            "office": OFFICE,
            "order": "o1",
            "kind": StandingOrderKind.NO_SAME_DAY_SERVICE,
            "text": "Sampai antrean habis",
            "until": until,
            "by": "kepala",
            "at": NOON,
        }
        | changes
    )


def test_same_day_service_is_registered_as_such():
    assert register(a_walkin(speed=Speed.SAME_DAY)).speed is Speed.SAME_DAY


def test_the_heads_standing_order_stops_same_day_service_to_the_end_of_its_last_day():
    fast = a_walkin(speed=Speed.SAME_DAY)

    assert register(fast, standing_orders=[no_same_day()]).objections == (
        Objection(Reason.SAME_DAY_NOT_OFFERED, "speed"),
    )
    assert isinstance(register(a_walkin(), standing_orders=[no_same_day()]), e.ApplicationRegistered)


@pytest.mark.parametrize(
    "order",
    [
        no_same_day(until=date(2024, 6, 19)),
        no_same_day(withdrawn_at=NOON),
        no_same_day(kind=StandingOrderKind.INSTRUCTION),
    ],
    ids=["over", "withdrawn", "another order"],
)
def test_an_order_that_is_not_in_force_stops_nothing(order):
    event = register(a_walkin(speed=Speed.SAME_DAY), standing_orders=[order])

    assert isinstance(event, e.ApplicationRegistered)


# --- children


def register_child(today=TODAY, **guardians):
    return register(a_walkin(guardians=some_guardians(**guardians), **CHILD), today=today)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2007, 6, 20), date(2024, 6, 19), 16),
        (date(2007, 6, 20), date(2024, 6, 20), 17),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
    ],
)
def test_a_year_of_life_is_completed_on_the_birthday(born, on, years):
    assert age_years(born, on) == years


def test_a_childs_application_with_both_parents_is_registered():
    event = register_child()

    assert isinstance(event, e.ApplicationRegistered)
    assert event.sealed.guardians == some_guardians()


def test_a_child_needs_neither_identity_card_nor_occupation_and_may_be_small():
    assert isinstance(
        register(a_walkin(guardians=some_guardians(), **CHILD | {"height_cm": 47})), e.ApplicationRegistered
    )
    assert register(a_walkin(height_cm=47)).reasons == (Reason.HEIGHT_IMPLAUSIBLE,)


def test_without_the_parents_a_child_is_refused_with_everything_that_is_missing():
    refused = register(a_walkin(**CHILD))

    assert refused.objections == (
        Objection(Reason.CONSENT_MISSING, "father_consent"),
        Objection(Reason.CONSENT_MISSING, "mother_consent"),
        Objection(Reason.GUARDIAN_MISSING, "guardian_name"),
    )


def test_whoever_is_17_today_or_married_needs_no_parents():
    born_today = a_walkin(birth_date=date(2007, 6, 20))
    married = a_walkin(
        birth_date=date(2008, 1, 1), civil_status=CivilStatus.MARRIED, spouse=Relative(name="Suami Contoh")
    )

    assert isinstance(register(born_today), e.ApplicationRegistered)
    assert Reason.CONSENT_MISSING in register(born_today, today=date(2024, 6, 19)).reasons
    assert isinstance(register(married), e.ApplicationRegistered)


def test_a_childs_passport_is_valid_for_5_years_only():
    walkin = replace(a_walkin(guardians=some_guardians(), **CHILD), validity_years=10)

    assert register(walkin).objections == (Objection(Reason.CHILD_VALIDITY, "validity_years"),)
    assert isinstance(register(replace(a_walkin(), validity_years=10)), e.ApplicationRegistered)


PRESENT, BY_LETTER = ParentConsent.PRESENT, ParentConsent.POWER_OF_ATTORNEY
WITH_OTHER, DEAD = ParentConsent.CUSTODY_WITH_OTHER, ParentConsent.DECEASED


@pytest.mark.parametrize(
    ("father", "mother", "order"),
    [
        (BY_LETTER, PRESENT, ""),
        (BY_LETTER, BY_LETTER, ""),
        (DEAD, PRESENT, ""),
        (WITH_OTHER, PRESENT, "12/Pdt.G/2020"),
        (DEAD, DEAD, "7/Pdt.P/2021"),
    ],
)
def test_one_parent_may_act_where_the_other_agrees_by_letter_is_dead_or_has_no_custody(father, mother, order):
    event = register_child(father=father, mother=mother, custody_order=order)

    assert isinstance(event, e.ApplicationRegistered)


@pytest.mark.parametrize(
    ("father", "mother", "fields"),
    [
        (None, PRESENT, ["father_consent"]),
        (None, None, ["father_consent", "mother_consent"]),
        (WITH_OTHER, DEAD, ["mother_consent"]),
        (WITH_OTHER, WITH_OTHER, ["mother_consent"]),
    ],
)
def test_a_child_is_refused_while_nobody_who_may_agree_does(father, mother, fields):
    refused = register_child(father=father, mother=mother, custody_order="12/Pdt.G/2020")

    assert refused.objections == tuple(Objection(Reason.CONSENT_MISSING, field) for field in fields)


@pytest.mark.parametrize(("father", "mother"), [(PRESENT, WITH_OTHER), (DEAD, DEAD)])
def test_custody_is_shown_by_the_number_of_the_courts_order(father, mother):
    refused = register_child(father=father, mother=mother)

    assert refused.objections == (Objection(Reason.CUSTODY_ORDER_MISSING, "custody_order"),)


def test_who_stands_at_the_counter_is_written_down_with_an_identity_number():
    refused = register_child(guardian_name="", guardian_identity_number=" ")

    assert refused.objections == (
        Objection(Reason.GUARDIAN_MISSING, "guardian_name"),
        Objection(Reason.GUARDIAN_MISSING, "guardian_identity_number"),
    )


def a_childs_case(service=Service.NEW, queue_day=TODAY, **guardians):
    walkin = a_walkin(service=service, guardians=some_guardians(**guardians), **CHILD)
    case = a_case(Stage.DOCUMENTS, service=service)
    assert case.case == CASE
    return replace(case, registration=walkin.registration, queue_day=queue_day)


PARENTS_PAPERS = [
    "parent_identity_card",
    "family_card",
    "birth_certificate",
    "marriage_book",
    "parents_statement",
]


@pytest.mark.parametrize(
    ("service", "guardians", "further"),
    [
        (Service.NEW, {}, []),
        (Service.RENEWAL, {}, ["old_passport"]),
        (Service.LOST, {}, ["police_report"]),
        (Service.CHANGE_OF_DATA, {}, ["old_passport", "proof_of_change"]),
        (Service.NEW, {"father": BY_LETTER}, ["power_of_attorney"]),
        (Service.NEW, {"father": WITH_OTHER, "custody_order": "1"}, ["custody_order"]),
        (Service.NEW, {"mother": DEAD}, ["death_certificate"]),
        (
            Service.NEW,
            {"father": DEAD, "mother": DEAD, "custody_order": "1"},
            ["custody_order", "death_certificate"],
        ),
    ],
)
def test_a_child_brings_the_parents_papers_and_those_by_which_one_person_may_act(service, guardians, further):
    case = a_childs_case(service, **guardians)

    assert [paper.value for paper in counter.missing_papers(case, frozenset())] == PARENTS_PAPERS + further
    assert PaperKind.IDENTITY_CARD not in counter.missing_papers(case, frozenset())


def test_the_age_is_that_of_the_day_of_registration():
    """Whoever turns 17 while the passport is made is still a child in this application."""
    case = a_childs_case(queue_day=date(2037, 3, 1))

    assert is_for_child(case)
    assert not is_for_child(replace(case, queue_day=date(2037, 3, 2)))
