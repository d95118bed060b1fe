"""Rules return what happened, or every reason why not."""

from dataclasses import replace
from datetime import date

import pytest

from builders.cases import BLOB, BOOKLET, NOON, a_case
from builders.people import OFFICE, a_walkin, an_officer
from loket.core.domain import events as e
from loket.core.domain import nik
from loket.core.domain.applicant import IdentityCard, Relative
from loket.core.domain.fees import Tariff, Tariffs
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.row_parts import DutyDone, Ending, Fee, Hit
from loket.core.domain.rows import Booklet, Obligation, Order, Policy
from loket.core.domain.rules import capture, closing, counter, issuance, registration
from loket.core.domain.terms import (
    BookletState,
    DocumentKind,
    Duty,
    EndingKind,
    HitDecision,
    HitKind,
    ObligationKind,
    OrderKind,
    Outcome,
    PaperKind,
    Recipient,
    Role,
    Service,
    Sex,
    Stage,
)

TODAY = date(2024, 6, 20)
NUMBERS = registration.Numbers(case="c1", application_number="7604240620000001", queue_number="A001")
TARIFFS = Tariffs(
    (
        Tariff("PP 28/2019", date(2019, 5, 3), {("ordinary", 5): 350_000}),
        Tariff("PP 45/2024", date(2024, 12, 17), {("ordinary", 5): 350_000, ("ordinary", 10): 650_000}),
    )
)


def register(walkin, officer=None, others=()):
    return registration.register_applicant(
        walkin, officer=officer or an_officer(), today=TODAY, numbers=NUMBERS, others=others
    )


def test_a_walk_in_applicant_is_registered_and_owes_what_only_others_can_answer():
    event = register(a_walkin())

    assert isinstance(event, e.ApplicationRegistered)
    assert event.queue_number == "A001"
    assert {kind.value for kind in event.opens} == {"registry_answer", "duplicate_search"}


def test_every_reason_is_said_at_once():
    walkin = a_walkin(nik="12", height_cm=5, email="x", home_address=" ", confirmed=False)

    refused = register(walkin, officer=an_officer(Role.PRINTER))

    assert isinstance(refused, Refused)
    assert set(refused.reasons) == {
        Reason.OFFICER_LACKS_ROLE,
        Reason.NIK_NOT_16_DIGITS,
        Reason.HEIGHT_IMPLAUSIBLE,
        Reason.EMAIL_MALFORMED,
        Reason.FIELD_MISSING,
        Reason.NAME_SPLIT_NOT_CONFIRMED,
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"primary_identifier": "Nur"}, Reason.NAME_SPLIT_LOSES_A_WORD),
        ({"nik": "7604115010900000"}, Reason.NIK_SERIAL_ZERO),
        ({"birth_date": date(2030, 1, 1)}, Reason.BIRTH_DATE_IN_FUTURE),
        ({"occupation": "Guru\x00"}, Reason.FIELD_HAS_CONTROL_CHARACTERS),
        ({"occupation": "x" * 201}, Reason.FIELD_TOO_LONG),
        ({"birth_place": "x" * 47}, Reason.FIELD_TOO_LONG),
        ({"birth_place": "Łódź ☃"}, Reason.NOT_PRINTABLE_ON_PAGE),
        ({"birth_date": date(1899, 12, 31)}, Reason.FIELD_MALFORMED),
        ({"father": Relative(name="A", nationality="<b>")}, Reason.FIELD_MALFORMED),
        ({"father": Relative(name="A", birth_date=date(2999, 1, 1))}, Reason.BIRTH_DATE_IN_FUTURE),
        ({"mother": Relative(name="A", birth_place="a\x1b\u202eb")}, Reason.FIELD_HAS_CONTROL_CHARACTERS),
        (
            {
                "identity_card": IdentityCard(
                    number="1", place="P", issued_on=date(2020, 1, 1), expires_on=date(2019, 1, 1)
                )
            },
            Reason.FIELD_MALFORMED,
        ),
        (
            {
                "full_name": "*_#$Nur Kadir",
                "primary_identifier": "Kadir",
                "secondary_identifier": "*_#$Nur",
            },
            Reason.NOT_PRINTABLE_ON_PAGE,
        ),
        (
            {"full_name": "Nur -", "primary_identifier": "-", "secondary_identifier": "Nur"},
            Reason.NAME_NOT_IN_MRZ_ALPHABET,
        ),
    ],
)
def test_a_registration_is_refused_for_its_own_reason(changes, reason):
    refused = register(a_walkin(**changes))

    assert isinstance(refused, Refused)
    assert refused.reasons == (reason,)


