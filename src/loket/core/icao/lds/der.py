"""Small pieces of DER that a chip's files need: integers, object identifiers, sequences, sets (X.690).

Reading takes BER with definite lengths, as chips have it; writing is DER.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography.hazmat import asn1

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.tlv import Tlv, read_all, write_template, write_tlv

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OBJECT_IDENTIFIER = 0x06
SEQUENCE = 0x30
SET = 0x31

_MOST_INTEGER_BYTES = 8
_FIRST_YEAR_OF_GENERALIZED_TIME = 2050  # RFC 5280 §4.1.2.5, RFC 5652 §11.3
_MOST_ARCS = 32
_MOST_ARC_BYTES = 10
_CLAUSE = "X.690 8"


def write_integer(number: int, tag: int = INTEGER) -> bytes:
    """Return an INTEGER (or what is tagged `tag` and encoded like one) of any size and sign (X.690 §8.3)."""
    bits = (number if number >= 0 else ~number).bit_length()
    return write_tlv(tag, number.to_bytes(bits // 8 + 1, "big", signed=True))


def read_integer(value: bytes, field: str = "INTEGER") -> int:
    """Return the number in the value of an INTEGER or ENUMERATED of at most 8 bytes; raises IcaoError."""
    if not 1 <= len(value) <= _MOST_INTEGER_BYTES:
        raise IcaoError(field, _CLAUSE, f"not 1 to {_MOST_INTEGER_BYTES} bytes")
    return int.from_bytes(value, "big", signed=True)


def write_oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER from its dotted form (X.690 §8.19); raises IcaoError when it is none."""
    parts = dotted.split(".")
    if len(parts) < 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise IcaoError("object identifier", _CLAUSE, "not numbers parted by points")
    first, second, *others = map(int, parts)
    if first > 2 or (first < 2 and second > 39):
        raise IcaoError("object identifier", _CLAUSE, "no such root")
    return write_tlv(OBJECT_IDENTIFIER, b"".join(map(_write_arc, (first * 40 + second, *others))))


def read_oid(value: bytes) -> str:
    """Return the dotted form of an OBJECT IDENTIFIER's value; raises IcaoError."""
    if not value or value[-1] & 0x80:
        raise IcaoError("object identifier", _CLAUSE, "cut off")
    arcs: list[int] = []
    arc = length = 0
    for byte in value:
        if length == 0 and byte == 0x80:
            raise IcaoError("object identifier", _CLAUSE, "an arc begins with an empty byte")
        arc = arc << 7 | byte & 0x7F
        length += 1
        if length > _MOST_ARC_BYTES or len(arcs) > _MOST_ARCS:
            raise IcaoError("object identifier", _CLAUSE, "too long")
        if not byte & 0x80:
            arcs.append(arc)
            arc = length = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def write_sequence(parts: Iterable[bytes]) -> bytes:
    """Return a SEQUENCE of elements given as bytes."""
    return write_template(SEQUENCE, parts)


def write_set_of(parts: Iterable[bytes]) -> bytes:
    """Return a SET OF, its elements in the order of DER (X.690 §11.6)."""
    return write_template(SET, sorted(parts))


def write_null() -> bytes:
    """Return NULL."""
    return write_tlv(NULL, b"")


def write_time(at: datetime) -> bytes:
    """Return a Time of whole seconds, UTCTime through 2049; raises IcaoError for one without time zone."""
    whole = _whole_second(at)
    if whole.year < _FIRST_YEAR_OF_GENERALIZED_TIME:
        return asn1.encode_der(asn1.UTCTime(whole))
    return asn1.encode_der(asn1.GeneralizedTime(whole))


def write_generalized_time(at: datetime) -> bytes:
    """Return a GeneralizedTime of whole seconds; raises IcaoError for a time without time zone."""
    return asn1.encode_der(asn1.GeneralizedTime(_whole_second(at)))


def write_explicit(number: int, element: bytes) -> bytes:
    """Return an element inside a context-specific tag of a number below 31 (X.690 §8.14)."""
    return write_tlv(0xA0 | number, element)


def elements_of(element: Tlv, tag: int, field: str) -> tuple[Tlv, ...]:
    """Return what is inside `element`, which must have this tag; raises IcaoError."""
    if element.tag != tag:
        raise IcaoError(field, _CLAUSE, f"the tag is not {tag:X}")
    return read_all(element.value)


def _whole_second(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise IcaoError("time", _CLAUSE, "without time zone")
    return at.astimezone(UTC).replace(microsecond=0)


def _write_arc(arc: int) -> bytes:
    written = [arc & 0x7F]
    while arc := arc >> 7:
        written.append(0x80 | arc & 0x7F)
    return bytes(reversed(written))
