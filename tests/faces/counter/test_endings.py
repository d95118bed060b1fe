"""Pages of cases that leave the clean path: what is offered, what an ended case says, and its letters."""

import re
import uuid

import pypdfium2
import pytest

from builders.cases import DAY
from builders.counter import signed_in
from builders.country import ANOTHER, bring_to, done, forget, pull, push, the_row
from builders.nodes import by
from loket.core.domain import events as e
from loket.core.domain.terms import (
    CancellationGround,
    DeferralGround,
    ReportFinding,
    Service,
    SpoilCause,
    Stage,
)
from loket.core.tlog.note import parse, verify_note
from loket.faces.counter.letter_parts import LetterKind, letters_of, signed_letter
from loket.faces.counter.stage_bar import steps
from loket.node.followers.centre import CentreFollower
from loket.node.operations.archive_file import archive_file
from loket.node.operations.cancel_passport import cancel_passport
from loket.node.operations.defer_application import defer_application
from loket.node.operations.propose_cancellation import propose_cancellation
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.operations.write_interview_report import write_interview_report

WHY = "Keterangan pemohon berbeda dari berkas."


def post(client, case, act, **fields):
    return client.post(f"/cases/{case}/{act}", {"act": uuid.uuid4().hex, **fields})


def page_of(client, case, act=""):
    answer = client.get(f"/cases/{case}/{act}" if act else f"/cases/{case}")
    assert answer.status_code == 200
    return answer.content.decode()


def letter(client, case, kind):
    """The text of the case's letter of this kind, by the link on its page."""
    (address,) = set(re.findall(rf'href="(/cases/{case}/papers/{kind}/[^"]+)"', page_of(client, case)))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return answer, " ".join(text.split())


def test_incomplete_documents_are_returned_with_a_slip_that_says_what_to_bring(office, client_of):
    case = bring_to(office, Stage.DOCUMENTS)
    client = client_of("rahma")
    asked = page_of(client, case, "return_documents")
    assert "Family card (KK)" in asked

    answer = post(client, case, "return_documents", remark="KK lama tidak terbaca ☃")

    assert answer.status_code == 302
    page = page_of(client, case)
    assert "This application has ended: Documents returned" in " ".join(page.split())
    answer, text = letter(client, case, "return-slip")
    for said in (
        "No. KEMBALI-2024-0001",
        "Kartu keluarga (KK)",
        "Family card (KK)",
        "KK lama tidak terbaca ?",
    ):
        assert said in text
    assert answer.headers["Content-Disposition"] == 'inline; filename="KEMBALI-2024-0001.pdf"'


def test_a_refused_case_says_on_what_ground_by_whom_and_with_which_letter(office, client_of):
    case = bring_to(office, Stage.APPROVAL)

    post(client_of("dewi"), case, "refuse_application", ground="purpose_of_travel", why=WHY)

    page = page_of(client_of("rahma"), case)
    for said in ("Refused", "The purpose of travel is not credible", "TOLAK-2024-0001", "Dewi", WHY):
        assert said in page
    _answer, text = letter(client_of("rahma"), case, "refusal")
    for said in (
        "Surat penolakan",
        "Tujuan perjalanan tidak meyakinkan / The purpose of travel is not credible",
        "Permohonan paspor Saudara ditolak.",
        WHY,
        "Nur Aisyah Abdul Kadir",
    ):
        assert said in text


def test_the_stage_bar_of_an_ended_case_says_what_was_done_and_never_that_it_was_handed_over(office):
    case = bring_to(office, Stage.APPROVAL)
    ground = DeferralGround.FALSE_DATA
    done(defer_application(office, by("kepala"), case, ground=ground, months=6, why=WHY))
    ended = [(step.stage, step.state) for step in steps(the_row(office, case))]
    done(archive_file(office, by("anton"), case, shelf="T-1"))
    archived = {step.stage: step.state for step in steps(the_row(office, case))}

    assert ended[-1] == (Stage.ENDED, "now")
    assert archived[Stage.ENDED] == "done"
    assert Stage.HANDOVER not in archived