def test_an_old_passport_number_has_the_form_of_one():
    walkin = a_walkin(service=Service.RENEWAL)
    odd = replace(walkin, registration=replace(walkin.registration, old_passport_number="<script>\x07"))

    assert register(odd).reasons == (Reason.FIELD_MALFORMED,)


def hand_over(**signed_for):
    case = a_case(Stage.HANDOVER)
    values = {"recipient_name": "Nur Aisyah Abdul Kadir", "recipient_identity_number": "7604115010900003"}
    return closing.hand_over(
        case,
        officer=an_officer(officer="another"),
        recipient=signed_for.pop("recipient", Recipient.APPLICANT),
        signed_for=e.HandoverBookLine(**(values | signed_for)),
        identity_confirmed=True,
        book_signed=True,
        passport_number_read=BOOKLET,
        line=1,
        obligations=(),
        orders=(),
        policy=Policy(office=OFFICE),
        now=NOON,
    )


def test_nobody_else_is_written_down_as_the_applicant():
    other = {"recipient_name": "Orang Lain", "recipient_identity_number": "1"}

    assert isinstance(hand_over(), e.PassportHandedOver)
    assert hand_over(**other).reasons == (Reason.RECIPIENT_DIFFERS_FROM_RECORD,) * 2
    assert hand_over(**other, recipient=Recipient.PROXY).reasons == (Reason.AUTHORITY_PAPERS_MISSING,)
    with_papers = hand_over(**other, recipient=Recipient.PROXY, authority_papers="Surat kuasa 12")
    assert isinstance(with_papers, e.PassportHandedOver)
    assert hand_over(authority_papers="\x07").reasons == (Reason.FIELD_HAS_CONTROL_CHARACTERS,)


def test_a_person_with_an_open_application_is_not_registered_twice():
    refused = register(a_walkin(), others=[a_case(Stage.PAYMENT)])

    assert refused == Refused((Objection(Reason.ALREADY_IN_PROCESS, "nik"),))


def test_a_person_whose_passport_was_handed_over_may_come_again():
    assert isinstance(register(a_walkin(), others=[a_case(Stage.ARCHIVED)]), e.ApplicationRegistered)


def test_a_renewal_needs_the_old_passport():
    walkin = a_walkin(service=Service.RENEWAL)
    bare = replace(walkin, registration=replace(walkin.registration, old_passport_number=""))

    assert register(bare).reasons == (Reason.OLD_PASSPORT_NUMBER_MISSING,)


def test_the_date_inside_a_nik_adds_forty_to_a_womans_day():
    birth = date(1990, 10, 10)

    assert nik.agrees_with("7604115010900003", birth_date=birth, sex=Sex.FEMALE)
    assert not nik.agrees_with("7604115010900003", birth_date=birth, sex=Sex.MALE)
    assert nik.agrees_with("7604111010900003", birth_date=birth, sex=Sex.MALE)


def test_a_first_passport_needs_identity_card_family_card_and_one_proof_of_birth():
    case = a_case(Stage.DOCUMENTS)

    refused = counter.check_documents(case, officer=an_officer(), originals_seen=frozenset())

    assert [objection.facts["paper"] for objection in refused.objections] == [
        "identity_card",
        "family_card",
        "birth_certificate",
    ]


@pytest.mark.parametrize("proof", counter.PROOFS_OF_BIRTH)
def test_any_one_proof_of_birth_will_do(proof):
    papers = frozenset({PaperKind.IDENTITY_CARD, PaperKind.FAMILY_CARD, proof})

    assert counter.missing_papers(a_case(Stage.DOCUMENTS), papers) == ()


def test_a_renewal_needs_identity_card_and_old_passport():
    case = a_case(Stage.DOCUMENTS, service=Service.RENEWAL)

    assert counter.missing_papers(case, frozenset()) == (PaperKind.IDENTITY_CARD, PaperKind.OLD_PASSPORT)


def bill(case, today=TODAY):
    return counter.issue_billing_code(
        case, officer=an_officer(), today=today, tariffs=TARIFFS, billing_code="8" * 15
    )


def test_the_fee_is_the_one_of_the_day():
    five, ten = a_case(Stage.PAYMENT), replace(a_case(Stage.PAYMENT), validity_years=10)

    assert bill(five).amount_rupiah == 350_000
    assert bill(ten).reasons == (Reason.NO_FEE_FOR_THIS_DAY,)
    assert bill(ten, date(2024, 12, 16)).reasons == (Reason.NO_FEE_FOR_THIS_DAY,)
    assert bill(ten, date(2024, 12, 17)).amount_rupiah == 650_000
    assert bill(five, date(2019, 5, 2)).reasons == (Reason.NO_FEE_FOR_THIS_DAY,)


