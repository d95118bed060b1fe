"""Reading a machine readable zone: every check digit is verified, or nothing is returned (Doc 9303-3 §4)."""

from typing import TypeAlias, TypedDict

from loket.core.icao.check_digit import FILLER, MRZ_ALPHABET, check_digit, verify_check_digit
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import MrvA, MrvB, Sex, Td1, Td2, Td3, check_composite
from loket.core.icao.names import Name, parse_name_field

AnyMrz: TypeAlias = Td1 | Td2 | Td3 | MrvA | MrvB

_SHAPES = frozenset({(30, 30, 30), (36, 36), (44, 44)})


class _Common(TypedDict):
    document_code: str
    issuing_state: str
    name: Name
    document_number: str
    nationality: str
    birth_date: MrzDate
    sex: Sex
    expiry: MrzDate


def parse(text: str) -> AnyMrz:
    """Read the lines of one zone, parted by line ends; blank lines and spaces at the ends do not matter.

    Verifies every check digit, the composite included. Names come back as the zone has them: A-Z, a
    truncated name truncated. Raises IcaoError, and nothing else, for any other text.
    """
    lines = zone_lines(text)
    is_visa = lines[0].startswith("V")
    match tuple(map(len, lines)):
        case (30, 30, 30):
            return _td1(lines)
        case (36, 36):
            return _mrv_b(lines) if is_visa else _td2(lines)
        case _:
            return _mrv_a(lines) if is_visa else _td3(lines)


def zone_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a zone: two of 44 or 36 or three of 30, of the zone's alphabet alone.

    Raises IcaoError for anything else; what the lines say is not looked at.
    """
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not all(MRZ_ALPHABET.issuperset(line) for line in lines):
        # Capitals alone: a reader that turns small letters into capitals would hide a forged or misread line.
        joined = "".join(lines)
        small = joined.isascii() and MRZ_ALPHABET.issuperset(joined.upper())
        reason = "small letters; the zone has capitals" if small else "a character outside A-Z, 0-9 and <"
        raise IcaoError("lines", "9303-3 4.3", reason)
    if tuple(map(len, lines)) not in _SHAPES:
        raise IcaoError("lines", "9303-3 4.2", "neither two lines of 44 or 36 nor three of 30")
    return lines


def _td3(lines: tuple[str, ...]) -> Td3:
    lower = lines[1]
    optional, optional_check = lower[28:42], lower[42]
    common = _two_line_fields(lines)
    verify_check_digit(optional, optional_check, "optional data", may_be_filler=True)
    check_composite(lines)
    is_empty = not optional.strip(FILLER)
    return Td3(
        **common,
        optional=optional.rstrip(FILLER),
        empty_optional_check_digit=optional_check if is_empty else FILLER,
    )


def _td2(lines: tuple[str, ...]) -> Td2:
    lower = lines[1]
    number, optional = _long_number(lower[0:9], lower[9], lower[28:35])
    common = _two_line_fields(lines, number)
    check_composite(lines)
    return Td2(**common, optional=optional)


def _td1(lines: tuple[str, ...]) -> Td1:
    upper, middle, lower = lines
    number, optional = _long_number(upper[5:14], upper[14], upper[15:30])
    birth, sex, expiry = _dates(middle[0:15])
    check_composite(lines)
    return Td1(
        document_code=upper[0:2],
        issuing_state=_state(upper[2:5], "issuing State"),
        name=parse_name_field(lower),
        document_number=number,
        nationality=_state(middle[15:18], "nationality"),
        birth_date=birth,
        sex=sex,
        expiry=expiry,
        optional=optional,
        optional_lower=middle[18:29].rstrip(FILLER),
    )


def _mrv_a(lines: tuple[str, ...]) -> MrvA:
    return MrvA(**_two_line_fields(lines), optional=lines[1][28:].rstrip(FILLER))


def _mrv_b(lines: tuple[str, ...]) -> MrvB:
    return MrvB(**_two_line_fields(lines), optional=lines[1][28:].rstrip(FILLER))


def _two_line_fields(lines: tuple[str, ...], number: str | None = None) -> _Common:
    """Read what stands in the same places in every two-line format; `number` if it was read already."""
    upper, lower = lines
    birth, sex, expiry = _dates(lower[13:28])
    if number is None:
        verify_check_digit(lower[0:9], lower[9], "document number")
        number = lower[0:9].rstrip(FILLER)
    return {
        "document_code": upper[0:2],
        "issuing_state": _state(upper[2:5], "issuing State"),
        "name": parse_name_field(upper[5:]),
        "document_number": number,
        "nationality": _state(lower[10:13], "nationality"),
        "birth_date": birth,
        "sex": sex,
        "expiry": expiry,
    }


def _dates(places: str) -> tuple[MrzDate, Sex, MrzDate]:
    """Read birth date, check digit, sex, expiry, check digit: fifteen places in every format."""
    birth, birth_check, sex, expiry, expiry_check = places[:6], places[6], places[7], places[8:14], places[14]
    verify_check_digit(birth, birth_check, "birth date")
    verify_check_digit(expiry, expiry_check, "expiry")
    sexes = {known.value: known for known in Sex}
    if sex not in sexes:
        raise IcaoError("sex", "9303-3 4.4", "not F, M or a filler")
    return MrzDate.parse(birth, "birth date"), sexes[sex], MrzDate.parse(expiry, "expiry")


def _long_number(principal: str, check: str, optional: str) -> tuple[str, str]:
    """Return document number and optional data of TD1 and TD2 (Doc 9303-5 and -6 §4.2.2 note j)."""
    if check != FILLER:
        verify_check_digit(principal, check, "document number")
        return principal.rstrip(FILLER), optional.rstrip(FILLER)
    overflow, end, remaining = optional.partition(FILLER)
    number = principal + overflow[:-1]
    if FILLER in number or not end or not overflow[:-1] or check_digit(number) != overflow[-1]:
        raise IcaoError("document number", "9303-3 4.9", "the check digit of the long number is wrong")
    return number, remaining.rstrip(FILLER)


def _state(places: str, field: str) -> str:
    state = places.rstrip(FILLER)
    if FILLER in state:
        raise IcaoError(field, "9303-3 5", "a filler inside the code")
    return state
