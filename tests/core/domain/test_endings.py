"""Endings before handover: documents returned, an application refused or deferred, each on its grounds."""

from dataclasses import replace
from datetime import date

import pytest

from builders.cases import BLOB, BOOKLET, CASE, NOON, a_case, folded, journey, the_case
from builders.people import OFFICE, a_walkin, an_officer
from loket.core.domain import events as e
from loket.core.domain.months import add_months
from loket.core.domain.orders import order_id
from loket.core.domain.practice import Practice
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.row_parts import Hit
from loket.core.domain.rows import Booklet, Order
from loket.core.domain.rules import closing, endings, issuance, registration
from loket.core.domain.terms import (
    Advice,
    BookletState,
    CancellationGround,
    DeferralGround,
    Duty,
    HitDecision,
    HitKind,
    OrderKind,
    PaperKind,
    RefusalGround,
    ReportFinding,
    ReportSubject,
    Role,
    Service,
    Stage,
)

TODAY = date(2024, 6, 20)
COUNTER = an_officer(Role.COUNTER_OFFICER, officer="rahma")
APPROVER = an_officer(Role.APPROVER, officer="dewi")
HEAD = an_officer(Role.HEAD, officer="kepala")
WHY = e.Grounds(why="Contoh")


def confirmed(case, kind, **changes):
    hit = Hit(hit="h1", kind=kind, found_at=NOON, decision=HitDecision.CONFIRMED, **changes)
    return replace(case, hits=(hit,))


def lost(finding=None, service=Service.LOST):
    """A case of a lost or damaged passport; with a finding, after its interview report."""
    events = journey(Stage.PAYMENT, service=service)
    if finding is not None:
        subject = ReportSubject.LOSS if service is Service.LOST else ReportSubject.DAMAGE
        events.append(
            e.InterviewReportWritten(case=CASE, subject=subject, finding=finding, number="BAP-2024-0001")
        )
    return the_case(folded(events))


def after(stage, *events):
    """The rows after more events upon a case at this stage."""
    return folded([*journey(stage), *events])


# --- incomplete documents


def give_back(case, officer=COUNTER, why=""):
    return endings.return_documents(case, officer=officer, why=why, number="KEMBALI-2024-0001")


def test_incomplete_documents_go_back_and_what_is_missing_is_worked_out():
    case = a_case(Stage.DOCUMENTS)

    event = give_back(case)

    assert isinstance(event, e.DocumentsReturned)
    assert event.missing == (
        PaperKind.IDENTITY_CARD,
        PaperKind.FAMILY_CARD,
        PaperKind.BIRTH_CERTIFICATE,
    )


def test_complete_documents_are_given_back_only_with_a_written_reason():
    papers = (PaperKind.IDENTITY_CARD, PaperKind.FAMILY_CARD, PaperKind.DIPLOMA)
    scans = [e.DocumentScanned(case=CASE, paper=paper, blob=BLOB) for paper in papers]
    case = the_case(after(Stage.DOCUMENTS, *scans))

    assert give_back(case).objections == (Objection(Reason.DOCUMENTS_COMPLETE, "remark"),)
    event = give_back(case, why="Paspor lama milik orang lain")
    assert event.missing == ()
    assert event.sealed == e.Grounds(why="Paspor lama milik orang lain")


@pytest.mark.parametrize("officer", [COUNTER, HEAD])
@pytest.mark.parametrize("stage", [Stage.DOCUMENTS, Stage.PAYMENT, Stage.PHOTO, Stage.INTERVIEW])
def test_an_applicant_who_withdraws_or_does_not_come_back_is_not_in_process_for_ever(stage, officer):
    event = give_back(a_case(stage), officer=officer, why="Tidak datang lagi")

    assert isinstance(event, e.DocumentsReturned)
    assert the_case(after(stage, event)).stage is Stage.ENDED