def pay(bank, amount=350_000):
    billed = bill(a_case(Stage.PAYMENT))
    case = replace(a_case(Stage.PAYMENT), fee=Fee(billing_code="8" * 15, amount_rupiah=350_000, tariff="t"))
    assert isinstance(billed, e.BillingCodeIssued)
    return counter.record_payment(
        case, officer=an_officer(), amount_rupiah=amount, bank=bank, receipt_number="POLMAN-2024-000001"
    )


def test_a_payment_that_the_bank_knows_needs_no_receipt_and_owes_nothing():
    event = pay(counter.BankConfirmed("NTPN", 350_000))

    assert (event.bank_reference, event.receipt_number, event.opens) == ("NTPN", "", ())


def test_a_payment_that_the_bank_cannot_be_asked_about_gets_a_numbered_receipt_and_an_obligation():
    event = pay(counter.BankUnreachable())

    assert (event.bank_reference, event.receipt_number) == ("", "POLMAN-2024-000001")
    assert [kind.value for kind in event.opens] == ["bank_confirmation"]


def test_a_wrong_amount_and_a_denied_payment_are_refused():
    assert pay(counter.BankUnreachable(), amount=1).reasons == (Reason.AMOUNT_DIFFERS_FROM_FEE,)
    assert pay(counter.BankConfirmed("NTPN", 1)).reasons == (Reason.AMOUNT_DIFFERS_FROM_FEE,)
    assert pay(counter.BankDenied()).reasons == (Reason.BANK_SAYS_NOT_PAID,)


def test_one_officer_does_only_one_of_the_four_duties_unless_the_head_ordered_it():
    case = replace(a_case(Stage.APPROVAL), duties=(DutyDone(duty=Duty.CAPTURE, officer="officer-1"),))
    approve = issuance.approve_application
    order = Order(
        office=OFFICE,
        order=f"{case.case}:same_officer:approval",
        case=case.case,
        kind=OrderKind.SAME_OFFICER,
        duty=Duty.APPROVAL,
        by="head",
        at=NOON,
        why="one officer on duty",
    )

    alone = approve(case, officer=an_officer(), orders=())
    another = approve(case, officer=an_officer(officer="officer-2"), orders=())
    ordered = approve(case, officer=an_officer(), orders=(order,))

    assert alone.reasons == (Reason.SAME_OFFICER_DID_ANOTHER_DUTY,)
    assert isinstance(another, e.ApplicationApproved)
    assert isinstance(ordered, e.ApplicationApproved)


def blank(state=BookletState.IN_STOCK):
    return Booklet(office=OFFICE, booklet=BOOKLET, kind=DocumentKind.ORDINARY, shipment="s1", state=state)


def test_a_spoilt_booklet_cannot_be_allocated():
    case = a_case(Stage.ALLOCATION)

    refused = issuance.allocate_booklet(case, officer=an_officer(), booklet=blank(BookletState.SPOILT))

    assert refused.reasons == (Reason.BOOKLET_NOT_IN_STOCK,)


def test_an_empty_stock_and_a_case_that_is_not_approved_are_two_reasons():
    refused = issuance.allocate_booklet(a_case(Stage.APPROVAL), officer=an_officer(), booklet=None)

    assert refused.reasons == (Reason.CASE_NOT_AT_THIS_STAGE, Reason.NO_BOOKLET_IN_STOCK)


def test_the_page_record_carries_the_mrz_of_doc_9303():
    case = a_case(Stage.PRINTING)

    record = issuance.page_record(case, case.registration, issued_on=date(2026, 1, 1))

    # Check digit by hand (9303-3 §4.9): X is 33 with weight 7, the 1 in the eighth place has weight 3.
    assert record.mrz_upper == "PPIDNKADIR<<NUR<AISYAH<ABDUL".ljust(44, "<")
    assert record.mrz_lower[:9] == "X0000001<"
    assert record.mrz_lower[9] == str((33 * 7 + 1 * 3) % 10)
    assert record.mrz_lower[10:19] == "IDN901010"
    assert record.mrz_lower[20:27] == "F310101"
    assert record.expires_on == date(2031, 1, 1)


