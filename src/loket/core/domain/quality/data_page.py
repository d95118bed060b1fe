"""Group 1: the data page, by what was read on it and by the record from which it was ordered."""

from itertools import zip_longest

from loket.core.domain.checks import (
    Check,
    CheckName,
    CheckReason,
    failed,
    not_supported,
    successful,
    undetermined,
)
from loket.core.domain.document_codes import code_of
from loket.core.domain.quality.geometry import geometry_checks, if_surely_read
from loket.core.domain.quality.observations import Observations, OrderedDocument, PageObservation
from loket.core.icao.check_digit import FILLER, MRZ_ALPHABET, check_digit
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import composite_check_digit

_LINE = 44
_CHECKED = {
    "document_number": (slice(0, 9), 9),
    "birth_date": (slice(13, 19), 19),
    "expiry": (slice(21, 27), 27),
    "optional_data": (slice(28, 42), 42),
}
"""Places in the lower line of a TD3 document: a field, and its check digit (9303-4 4.2.2)."""
_OPTIONAL = "optional_data"
_MOST_PLACES = 12


def data_page_checks(seen: Observations) -> tuple[Check, ...]:
    """All checks of the data page."""
    return (
        unless_misread(seen.page, _check_digits(seen.page)),
        unless_misread(seen.page, _as_recorded(seen.ordered, seen.page)),
        unless_misread(seen.page, _document_code(seen.ordered, seen.page)),
        unless_misread(seen.page, _expiry(seen.ordered, seen.page)),
        *geometry_checks(seen.page),
        # 9303-3 4.3: the zone is to be readable in B900; no scanner here has that light.
        not_supported(CheckName.INFRARED, CheckReason.NO_DEVICE),
    )


def readable(page: PageObservation | None) -> tuple[str, str] | None:
    """The two lines where they are two of 44 in the alphabet of the zone, else None."""
    if page is None or any(len(line) != _LINE or not MRZ_ALPHABET.issuperset(line) for line in page.mrz):
        return None
    return page.mrz


def unless_misread(page: PageObservation | None, check: Check) -> Check:
    """A check of what the zone says, which fails only where it was surely read."""
    return if_surely_read(page, check, CheckReason.MRZ_NOT_READ)


def differing_places(expected: tuple[str, str], read: tuple[str, str]) -> list[str]:
    """Where two zones differ, as LINE:PLACE from 1."""
    return [
        f"{number}:{place}"
        for number, lines in enumerate(zip(expected, read, strict=True), 1)
        for place, (wanted, found) in enumerate(zip_longest(*lines), 1)
        if wanted != found
    ]


def _check_digits(page: PageObservation | None) -> Check:
    """Every check digit of the zone as it was read (9303-3 4.9)."""
    name = CheckName.MRZ_CHECK_DIGITS
    lines = readable(page)
    if lines is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ)
    lower = lines[1]
    wrong = [
        field for field, (text, place) in _CHECKED.items() if not _agrees(field, lower[text], lower[place])
    ]
    if composite_check_digit(lines) != lower[-1]:
        wrong.append("composite")
    if wrong:
        return failed(name, CheckReason.CHECK_DIGIT_WRONG, fields=",".join(wrong))
    return successful(name)


def _agrees(field: str, text: str, digit: str) -> bool:
    # 9303-4 4.2.2: the check digit of empty optional data may be a filler.
    empty = field == _OPTIONAL and not text.strip(FILLER) and digit == FILLER
    return empty or check_digit(text) == digit


def _as_recorded(ordered: OrderedDocument, page: PageObservation | None) -> Check:
    """The zone says what was ordered, character for character."""
    name = CheckName.MRZ_AS_RECORDED
    if page is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ)
    places = differing_places((ordered.record.mrz_upper, ordered.record.mrz_lower), page.mrz)
    if not places:
        return successful(name)
    shown = ",".join(places[:_MOST_PLACES])
    if readable(page) is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ, differing=str(len(places)), places=shown)
    return failed(name, CheckReason.DIFFERS_FROM_RECORD, differing=str(len(places)), places=shown)


def _document_code(ordered: OrderedDocument, page: PageObservation | None) -> Check:
    """The code is the one of a document of this kind issued on that day (9303-4 4.4)."""
    name = CheckName.DOCUMENT_CODE
    lines = readable(page)
    if lines is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ)
    code = lines[0][:2]
    if code != code_of(ordered.kind, ordered.record.issued_on):
        return failed(name, CheckReason.CODE_NOT_OF_THIS_DOCUMENT, code=code)
    return successful(name, code=code)


def _expiry(ordered: OrderedDocument, page: PageObservation | None) -> Check:
    """The printed expiry is still to come and is the last day of the term that was granted."""
    name = CheckName.DOCUMENT_EXPIRY
    lines = readable(page)
    if lines is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ)
    try:
        printed = MrzDate.parse(lines[1][21:27], "expiry")
    except IcaoError:
        return failed(name, CheckReason.TERM_NOT_AS_GRANTED)
    if printed != MrzDate.of(ordered.granted_until):
        return failed(name, CheckReason.TERM_NOT_AS_GRANTED)
    if ordered.granted_until <= ordered.today:
        return failed(name, CheckReason.EXPIRED)
    return successful(name)
