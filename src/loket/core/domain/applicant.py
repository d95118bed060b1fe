"""The person who applies: all fields that the office keys (personal data, always sealed)."""

from dataclasses import dataclass
from datetime import date

from loket.core.domain.terms import CivilStatus, ParentConsent, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Father, mother or spouse."""

    name: str
    nationality: str = "IDN"
    birth_place: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCard:
    """The identity document shown: its place and dates of issue and expiry (None: lifelong)."""

    number: str
    place: str
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Everything keyed at registration. Names as on the identity card; the split is the officer's."""

    full_name: str
    primary_identifier: str
    secondary_identifier: str
    nik: str
    sex: Sex
    birth_place: str
    birth_date: date
    height_cm: int
    occupation: str
    civil_status: CivilStatus
    identity_card: IdentityCard
    home_address: str
    father: Relative
    mother: Relative
    spouse: Relative | None = None
    other_names: str = ""
    email: str = ""
    phone: str = ""
    office_address: str = ""
    parents_address: str = ""
    language: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardians:
    """A child's application: how each parent agrees, and who has custody where they are parted.

    `custody_order`: number of the court's order, also of the one that names a guardian where both parents are
    deceased. `guardian_*`: who stands at the counter with the child. A consent that is None was not given;
    such an application is not registered.
    """

    father: ParentConsent | None
    mother: ParentConsent | None
    guardian_name: str
    guardian_identity_number: str
    custody_order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The sealed part of a registration; `guardians` where the applicant is a child."""

    applicant: Applicant
    old_passport_number: str = ""
    guardians: Guardians | None = None
    police_report: str = ""
    change_of_data: str = ""
