"""Endings by the office's own acts on a real store: numbers, blanks, the invariants, and who may do what."""

from datetime import date

import pytest

from builders.cases import DAY
from builders.country import (
    ANOTHER,
    bring_to,
    done,
    forget,
    make_country,
    publish_list,
    pull,
    push,
    supplied,
    the_row,
)
from builders.nodes import by
from builders.people import a_walkin
from loket.core.domain import events as e
from loket.core.domain.prevention import ListedPerson
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import Booklet
from loket.core.domain.terms import (
    BookletState,
    CancellationGround,
    DeferralGround,
    EndingKind,
    HitDecision,
    PaperKind,
    Recipient,
    RefusalGround,
    ReportFinding,
    Role,
    SpoilCause,
    Stage,
)
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.centre import CentreFollower
from loket.node.followers.look_ups import LookUpFollower
from loket.node.followers.printing import PrintingFollower
from loket.node.operations import invariants as i
from loket.node.operations.adjudicate_hit import adjudicate_hit
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.approve_application import approve_application
from loket.node.operations.archive_file import archive_file
from loket.node.operations.cancel_passport import cancel_passport
from loket.node.operations.defer_application import defer_application
from loket.node.operations.drop_cancellation import drop_cancellation
from loket.node.operations.grant_role import grant_role
from loket.node.operations.hand_over import AtTheCounter, hand_over
from loket.node.operations.invariants_acts import four_eyes
from loket.node.operations.invariants_stock import no_booklet_twice, stock_equation
from loket.node.operations.office_lists import proposed_cancellations, uncollected
from loket.node.operations.propose_cancellation import propose_cancellation
from loket.node.operations.refuse_application import refuse_application
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.return_documents import return_documents
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.operations.write_interview_report import write_interview_report

TEXT = e.ReportText(statement="Contoh keterangan", conclusion="Contoh kesimpulan")


@pytest.fixture
def office(country):
    supplied(country)
    return country.office


def refuse(office, case, ground=RefusalGround.FALSE_DATA, officer="dewi"):
    return refuse_application(office, by(officer), case, ground=ground, why="Contoh")


def cancel(office, case, ground=CancellationGround.HOLDER_DIED, *, cut=True):
    return cancel_passport(office, by("kepala"), case, ground=ground, why="Contoh", book_cut=cut)


def blank(office, number):
    with office.store.reading() as reading:
        return reading.get(Booklet, (office.name, number))


def assert_invariants(office):
    with office.store.reading() as reading:
        assert no_booklet_twice(reading) == []
        assert stock_equation(reading, office.name) == []
        assert four_eyes(reading) == []
    assert i.projection_is_fold(office, office.name) == []


def clear(country, case):
    """Every answer that the case is owed has come."""
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(country.office, country.centre)
    return case


def look_up_again(country, version):
    """A list of today has come, and everybody who waits for a passport was looked up in it."""
    publish_list(country, version)
    pull(country.office, country.centre)
    assert LookUpFollower(country.office).run_once() == 1


def test_returned_documents_end_the_case_and_the_person_registers_again_the_same_day(office):
    case = bring_to(office, Stage.DOCUMENTS)

    done(return_documents(office, by("rahma"), case, why="Contoh"))
    again = done(register_applicant(office, by("rahma"), a_walkin())).case

    row = the_row(office, case)
    assert row.stage is Stage.ENDED
    assert row.ending.kind is EndingKind.RETURNED
    assert row.ending.number == "KEMBALI-2024-0001"
    assert PaperKind.FAMILY_CARD in row.ending.missing
    assert the_row(office, again).stage is Stage.DOCUMENTS
    assert_invariants(office)


def test_letters_are_numbered_from_one_in_a_book_of_each_kind_and_year(country, office):
    first, second = bring_to(office, Stage.DOCUMENTS), bring_to(office, Stage.DOCUMENTS, **ANOTHER)
    done(refuse(office, first))
    done(refuse(office, second))
    third = bring_to(office, Stage.DOCUMENTS)
    done(cancel(office, third))
    country.clock.now += 8 * DAY
    fourth = bring_to(office, Stage.DOCUMENTS)
    done(refuse(office, fourth))

    numbers = [the_row(office, case).ending.number for case in (first, second, third, fourth)]

    assert numbers == ["TOLAK-2024-0001", "TOLAK-2024-0002", "BATAL-2024-0001", "TOLAK-2024-0003"]


