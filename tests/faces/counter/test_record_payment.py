"""Rupiah are read as people, and the page itself, write them."""

import pypdfium2
import pytest

from builders.country import bring_to, done, the_row
from builders.nodes import by
from loket.core.domain.terms import Speed, Stage, Tender
from loket.faces.counter.acts.record_payment import RecordPaymentForm
from loket.node.operations.issue_billing_code import issue_billing_code

ACT = "a" * 32


@pytest.mark.parametrize("written", ["350000", "350.000", "Rp 350.000", " 350.000 "])
def test_thousands_may_be_parted_by_points(written):
    form = RecordPaymentForm({"amount_rupiah": written, "act": ACT})

    assert form.is_valid()
    assert form.cleaned_data["amount_rupiah"] == 350_000


def test_a_million_has_two_points():
    form = RecordPaymentForm({"amount_rupiah": "1.350.000", "act": ACT})

    assert form.is_valid()
    assert form.cleaned_data["amount_rupiah"] == 1_350_000


@pytest.mark.parametrize("written", ["350.00", "3.5", "350.0000", "-1", "x", "", "35,5"])
def test_what_is_no_amount_is_not_taken_for_one(written):
    form = RecordPaymentForm({"amount_rupiah": written, "act": ACT})

    assert not form.is_valid()
    assert "amount_rupiah" in form.errors


def _bill(office, **walkin):
    return bring_to(office, Stage.PAYMENT, **walkin)


def test_the_page_says_what_same_day_service_costs_before_and_after_the_code_is_issued(office, client_of):
    case, client = _bill(office, speed=Speed.SAME_DAY), client_of("rahma")
    before = client.get(f"/cases/{case}").content.decode()
    done(issue_billing_code(office, by("rahma"), case))
    after = client.get(f"/cases/{case}").content.decode()

    for page in (before, after):
        for words in ("Same-day service", "1.350.000", "350.000", "1.000.000"):
            assert words in page.replace(",", "."), words


def test_the_receipt_lists_the_parts_of_the_fee_and_names_its_ground(office, client_of):
    case, client = _bill(office, speed=Speed.SAME_DAY), client_of("rahma")
    done(issue_billing_code(office, by("rahma"), case))
    answer = client.post(
        f"/cases/{case}/record_payment", {"act": ACT, "amount_rupiah": "1.350.000", "tender": "cash"}
    )
    assert answer.status_code == 302

    document = pypdfium2.PdfDocument(client.get(f"/cases/{case}/receipt").content)
    text = document[0].get_textpage().get_text_range()
    for words in ("Layanan percepatan", "Rp 1.000.000", "Paspor biasa", "Rp 350.000", "Uang tunai diterima"):
        assert words in text, words


def test_without_an_answer_the_receipt_is_for_a_proof_that_was_seen(office, client_of):
    case, client = _bill(office), client_of("rahma")
    done(issue_billing_code(office, by("rahma"), case))

    client.post(f"/cases/{case}/record_payment", {"act": ACT, "amount_rupiah": "350000"})

    assert the_row(office, case).payment.tender is Tender.PROOF_SEEN
