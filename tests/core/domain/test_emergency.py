"""Rules of the emergency travel document (SPLP)."""

from dataclasses import replace
from datetime import date

import pytest

from builders.people import a_walkin
from loket.core.domain.document_codes import code_of
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rules.registration import objections_to_keyed
from loket.core.domain.terms import DocumentKind, Service, Speed

TODAY = date(2026, 3, 2)


def asked(**changes):
    walkin = replace(a_walkin(kind=DocumentKind.EMERGENCY), **changes)
    return objections_to_keyed(walkin, TODAY, emergency_years=2)


def test_it_is_valid_for_as_long_as_the_offices_data_say_at_the_most():
    assert asked() == []
    assert asked(validity_years=1) == []
    assert asked(validity_years=5) == [Objection(Reason.EMERGENCY_VALIDITY, "validity_years", {"most": 2})]
    assert asked(validity_years=0) != []


def test_a_passport_is_not_given_for_two_years():
    walkin = replace(a_walkin(), validity_years=2)

    assert objections_to_keyed(walkin, TODAY, emergency_years=2) != []


@pytest.mark.parametrize("service", [Service.RENEWAL, Service.DAMAGED, Service.CHANGE_OF_DATA])
def test_it_is_not_given_for_what_is_done_with_a_passport(service):
    reasons = {one.reason for one in asked(service=service)}

    assert Reason.EMERGENCY_SERVICE in reasons


def test_there_is_no_same_day_service_for_it():
    assert [one.reason for one in asked(speed=Speed.SAME_DAY)] == [Reason.EMERGENCY_SAME_DAY]


@pytest.mark.parametrize(
    ("kind", "before", "since"),
    [
        (DocumentKind.ORDINARY, "P<", "PP"),
        (DocumentKind.ELECTRONIC, "P<", "PP"),
        (DocumentKind.EMERGENCY, "P<", "PE"),
    ],
)
def test_each_kind_has_its_document_code_from_2026_on(kind, before, since):
    assert code_of(kind, date(2025, 12, 31)) == before
    assert code_of(kind, date(2026, 1, 1)) == since


def test_every_kind_has_a_code():
    assert all(code_of(kind, TODAY) for kind in DocumentKind)