def test_documents_are_given_back_by_the_counter_or_the_head_before_the_interview_is_over():
    why = "Contoh"
    wrong = give_back(a_case(Stage.DOCUMENTS), officer=APPROVER, why=why)
    assert wrong.reasons == (Reason.OFFICER_LACKS_ROLE,)
    for stage in (Stage.LOOK_UP, Stage.APPROVAL, Stage.HANDOVER, Stage.ARCHIVED):
        assert give_back(a_case(stage), why=why).reasons == (Reason.CASE_NOT_AT_THIS_STAGE,)


def test_after_documents_went_back_the_person_may_register_again_at_once():
    rows = after(
        Stage.DOCUMENTS,
        e.DocumentsReturned(case=CASE, missing=(PaperKind.FAMILY_CARD,), number="KEMBALI-2024-0001"),
    )
    ended = the_case(rows)

    again = registration.register_applicant(
        a_walkin(),
        officer=COUNTER,
        today=TODAY,
        numbers=registration.Numbers(case="c2", application_number="7604240620000002", queue_number="A002"),
        others=[ended],
    )

    assert ended.stage is Stage.ENDED
    assert ended.ending.missing == (PaperKind.FAMILY_CARD,)
    assert isinstance(again, e.ApplicationRegistered)


# --- refusal


def turn_down(case, ground, officer=APPROVER, why="Contoh", orders=()):
    return endings.refuse_application(
        case, officer=officer, ground=ground, why=why, number="TOLAK-2024-0001", orders=orders
    )


@pytest.mark.parametrize(
    "ground",
    [
        RefusalGround.FALSE_DATA,
        RefusalGround.ANOTHER_PASSPORT,
        RefusalGround.CONSENT_MISSING,
        RefusalGround.PURPOSE_OF_TRAVEL,
    ],
)
@pytest.mark.parametrize("officer", [APPROVER, HEAD])
def test_an_application_is_refused_before_handover_on_a_ground(ground, officer):
    for stage in (Stage.DOCUMENTS, Stage.PHOTO, Stage.APPROVAL, Stage.PRINTING, Stage.HANDOVER):
        event = turn_down(a_case(stage), ground, officer)
        assert isinstance(event, e.ApplicationRefused)
        assert event.ground is ground


def test_the_prevention_list_is_a_ground_once_an_adjudicator_has_confirmed_the_hit():
    case = a_case(Stage.APPROVAL)
    ground = RefusalGround.PREVENTION_LIST

    assert turn_down(case, ground).reasons == (Reason.GROUND_DOES_NOT_FIT,)
    assert isinstance(turn_down(confirmed(case, HitKind.PREVENTION_LIST), ground), e.ApplicationRefused)


def test_not_paid_is_a_ground_while_nothing_is_paid_or_the_bank_has_denied_it():
    ground = RefusalGround.NOT_PAID

    assert isinstance(turn_down(a_case(Stage.PAYMENT), ground), e.ApplicationRefused)
    assert turn_down(a_case(Stage.APPROVAL), ground).reasons == (Reason.GROUND_DOES_NOT_FIT,)
    denied = confirmed(a_case(Stage.APPROVAL), HitKind.BANK_CONFIRMATION)
    assert isinstance(turn_down(denied, ground), e.ApplicationRefused)


@pytest.mark.parametrize(
    ("hit", "ground"),
    [
        (HitKind.PREVENTION_LIST, RefusalGround.PREVENTION_LIST),
        (HitKind.REGISTRY_ANSWER, RefusalGround.FALSE_DATA),
        (HitKind.OLD_PASSPORT_FACE, RefusalGround.FALSE_DATA),
        (HitKind.NATIONAL_DUPLICATE, RefusalGround.ANOTHER_PASSPORT),
        (HitKind.OWN_DUPLICATE, RefusalGround.ANOTHER_PASSPORT),
        (HitKind.INTERVIEW, RefusalGround.PURPOSE_OF_TRAVEL),
        (HitKind.BANK_CONFIRMATION, RefusalGround.NOT_PAID),
    ],
)
def test_a_confirmed_hit_suggests_the_ground_of_the_refusal(hit, ground):
    assert endings.suggested_refusal(confirmed(a_case(Stage.APPROVAL), hit)) is ground
    assert endings.suggested_refusal(a_case(Stage.APPROVAL)) is None