def test_the_unprinted_blank_of_a_refused_case_goes_back_and_is_used_again(office):
    case = bring_to(office, Stage.PRINTING)
    number = the_row(office, case).booklet

    done(refuse(office, case))
    assert blank(office, number).state is BookletState.IN_STOCK

    other = bring_to(office, Stage.PRINTING, **ANOTHER)
    assert the_row(office, other).booklet == number
    bring_to(office, Stage.HANDOVER, case=other)
    assert_invariants(office)


def test_the_unprinted_blank_of_a_cancelled_case_goes_back_without_being_cut(office):
    case = bring_to(office, Stage.PRINTING)
    number = the_row(office, case).booklet

    done(cancel(office, case, cut=False))

    row = the_row(office, case)
    assert (row.booklet, row.ending.book_cut, row.attention) == ("", False, "")
    assert blank(office, number).state is BookletState.IN_STOCK
    other = bring_to(office, Stage.HANDOVER, **ANOTHER)
    assert the_row(office, other).booklet == number
    assert_invariants(office)


@pytest.mark.parametrize("stage", [Stage.READ_BACK, Stage.HANDOVER])
def test_a_cancelled_blank_is_never_used_again(office, stage):
    case = bring_to(office, stage)
    number = the_row(office, case).booklet

    done(cancel(office, case))
    other = bring_to(office, Stage.PRINTING, **ANOTHER)

    assert blank(office, number).state is BookletState.CANCELLED
    assert blank(office, number).case == case
    assert the_row(office, other).booklet != number
    assert the_row(office, case).ending.book_cut
    assert_invariants(office)


def test_the_printed_booklet_of_a_refused_case_is_cancelled_and_never_used_again(office):
    case = bring_to(office, Stage.HANDOVER)
    number = the_row(office, case).booklet

    done(refuse(office, case))
    other = bring_to(office, Stage.PRINTING, **ANOTHER)

    assert blank(office, number).state is BookletState.CANCELLED
    assert the_row(office, other).booklet != number
    assert_invariants(office)


def test_a_deferred_person_is_refused_until_the_end_date(country, office):
    case = bring_to(office, Stage.APPROVAL)
    ground = DeferralGround.NON_PROCEDURAL_WORK
    done(defer_application(office, by("kepala"), case, ground=ground, months=6, why="Contoh"))

    too_early = register_applicant(office, by("rahma"), a_walkin())

    assert the_row(office, case).ending.until == date(2024, 12, 20)
    assert too_early.reasons == (Reason.DEFERRED_UNTIL,)
    assert too_early.objections[0].facts == {"day": "2024-12-20"}
    assert isinstance(register_applicant(office, by("rahma"), a_walkin(**ANOTHER)).case, str)
    assert_invariants(office)


def test_a_passport_that_was_handed_over_is_cancelled_after_a_report_and_the_heads_decision(country, office):
    case = bring_to(office, Stage.HANDOVER)
    clear(country, case)
    bring_to(office, Stage.ARCHIVED, case=case)
    ground = CancellationGround.OBTAINED_ILLEGALLY

    done(propose_cancellation(office, by("rahma"), case, ground=ground, why="Contoh"))
    with office.store.reading() as reading:
        (proposed,) = proposed_cancellations(office, reading)
    assert proposed.case.case == case
    assert [one.stands.due for one in proposed.deadlines] == [date(2024, 6, 24), date(2024, 6, 25)]
    assert cancel(office, case, ground).reasons == (Reason.REPORT_MISSING,)
    finding = ReportFinding.SUSPICION_CONFIRMED
    done(write_interview_report(office, by("iwan"), case, finding=finding, text=TEXT))
    country.clock.now += 10 * DAY  # a passed deadline stops nothing
    done(cancel(office, case, ground, cut=False))

    row = the_row(office, case)
    assert row.ending.kind is EndingKind.CANCELLED
    assert not row.ending.book_cut
    assert row.reports[0].number == "BAP-2024-0001"
    assert blank(office, row.booklet).state is BookletState.CANCELLED
    assert_invariants(office)


