"""A typing error is corrected at every stage before print, and told what to do at every stage after it."""

from dataclasses import replace
from datetime import date

import pytest

from builders.country import ANOTHER, bring_to, done, supplied, the_row
from builders.nodes import by
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Obligation, TimelineLine
from loket.core.domain.terms import ObligationKind, OrderKind, Stage
from loket.node.operations.approve_application import approve_application
from loket.node.operations.correct_record import correct_record
from loket.node.operations.give_order import give_order

BEFORE_PRINT = (
    Stage.DOCUMENTS,
    Stage.PAYMENT,
    Stage.PHOTO,
    Stage.INTERVIEW,
    Stage.LOOK_UP,
    Stage.APPROVAL,
    Stage.ALLOCATION,
    Stage.PRINTING,
)
PAST_LOOK_UP = (Stage.APPROVAL, Stage.ALLOCATION, Stage.PRINTING)


@pytest.fixture
def office(country):
    supplied(country)
    return country.office


def correct(office, case: str, *, officer="rahma", confirmed=True, split=True, why="Salah ketik", **changes):
    registration = the_row(office, case).registration
    applicant = replace(registration.applicant, **changes)
    return correct_record(
        office,
        by(officer),
        case,
        corrected=replace(registration, applicant=applicant),
        name_split_confirmed=split,
        changes_confirmed=confirmed,
        why=why,
    )


def reasons(result) -> set[Reason]:
    assert isinstance(result, Refused), result
    return set(result.reasons)


@pytest.mark.parametrize("stage", BEFORE_PRINT)
def test_before_print_a_field_is_corrected_and_the_case_stays_where_it_is(office, stage):
    case = bring_to(office, stage)
    event = done(correct(office, case, occupation="Dosen")).event
    row = the_row(office, case)

    assert (event.fields, event.identity, event.opens) == (("occupation",), False, ())
    assert row.registration.applicant.occupation == "Dosen"
    assert row.stage is stage


@pytest.mark.parametrize("stage", BEFORE_PRINT)
def test_a_corrected_identity_is_found_by_it_and_goes_back_to_the_look_up(office, stage):
    case = bring_to(office, stage)
    nik = "7604115010900007"
    event = done(correct(office, case, nik=nik)).event
    row = the_row(office, case)

    assert event.identity
    assert (row.nik, row.registration.applicant.nik) == (nik, nik)
    assert row.stage is (Stage.LOOK_UP if stage in PAST_LOOK_UP else stage)
    with office.store.reading() as reading:
        owed = reading.select(Obligation, {"office": office.name, "case": case, "open": True})
    assert {ObligationKind.REGISTRY_ANSWER, ObligationKind.DUPLICATE_SEARCH} <= {one.kind for one in owed}


def test_a_case_sent_back_is_looked_up_approved_and_printed_in_its_own_booklet(office):
    case = bring_to(office, Stage.PRINTING)
    booklet = the_row(office, case).booklet
    done(correct(office, case, birth_date=date(1990, 10, 11)))
    bring_to(office, Stage.APPROVAL, case=case)
    assert the_row(office, case).approved_at is None

    done(approve_application(office, by("dewi"), case))
    row = the_row(office, case)
    assert (row.stage, row.booklet) == (Stage.PRINTING, booklet)


@pytest.mark.parametrize("stage", [Stage.READ_BACK, Stage.HANDOVER])
def test_after_print_the_booklet_is_spoilt_first(office, stage):
    case = bring_to(office, stage)

    assert reasons(correct(office, case, occupation="Dosen")) == {Reason.CORRECTION_AFTER_PRINT}


@pytest.mark.parametrize("stage", [Stage.FILING, Stage.ARCHIVED])
def test_after_handover_it_is_a_new_application_for_a_change_of_data(office, stage):
    case = bring_to(office, Stage.HANDOVER)
    kind = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=kind, duty=None, why="Berobat"))
    bring_to(office, stage, case=case)

    assert reasons(correct(office, case, occupation="Dosen")) == {Reason.CORRECTION_AFTER_HANDOVER}


def test_what_was_not_shown_and_confirmed_is_not_written(office):
    case = bring_to(office, Stage.DOCUMENTS)

    assert reasons(correct(office, case, confirmed=False, occupation="Dosen")) == {
        Reason.CORRECTION_NOT_CONFIRMED
    }
    assert the_row(office, case).registration.applicant.occupation == "Guru"


def test_a_correction_needs_a_change_a_reason_and_the_role(office):
    case = bring_to(office, Stage.DOCUMENTS)

    assert reasons(correct(office, case, why=" ")) == {Reason.NOTHING_CORRECTED, Reason.FIELD_MISSING}
    assert reasons(correct(office, case, officer="budi", occupation="Dosen")) == {Reason.OFFICER_LACKS_ROLE}


def test_the_rules_of_a_registration_hold_for_a_correction(office):
    case = bring_to(office, Stage.DOCUMENTS)

    assert reasons(correct(office, case, nik="123", height_cm=1, email="x")) == {
        Reason.NIK_NOT_16_DIGITS,
        Reason.HEIGHT_IMPLAUSIBLE,
        Reason.EMAIL_MALFORMED,
    }
    new_name = {"full_name": "Nur Aisyah", "primary_identifier": "Aisyah", "secondary_identifier": "Nur"}
    assert reasons(correct(office, case, split=False, **new_name)) == {Reason.NAME_SPLIT_NOT_CONFIRMED}
    # who does not touch the name has not to confirm its split again
    done(correct(office, case, split=False, occupation="Dosen"))


def test_a_nik_of_an_application_in_process_is_refused(office):
    bring_to(office, Stage.DOCUMENTS, **ANOTHER)
    case = bring_to(office, Stage.DOCUMENTS)

    assert reasons(correct(office, case, nik=ANOTHER["nik"])) == {Reason.ALREADY_IN_PROCESS}


def test_the_log_tells_which_fields_and_never_what_they_hold(office):
    case = bring_to(office, Stage.DOCUMENTS)
    done(
        correct(
            office,
            case,
            full_name="Nur Aisyah Rahasia",
            primary_identifier="Rahasia",
            secondary_identifier="Nur Aisyah",
        )
    )
    with office.store.reading() as reading:
        head = reading.head(office.origin("office"))
        entry = next(reading.entries(head.origin, head.size - 1, head.size))
        line = reading.select(TimelineLine, {"office": office.name, "case": case}, order_by=("-number",))[0]

    assert b"record_corrected" in entry
    assert b"primary_identifier" in entry
    assert b"Rahasia" not in entry
    assert "Rahasia" not in str(line)
