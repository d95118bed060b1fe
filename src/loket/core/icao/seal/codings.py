"""How a feature's value is written: text in C40, a zone, a number, a date, UTF-8 or bytes as they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from loket.core.icao.check_digit import FILLER, MRZ_ALPHABET
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz_check_digits import check_digits
from loket.core.icao.seal import c40
from loket.core.icao.seal.header import date_bytes, parse_date

_CLAUSE = "9303-13 2.6"
_ALPHANUMERIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")


class Coding(Enum):
    """The codings of features that use cases name."""

    ALPHANUMERIC = "alphanumeric"
    """Capitals, digits and spaces in C40."""
    TD2 = "zone of TD2"
    """Both lines, 72 characters; fillers as spaces."""
    TD2_OR_TD3 = "zone of TD2 or the checked part of TD3"
    """Both lines of TD2, or of TD3 the upper line and 28 characters of the lower one, as visas have it."""
    MRV_A = "zone of a visa A"
    """The upper line and 28 characters of the lower one: all but the optional data."""
    MRV_B = "zone of a visa B"
    NUMBER = "number"
    """An unsigned number in as many bytes as the rule has."""
    STAY = "days, months, years"
    """One byte each."""
    DATE = "date"
    UTF_8 = "text"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Stay:
    """A duration of stay: days, months and years are added up (Doc 9303-7 §9.1.3)."""

    days: int
    months: int
    years: int


Value = str | int | date | bytes | Stay

# Length of the upper line and of what stands of the lower one.
_ZONES: Final[Mapping[Coding, tuple[tuple[int, int], ...]]] = {
    Coding.TD2: ((36, 36),),
    Coding.TD2_OR_TD3: ((36, 36), (44, 28)),
    Coding.MRV_A: ((44, 28),),
    Coding.MRV_B: ((36, 28),),
}


def read_value(coding: Coding, data: bytes) -> Value:
    """Return what a feature's bytes say; a zone as its two lines with fillers. Raises IcaoError."""
    if coding in _ZONES:
        return _read_zone(coding, data)
    return _READERS[coding](data)


def write_value(coding: Coding, value: Value, *, size: int = 1) -> bytes:
    """Return the bytes of a value; `size` is that of a number, in bytes. Raises IcaoError.

    A zone is given as two lines, whole or cut as its coding cuts them.
    """
    if coding in _ZONES:
        return _write_zone(coding, value)
    if coding is Coding.NUMBER:
        if not isinstance(value, int) or not 0 <= value < 256**size:
            raise IcaoError("feature", _CLAUSE, f"not a number of {size} bytes")
        return value.to_bytes(size, "big")
    if coding is Coding.STAY and isinstance(value, Stay):
        parts = (value.days, value.months, value.years)
        if all(0 <= part <= 255 for part in parts):
            return bytes(parts)
    if coding is Coding.DATE and isinstance(value, date):
        return date_bytes(value)
    if coding is Coding.BYTES and isinstance(value, bytes):
        return value
    if coding is Coding.UTF_8 and isinstance(value, str):
        return value.encode()
    if coding is Coding.ALPHANUMERIC and isinstance(value, str):
        return _alphanumeric(value)
    raise IcaoError("feature", _CLAUSE, f"not a value of the kind {coding.value}")


def _alphanumeric(text: str) -> bytes:
    spaced = text.replace(FILLER, " ")
    if not _ALPHANUMERIC.issuperset(spaced):
        raise IcaoError("feature", _CLAUSE, "a character that is no capital, digit, space or filler")
    return c40.encode(spaced)


def _read_alphanumeric(data: bytes) -> str:
    text = c40.decode(data)
    if not _ALPHANUMERIC.issuperset(text):
        raise IcaoError("feature", _CLAUSE, "a character that is no capital, digit or space")
    return text


def _read_stay(data: bytes) -> Stay:
    if len(data) != 3:
        raise IcaoError("feature", "9303-7 9.1.3", "not three bytes")
    return Stay(*data)


def _read_date(data: bytes) -> date:
    if len(data) != 3:
        raise IcaoError("feature", _CLAUSE, "not three bytes")
    return parse_date(data, "feature")


def _read_utf_8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise IcaoError("feature", _CLAUSE, "not UTF-8") from None


_READERS: Final[Mapping[Coding, Callable[[bytes], Value]]] = {
    Coding.ALPHANUMERIC: _read_alphanumeric,
    Coding.NUMBER: lambda data: int.from_bytes(data, "big"),
    Coding.STAY: _read_stay,
    Coding.DATE: _read_date,
    Coding.UTF_8: _read_utf_8,
    Coding.BYTES: lambda data: data,
}


def _read_zone(coding: Coding, data: bytes) -> str:
    text = _read_alphanumeric(data).replace(" ", FILLER)
    shapes = [shape for shape in _ZONES[coding] if sum(shape) == len(text)]
    if not shapes:
        raise IcaoError("machine readable zone", _CLAUSE, "not as long as a zone of this use case")
    parted = [(text[:upper], text[upper:]) for upper, _ in shapes]
    # Where two shapes are equally long, the check digits tell which one it is.
    chosen = next((lines for lines in parted if _dates_agree(lines)), parted[0])
    return "\n".join(chosen)


def _dates_agree(lines: tuple[str, str]) -> bool:
    whole = "\n".join(line.ljust(len(lines[0]), FILLER) for line in lines)
    try:
        digits = check_digits(whole)
    except IcaoError:
        return False
    return all(one.is_right for one in digits if one.field in {"birth date", "expiry"})


def _write_zone(coding: Coding, value: Value) -> bytes:
    lines = value.split() if isinstance(value, str) else []
    shape = tuple(map(len, lines))
    for upper, lower in _ZONES[coding]:
        if shape in {(upper, upper), (upper, lower)} and MRZ_ALPHABET.issuperset("".join(lines)):
            return c40.encode((lines[0] + lines[1][:lower]).replace(FILLER, " "))
    raise IcaoError("machine readable zone", _CLAUSE, "not the two lines that this use case has")