def test_who_interviewed_does_not_refuse_too_unless_the_head_ordered_it():
    case = the_case(folded(journey(Stage.APPROVAL), officers="o" * 20))
    same = an_officer(Role.APPROVER, officer="o")
    order = Order(
        office=OFFICE,
        order=order_id(CASE, OrderKind.SAME_OFFICER, Duty.APPROVAL),
        case=CASE,
        kind=OrderKind.SAME_OFFICER,
        duty=Duty.APPROVAL,
        by="kepala",
        at=NOON,
        why="Contoh",
    )

    refused = turn_down(case, RefusalGround.FALSE_DATA, same)

    assert refused.reasons == (Reason.SAME_OFFICER_DID_ANOTHER_DUTY,)
    ordered = turn_down(case, RefusalGround.FALSE_DATA, same, orders=(order,))
    assert isinstance(ordered, e.ApplicationRefused)


def test_a_refusal_needs_its_role_its_words_and_a_case_that_is_not_handed_over():
    ground = RefusalGround.FALSE_DATA

    assert turn_down(a_case(Stage.APPROVAL), ground, COUNTER).reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert turn_down(a_case(Stage.APPROVAL), ground, why=" ").reasons == (Reason.FIELD_MISSING,)
    assert turn_down(a_case(Stage.FILING), ground).reasons == (Reason.CASE_NOT_AT_THIS_STAGE,)


@pytest.mark.parametrize("cut", [True, False])
def test_a_blank_without_a_page_goes_back_to_stock_and_one_with_a_page_is_cancelled_and_to_be_cut(cut):
    refused = e.ApplicationRefused(
        case=CASE, ground=RefusalGround.FALSE_DATA, number="TOLAK-2024-0001", book_cut=cut
    )

    unprinted, printed = after(Stage.PRINTING, refused), after(Stage.HANDOVER, refused)

    assert unprinted.get(Booklet, (OFFICE, BOOKLET)).state is BookletState.IN_STOCK
    assert the_case(unprinted).booklet == ""
    assert printed.get(Booklet, (OFFICE, BOOKLET)).state is BookletState.CANCELLED
    assert the_case(printed).ending.book_cut is cut
    assert (the_case(unprinted).attention, the_case(printed).attention) == ("", "" if cut else "to_be_cut")


def test_an_uncut_book_is_cut_before_its_file_is_archived():
    refused = e.ApplicationRefused(case=CASE, ground=RefusalGround.FALSE_DATA, number="TOLAK-2024-0001")
    rows = after(Stage.HANDOVER, refused)

    def archive(cut):
        officer = an_officer(Role.ARCHIVIST)
        case = the_case(rows)
        return closing.archive_file(case, officer=officer, shelf="A", today=TODAY, keep_years=3, book_cut=cut)

    assert archive(False).objections == (Objection(Reason.BOOK_NOT_CUT, "book_cut"),)
    cut = the_case(after(Stage.HANDOVER, refused, archive(True)))
    assert (cut.stage, cut.ending.book_cut, cut.attention) == (Stage.ARCHIVED, True, "")


# --- deferral


def put_off(case, ground=DeferralGround.FALSE_DATA, months=6, officer=HEAD, why="Contoh", orders=()):
    return endings.defer_application(
        case,
        officer=officer,
        ground=ground,
        months=months,
        why=why,
        number="TANGGUH-2024-0001",
        today=TODAY,
        practice=Practice(),
        orders=orders,
    )


