"""Rupiah are read as people, and the page itself, write them."""

import pytest

from loket.faces.counter.acts.record_payment import RecordPaymentForm

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
