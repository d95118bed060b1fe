"""Where what asn1crypto raises about foreign bytes becomes an IcaoError, and where sizes are bounded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from asn1crypto import core, parser

from loket.core.icao.error import IcaoError

# A security object is some 2 kB and a CRL some 100 kB; asn1crypto recurses at nested indefinite lengths.
LONGEST_OBJECT = 1 << 20
_LONG_FORM = 0x80
_MOST_LENGTH_BYTES = 4
_HIGH_TAG = 0x1F


class BrokenOffError(IcaoError):
    """The bytes end before their own lengths say."""


@contextmanager
def foreign_asn1(name: str, clause: str) -> Iterator[None]:
    """Turn whatever asn1crypto raises lazily about bytes it cannot read into an IcaoError naming `name`.

    Works as a decorator too.
    """
    try:
        yield
    except IcaoError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError):
        # Its objects are read at access, so that the kinds above come from any member of any object.
        raise IcaoError(name, clause, "cannot be read as ASN.1 of this kind") from None


@dataclass(frozen=True, slots=True)
class Tlv:
    """The outermost tag of some bytes: one or two octets of tag, length of its header and of its content.

    `content_length` is None for the indefinite form.
    """

    tag: int
    header_length: int
    content_length: int | None


def outermost(data: bytes) -> Tlv | None:
    """Read the first tag and length; None if there is none that BER allows."""
    if len(data) < 2:
        return None
    tag, start = data[0], 1
    if tag & _HIGH_TAG == _HIGH_TAG:
        tag, start = tag << 8 | data[1], 2
        if tag & _LONG_FORM:
            return None  # no tag of a travel document has three octets
    if start >= len(data):
        return None
    first = data[start]
    if first < _LONG_FORM:
        return Tlv(tag, start + 1, first)
    count = first - _LONG_FORM
    if count == 0:
        return Tlv(tag, start + 1, None)
    if count > _MOST_LENGTH_BYTES or start + 1 + count > len(data):
        return None
    return Tlv(tag, start + 1 + count, int.from_bytes(data[start + 1 : start + 1 + count]))


def whole(data: bytes, name: str, clause: str, *, longest: int = LONGEST_OBJECT) -> tuple[bytes, int]:
    """Return the first object of `data`, header included, and how many octets follow it.

    Raises BrokenOffError if the bytes end too early, IcaoError if there is no object or it is too large.
    """
    if len(data) > longest:
        raise IcaoError(name, clause, f"longer than {longest} bytes")
    head = outermost(data)
    if head is None:
        raise IcaoError(name, clause, "no tag and length at its beginning")
    if head.content_length is not None:
        end = head.header_length + head.content_length
        if end > len(data):
            raise BrokenOffError(name, clause, f"the bytes break off: {end} are announced, {len(data)} there")
        return data[:end], len(data) - end
    end = _end_of_first(data, name, clause)
    return data[:end], len(data) - end


def _end_of_first(data: bytes, name: str, clause: str) -> int:
    @foreign_asn1(name, clause)
    def read() -> int:
        # Follows nested lengths to the end-of-contents octets, which count as the object's own.
        return sum(len(part) for part in parser.parse(data)[3:])

    return read()


def members(content: bytes, name: str, clause: str, *, most: int = 1000) -> list[bytes]:
    """Return the objects that fill `content` one after the other, each with its header, as stored."""
    found: list[bytes] = []
    while content:
        end = _end_of_first(content, name, clause)
        found.append(content[:end])
        content = content[end:]
        if len(found) > most:
            raise IcaoError(name, clause, f"more than {most} members")
    return found


def content_of(data: bytes, name: str, clause: str) -> bytes:
    """Return the content of the one object that fills `data`."""

    @foreign_asn1(name, clause)
    def read() -> bytes:
        content: bytes = parser.parse(data, strict=True)[4]
        return content

    return read()


def octets_of_bits(value: core.Asn1Value, name: str, clause: str) -> bytes:
    """Return the octets of a BIT STRING that has no unused bits, as every signature."""
    octets = bytes(value)
    if value.contents is None or value.contents[:1] != b"\x00":
        raise IcaoError(name, clause, "a signature with unused bits")
    return octets
