"""A typing error is corrected at every stage before print, and told what to do at every stage after it."""

from dataclasses import replace
from datetime import date

import pytest

from builders.country import ANOTHER, bring_to, done, publish_list, pull, supplied, the_row
from builders.nodes import by
from builders.people import NIK, a_walkin, some_guardians
from loket.core.domain.prevention import ListedPerson
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Booklet, Obligation, TimelineLine
from loket.core.domain.rules import printing
from loket.core.domain.rules.counter import missing_papers
from loket.core.domain.terms import (
    BookletState,
    DeferralGround,
    Duty,
    HitDecision,
    ObligationKind,
    OrderKind,
    RefusalGround,
    Role,
    Service,
    Stage,
)
from loket.node.operations.act import SYSTEM, By, perform_on_case
from loket.node.operations.adjudicate_hit import adjudicate_hit
from loket.node.operations.approve_application import approve_application
from loket.node.operations.check_documents import check_documents
from loket.node.operations.correct_record import correct_record
from loket.node.operations.defer_application import defer_application
from loket.node.operations.give_order import give_order
from loket.node.operations.grant_role import grant_role
from loket.node.operations.invariants_acts import four_eyes
from loket.node.operations.invariants_stock import no_booklet_twice, stock_equation
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.refuse_application import refuse_application
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.return_documents import return_documents
from loket.node.operations.scan_document import scan_document
from loket.node.papers.drawings import draw_scan

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
    guardians = changes.pop("guardians", registration.guardians)
    applicant = replace(registration.applicant, **changes)
    return correct_record(
        office,
        by(officer),
        case,
        corrected=replace(registration, applicant=applicant, guardians=guardians),
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


ANOTHER_NAME = {
    "full_name": "Nur Aisyah Abdul Qadir",
    "primary_identifier": "Qadir",
    "secondary_identifier": "Nur Aisyah Abdul",
}
LISTED = ListedPerson(number="C-1", name="Nur Aisyah Abdul Kadir", birth_date="1990-10-10", nik=NIK)


def list_holds(country, *persons) -> None:
    publish_list(country, 2, persons=persons)
    pull(country.office, country.centre)


def decide(office, case: str, hit: str, decision=HitDecision.CLEARED):
    done(adjudicate_hit(office, by("dewi"), case, hit=hit, decision=decision, why="Orang lain"))


def hits_of(office, case: str) -> list:
    return [(hit.hit, hit.decision) for hit in the_row(office, case).hits]


@pytest.mark.parametrize("decision", list(HitDecision))
def test_a_decision_about_the_earlier_identity_holds_no_more(country, office, decision):
    list_holds(country, LISTED)
    case = bring_to(office, Stage.LOOK_UP)
    done(look_up_prevention_list(office, by("dewi"), case))
    decide(office, case, "listed/C-1", decision)
    done(correct(office, case, **ANOTHER_NAME))
    row = the_row(office, case)

    assert (row.stage, row.hits, row.concern) == (Stage.LOOK_UP, (), None)
    assert [(hit.hit, hit.decision) for hit in row.earlier_hits] == [("listed/C-1", decision)]
    # the NIK is still that of the listed person
    done(look_up_prevention_list(office, by("dewi"), case))
    assert hits_of(office, case) == [("listed/C-1", None)]
    assert the_row(office, case).stage is Stage.ADJUDICATION


def test_what_came_of_a_typing_error_alone_is_not_found_again(country, office):
    typed = "7604115010900088"
    list_holds(country, ListedPerson(number="C-2", name="Lain", birth_date="1970-01-01", nik=typed))
    case = bring_to(office, Stage.LOOK_UP, nik=typed)
    done(look_up_prevention_list(office, by("dewi"), case))
    decide(office, case, "listed/C-2", HitDecision.CONFIRMED)
    done(correct(office, case, nik=NIK))
    done(look_up_prevention_list(office, by("dewi"), case))
    done(approve_application(office, by("dewi"), case))

    assert the_row(office, case).stage is Stage.ALLOCATION


def test_a_deferred_person_does_not_come_in_by_a_correction(office):
    case = bring_to(office, Stage.APPROVAL)
    ground = DeferralGround.NON_PROCEDURAL_WORK
    done(defer_application(office, by("kepala"), case, ground=ground, months=6, why="Contoh"))
    walkin = a_walkin(service=Service.RENEWAL, nik="7604115010900055")
    typed = done(register_applicant(office, by("rahma"), walkin)).case

    assert reasons(correct(office, typed, nik=NIK)) == {Reason.DEFERRED_UNTIL}


@pytest.mark.parametrize("changes", [{"birth_place": "Majene"}, {"other_names": "Siti Contoh"}])
def test_whatever_is_printed_or_looked_up_is_looked_up_and_approved_again(office, changes):
    case = bring_to(office, Stage.PRINTING)
    done(correct(office, case, **changes))
    row = the_row(office, case)

    assert (row.stage, row.approved_at) == (Stage.LOOK_UP, None)


def test_a_renewal_is_not_corrected_into_somebody_else(office):
    case = bring_to(office, Stage.APPROVAL, service=Service.RENEWAL)
    done(correct(office, case, **ANOTHER_NAME))
    done(look_up_prevention_list(office, by("dewi"), case))

    assert reasons(approve_application(office, by("dewi"), case)) == {Reason.OLD_PASSPORT_DIFFERS}


def test_who_corrected_the_identity_does_not_approve_it_unless_the_head_ordered_it(office):
    done(grant_role(office, by("kepala"), officer="dewi", name="Dewi", role=Role.COUNTER_OFFICER))
    case = bring_to(office, Stage.APPROVAL)
    done(correct(office, case, officer="dewi", **ANOTHER_NAME))
    done(look_up_prevention_list(office, by("dewi"), case))
    assert reasons(approve_application(office, by("dewi"), case)) == {Reason.CORRECTED_BY_YOU}

    order = OrderKind.SAME_OFFICER
    done(give_order(office, by("kepala"), case, kind=order, duty=Duty.APPROVAL, why="Sendirian"))
    done(approve_application(office, by("dewi"), case))
    with office.store.reading() as reading:
        assert four_eyes(reading) == []


CHILD = {"birth_date": date(2012, 10, 10), "nik": "7604115010120003", "height_cm": 140}


@pytest.mark.parametrize("stage", [Stage.PAYMENT, Stage.PHOTO, Stage.LOOK_UP, Stage.APPROVAL, Stage.PRINTING])
def test_a_correction_by_which_other_papers_are_needed_has_the_documents_checked_again(office, stage):
    case = bring_to(office, stage)
    paid = the_row(office, case).payment
    assert done(correct(office, case, guardians=some_guardians(), **CHILD)).event.documents
    row = the_row(office, case)
    assert (row.stage, row.approved_at, row.payment) == (Stage.DOCUMENTS, None, paid)

    scanned = the_row(office, case).scans[0]
    papers = frozenset(scan.paper for scan in row.scans)
    for paper in missing_papers(row, papers):
        done(scan_document(office, by("rahma"), case, paper=paper, data=draw_scan("akta", [("a", "b")])))
    papers |= frozenset(missing_papers(row, papers))
    done(check_documents(office, by("rahma"), case, originals_seen=papers))
    back = stage if stage in (Stage.PAYMENT, Stage.PHOTO) else Stage.LOOK_UP
    assert the_row(office, case).stage is back
    assert scanned in the_row(office, case).scans


def test_papers_that_were_all_seen_are_not_checked_again(office):
    case = bring_to(office, Stage.APPROVAL)

    assert not done(correct(office, case, **ANOTHER_NAME)).event.documents


def test_a_validity_that_the_corrected_person_cannot_have_needs_a_new_application(office):
    walkin = replace(a_walkin(), validity_years=10)
    case = done(register_applicant(office, by("rahma"), walkin)).case

    assert reasons(correct(office, case, guardians=some_guardians(), **CHILD)) == {
        Reason.CORRECTION_NEEDS_NEW_APPLICATION
    }


def assert_blank_is_free(office, case: str, booklet: str) -> None:
    with office.store.reading() as reading:
        assert reading.get(Booklet, (office.name, booklet)).state is BookletState.IN_STOCK
        assert stock_equation(reading, office.name) == []
    second = bring_to(office, Stage.PRINTING, **ANOTHER)
    assert the_row(office, second).booklet == booklet
    with office.store.reading() as reading:
        assert no_booklet_twice(reading) == []
        assert stock_equation(reading, office.name) == []


@pytest.mark.parametrize("adjudicated", [False, True])
def test_the_blank_of_a_page_that_was_never_printed_is_free_after_correction_and_refusal(
    country, office, adjudicated
):
    case = bring_to(office, Stage.READ_BACK)
    booklet = the_row(office, case).booklet
    perform_on_case(
        office,
        By(SYSTEM, "job/fault"),
        Role.SYSTEM,
        case,
        lambda _desk, row: printing.page_not_sent(row, job=row.page.job, fault="unreachable"),
    )
    if adjudicated:
        list_holds(country, LISTED)
        done(look_up_prevention_list(office, by("dewi"), case))
        assert the_row(office, case).stage is Stage.ADJUDICATION
    done(correct(office, case, **ANOTHER_NAME))
    assert (the_row(office, case).stage, the_row(office, case).page) == (Stage.LOOK_UP, None)
    ground = RefusalGround.FALSE_DATA
    done(refuse_application(office, by("dewi"), case, ground=ground, why="Contoh"))

    assert_blank_is_free(office, case, booklet)


def test_the_blank_of_a_case_whose_new_papers_do_not_come_is_free(office):
    case = bring_to(office, Stage.PRINTING)
    booklet = the_row(office, case).booklet
    done(correct(office, case, guardians=some_guardians(), **CHILD))
    done(return_documents(office, by("rahma"), case, why=""))

    assert_blank_is_free(office, case, booklet)
