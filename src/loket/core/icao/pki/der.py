"""DER (X.690) of what a certificate is made of: each function returns the octets of one whole element.

What a chip's files have too is `lds.der`'s; strings are encoded by `cryptography.hazmat.asn1`.
"""

from typing import Final

from cryptography.hazmat import asn1

from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import read_tlv, write_tlv

_CONTEXT: Final = 0x80

element = write_tlv
integer = der.write_integer
oid = der.write_oid
null = der.write_null
set_of = der.write_set_of
time = der.write_time
generalized_time = der.write_generalized_time


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE of these elements; an empty part is an absent one."""
    return der.write_sequence(parts)


def tagged(number: int, *parts: bytes) -> bytes:
    """Return the elements inside [number], EXPLICIT or constructed."""
    return der.write_explicit(number, b"".join(parts))


def primitive(number: int, contents: bytes) -> bytes:
    """Return [number] IMPLICIT of a primitive type with these contents."""
    return element(_CONTEXT | number, contents)


def boolean(*, value: bool) -> bytes:
    """Return a BOOLEAN; DER has FF for true (X.690 §11.1)."""
    return element(der.BOOLEAN, b"\xff" if value else b"\x00")


def octets(contents: bytes) -> bytes:
    """Return an OCTET STRING."""
    return element(der.OCTET_STRING, contents)


def bits(contents: bytes, *, unused: int = 0) -> bytes:
    """Return a BIT STRING whose last octet has `unused` bits that do not count."""
    return element(der.BIT_STRING, bytes([unused]) + contents)


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


def contents_of(encoded: bytes) -> bytes:
    """Return the contents of one element that was made here or by a token. Raises IcaoError."""
    return read_tlv(encoded)[0].value