def test_the_document_code_changes_with_the_day_of_issue():
    case = a_case(Stage.PRINTING)

    assert issuance.page_record(case, case.registration, issued_on=date(2025, 12, 31)).document_code == "P<"
    assert issuance.page_record(case, case.registration, issued_on=date(2026, 1, 1)).document_code == "PP"


def test_a_photo_is_needed_and_may_be_taken_again_before_the_interview():
    officer = an_officer()

    nothing, found = capture.Portrait(blob=None, faces=1), capture.Portrait(blob=BLOB, faces=1)
    assert capture.take_photo(a_case(Stage.PHOTO), officer=officer, portrait=nothing, orders=()).reasons == (
        Reason.PHOTO_MISSING,
    )
    again = capture.take_photo(a_case(Stage.INTERVIEW), officer=officer, portrait=found, orders=())
    assert isinstance(again, e.PhotoTaken)


def forget(case, officer, second, obligations=(), today=date(2027, 6, 20)):
    """Three years after the file was archived, unless said otherwise."""
    return closing.forget_case(case, officer=officer, second=second, obligations=obligations, today=today)


def test_only_the_head_with_a_second_officer_forgets_a_finished_case():
    head, second = an_officer(Role.HEAD, officer="head"), an_officer(Role.ARCHIVIST, officer="second")
    done = a_case(Stage.ARCHIVED)

    assert isinstance(forget(done, head, second), e.CaseForgotten)
    assert forget(done, head, head).reasons == (Reason.SECOND_OFFICER_NEEDED,)
    machine = an_officer(Role.SYSTEM, officer="system")
    assert forget(done, head, machine).reasons == (Reason.SECOND_OFFICER_NEEDED,)
    assert forget(done, second, head).reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert forget(a_case(Stage.FILING), head, second).reasons == (Reason.CASE_NOT_FINISHED,)


def test_a_case_that_still_owes_an_answer_is_not_forgotten():
    """Nothing could be answered of it any more, and a provisional passport never recalled."""
    owed = Obligation(
        office=OFFICE,
        obligation="c:registry_answer",
        case="c",
        kind=ObligationKind.REGISTRY_ANSWER,
        opened_at=NOON,
        open=True,
    )
    head, second = an_officer(Role.HEAD, officer="head"), an_officer(Role.ARCHIVIST, officer="second")

    assert forget(a_case(Stage.ARCHIVED), head, second, (owed,)).reasons == (Reason.OBLIGATIONS_OPEN,)
    answered = replace(owed, open=False)
    assert isinstance(forget(a_case(Stage.ARCHIVED), head, second, (answered,)), e.CaseForgotten)


def test_a_passport_that_something_stands_against_is_not_forgotten_while_it_is_out():
    head, second = an_officer(Role.HEAD, officer="head"), an_officer(Role.ARCHIVIST, officer="second")
    hit = Hit(hit="registry_answer/1", kind=HitKind.REGISTRY_ANSWER, found_at=NOON)
    recalled = replace(a_case(Stage.ARCHIVED), hits=(hit,), concern=Outcome.RECALLED)
    confirmed = replace(recalled, hits=(replace(hit, decision=HitDecision.CONFIRMED),))
    cleared = replace(recalled, hits=(replace(hit, decision=HitDecision.CLEARED),), concern=None)
    ending = Ending(kind=EndingKind.CANCELLED, at=NOON, by="head", number="BATAL-2024-0001")

    assert forget(recalled, head, second).reasons == (Reason.CONCERN_OPEN,)
    assert forget(confirmed, head, second).reasons == (Reason.CONCERN_OPEN,)
    assert isinstance(forget(cleared, head, second), e.CaseForgotten)
    assert isinstance(forget(replace(confirmed, ending=ending, concern=None), head, second), e.CaseForgotten)


def test_a_case_is_not_forgotten_while_its_paper_file_is_kept():
    head, second = an_officer(Role.HEAD, officer="head"), an_officer(Role.ARCHIVIST, officer="second")
    archived = a_case(Stage.ARCHIVED)
    kept = forget(archived, head, second, today=date(2027, 6, 19))

    assert kept.objections == (Objection(Reason.KEPT_UNTIL, facts={"day": "2027-06-20"}),)
    assert isinstance(forget(archived, head, second, today=date(2027, 6, 20)), e.CaseForgotten)


def test_29_february_expires_on_1_march_of_a_common_year():
    assert issuance.add_years(date(2024, 2, 29), 5) == date(2029, 3, 1)
    assert issuance.add_years(date(2024, 6, 20), 10) == date(2034, 6, 20)
