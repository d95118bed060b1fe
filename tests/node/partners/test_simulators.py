"""Partners that answer by rule."""

from datetime import date

import pytest

from loket.core.domain.rules.counter import BankConfirmed, BankDenied, BankUnreachable
from loket.node.partners.bank_simulator import BankSimulator
from loket.node.partners.registry import (
    HttpRegistry,
    NoRegistry,
    RegistryAgrees,
    RegistryDiffers,
    RegistryQuestion,
    RegistryUnreachable,
)
from loket.node.partners.registry_simulator import RegistrySimulator

QUESTION = RegistryQuestion(
    nik="7604115010900003", full_name="Nur Aisyah Abdul Kadir", birth_date=date(1990, 10, 10)
)
CODE = "8" * 15


def test_the_registry_differs_for_the_people_it_was_told():
    registry = RegistrySimulator(differing=frozenset({QUESTION.nik}))

    assert isinstance(registry.check(QUESTION), RegistryDiffers)
    assert isinstance(RegistrySimulator().check(QUESTION), RegistryAgrees)


def test_the_same_question_gets_the_same_answer():
    assert RegistrySimulator().check(QUESTION) == RegistrySimulator().check(QUESTION)


def test_a_reference_does_not_show_whom_it_is_about():
    reference = RegistrySimulator().check(QUESTION).reference

    assert QUESTION.nik not in reference
    assert "KADIR" not in reference.upper()


@pytest.mark.parametrize(
    "switched", [{"reachable": False}, {"delay_seconds": 3.1}], ids=["out of reach", "too slow"]
)
def test_a_registry_that_is_away_or_slow_gives_no_answer(switched):
    assert RegistrySimulator(**switched).check(QUESTION) == RegistryUnreachable()
    assert NoRegistry().check(QUESTION) == RegistryUnreachable()


def test_the_bank_confirms_what_was_billed():
    confirmed = BankSimulator(bills={CODE: 350_000}).confirm(CODE)

    assert isinstance(confirmed, BankConfirmed)
    assert confirmed.amount_rupiah == 350_000
    assert len(confirmed.reference) == 16


def test_the_bank_denies_what_was_not_paid_and_is_silent_about_what_it_does_not_know():
    bank = BankSimulator(bills={CODE: 350_000}, unpaid=frozenset({CODE}))

    assert bank.confirm(CODE) == BankDenied()
    assert bank.confirm("8" + "0" * 14) == BankUnreachable()


def test_what_was_billed_counts_before_the_usual_amount():
    bank = BankSimulator(billed={CODE: 650_000}.get, usual_amount_rupiah=350_000)

    assert bank.confirm(CODE).amount_rupiah == 650_000
    assert bank.confirm("8" + "0" * 14).amount_rupiah == 350_000


def test_a_bank_that_is_away_gives_no_answer():
    assert BankSimulator(bills={CODE: 1}, reachable=False).confirm(CODE) == BankUnreachable()
    assert BankSimulator(bills={CODE: 1}, delay_seconds=2).confirm(CODE) == BankUnreachable()


def test_a_registry_nobody_listens_at_is_out_of_reach():
    assert HttpRegistry("http://127.0.0.1:9").check(QUESTION) == RegistryUnreachable()
