"""Who comes to the counter, and when: the same people for every office that is played with the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import exp
from random import Random

from loket.core.domain.applicant import Applicant, IdentityCard, Registration, Relative
from loket.core.domain.rules.common import ISSUING_STATE
from loket.core.domain.rules.registration import Walkin
from loket.core.domain.terms import CivilStatus, DocumentKind, Service, Sex
from loket.core.icao.dates import MrzDate
from loket.core.icao.document_code import DocumentKind as DocumentCodeKind
from loket.core.icao.document_code import document_code
from loket.core.icao.mrz import Sex as MrzSex
from loket.core.icao.mrz import Td3
from loket.core.icao.names import Name
from loket.drills import people
from loket.drills.country.figures import Figures
from loket.drills.country.timetable import OfficeTime
from loket.drills.people import MadeUp

IN_PROCESS_DAYS = 5
"""The working days before the loss whose applicants are in process at the loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comer:
    """One applicant: comes at `comes_at` (ms) and wants the passport on the same day, or not.

    `urgent`: the head of the office signs an order if it is refused for the registry's answer alone.
    `first_page_spoilt`: the first printed page fails the quality test. `hour`: of the later visits.
    """

    person: MadeUp
    comes_at: int
    same_day: bool
    urgent: bool
    first_page_spoilt: bool
    hour: float


def comers(figures: Figures, office: OfficeTime, seed: int) -> list[Comer]:
    """Everybody who comes, in the order in which they come."""
    chance = Random(f"{seed}/people")  # noqa: S311 - a drill repeats by its seed
    found: list[Comer] = []
    counts = dict(_counts(figures, office, chance))
    for day, number in counts.items():
        begin, end = office.at(day, figures.arrivals.begin), office.at(day, figures.arrivals.end)
        for comes_at in sorted(chance.randrange(begin, end) for _ in range(number)):
            found.append(_comer(figures, len(found), comes_at, chance))
    return found


def _counts(figures: Figures, office: OfficeTime, chance: Random) -> Iterator[tuple[date, int]]:
    """Applicants of each working day: Poisson; those in process at the loss are as many as is known.

    (Poisson counts whose sum is known are multinomial: each of the people comes on one of the days.)
    """
    lost_on = figures.outage.lost_at.astimezone(figures.zone).date()
    working = list(office.working_days(figures.first_day, figures.last_day))
    before = [day for day in working if day < lost_on][-IN_PROCESS_DAYS:]
    known = [chance.randrange(IN_PROCESS_DAYS) for _ in range(figures.outage.in_process_when_lost)]
    for day in working:
        if day in before and len(before) == IN_PROCESS_DAYS:
            yield day, known.count(before.index(day))
        else:
            yield day, _poisson(figures.arrivals.a_day, chance)


def _poisson(mean: float, chance: Random) -> int:
    """Knuth's method; the mean is small."""
    limit, product, drawn = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        drawn += 1
    return drawn


def _comer(figures: Figures, number: int, comes_at: int, chance: Random) -> Comer:
    given = figures.arrivals
    renewal = chance.random() < given.renewals
    return Comer(
        person=people.make_up(number, chance, area=figures.area_code, renewal=renewal),
        comes_at=comes_at,
        same_day=chance.random() < given.same_day,
        urgent=chance.random() < given.urgent,
        first_page_spoilt=chance.random() < given.spoilt,
        hour=chance.random(),
    )


def walkin_of(person: MadeUp) -> Walkin:
    """What the counter officer keys of this person."""
    keyed = person.fields
    applicant = Applicant(
        full_name=keyed["full_name"],
        primary_identifier=keyed["primary_identifier"],
        secondary_identifier=keyed["secondary_identifier"],
        nik=keyed["nik"],
        sex=Sex(keyed["sex"]),
        birth_place=keyed["birth_place"],
        birth_date=datetime.strptime(keyed["birth_date"], "%d-%m-%Y").date(),  # noqa: DTZ007 - a day has no zone
        height_cm=int(keyed["height_cm"]),
        occupation=keyed["occupation"],
        civil_status=CivilStatus(keyed["civil_status"]),
        identity_card=IdentityCard(number=keyed["nik"], place=keyed["identity_card_place"]),
        home_address=keyed["home_address"],
        father=Relative(name=keyed["father_name"], nationality=keyed["father_nationality"]),
        mother=Relative(name=keyed["mother_name"], nationality=keyed["mother_nationality"]),
        phone=keyed["phone"],
        language=keyed["language"],
    )
    return Walkin(
        service=Service(keyed["service"]),
        kind=DocumentKind(keyed["kind"]),
        validity_years=int(keyed["validity_years"]),
        registration=Registration(applicant=applicant, old_passport_number=keyed["old_passport_number"]),
        name_split_confirmed=True,
    )


def old_passport_zone(comer: Comer) -> str:
    """The two lines of the passport that is renewed, as a reader at the counter types them."""
    applicant = walkin_of(comer.person).registration.applicant
    issued_on = date(2019, 11, 4)
    zone = Td3(
        document_code=document_code(DocumentCodeKind.ORDINARY, issued_on),
        issuing_state=ISSUING_STATE,
        name=Name(applicant.primary_identifier, applicant.secondary_identifier),
        document_number=comer.person.fields["old_passport_number"],
        nationality=ISSUING_STATE,
        birth_date=MrzDate.of(applicant.birth_date),
        sex=MrzSex(applicant.sex.value),
        expiry=MrzDate.of(issued_on.replace(year=2024)),
    )
    return "\n".join(zone.lines)
