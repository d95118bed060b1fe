"""Group 1, what people read: each field of the visual zone against the record and the zone beneath it."""

import re
from datetime import date

from loket.core.domain.checks import (
    Check,
    CheckName,
    CheckOutcome,
    CheckReason,
    failed,
    successful,
    undetermined,
)
from loket.core.domain.quality.data_page import readable, unless_misread
from loket.core.domain.quality.observations import OrderedDocument, PageObservation
from loket.core.icao.check_digit import FILLER
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.transliteration import DEFAULT_TRANSLITERATION
from loket.core.icao.visual import PAGE_NAME_LENGTH

_SURE = 80
"""Per cent; below, a difference may be the reader's."""
_FOLDED = str.maketrans("O01I", "OOII")
"""OCR of running text tells these by context alone; the zone's reader tells them by shape."""
_MONTHS = (
    ("JAN", "FEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGU", "SEP", "OKT", "NOV", "DES"),
    ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
_NOT_IN_ZONE = (CheckName.VISUAL_BIRTH_PLACE, CheckName.VISUAL_ISSUE_DATE)
_SEXES = {"L / M": "M", "P / F": "F", "X": FILLER}


def visual_zone_checks(ordered: OrderedDocument, page: PageObservation | None) -> tuple[Check, ...]:
    """One check for each field; those of which the zone says something are held against it too."""
    record, lines = ordered.record, readable(page)
    expected = {
        CheckName.VISUAL_NUMBER: ("document_number", ordered.booklet),
        CheckName.VISUAL_NAME: ("full_name", record.names_visual),
        CheckName.VISUAL_BIRTH_DATE: ("birth_date", _dated(record.birth_date)),
        CheckName.VISUAL_BIRTH_PLACE: ("birth_place", record.birth_place),
        CheckName.VISUAL_SEX: ("sex", _shown_sex(record.sex)),
        CheckName.VISUAL_ISSUE_DATE: ("issue_date", _dated(record.issued_on)),
        CheckName.VISUAL_EXPIRY: ("expiry_date", _dated(record.expires_on)),
    }
    agreeing = _agreeing(ordered, lines) if lines else {}
    checks = []
    for name, (field, text) in expected.items():
        check = _field(name, page, field, text)
        if check.outcome is CheckOutcome.SUCCESSFUL and name not in _NOT_IN_ZONE:
            if lines is None:
                check = undetermined(name, CheckReason.MRZ_NOT_READ, **check.evidence)
            elif not agreeing[name]:
                check = unless_misread(page, failed(name, CheckReason.DIFFERS_FROM_ZONE, **check.evidence))
        checks.append(check)
    return tuple(checks)


def _agreeing(ordered: OrderedDocument, lines: tuple[str, str]) -> dict[CheckName, bool]:
    """Whether the zone as it was read says what the visual zone has to say."""
    record, (upper, lower) = ordered.record, lines
    return {
        CheckName.VISUAL_NUMBER: lower[:9].rstrip(FILLER) == ordered.booklet,
        # What the page cannot carry stands on the endorsement page; the zone is cut by a rule of its own.
        CheckName.VISUAL_NAME: agree(record.endorsement, upper[5:], whole=True)
        if record.endorsement
        else agree(record.names_visual, upper[5:]),
        CheckName.VISUAL_BIRTH_DATE: lower[13:19] == MrzDate.of(record.birth_date).text,
        CheckName.VISUAL_SEX: lower[20] == (record.sex if record.sex in ("F", "M") else FILLER),
        CheckName.VISUAL_EXPIRY: lower[21:27] == MrzDate.of(record.expires_on).text,
    }


def agree(visual_name: str, name_field: str, *, whole: bool = False) -> bool:
    """Whether a name as people read it and the zone's name field are of the same words (9303-3 4.6, 6).

    Words may stand in another order. A word that the zone cuts agrees with its beginning; a word may lack on
    the page only where the page had no room for it, and never in the `whole` name of an endorsement page.
    """
    left = _zone_words(visual_name)
    lacking = []
    for word in filter(None, re.split("<+", name_field)):
        match = next((one for one in left if one == word), None) or next(
            (one for one in left if one.startswith(word)), None
        )
        if match is None:
            lacking.append(word)
        else:
            left.remove(match)
    full = len(name_field.rstrip(FILLER)) == len(name_field)
    if left and not full:
        return False  # the zone had room for every word of the page
    if whole:
        return not lacking
    return all(len(visual_name) + 1 + len(word) > PAGE_NAME_LENGTH for word in lacking)


def _zone_words(visual_name: str) -> list[str]:
    try:
        return list(DEFAULT_TRANSLITERATION.components(visual_name))
    except IcaoError:
        return []


def _field(name: CheckName, page: PageObservation | None, field: str, expected: str) -> Check:
    """What was read is what was ordered."""
    read = page.fields.get(field) if page is not None else None
    if read is None:
        return undetermined(name, CheckReason.NOT_READ_SURELY)
    evidence = {"confidence": str(read.confidence)}
    if _plain(read.text) == _plain(expected):
        return successful(name, **evidence)
    if read.confidence < _SURE:
        return undetermined(name, CheckReason.NOT_READ_SURELY, **evidence)
    return failed(name, CheckReason.DIFFERS_FROM_RECORD, **evidence)


def _plain(text: str) -> str:
    """Without spaces and signs, which readers put and lose, and with look-alikes as one."""
    return "".join(character for character in text.upper() if character.isalnum()).translate(_FOLDED)


def _dated(day: date) -> str:
    """A date as the page shows it: "17 AGU/AUG 1990", the month once where both languages agree."""
    indonesian, english = (names[day.month - 1] for names in _MONTHS)
    shown = indonesian if indonesian == english else f"{indonesian}/{english}"
    return f"{day.day:02} {shown} {day.year}"


def _shown_sex(sex: str) -> str:
    return next((shown for shown, letter in _SEXES.items() if letter == sex), "X")