def test_a_dropped_cancellation_lets_the_file_go_back_to_its_shelf(country, office):
    case = bring_to(office, Stage.HANDOVER)
    clear(country, case)
    bring_to(office, Stage.ARCHIVED, case=case)
    ground = CancellationGround.FALSE_STATEMENT
    done(propose_cancellation(office, by("iwan"), case, ground=ground, why="Contoh"))

    refused = archive_file(office, by("anton"), case, shelf="A-1")
    done(drop_cancellation(office, by("kepala"), case, why="Contoh"))
    done(archive_file(office, by("anton"), case, shelf="A-1"))

    assert refused.reasons == (Reason.CANCELLATION_UNDECIDED,)
    assert the_row(office, case).stage is Stage.ARCHIVED
    with office.store.reading() as reading:
        assert proposed_cancellations(office, reading) == []
    assert_invariants(office)


def test_passports_that_nobody_collected_for_a_month_are_listed_and_may_be_cancelled(country, office):
    case = bring_to(office, Stage.HANDOVER)
    kept_back = cancel(office, case, CancellationGround.NOT_COLLECTED)
    assert kept_back.reasons == (Reason.GROUND_DOES_NOT_FIT,)
    clear(country, case)
    early = cancel(office, case, CancellationGround.NOT_COLLECTED)
    with office.store.reading() as reading:
        assert uncollected(office, reading) == []
    assert early.objections[0].facts == {"day": "2024-07-21"}

    for _ in range(2):
        country.clock.now += 16 * DAY
        other = ANOTHER | {"nik": f"760411020385{country.clock.now % 9000 + 1000}"}
        bring_to(office, Stage.DOCUMENTS, **other)
    look_up_again(country, 2)
    with office.store.reading() as reading:
        (listed,) = uncollected(office, reading)
    done(cancel(office, case, CancellationGround.NOT_COLLECTED))

    assert listed.case.case == case
    assert (listed.ready_on, listed.cancellable_from) == (date(2024, 6, 20), date(2024, 7, 21))
    assert_invariants(office)


def test_a_passport_that_adjudication_keeps_is_not_uncollected_and_its_month_begins_anew(country, office):
    case = clear(country, bring_to(office, Stage.HANDOVER))
    listed = ListedPerson(number="C-1", name="Nur Aisyah Abdul Kadir", birth_date="1990-10-10")
    publish_list(country, 2, persons=(listed,))
    pull(office, country.centre)
    assert LookUpFollower(office).run_once() == 1
    for _ in range(2):
        country.clock.now += 16 * DAY
        other = ANOTHER | {"nik": f"760411020385{country.clock.now % 9000 + 1000}"}
        bring_to(office, Stage.DOCUMENTS, **other)

    assert the_row(office, case).stage is Stage.ADJUDICATION
    refused = cancel(office, case, CancellationGround.NOT_COLLECTED)
    assert refused.reasons == (Reason.GROUND_DOES_NOT_FIT,)

    cleared = HitDecision.CLEARED
    done(adjudicate_hit(office, by("dewi"), case, hit="listed/C-1", decision=cleared, why="Contoh"))
    look_up_again(country, 3)
    assert the_row(office, case).stage is Stage.HANDOVER
    with office.store.reading() as reading:
        assert uncollected(office, reading) == []
    again = cancel(office, case, CancellationGround.NOT_COLLECTED)
    assert again.reasons == (Reason.NOT_YET_UNCOLLECTED,)


