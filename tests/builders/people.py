"""Made-up applicants and officers."""

from datetime import date
from typing import Any

from loket.core.domain.applicant import Applicant, Guardians, IdentityCard, Registration, Relative
from loket.core.domain.rows import Officer
from loket.core.domain.rules.old_passport import WITH_OLD_PASSPORT
from loket.core.domain.rules.registration import Walkin
from loket.core.domain.terms import CivilStatus, DocumentKind, ParentConsent, Role, Service, Sex, Speed
from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex as MrzSex
from loket.core.icao.mrz import Td3
from loket.core.icao.names import Name

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


OLD_NUMBER = "C1234567"
# What makes the applicant a child of 4 years in June 2024.
CHILD: dict[str, Any] = {
    "full_name": "Budi Kadir",
    "primary_identifier": "Kadir",
    "secondary_identifier": "Budi",
    "nik": "7604110203200001",
    "sex": Sex.MALE,
    "birth_date": date(2020, 3, 2),
    "height_cm": 101,
    "occupation": "",
    "identity_card": IdentityCard(number="7604110203200001", place=""),
}


def some_guardians(**changes: Any) -> Guardians:
    """Both parents are here; the mother stands at the counter with the child."""
    values: dict[str, Any] = {
        "father": ParentConsent.PRESENT,
        "mother": ParentConsent.PRESENT,
        "guardian_name": "Sitti Contoh",
        "guardian_identity_number": "7604114105920002",
    }
    return Guardians(**(values | changes))


def a_walkin(
    *,
    service: Service = Service.NEW,
    speed: Speed = Speed.REGULAR,
    kind: DocumentKind = DocumentKind.ORDINARY,
    guardians: Guardians | None = None,
    confirmed: bool = True,
    **changes: Any,
) -> Walkin:
    return Walkin(
        service=service,
        kind=kind,
        validity_years=2 if kind is DocumentKind.EMERGENCY else 5,
        registration=Registration(
            applicant=an_applicant(**changes),
            old_passport_number=OLD_NUMBER if service in WITH_OLD_PASSPORT else "",
            guardians=guardians,
            police_report="LK/12/VI/2024/POLMAN" if service is Service.LOST else "",
            change_of_data="Nama setelah menikah" if service is Service.CHANGE_OF_DATA else "",
        ),
        name_split_confirmed=confirmed,
        speed=speed,
    )


def an_old_passport(registration: Registration | None = None, **changes: Any) -> str:
    """The two lines of the passport that the applicant has had until now."""
    applicant = registration.applicant if registration else an_applicant()
    values: dict[str, Any] = {
        "document_code": "P<",
        "issuing_state": "IDN",
        "name": Name(applicant.primary_identifier, applicant.secondary_identifier),
        "document_number": registration.old_passport_number if registration else OLD_NUMBER,
        "nationality": "IDN",
        "birth_date": MrzDate.of(applicant.birth_date),
        "sex": MrzSex(applicant.sex.value),
        "expiry": MrzDate.of(date(2024, 8, 17)),
    }
    return "\n".join(Td3(**(values | changes)).lines)


def an_officer(*roles: Role, officer: str = "officer-1") -> Officer:
    return Officer(office=OFFICE, officer=officer, name="Petugas Contoh", roles=roles or tuple(Role))
