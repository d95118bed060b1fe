"""Acts done on paper in a power cut: entered once, in their own time, with the sheet's scan."""

import pytest

from builders.country import bring_to, capture, done, publish_list, pull, supplied, the_row
from builders.nodes import by
from builders.people import a_walkin
from loket.core.domain import events as e
from loket.core.domain.prevention import ListedPerson
from loket.core.domain.refusals import Reason, refuse
from loket.core.domain.rows import PaperSheet, TimelineLine
from loket.core.domain.terms import Advice, Outcome, PaperKind, Recipient, Role, Stage
from loket.node.followers.look_ups import LookUpFollower
from loket.node.operations.act import By, perform
from loket.node.operations.approve_application import approve_application
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.check_documents import check_documents
from loket.node.operations.hand_over import AtTheCounter, hand_over
from loket.node.operations.issue_billing_code import issue_billing_code
from loket.node.operations.on_paper import OnPaper
from loket.node.operations.rebuild import rebuild
from loket.node.operations.record_interview import record_interview
from loket.node.operations.record_payment import record_payment
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.scan_document import scan_document
from loket.node.papers.drawings import draw_scan

HOUR = 3_600_000
SHEET = draw_scan("ktp", [("Lembar", "K-0001")])
PAPERS = (PaperKind.IDENTITY_CARD, PaperKind.FAMILY_CARD, PaperKind.BIRTH_CERTIFICATE)


@pytest.fixture(name="office")
def supplied_office(country):
    supplied(country)
    country.clock.now += 24 * HOUR  # its officers had their roles when the power went
    return country.office


def from_paper(officer, sheet, done_at, act="", scan=SHEET):
    return By(officer, act or f"enter-{sheet}-0000000000", OnPaper(sheet=sheet, done_at=done_at, scan=scan))


def registered(office, sheet="K-0001", *, hours_ago=5, **changes):
    at = office.clock.now - hours_ago * HOUR
    return register_applicant(office, from_paper("rahma", sheet, at, **changes), a_walkin())


def lines(office, case):
    with office.store.reading() as reading:
        where = {"office": office.name, "case": case}
        return reading.select(TimelineLine, where, order_by=("number",))


def test_a_registration_from_paper_counts_from_when_it_was_written(office):
    at = office.clock.now - 5 * HOUR
    case = done(registered(office)).case

    row = the_row(office, case)
    assert (row.registered_at, row.stage_since) == (at, at)
    (act, sheet) = lines(office, case)
    assert (act.event, act.sheet, act.done_at) == ("application_registered", "K-0001", at)
    assert (act.at > at, sheet.event) == (True, "paper_act_entered")
    assert rebuild(office, office.name).equal


def test_the_scan_of_the_sheet_is_kept_with_the_case(office):
    case = done(registered(office)).case

    with office.store.reading() as reading:
        row = reading.get(PaperSheet, (office.name, "K-0001"))
    assert open_blob(office, office.name, case, row.blob) == SHEET


def test_no_sheet_is_entered_twice(office):
    done(registered(office))
    at = office.clock.now - HOUR

    # Another officer takes the same sheet for another person's.
    again = register_applicant(
        office,
        from_paper("rahma", "K-0001", at, act="another-act-of-the-same-sheet"),
        a_walkin(nik="7604115010900004"),
    )

    assert again.reasons == (Reason.PAPER_SHEET_ENTERED,)


def test_the_same_form_sent_twice_enters_once(office):
    first = done(registered(office))
    again = done(registered(office))

    assert (again.case, again.repeated) == (first.case, True)
    assert len(lines(office, first.case)) == 2


def test_a_sheet_does_not_come_before_what_the_case_had_seen(office):
    case = bring_to(office, Stage.PAYMENT)
    earlier = the_row(office, case).stage_since - 1

    refused = issue_billing_code(office, from_paper("rahma", "K-0002", earlier), case)

    assert refused.reasons == (Reason.PAPER_OUT_OF_ORDER,)


def test_a_case_done_wholly_on_paper_keeps_its_true_order(office):
    begun = office.clock.now - 8 * HOUR
    case = done(register_applicant(office, from_paper("rahma", "K-1", begun), a_walkin())).case
    for paper in PAPERS:
        # The scans are made at the machine, now.
        done(scan_document(office, by("rahma"), case, paper=paper, data=SHEET))
    stale = from_paper("rahma", "K-2", begun + HOUR)

    # What was scanned now was not seen an hour after the registration.
    refused = check_documents(office, stale, case, originals_seen=frozenset(PAPERS))

    assert refused.reasons == (Reason.PAPER_OUT_OF_ORDER,)


def test_payment_and_interview_from_paper_are_timed_at_their_sheets(office):
    case = bring_to(office, Stage.PAYMENT)
    start = office.clock.now
    office.clock.now += 9 * HOUR
    done(issue_billing_code(office, from_paper("rahma", "K-1", start + HOUR), case))
    done(record_payment(office, from_paper("rahma", "K-2", start + 2 * HOUR), case, amount_rupiah=350_000))

    row = the_row(office, case)
    assert (row.payment.at, row.stage_since) == (start + 2 * HOUR, start + 2 * HOUR)


