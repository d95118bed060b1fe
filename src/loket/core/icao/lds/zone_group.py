"""Data group 1: the machine readable zone as it is printed (Doc 9303-10 §4.7.1)."""

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.tlv import read_only, write_template, write_tlv
from loket.core.icao.mrz import Td1, Td2, Td3
from loket.core.icao.mrz_parsing import parse

_DG1 = 0x61
_ZONE = 0x5F1F
# TD1, TD2, TD3: how many characters in all, and on a line.
_LINE_LENGTHS = {90: 30, 72: 36, 88: 44}
_CLAUSE = "9303-10 4.7.1"


def write_dg1(zone: Td1 | Td2 | Td3) -> bytes:
    """Return data group 1 of this zone."""
    return write_template(_DG1, (write_tlv(_ZONE, "".join(zone.lines).encode("ascii")),))


def read_dg1_lines(data: bytes) -> tuple[str, ...]:
    """Return the lines of the zone, three of 30 or two of 36 or 44, without judging what they say.

    Raises IcaoError when they are not that or not ASCII.
    """
    text = read_only(read_only(data, _DG1, field="data group 1"), _ZONE, field="MRZ data elements")
    length = _LINE_LENGTHS.get(len(text))
    if length is None:
        raise IcaoError("MRZ data elements", _CLAUSE, "neither 72, 88 nor 90 characters")
    if not text.isascii():
        raise IcaoError("MRZ data elements", _CLAUSE, "not ASCII")
    characters = text.decode("ascii")
    return tuple(characters[place : place + length] for place in range(0, len(text), length))


def read_dg1(data: bytes) -> Td1 | Td2 | Td3:
    """Read the zone in data group 1, every check digit verified; raises IcaoError."""
    zone = parse("\n".join(read_dg1_lines(data)))
    if not isinstance(zone, Td1 | Td2 | Td3):
        raise IcaoError("document code", _CLAUSE, "a visa has no chip")
    return zone
