"""Made-up applicants and officers."""

from datetime import date
from typing import Any

from loket.core.domain.applicant import Applicant, IdentityCard, Registration, Relative
from loket.core.domain.rows import Officer
from loket.core.domain.rules.registration import Walkin
from loket.core.domain.terms import CivilStatus, DocumentKind, Role, Service, Sex

OFFICE = "polman"
NIK = "7604115010900003"


def an_applicant(**changes: Any) -> Applicant:
    values: dict[str, Any] = {
        "full_name": "Nur Aisyah Abdul Kadir",
        "primary_identifier": "Kadir",
        "secondary_identifier": "Nur Aisyah Abdul",
        "nik": NIK,
        "sex": Sex.FEMALE,
        "birth_place": "Polewali",
        "birth_date": date(1990, 10, 10),
        "height_cm": 156,
        "occupation": "Guru",
        "civil_status": CivilStatus.SINGLE,
        "identity_card": IdentityCard(number=NIK, place="Polewali Mandar"),
        "home_address": "Jl. Contoh 1, Polewali",
        "father": Relative(name="Abdul Kadir"),
        "mother": Relative(name="Sitti Contoh"),
    }
    return Applicant(**(values | changes))


def a_walkin(*, service: Service = Service.NEW, confirmed: bool = True, **changes: Any) -> Walkin:
    old = "C1234567" if service is Service.RENEWAL else ""
    return Walkin(
        service=service,
        kind=DocumentKind.ORDINARY,
        validity_years=5,
        registration=Registration(applicant=an_applicant(**changes), old_passport_number=old),
        name_split_confirmed=confirmed,
    )


def an_officer(*roles: Role, officer: str = "officer-1") -> Officer:
    return Officer(office=OFFICE, officer=officer, name="Petugas Contoh", roles=roles or tuple(Role))