def test_a_deferral_shows_its_end_date_before_and_after_and_the_next_application_is_refused_with_it(
    office, client_of
):
    case = bring_to(office, Stage.APPROVAL)
    head = client_of("kepala")
    assert "6 months: Friday, 20 December 2024" in page_of(head, case, "defer_application")

    post(head, case, "defer_application", ground="non_procedural_work", months="6", why=WHY)

    assert "20 December 2024" in page_of(head, case)
    _answer, text = letter(head, case, "deferral")
    assert "mulai Jumat, 20 Desember 2024" in text
    assert "from Friday, 20 December 2024 on" in text


def test_a_confirmed_suspicion_is_cancelled_from_the_page_with_its_reports(country, office, client_of):
    case = bring_to(office, Stage.HANDOVER)
    head, interviewer = client_of("kepala"), client_of("iwan")

    post(client_of("rahma"), case, "propose_cancellation", ground="false_statement", why=WHY)
    country.clock.now += 7 * DAY
    waiting = " ".join(page_of(head, case).split())
    assert "Cancellation proposed: False statement" in waiting
    assert "overdue by 3 working days" in waiting  # due on Monday, today is Thursday
    asked = page_of(interviewer, case, "write_interview_report")
    assert "Negligent" not in asked
    written = post(
        interviewer,
        case,
        "write_interview_report",
        finding="suspicion_confirmed",
        statement="Contoh keterangan",
        conclusion="Contoh kesimpulan",
    )
    assert written.status_code == 302
    refused = post(head, case, "cancel_passport", ground="false_statement", why=WHY)
    assert refused.status_code == 422
    assert "The book is here and is not cut yet." in refused.content.decode()
    post(head, case, "cancel_passport", ground="false_statement", why=WHY, book_cut="on")

    assert "X0000001, cut" in page_of(head, case)
    _answer, text = letter(head, case, "cancellation")
    for said in ("Berita acara pembatalan", "digunting di hadapan", "BAP-2024-0001", "Saksi / Witness"):
        assert said in text
    _answer, text = letter(head, case, "interview-report")
    for said in ("Berita acara pemeriksaan", "Contoh keterangan", "Dugaan terbukti", "Yang diperiksa"):
        assert said in text


def test_negligence_is_for_the_head_and_the_page_says_so(office, client_of):
    case = bring_to(office, Stage.INTERVIEW_REPORT, service=Service.LOST)
    text = e.ReportText(statement="Contoh", conclusion="Contoh")
    done(write_interview_report(office, by("iwan"), case, finding=ReportFinding.NEGLIGENT, text=text))

    page = page_of(client_of("kepala"), case)
    assert "The interview report finds negligence" in page
    refused = post(client_of("rahma"), case, "issue_billing_code")
    assert "the head has not decided yet" in refused.content.decode()

    post(client_of("kepala"), case, "give_order", kind="go_on_despite_negligence", why=WHY)
    assert post(client_of("rahma"), case, "issue_billing_code").status_code == 302


def test_a_spoilt_booklet_leaves_a_report_for_two_signatures(office, client_of):
    case = bring_to(office, Stage.HANDOVER)
    client = client_of("tini")

    post(client, case, "spoil_booklet", cause="misprint", report="Laminasi berkerut.", present="budi")

    answer, text = letter(client, case, "spoil-report")
    for said in (
        "Berita acara kerusakan",
        "RUSAK-2024-0001",
        "X0000001",
        "Laminasi berkerut.",
        "Budi",
    ):
        assert said in text
    assert "Aisyah" not in text
    assert "☃" not in answer.headers["Content-Disposition"]