def test_who_photographed_the_applicant_does_not_defer_the_application_unless_ordered():
    case = a_case(Stage.APPROVAL)
    captor = next(done.officer for done in case.duties if done.duty is Duty.CAPTURE)
    head = an_officer(Role.HEAD, officer=captor)
    order = Order(
        office=OFFICE,
        order=order_id(CASE, OrderKind.SAME_OFFICER, Duty.APPROVAL),
        case=CASE,
        kind=OrderKind.SAME_OFFICER,
        duty=Duty.APPROVAL,
        by="deputy",
        at=NOON,
        why="Contoh",
    )

    assert put_off(case, officer=head).reasons == (Reason.SAME_OFFICER_DID_ANOTHER_DUTY,)
    assert isinstance(put_off(case, officer=head, orders=(order,)), e.ApplicationDeferred)


def test_who_wrote_the_report_of_negligence_neither_defers_on_it_nor_lets_it_go_on():
    case = lost(ReportFinding.NEGLIGENT)
    reporter = an_officer(Role.HEAD, officer=case.reports[0].by)
    ground = DeferralGround.NEGLIGENT_LOSS
    kind = OrderKind.GO_ON_DESPITE_NEGLIGENCE

    def order(officer):
        return closing.give_order(case, officer=officer, kind=kind, duty=None, why="Contoh", orders=())

    assert put_off(case, ground, officer=reporter).reasons == (Reason.REPORT_BY_YOU,)
    assert order(reporter).reasons == (Reason.REPORT_BY_YOU,)
    assert isinstance(put_off(case, ground), e.ApplicationDeferred)
    assert isinstance(order(HEAD), e.HeadOrdered)


@pytest.mark.parametrize(("months", "until"), [(6, date(2024, 12, 20)), (24, date(2026, 6, 20))])
def test_an_application_is_deferred_for_six_months_to_two_years(months, until):
    event = put_off(a_case(Stage.APPROVAL), months=months)

    assert isinstance(event, e.ApplicationDeferred)
    assert event.until == until


@pytest.mark.parametrize("months", [5, 25, 0, -1])
def test_a_deferral_is_not_shorter_and_not_longer(months):
    refused = put_off(a_case(Stage.APPROVAL), months=months)

    assert refused.reasons == (Reason.DEFERRAL_OUT_OF_BOUNDS,)
    assert refused.objections[0].facts == {"least": 6, "most": 24}


def test_false_data_and_work_abroad_outside_the_procedure_are_grounds_of_a_deferral():
    for ground in (DeferralGround.FALSE_DATA, DeferralGround.NON_PROCEDURAL_WORK):
        assert isinstance(put_off(a_case(Stage.INTERVIEW), ground), e.ApplicationDeferred)


@pytest.mark.parametrize(
    ("service", "ground", "other"),
    [
        (Service.LOST, DeferralGround.NEGLIGENT_LOSS, DeferralGround.NEGLIGENT_DAMAGE),
        (Service.DAMAGED, DeferralGround.NEGLIGENT_DAMAGE, DeferralGround.NEGLIGENT_LOSS),
    ],
)
def test_negligence_is_a_ground_once_an_interview_report_has_found_it(service, ground, other):
    negligent = lost(ReportFinding.NEGLIGENT, service)

    assert isinstance(put_off(negligent, ground), e.ApplicationDeferred)
    assert endings.suggested_deferral(negligent) is ground
    assert put_off(negligent, other).reasons == (Reason.GROUND_DOES_NOT_FIT,)
    assert put_off(lost(ReportFinding.NOT_AT_FAULT, service), ground).reasons == (Reason.GROUND_DOES_NOT_FIT,)
    assert put_off(lost(service=service), ground).reasons == (Reason.GROUND_DOES_NOT_FIT,)


def test_an_interviewer_who_advised_to_defer_suggests_the_ground():
    case = confirmed(a_case(Stage.APPROVAL), HitKind.INTERVIEW, advice=Advice.DEFER)

    assert endings.suggested_deferral(case) is DeferralGround.NON_PROCEDURAL_WORK


def test_only_the_head_defers_and_says_why():
    assert put_off(a_case(Stage.APPROVAL), officer=APPROVER).reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert put_off(a_case(Stage.APPROVAL), why="").reasons == (Reason.FIELD_MISSING,)
    assert put_off(a_case(Stage.ARCHIVED)).reasons == (Reason.CASE_NOT_AT_THIS_STAGE,)


