"""The old passport: its machine readable zone, held against what was keyed."""

from dataclasses import dataclass

from loket.core.domain.applicant import Registration
from loket.core.domain.case_events import OldPassportData, OldPassportRead
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.rules.common import (
    ISSUING_STATE,
    objections_to_role,
    objections_to_stage,
    objections_to_text,
)
from loket.core.domain.terms import Role, Service, Stage
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import Td3
from loket.core.icao.mrz_parsing import parse
from loket.core.icao.names import Name
from loket.core.icao.transliteration import DEFAULT_TRANSLITERATION

WITH_OLD_PASSPORT = (Service.RENEWAL, Service.DAMAGED, Service.CHANGE_OF_DATA)
# A renewal changes none of these: what differs is a change of data, or was keyed wrongly.
_SAME_PERSON = ("full_name", "birth_date", "sex")
_MOST_WHY = 500
_LINE = 44


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The zone cannot be read, because ..."""

    why: str


def zone_of(typed: str) -> str:
    """The two lines out of what was keyed, or typed by a reader: capitals, without spaces.

    A reader may send both lines in one go, without a line end between them.
    """
    lines = ["".join(line.split()).upper() for line in typed.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) == 1 and len(lines[0]) == 2 * _LINE:
        lines = [lines[0][:_LINE], lines[0][_LINE:]]
    return "\n".join(lines)


def read_old_passport(case: Case, *, officer: Officer, seen: str | Unreadable) -> OldPassportRead | Refused:
    """Write down what the old passport's zone says, every check digit verified, or why it cannot be read.

    `seen`: the two lines, or why they cannot be read.
    """
    objections = [
        *objections_to_role(officer, Role.COUNTER_OFFICER),
        *objections_to_stage(case, Stage.DOCUMENTS),
    ]
    if case.service not in WITH_OLD_PASSPORT:
        objections.append(Objection(Reason.OLD_PASSPORT_NOT_NEEDED))
    if isinstance(seen, Unreadable):
        objections += objections_to_text(seen.why, "unreadable_why", most=_MOST_WHY)
        if objections:
            return Refused(tuple(objections))
        return OldPassportRead(
            case=case.case, readable=False, sealed=OldPassportData(unreadable_why=seen.why.strip())
        )
    zone = _parsed(seen)
    if isinstance(zone, Objection):
        return Refused((*objections, zone))
    if objections or case.registration is None:
        return Refused(tuple(objections))
    upper, lower = zone.lines
    return OldPassportRead(
        case=case.case,
        readable=True,
        differing=differing_fields(zone, case.registration),
        sealed=OldPassportData(mrz_upper=upper, mrz_lower=lower),
    )


def _parsed(lines: str) -> Td3 | Objection:
    try:
        zone = parse(zone_of(lines))
    except IcaoError as error:
        return Objection(Reason.OLD_PASSPORT_ZONE_WRONG, "mrz", {"place": error.field})
    if not isinstance(zone, Td3):
        return Objection(Reason.OLD_PASSPORT_ZONE_WRONG, "mrz", {"place": "document code"})
    return zone


def differing_fields(zone: Td3, registration: Registration) -> tuple[str, ...]:
    """The fields of the record that the old passport has otherwise, by their names."""
    applicant = registration.applicant
    same = {
        "old_passport_number": registration.old_passport_number.strip().upper() == zone.document_number,
        "full_name": _is_same_name(zone, applicant.full_name),
        "birth_date": _is_same_date(zone.birth_date, MrzDate.of(applicant.birth_date)),
        "sex": zone.sex.value == applicant.sex.value,
        "nationality": zone.nationality == ISSUING_STATE,
    }
    return tuple(field for field, agrees in same.items() if not agrees)


def _is_same_date(passport: MrzDate, record: MrzDate) -> bool:
    """Parts that the passport does not know differ from nothing (9303-3 4.8)."""
    pairs = (
        (passport.year, record.year),
        (passport.month, record.month),
        (passport.day, record.day),
    )
    return all(known is None or known == keyed for known, keyed in pairs)


def _is_same_name(zone: Td3, full_name: str) -> bool:
    """The same words, however they were split; a name that fills its field may be cut (9303-4 4.2.3)."""
    try:
        record = sorted(DEFAULT_TRANSLITERATION.components(full_name), key=len, reverse=True)
    except IcaoError:
        return False
    passport = _words(zone.name)
    if sorted(passport) == sorted(record):
        return True
    is_full = not zone.lines[0].endswith("<")
    return is_full and _are_beginnings(sorted(passport, key=len, reverse=True), record)


def _are_beginnings(cut: list[str], whole: list[str]) -> bool:
    """Whether each word is the beginning of another word of the record; longest words first."""
    left = list(whole)
    for word in cut:
        match = next((one for one in left if one.startswith(word)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _words(name: Name) -> list[str]:
    return [*name.primary.split(), *name.secondary.split()]


def objections_to_old_passport(case: Case) -> list[Objection]:
    """What stands in the way of the document check: not read yet, or a renewal of somebody else."""
    if case.service not in WITH_OLD_PASSPORT:
        return []
    read = case.old_passport
    if read is None:
        return [Objection(Reason.OLD_PASSPORT_NOT_READ)]
    return objections_to_another_person(case)


def objections_to_another_person(case: Case) -> list[Objection]:
    """A renewal is of the person in the old passport: also after a correction."""
    if case.service is not Service.RENEWAL:
        return []
    return [
        Objection(Reason.OLD_PASSPORT_DIFFERS, facts={"differing": field})
        for field in differing_now(case)
        if field in _SAME_PERSON
    ]


def differing_now(case: Case) -> tuple[str, ...]:
    """What differs from the record as it stands: it may have been corrected since the passport was read."""
    read = case.old_passport
    if read is None or read.data is None or not read.readable or case.registration is None:
        return ()
    zone = _parsed(f"{read.data.mrz_upper}\n{read.data.mrz_lower}")
    return read.differing if isinstance(zone, Objection) else differing_fields(zone, case.registration)
