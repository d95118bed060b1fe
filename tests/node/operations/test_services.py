"""Services, children, the old passport and fees, on a real office."""

from dataclasses import replace
from datetime import date

import pytest

from builders.country import bring_to, done, supplied, the_row
from builders.nodes import by
from builders.people import CHILD, a_walkin, an_old_passport, some_guardians
from loket.core.domain import events as e
from loket.core.domain.refusals import Reason
from loket.core.domain.rules.old_passport import Unreadable
from loket.core.domain.terms import (
    OrderKind,
    PaperKind,
    ParentConsent,
    Recipient,
    ReportFinding,
    Role,
    Service,
    Speed,
    Stage,
    StandingOrderKind,
    Surcharge,
    Tender,
)
from loket.core.icao.mrz import Sex
from loket.node.operations.check_documents import check_documents
from loket.node.operations.give_order import give_order
from loket.node.operations.hand_over import AtTheCounter, hand_over
from loket.node.operations.issue_billing_code import issue_billing_code
from loket.node.operations.read_old_passport import read_old_passport, read_old_passport_from_scan
from loket.node.operations.rebuild import rebuild
from loket.node.operations.record_payment import record_payment
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.scan_document import scan_document
from loket.node.operations.write_interview_report import write_interview_report
from loket.node.papers.data_page import DataPage, make_data_page
from loket.node.papers.drawings import draw_portrait, draw_scan
from loket.node.partners.bank_simulator import BankSimulator


@pytest.fixture
def office(country):
    supplied(country)
    return country.office


def register(office, **walkin):
    return register_applicant(office, by("rahma"), a_walkin(**walkin))


def stop_same_day(office, until):
    event = e.StandingOrderGiven(
        order="o1",
        kind=StandingOrderKind.NO_SAME_DAY_SERVICE,
        text="Sampai antrean habis",
        until=until,
    )
    with office.store.writing() as writing:
        office.append(writing, event, officer="kepala", role=Role.HEAD, act=by("kepala").act)


def test_same_day_service_is_refused_while_the_heads_order_stands(office):
    assert the_row(office, done(register(office, speed=Speed.SAME_DAY)).case).speed is Speed.SAME_DAY
    stop_same_day(office, date(2024, 6, 20))

    other = {"nik": "7604115010900004", "speed": Speed.SAME_DAY}

    assert register(office, **other).reasons == (Reason.SAME_DAY_NOT_OFFERED,)
    done(register(office, **other | {"speed": Speed.REGULAR}))


def test_a_renewal_walks_to_the_archive_with_its_old_passport_read(office):
    case = bring_to(office, Stage.DOCUMENTS, service=Service.RENEWAL)

    assert check_documents(office, by("rahma"), case, originals_seen=frozenset(PaperKind)).reasons[-1:] == (
        Reason.OLD_PASSPORT_NOT_READ,
    )

    bring_to(office, Stage.ARCHIVED, case=case)
    row = the_row(office, case)
    assert (row.old_passport.readable, row.old_passport.differing) == (True, ())
    assert rebuild(office, office.name).equal


def test_the_lines_of_the_old_passport_are_sealed_in_the_log(office):
    case = bring_to(office, Stage.PAYMENT, service=Service.RENEWAL)
    upper, lower = an_old_passport(the_row(office, case).registration).split("\n")

    with office.store.reading() as reading:
        entries = b"".join(
            data for head in reading.heads() for data in reading.entries(head.origin, 0, head.size)
        )

    assert upper.encode() not in entries
    assert lower.encode() not in entries


def data_page(registration):
    applicant = registration.applicant
    upper, lower = an_old_passport(registration).split("\n")
    return make_data_page(
        DataPage(
            document_code="P<",
            issuing_state="IDN",
            document_number=registration.old_passport_number,
            full_name=applicant.full_name.upper(),
            nationality="INDONESIA",
            birth_date=applicant.birth_date,
            birthplace="POLEWALI",
            sex=Sex(applicant.sex.value),
            issue_date=date(2019, 8, 17),
            expiry_date=date(2024, 8, 17),
            issuing_office="POLEWALI MANDAR",
            mrz=(upper, lower),
            portrait=draw_portrait(7),
            specimen=True,
        )
    )


def test_the_old_passport_is_read_from_the_scan_that_is_in_the_case(office):
    case = bring_to(office, Stage.DOCUMENTS, service=Service.RENEWAL)
    row = the_row(office, case)
    old = PaperKind.OLD_PASSPORT

    assert read_old_passport_from_scan(office, by("rahma"), case).reasons == (Reason.PAPER_NOT_SCANNED,)

    blurred = draw_scan("ktp", [("Nama", "CONTOH")])
    done(scan_document(office, by("rahma"), case, paper=old, data=blurred))
    assert read_old_passport_from_scan(office, by("rahma"), case).reasons == (
        Reason.OLD_PASSPORT_SCAN_UNREADABLE,
    )

    done(scan_document(office, by("rahma"), case, paper=old, data=data_page(row.registration)))
    done(read_old_passport_from_scan(office, by("rahma"), case))
    read = the_row(office, case).old_passport
    assert (read.readable, read.differing) == (True, ())
    assert f"{read.data.mrz_upper}\n{read.data.mrz_lower}" == an_old_passport(row.registration)


