"""The slip that an applicant takes along."""

import re

import pypdfium2

from builders.country import bring_to, forget, pull, push, the_row
from loket.core.domain.terms import Stage
from loket.faces.ui.words.next_steps import NEXT_STEPS
from loket.node.followers.centre import CentreFollower
from loket.node.operations.simulated_partners import simulated_partners


def _slip(client, case):
    answer = client.get(f"/cases/{case}/slip")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer


def _text(pdf):
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_bounded().split())


def test_a_slip_says_in_both_languages_how_far_the_application_is_and_names_nobody(country, client_of):
    case = bring_to(country.office, Stage.PAYMENT)
    row = the_row(country.office, case)

    answer = _slip(client_of("rahma"), case)

    text = _text(answer.content)
    for said in (
        row.queue_number,
        row.application_number,
        "Kantor Imigrasi Polewali Mandar",
        "Langkah berikutnya: Bayar dengan kode billing",
        "What comes next: Pay with the billing code",
        "Kamis, 20 Juni 2024",
    ):
        assert said in text
    applicant = row.registration.applicant
    assert applicant.nik not in text
    assert applicant.full_name not in text
    assert answer.headers["Content-Disposition"] == f'inline; filename="{row.application_number}.pdf"'


def test_every_stage_says_what_comes_next():
    assert set(NEXT_STEPS) == set(Stage)


def test_a_case_page_leads_to_its_papers(country, client_of):
    case = bring_to(country.office, Stage.PHOTO)

    page = client_of("rahma").get(f"/cases/{case}").content.decode()

    assert f'href="/cases/{case}/slip"' in page
    assert len(re.findall(f'<li>\\s*<a href="/cases/{case}/receipt"', page)) == 1


def test_a_forgotten_case_has_no_slip(country, client_of):
    case = bring_to(country.office, Stage.HANDOVER)
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(country.office, country.centre)
    bring_to(country.office, Stage.ARCHIVED, case=case)
    forget(country.office, case)

    assert client_of("rahma").get(f"/cases/{case}/slip").status_code == 404
    assert "/slip" not in client_of("rahma").get(f"/cases/{case}").content.decode()