def deferred(until=date(2024, 12, 20)):
    event = e.ApplicationDeferred(
        case=CASE, ground=DeferralGround.FALSE_DATA, until=until, number="TANGGUH-2024-0001", sealed=WHY
    )
    return the_case(after(Stage.APPROVAL, event))


@pytest.mark.parametrize(("day", "taken"), [(date(2024, 12, 19), False), (date(2024, 12, 20), True)])
def test_a_new_application_of_the_same_person_is_refused_before_the_end_date_and_names_it(day, taken):
    answer = registration.register_applicant(
        a_walkin(),
        officer=COUNTER,
        today=day,
        numbers=registration.Numbers(case="c2", application_number="7604241219000001", queue_number="A001"),
        others=[deferred()],
    )

    if taken:
        assert isinstance(answer, e.ApplicationRegistered)
    else:
        assert answer.reasons == (Reason.DEFERRED_UNTIL,)
        assert answer.objections[0].facts == {"day": "2024-12-20"}


def test_a_case_is_not_forgotten_while_its_deferral_runs():
    case = replace(deferred(), stage=Stage.ARCHIVED)

    def forget(today):
        second = an_officer(Role.ARCHIVIST, officer="second")
        return closing.forget_case(case, officer=HEAD, second=second, obligations=(), today=today)

    assert forget(TODAY).reasons == (Reason.DEFERRED_UNTIL,)
    assert isinstance(forget(date(2024, 12, 20)), e.CaseForgotten)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 12, 31), 1, date(2025, 1, 31)),
        (date(2024, 11, 30), 25, date(2026, 12, 30)),
    ],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(day, months, expected):
    assert add_months(day, months) == expected


# --- ended cases


ENDINGS = [
    e.ApplicationRefused(case=CASE, ground=RefusalGround.FALSE_DATA, number="TOLAK-2024-0001", sealed=WHY),
    e.ApplicationDeferred(
        case=CASE,
        ground=DeferralGround.FALSE_DATA,
        until=date(2025, 1, 1),
        number="TANGGUH-2024-0001",
        sealed=WHY,
    ),
    e.PassportCancelled(
        case=CASE,
        ground=CancellationGround.HOLDER_DIED,
        number="BATAL-2024-0001",
        booklet=BOOKLET,
        book_cut=True,
        sealed=WHY,
    ),
]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.KIND)
def test_nothing_goes_on_with_an_application_that_has_ended(ending):
    case = the_case(after(Stage.HANDOVER, ending))
    everybody = an_officer(officer="another")

    refusals = [
        issuance.approve_application(case, officer=everybody, orders=()),
        issuance.allocate_booklet(case, officer=everybody, booklet=None),
        issuance.print_data_page(case, officer=everybody, job="j2", today=TODAY),
        turn_down(case, RefusalGround.FALSE_DATA, everybody),
        put_off(case, officer=everybody),
        closing.give_order(
            case,
            officer=everybody,
            kind=OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER,
            duty=None,
            why="Contoh",
            orders=(),
        ),
    ]

    assert case.stage is Stage.ENDED
    for refused in refusals:
        assert isinstance(refused, Refused)
        assert Reason.CASE_ENDED in refused.reasons


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.KIND)
def test_the_file_of_an_ended_application_goes_to_the_archive_and_may_be_forgotten_later(ending):
    case = the_case(after(Stage.HANDOVER, ending))

    filed = closing.archive_file(
        case, officer=an_officer(), shelf="A-1", today=TODAY, keep_years=3, book_cut=True
    )
    assert isinstance(filed, e.FileArchived)

    rows = after(Stage.HANDOVER, ending, filed, e.CaseForgotten(case=CASE, second_officer="anton"))
    gone = the_case(rows)
    assert gone.stage is Stage.FORGOTTEN
    assert gone.ending.why == ""
    assert gone.ending.number == ending.number
