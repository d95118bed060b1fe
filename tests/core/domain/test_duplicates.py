"""Which other cases of the office a person has to look at beside a case, and why."""

from dataclasses import replace
from datetime import date

import pytest

from builders.cases import NOON, a_case
from builders.people import an_applicant
from loket.core.domain import duplicates
from loket.core.domain.fold_parts import person_of
from loket.core.domain.row_parts import Ending
from loket.core.domain.terms import EndingKind, MatchGround, Service, Stage

THIS, OTHER = "a" * 32, "b" * 32
NOBODY: frozenset[str] = frozenset()


def a_person(case: str, *, service: Service = Service.NEW, **changes):
    applicant = an_applicant(**changes)
    made = a_case(Stage.LOOK_UP, service=service)
    registration = replace(made.registration, applicant=applicant)
    return replace(made, case=case, registration=registration, nik=applicant.nik, person=person_of(applicant))


def grounds(case, *others, alike: frozenset[str] = NOBODY, compared: frozenset[str] = NOBODY):
    found = duplicates.matches(case, others, alike=alike, compared=compared)
    return {match.other_case: match.grounds for match in found}


SAME_FACE = {"alike": frozenset({OTHER}), "compared": frozenset({OTHER})}
ANOTHER_FACE = {"alike": NOBODY, "compared": frozenset({OTHER})}
SOMEBODY_ELSE = {"nik": "7604110203850007", "full_name": "Andi Contoh", "birth_date": date(1985, 3, 2)}


@pytest.mark.parametrize("service", [service for service in Service if service is not Service.NEW])
def test_who_had_a_passport_and_has_the_same_face_is_no_duplicate(service):
    earlier = a_person(OTHER)
    assert grounds(a_person(THIS, service=service), earlier, **SAME_FACE) == {}


@pytest.mark.parametrize("service", list(Service))
def test_the_same_nik_with_another_face_is_looked_at_whatever_the_service(service):
    earlier = a_person(OTHER)
    assert (
        MatchGround.FACE_DIFFERS in grounds(a_person(THIS, service=service), earlier, **ANOTHER_FACE)[OTHER]
    )


def test_a_renewal_whose_earlier_face_was_never_compared_is_no_duplicate():
    assert grounds(a_person(THIS, service=Service.RENEWAL), a_person(OTHER)) == {}


def test_a_first_passport_for_a_nik_that_has_a_case_is_looked_at():
    assert grounds(a_person(THIS), a_person(OTHER), **SAME_FACE) == {OTHER: (MatchGround.NIK,)}


def test_a_first_passport_after_documents_that_were_returned_is_no_duplicate_by_its_nik():
    ended = replace(
        a_person(OTHER),
        stage=Stage.ENDED,
        ending=Ending(kind=EndingKind.RETURNED, at=NOON, by="o", number="R-1"),
    )
    assert grounds(a_person(THIS), ended, **SAME_FACE) == {}
    # but another face under the same number still is
    assert grounds(a_person(THIS), ended, **ANOTHER_FACE) == {OTHER: (MatchGround.FACE_DIFFERS,)}


@pytest.mark.parametrize("service", list(Service))
@pytest.mark.parametrize("kind", [EndingKind.REFUSED, EndingKind.DEFERRED, EndingKind.CANCELLED])
def test_after_a_decision_against_the_same_nik_every_service_is_looked_at(service, kind):
    ending = Ending(kind=kind, at=NOON, by="o", number="R-1")
    ended = replace(a_person(OTHER), stage=Stage.ENDED, ending=ending)

    assert grounds(a_person(THIS, service=service), ended, **SAME_FACE) == {OTHER: (MatchGround.NIK,)}


@pytest.mark.parametrize(
    "name", ["Abdul Kadir Nur Aisyah", "KADIR, NUR AISYAH ABDUL", "nur aisyah abdul kadir"]
)
def test_the_same_name_in_another_order_with_the_same_birth_date_is_looked_at(name):
    other = a_person(OTHER, nik="7604115010900099", full_name=name)
    assert grounds(a_person(THIS), other) == {OTHER: (MatchGround.NAME_AND_BIRTH_DATE,)}


def test_the_same_name_with_another_birth_date_is_another_person():
    other = a_person(OTHER, nik="7604115010910003", birth_date=date(1991, 10, 10))
    assert grounds(a_person(THIS), other) == {}


def test_another_name_and_number_with_a_face_that_looks_alike_is_looked_at():
    other = a_person(OTHER, **SOMEBODY_ELSE)
    assert grounds(a_person(THIS), other, **SAME_FACE) == {OTHER: (MatchGround.FACE,)}
    assert grounds(a_person(THIS), other, **ANOTHER_FACE) == {}


def test_name_birth_date_and_face_under_two_numbers_give_both_grounds():
    other = a_person(OTHER, nik="7604115010900099")
    assert grounds(a_person(THIS), other, **SAME_FACE) == {
        OTHER: (MatchGround.NAME_AND_BIRTH_DATE, MatchGround.FACE)
    }


def test_a_case_is_no_duplicate_of_itself_nor_of_a_forgotten_one():
    case = a_person(THIS)
    forgotten = replace(a_person(OTHER), stage=Stage.FORGOTTEN)
    assert grounds(case, case, forgotten, **SAME_FACE) == {}


def test_matches_come_in_the_order_of_the_cases_whatever_the_order_of_the_search():
    others = [a_person(letter * 32) for letter in "dbc"]
    assert list(grounds(a_person(THIS), *others)) == ["b" * 32, "c" * 32, "d" * 32]