def test_an_interview_on_paper_starts_the_promise_when_it_was_held(office):
    case = bring_to(office, Stage.INTERVIEW)
    capture(office, case)
    held = office.clock.now + HOUR
    office.clock.now += 30 * HOUR
    notes = e.InterviewNotes(purpose="Umrah", notes="Contoh")
    done(record_interview(office, from_paper("iwan", "K-9", held), case, notes=notes, advice=Advice.GO_ON))

    assert the_row(office, case).interviewed_at == held


def test_nobody_enters_what_has_not_happened_yet(office):
    assert registered(office, hours_ago=-2).reasons == (Reason.PAPER_TIME_IN_FUTURE,)


@pytest.mark.parametrize("number", ["", "K 1", "../k", "k-1", "K" * 21])
def test_a_number_that_no_sheet_has_is_refused(office, number):
    assert Reason.PAPER_SHEET_MALFORMED in registered(office, number, act="0123456789abcdef").reasons


def test_a_sheet_without_its_scan_is_not_entered(office):
    assert registered(office, scan=None).reasons == (Reason.PAPER_SHEET_NOT_SCANNED,)
    assert registered(office, scan=b"nothing").reasons == (Reason.UPLOAD_NOT_ACCEPTED,)


def test_what_needs_the_machine_was_not_done_on_paper(office):
    case = bring_to(office, Stage.APPROVAL)

    refused = approve_application(office, from_paper("dewi", "K-3", office.clock.now), case)

    assert refused.reasons == (Reason.NOT_DONE_ON_PAPER,)


def test_a_sheet_older_than_power_cuts_last_is_not_entered(office):
    month_ago = registered(office, hours_ago=24 * 32)
    year_one = registered(office, hours_ago=24 * 365 * 2023)

    assert month_ago.reasons == (Reason.PAPER_TOO_OLD,)
    assert year_one.reasons == (Reason.PAPER_TOO_OLD,)


def test_nobody_enters_what_he_had_no_role_for_when_it_was_written(office):
    # The officers were enrolled a day ago.
    refused = registered(office, hours_ago=30)

    assert Reason.OFFICER_LACKS_ROLE in refused.reasons


def test_a_clock_far_ahead_takes_no_sheet_either(office):
    written = office.clock.now
    office.clock.now += 1000 * 24 * HOUR

    refused = register_applicant(office, from_paper("rahma", "K-1", written), a_walkin())

    assert refused.reasons == (Reason.CLOCK_IMPLAUSIBLE,)


def test_the_same_form_with_another_sheet_is_not_the_same_act(office):
    done(registered(office, "K-0001", act="one-form-0000000000"))

    again = registered(office, "K-0002", act="one-form-0000000000")

    assert again.reasons == (Reason.ACT_ID_USED,)


@pytest.mark.parametrize("paper", [True, False])
def test_what_a_refused_decision_did_in_the_store_does_not_stay(office, paper):
    def decide(desk):
        desk.writing.save_note("done", "before-the-refusal", 1, b"irrevocable")
        # A clock cannot be confirmed on paper; at the machine the decision itself refuses.
        return e.ClockConfirmed(days_ahead=1) if paper else refuse(Reason.CASE_UNKNOWN)

    who = from_paper("kepala", "K-1", office.clock.now) if paper else by("kepala")

    refused = perform(office, who, Role.HEAD, decide)

    assert refused.reasons == (Reason.NOT_DONE_ON_PAPER if paper else Reason.CASE_UNKNOWN,)
    with office.store.reading() as reading:
        assert reading.note("done", "before-the-refusal") is None


def test_a_handover_on_paper_is_written_down_although_a_hit_has_come_since(country, office):
    case = bring_to(office, Stage.HANDOVER)
    row = the_row(office, case)
    handed_over = office.clock.now
    person = ListedPerson(number="C-1", name="Orang Lain", birth_date="1980-01-01", nik=row.nik)
    publish_list(country, 2, persons=(person,))
    pull(office, country.centre)
    LookUpFollower(office).run_once()
    assert the_row(office, case).stage is Stage.ADJUDICATION
    seen = AtTheCounter(
        recipient=Recipient.APPLICANT,
        signed_for=e.HandoverBookLine(
            recipient_name=row.registration.applicant.full_name, recipient_identity_number=row.nik
        ),
        identity_confirmed=True,
        book_signed=True,
        passport_number_read=row.booklet,
    )

    done(hand_over(office, from_paper("anton", "K-7", handed_over), case, seen))

    out = the_row(office, case)
    assert (out.stage, out.concern, out.handover.at) == (Stage.FILING, Outcome.REVOKED, handed_over)
    assert rebuild(office, office.name).equal