def test_an_unreadable_passport_is_written_down_as_such_and_may_be_read_later_all_the_same(office):
    case = bring_to(office, Stage.DOCUMENTS, service=Service.CHANGE_OF_DATA)
    registration = the_row(office, case).registration

    done(read_old_passport(office, by("rahma"), case, Unreadable("Terkena air")))
    assert the_row(office, case).old_passport.data.unreadable_why == "Terkena air"

    done(read_old_passport(office, by("rahma"), case, an_old_passport(registration)))
    assert the_row(office, case).old_passport.readable


def billed(office, case):
    done(issue_billing_code(office, by("rahma"), case))
    fee = the_row(office, case).fee
    return fee.amount_rupiah, [(part.what, part.amount_rupiah) for part in fee.parts]


def test_the_fee_is_written_part_by_part(office):
    regular = bring_to(office, Stage.PAYMENT)
    fast = bring_to(office, Stage.PAYMENT, nik="7604115010900004", speed=Speed.SAME_DAY)

    assert billed(office, regular) == (350_000, [("ordinary", 350_000)])
    assert billed(office, fast) == (1_350_000, [("ordinary", 350_000), ("same_day", 1_000_000)])


def test_only_the_heads_order_waives_the_surcharge_for_a_passport_damaged_by_force_majeure(office):
    case = bring_to(office, Stage.PAYMENT, service=Service.DAMAGED)
    assert billed(office, case) == (850_000, [("ordinary", 350_000), ("damaged", 500_000)])

    other = bring_to(
        office,
        Stage.INTERVIEW_REPORT,
        service=Service.DAMAGED,
        nik="7604115010900004",
        speed=Speed.SAME_DAY,
    )
    flood = e.ReportText(statement="Rumah terendam banjir.", conclusion="Keadaan kahar.")
    done(write_interview_report(office, by("iwan"), other, finding=ReportFinding.FORCE_MAJEURE, text=flood))
    done(
        give_order(
            office, by("kepala"), other, kind=OrderKind.WAIVE_SURCHARGE, duty=None, why="Banjir di Wonomulyo"
        )
    )
    # What is waived stays a part, of 0 rupiah; same-day service is a choice and is paid for.
    assert billed(office, other) == (
        1_350_000,
        [("ordinary", 350_000), ("same_day", 1_000_000), (Surcharge.DAMAGED.value, 0)],
    )


@pytest.mark.parametrize("tender", Tender)
def test_while_the_bank_is_out_of_reach_the_receipt_says_what_it_is_for(office, tender):
    case = bring_to(office, Stage.PAYMENT)
    amount, _ = billed(office, case)

    done(record_payment(office, by("rahma"), case, amount_rupiah=amount, tender=tender))

    payment = the_row(office, case).payment
    assert (payment.tender, payment.bank_reference) == (tender, "")
    assert payment.receipt_number


def test_a_payment_that_the_bank_confirms_was_never_cash_here(office):
    case = bring_to(office, Stage.PAYMENT)
    amount, _ = billed(office, case)
    office = replace(office, bank=BankSimulator(bills={the_row(office, case).fee.billing_code: amount}))

    done(record_payment(office, by("rahma"), case, amount_rupiah=amount, tender=Tender.CASH))

    assert the_row(office, case).payment.tender is Tender.PROOF_SEEN


def child(office, stage, **guardians):
    return bring_to(office, stage, guardians=some_guardians(**guardians), **CHILD)


def hand(office, case, *, recipient, name, number, papers=""):
    seen = AtTheCounter(
        recipient=recipient,
        signed_for=e.HandoverBookLine(
            recipient_name=name, recipient_identity_number=number, authority_papers=papers
        ),
        identity_confirmed=True,
        book_signed=True,
        passport_number_read=the_row(office, case).booklet,
    )
    return hand_over(office, by("anton"), case, seen)


def test_a_childs_passport_goes_to_the_parent_who_came_and_never_to_the_child(office):
    case = child(office, Stage.HANDOVER, father=ParentConsent.POWER_OF_ATTORNEY)
    why = "Berobat"
    kind = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=kind, duty=None, why=why))
    applicant = the_row(office, case).registration.applicant

    alone = hand(office, case, recipient=Recipient.APPLICANT, name=applicant.full_name, number=applicant.nik)
    stranger = hand(office, case, recipient=Recipient.FAMILY, name="Paman", number="7604110101700001")
    parent = hand(office, case, recipient=Recipient.FAMILY, name="Sitti Contoh", number="7604 1141 0592 0002")

    assert alone.reasons == (Reason.RECIPIENT_IS_A_CHILD,)
    assert stranger.reasons == (Reason.AUTHORITY_PAPERS_MISSING,)
    assert done(parent)
    assert the_row(office, case).handover.recipient is Recipient.FAMILY


def test_somebody_else_collects_a_childs_passport_with_papers_of_authority(office):
    case = child(office, Stage.HANDOVER)
    kind = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=kind, duty=None, why="Berobat"))

    done(
        hand(
            office,
            case,
            recipient=Recipient.FAMILY,
            name="Paman",
            number="7604110101700001",
            papers="Surat kuasa 12",
        )
    )
