"""What a registration says of a person, looked at field by field."""

import re
import unicodedata
from datetime import date

from loket.core.domain.applicant import Applicant, Relative
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rules.common import objections_to_text

MOST_TEXT = 200
MOST_NAME = 100
# What the data page holds in its place: two lines of 24 capitals (docs/formats/data-page.md).
MOST_BIRTH_PLACE = 46
MOST_WORD_OF_PLACE = 22
EARLIEST_YEAR = 1900
_STATE = re.compile(r"[A-Z]{1,3}")
_PASSPORT_NUMBER = re.compile(r"[A-Z0-9]{5,9}")
# Basic Latin to Latin Extended-B: what the fonts of the page draw.
_LAST_LATIN = 0x24F
_MARKS = " .,'’-"
_PLACE_MARKS = _MARKS + "()/"
_REQUIRED = ("full_name", "primary_identifier", "birth_place", "occupation", "home_address")
_REQUIRED_OF_CHILD = ("full_name", "primary_identifier", "birth_place", "home_address")
_OPTIONAL = ("secondary_identifier", "other_names", "email", "phone", "office_address", "parents_address")


def objections_to_texts(
    applicant: Applicant, old_passport_number: str, *, child: bool = False
) -> list[Objection]:
    """Every text field: there when it must be, not too long, and printable where it is printed.

    A child has no identity card and need have no occupation.
    """
    objections = []
    required = _REQUIRED_OF_CHILD if child else _REQUIRED
    for field in (*_REQUIRED, *_OPTIONAL):
        most = MOST_NAME if "identifier" in field or "name" in field else MOST_TEXT
        text = getattr(applicant, field)
        objections += objections_to_text(text, field, most=most, required=field in required)
    place = applicant.identity_card.place
    objections += objections_to_text(place, "identity_card_place", most=MOST_TEXT, required=not child)
    objections += _not_printable(applicant.full_name, "full_name", _MARKS)
    objections += _objections_to_birth_place(applicant.birth_place)
    if old_passport_number.strip() and not _PASSPORT_NUMBER.fullmatch(old_passport_number.strip().upper()):
        objections.append(Objection(Reason.FIELD_MALFORMED, "old_passport_number"))
    return objections


def _not_printable(text: str, field: str, marks: str) -> list[Objection]:
    printable = all(
        character in marks or (ord(character) <= _LAST_LATIN and character.isalpha())
        for character in unicodedata.normalize("NFC", text)
    )
    return [] if printable else [Objection(Reason.NOT_PRINTABLE_ON_PAGE, field)]


def _objections_to_birth_place(place: str) -> list[Objection]:
    longest = max(map(len, place.split()), default=0)
    if len(place.strip()) > MOST_BIRTH_PLACE or longest > MOST_WORD_OF_PLACE:
        return [Objection(Reason.FIELD_TOO_LONG, "birth_place", {"most": MOST_BIRTH_PLACE})]
    return _not_printable(place, "birth_place", _PLACE_MARKS)


def objections_to_relatives(applicant: Applicant, today: date) -> list[Objection]:
    """Father, mother and spouse."""
    objections = []
    relatives: dict[str, Relative | None] = {
        "father": applicant.father,
        "mother": applicant.mother,
        "spouse": applicant.spouse,
    }
    for who, relative in relatives.items():
        if relative is None:
            continue
        objections += objections_to_text(relative.name, f"{who}_name", most=MOST_NAME)
        place = f"{who}_birth_place"
        objections += objections_to_text(relative.birth_place, place, most=MOST_TEXT, required=False)
        if not _STATE.fullmatch(relative.nationality):
            objections.append(Objection(Reason.FIELD_MALFORMED, f"{who}_nationality"))
        if relative.birth_date is not None:
            objections += objections_to_birth_date(relative.birth_date, f"{who}_birth_date", today)
    return objections


def objections_to_birth_date(day: date, field: str, today: date) -> list[Objection]:
    """A person who was born after 1900 and not later than today."""
    if day > today:
        return [Objection(Reason.BIRTH_DATE_IN_FUTURE, field)]
    return [Objection(Reason.FIELD_MALFORMED, field)] if day.year < EARLIEST_YEAR else []


def objections_to_identity_card(applicant: Applicant, today: date) -> list[Objection]:
    """Issued before today, and before it expires."""
    card = applicant.identity_card
    objections = []
    if card.issued_on is not None and not applicant.birth_date <= card.issued_on <= today:
        objections.append(Objection(Reason.FIELD_MALFORMED, "identity_card_issued_on"))
    if card.issued_on is not None and card.expires_on is not None and card.expires_on <= card.issued_on:
        objections.append(Objection(Reason.FIELD_MALFORMED, "identity_card_expires_on"))
    return objections
