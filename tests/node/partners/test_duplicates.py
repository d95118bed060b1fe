"""The national duplicate search."""

from dataclasses import replace
from datetime import date

from builders.cases import a_case
from builders.people import NIK, a_walkin
from loket.core.domain.terms import Service, Stage
from loket.node.partners.duplicates import OtherCase, search_duplicates


class Cases:
    def __init__(self, *cases):
        self.cases = cases

    def with_nik(self, nik):
        return [case for case in self.cases if case.nik == nik]

    def named_like(self, word):
        return [case for case in self.cases if word in case.search]


def case_of(case="c1", office="polman", service=Service.NEW, booklet="", **applicant):
    registration = a_walkin(service=service, **applicant).registration
    return replace(
        a_case(Stage.DOCUMENTS),
        office=office,
        case=case,
        service=service,
        booklet=booklet,
        nik=registration.applicant.nik,
        search=registration.applicant.full_name.casefold(),
        registration=registration,
    )


def test_a_case_is_no_duplicate_of_itself():
    mine = case_of()

    assert search_duplicates(mine, Cases(mine)) == ()


def test_the_same_nik_at_another_office_is_found():
    mine, other = case_of(), case_of("c2", "majene", full_name="Orang Lain", birth_date=date(1970, 1, 1))

    assert search_duplicates(mine, Cases(mine, other)) == (OtherCase("majene", "c2"),)


def test_the_same_name_in_another_order_with_the_same_birth_date_is_found():
    mine = case_of()
    other = case_of("c2", nik="1111111111110001", full_name="Abdul Kadir Nur Aisyah")

    assert search_duplicates(mine, Cases(mine, other)) == (OtherCase("polman", "c2"),)


def test_the_same_name_with_another_birth_date_is_somebody_else():
    mine = case_of()
    other = case_of("c2", nik="1111111111110001", birth_date=date(1991, 10, 10))

    assert search_duplicates(mine, Cases(mine, other)) == ()


def test_the_old_passport_that_a_renewal_names_is_no_duplicate():
    mine = case_of(service=Service.RENEWAL)
    old = case_of("c0", booklet="C1234567")
    third = case_of("c3", booklet="C7654321")

    assert search_duplicates(mine, Cases(mine, old, third)) == (OtherCase("polman", "c3"),)


def test_nobody_is_found_through_a_forgotten_case():
    mine = case_of()
    forgotten = replace(
        case_of("c2"), stage=Stage.FORGOTTEN, registration=None, nik=NIK
    )  # even if a number had stayed behind

    assert search_duplicates(mine, Cases(mine, forgotten)) == ()
    assert search_duplicates(forgotten, Cases(mine)) == ()