def test_the_signed_note_of_a_letter_names_nobody(office):
    case = bring_to(office, Stage.APPROVAL)
    ground = DeferralGround.FALSE_DATA
    done(defer_application(office, by("kepala"), case, ground=ground, months=12, why=WHY))
    row = the_row(office, case)
    (found,) = letters_of(row)

    note = signed_letter(office, row, found)

    parsed = parse(note)
    verify_note(parsed, [office.keys.public().papers])
    text = parsed.text
    assert text.splitlines() == [
        "loket paper v1",
        "deferral",
        "TANGGUH-2024-0001",
        row.application_number,
        text.splitlines()[4],
        "until 2025-06-20",
    ]
    applicant = row.registration.applicant
    for personal in (applicant.nik, *applicant.full_name.split(), WHY):
        assert personal not in note.decode()


def test_letters_have_addresses_without_names_and_no_others(office, client_of):
    case = bring_to(office, Stage.APPROVAL)
    post(client_of("dewi"), case, "refuse_application", ground="false_data", why=WHY)
    other = bring_to(office, Stage.DOCUMENTS, **ANOTHER)
    client = client_of("dewi")

    assert client.get(f"/cases/{case}/papers/refusal/TOLAK-2024-0001").status_code == 200
    for wrong in (
        f"/cases/{case}/papers/deferral/TOLAK-2024-0001",
        f"/cases/{case}/papers/refusal/TOLAK-2024-0002",
        f"/cases/{other}/papers/refusal/TOLAK-2024-0001",
        f"/cases/{case}/papers/nothing/TOLAK-2024-0001",
    ):
        assert client.get(wrong).status_code == 404


def test_a_forgotten_case_has_no_letters_any_more(country, office, client_of):
    case = bring_to(office, Stage.APPROVAL)
    post(client_of("dewi"), case, "refuse_application", ground="false_data", why=WHY)
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(office, country.centre)
    post(client_of("anton"), case, "archive_file", shelf="T-1")

    done(forget(office, case))

    client = client_of("dewi")
    assert client.get(f"/cases/{case}/papers/refusal/TOLAK-2024-0001").status_code == 404
    page = page_of(client, case)
    assert "TOLAK-2024-0001" in page
    assert WHY not in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_act_of_an_ending_has_a_page_for_everybody(office, language):
    case = bring_to(office, Stage.HANDOVER)
    for officer in ("rahma", "dewi", "kepala", "iwan", "tini"):
        client = signed_in(officer, language=language)
        for act in (
            "refuse_application",
            "defer_application",
            "propose_cancellation",
            "cancel_passport",
            "drop_cancellation",
            "write_interview_report",
            "return_documents",
            "spoil_booklet",
        ):
            assert client.get(f"/cases/{case}/{act}").status_code == 200


def test_every_kind_of_letter_can_be_set_with_long_words_of_an_officer(office, client_of):
    """What is long goes over pages; nothing that a person can type keeps a letter from being set."""
    long = "Contoh “kalimat” panjang – dengan tanda: é, ÿ, №, 日本, <b> & #set. \n\n" * 60
    case = bring_to(office, Stage.HANDOVER)
    done(spoil_booklet(office, by("tini"), case, cause=SpoilCause.OTHER, report=long[:2000], present="budi"))
    bring_to(office, Stage.HANDOVER, case=case)
    ground = CancellationGround.FALSE_STATEMENT
    done(propose_cancellation(office, by("iwan"), case, ground=ground, why=long[:2000]))
    words = e.ReportText(statement=long[:4000], conclusion=long[:2000])
    finding = ReportFinding.SUSPICION_CONFIRMED
    done(write_interview_report(office, by("iwan"), case, finding=finding, text=words))
    done(cancel_passport(office, by("kepala"), case, ground=ground, why=long[:2000], book_cut=True))

    kinds = [one.kind for one in letters_of(the_row(office, case))]
    assert kinds == [LetterKind.SPOIL_REPORT, LetterKind.INTERVIEW_REPORT, LetterKind.CANCELLATION]
    for kind in kinds:
        letter(client_of("kepala"), case, kind.value)
