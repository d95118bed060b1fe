"""DER (X.690) of what a certificate is made of: each function returns the octets of one whole element.

Integers, object identifiers and times are encoded by `cryptography.hazmat.asn1`; here they are put together.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from cryptography.hazmat import asn1
from cryptography.x509 import ObjectIdentifier

SEQUENCE: Final = 0x30
SET: Final = 0x31
_BOOLEAN: Final = 0x01
_BIT_STRING: Final = 0x03
_OCTET_STRING: Final = 0x04
_NULL: Final = b"\x05\x00"
_CONTEXT: Final = 0x80
_CONSTRUCTED: Final = 0x20
_FIRST_GENERALIZED_YEAR: Final = 2050


def element(tag: int, contents: bytes) -> bytes:
    """Return tag, length and contents; `tag` is one octet."""
    size = len(contents)
    if size < 0x80:  # X.690 §8.1.3.4: the short form
        return bytes([tag, size]) + contents
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + contents


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE of these elements; an empty part is an absent one."""
    return element(SEQUENCE, b"".join(parts))


def set_of(parts: Iterable[bytes]) -> bytes:
    """Return a SET OF, in ascending order of its encodings (X.690 §11.6)."""
    return element(SET, b"".join(sorted(parts)))


def tagged(number: int, *parts: bytes) -> bytes:
    """Return the elements inside [number], EXPLICIT or constructed."""
    return element(_CONTEXT | _CONSTRUCTED | number, b"".join(parts))


def primitive(number: int, contents: bytes) -> bytes:
    """Return [number] IMPLICIT of a primitive type with these contents."""
    return element(_CONTEXT | number, contents)


def integer(value: int) -> bytes:
    """Return an INTEGER in the fewest octets."""
    return asn1.encode_der(value)


def oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    return asn1.encode_der(ObjectIdentifier(dotted))


def boolean(*, value: bool) -> bytes:
    """Return a BOOLEAN; DER has FF for true (X.690 §11.1)."""
    return element(_BOOLEAN, b"\xff" if value else b"\x00")


def null() -> bytes:
    """Return NULL."""
    return _NULL


def octets(contents: bytes) -> bytes:
    """Return an OCTET STRING."""
    return element(_OCTET_STRING, contents)


def bits(contents: bytes, *, unused: int = 0) -> bytes:
    """Return a BIT STRING whose last octet has `unused` bits that do not count."""
    return element(_BIT_STRING, bytes([unused]) + contents)


def named_bits(*numbers: int) -> bytes:
    """Return a BIT STRING with these bits set; trailing zero bits are left out (X.690 §11.2.2)."""
    last = max(numbers)
    contents = bytearray(last // 8 + 1)
    for number in numbers:
        contents[number // 8] |= 0x80 >> number % 8
    return bits(bytes(contents), unused=7 - last % 8)


def printable(text: str) -> bytes:
    """Return a PrintableString; ValueError if a character is not in its set."""
    return asn1.encode_der(asn1.PrintableString(text))


def utf8(text: str) -> bytes:
    """Return a UTF8String."""
    return asn1.encode_der(text)


def time(moment: datetime) -> bytes:
    """Return a Time of X.509: UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5)."""
    utc = moment.astimezone(UTC)
    if utc.year < _FIRST_GENERALIZED_YEAR:
        return asn1.encode_der(asn1.UTCTime(utc.replace(microsecond=0)))
    return generalized_time(utc)


def generalized_time(moment: datetime) -> bytes:
    """Return a GeneralizedTime of whole seconds."""
    return asn1.encode_der(asn1.GeneralizedTime(moment.astimezone(UTC).replace(microsecond=0)))


def contents_of(encoded: bytes) -> bytes:
    """Return the contents of an element that this module made."""
    if encoded[1] < 0x80:
        return encoded[2:]
    return encoded[2 + (encoded[1] & 0x7F) :]