def test_an_ended_case_is_archived_and_forgotten_like_any_other(country, office):
    case = bring_to(office, Stage.APPROVAL)
    done(refuse(office, case))
    clear(country, case)

    assert approve_application(office, by("dewi"), case).reasons[0] is Reason.CASE_ENDED
    assert allocate_booklet(office, by("budi"), case).reasons[0] is Reason.CASE_ENDED
    done(archive_file(office, by("anton"), case, shelf="T-1"))
    done(forget(office, case))

    row = the_row(office, case)
    assert row.stage is Stage.FORGOTTEN
    assert row.ending.why == ""
    assert_invariants(office)


def test_an_ended_case_is_not_handed_over_and_its_page_is_not_sent_to_the_printer(country, office):
    waiting = bring_to(office, Stage.READ_BACK)
    ready = bring_to(office, Stage.HANDOVER, **ANOTHER)
    done(refuse(office, waiting))
    done(refuse(office, ready))
    printer = FolderPrinter(country.folder / "printer")

    printed = PrintingFollower(office, printer, office_title="KANIM CONTOH", specimen=True).run_once()
    seen = AtTheCounter(
        recipient=Recipient.APPLICANT,
        signed_for=e.HandoverBookLine(
            recipient_name="Andi Contoh", recipient_identity_number="7604110203850007"
        ),
        identity_confirmed=True,
        book_signed=True,
        passport_number_read=the_row(office, ready).booklet,
    )

    assert printed.sent == 0
    assert Reason.CASE_ENDED in hand_over(office, by("anton"), ready, seen).reasons
    assert_invariants(office)


def test_who_interviewed_may_not_refuse_though_he_may_approve_others(office):
    done(grant_role(office, by("kepala"), officer="iwan", name="Iwan", role=Role.APPROVER))
    case = bring_to(office, Stage.APPROVAL)

    assert refuse(office, case, officer="iwan").reasons == (Reason.SAME_OFFICER_DID_ANOTHER_DUTY,)
    done(refuse(office, case))


def test_a_spoilt_booklet_has_a_numbered_report_and_leads_to_a_new_booklet(office):
    case = bring_to(office, Stage.HANDOVER)
    first = the_row(office, case).booklet

    spoilt = spoil_booklet(
        office, by("tini"), case, cause=SpoilCause.MISPRINT, report="Contoh", present="budi"
    )
    done(spoilt)

    row = the_row(office, case)
    (report,) = row.spoil_reports
    assert (report.number, report.cause, report.present) == ("RUSAK-2024-0001", "misprint", "Budi")
    assert row.stage is Stage.ALLOCATION
    assert row.ready_at is None
    bring_to(office, Stage.HANDOVER, case=case)
    assert the_row(office, case).booklet != first
    assert_invariants(office)


@pytest.mark.parametrize("present", ["", "tini", "Budi Santoso", "system"])
def test_a_spoilt_booklet_needs_another_officer_of_the_office_who_saw_it(office, present):
    case = bring_to(office, Stage.HANDOVER)

    refused = spoil_booklet(
        office, by("tini"), case, cause=SpoilCause.OTHER, report="Contoh", present=present
    )

    assert refused.objections == (Objection(Reason.SECOND_OFFICER_NEEDED, "present"),)


def test_the_centre_makes_the_same_rows_of_every_ending(tmp_path, databases_of_our_own, postgres_alias):
    country = make_country(tmp_path, alias=postgres_alias)
    supplied(country)
    office = country.office
    returned = bring_to(office, Stage.DOCUMENTS)
    done(return_documents(office, by("rahma"), returned, why="Contoh"))
    done(refuse(office, bring_to(office, Stage.HANDOVER)))
    # whoever was refused is adjudicated when he comes again: this is somebody else
    somebody = {"full_name": "Ani", "primary_identifier": "Ani", "secondary_identifier": ""}
    done(cancel(office, bring_to(office, Stage.PRINTING, nik="7604115010900033", **somebody)))
    deferred = bring_to(office, Stage.APPROVAL, **ANOTHER)
    ground = DeferralGround.FALSE_DATA
    done(defer_application(office, by("kepala"), deferred, ground=ground, months=24, why="Contoh"))

    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(office, country.centre)
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())

    assert i.converged(office, country.centre) == []
    assert_invariants(office)
    country.close()
