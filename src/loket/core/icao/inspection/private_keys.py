"""Private keys of specimen chips (PKCS#8): a real chip's never leaves it, a specimen's may lie beside."""

import base64
import binascii
import re
from dataclasses import dataclass

from asn1crypto import keys

from loket.core.icao.inspection.foreign_asn1 import content_of, foreign_asn1, members, outermost
from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import read_all, read_only

_CLAUSE = "RFC 5208 5"
RSA = "1.2.840.113549.1.1.1"
EC = "1.2.840.10045.2.1"
DH_PKCS3 = "1.2.840.113549.1.3.1"
DH_X942 = "1.2.840.10046.2.1"
_PEM = re.compile(rb"-----BEGIN (PRIVATE KEY)-{5}([A-Za-z0-9+/=\s]+)-{5}END \1-{5}")
_SEQUENCE = 0x30
_VERSION_ZERO_AND_SEQUENCE = bytes.fromhex("02010030")


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A private key: its algorithm, and the numbers that belong to it.

    RSA: `secret` is the private exponent, `modulus` its modulus. EC and DH: `secret` is the scalar.
    """

    algorithm: str
    secret: int
    modulus: int = 0
    exponent: int = 0


def _der(data: bytes) -> bytes:
    match = _PEM.search(data[:65_536])
    if match is None:
        return data
    try:
        return base64.b64decode(b"".join(match[2].split()), validate=True)
    except binascii.Error:
        return data


def is_private_key(data: bytes) -> bool:
    """Whether these bytes begin as a PKCS#8 PrivateKeyInfo, DER or PEM."""
    stored = _der(data)
    head = outermost(stored)
    if head is None or head.tag != _SEQUENCE:
        return False
    return stored[head.header_length :].startswith(_VERSION_ZERO_AND_SEQUENCE)


def read_private_key(data: bytes) -> PrivateKey | None:
    """Read a PKCS#8 key; None for an algorithm that is not known here. Raises IcaoError."""
    return _read(_der(data))


@foreign_asn1("private key", _CLAUSE)
def _read(data: bytes) -> PrivateKey | None:
    _version, algorithm, key = members(content_of(data, "private key", _CLAUSE), "private key", _CLAUSE)[:3]
    oid = der.read_oid(read_all(read_only(algorithm, der.SEQUENCE))[0].value)
    octets = content_of(key, "private key", _CLAUSE)
    if oid == RSA:
        numbers = keys.RSAPrivateKey.load(octets)
        return PrivateKey(
            oid, int(numbers["private_exponent"]), int(numbers["modulus"]), int(numbers["public_exponent"])
        )
    if oid == EC:
        secret = read_all(read_only(octets, der.SEQUENCE))[1].value
        return PrivateKey(oid, int.from_bytes(secret))
    if oid in {DH_PKCS3, DH_X942}:
        return PrivateKey(oid, int.from_bytes(read_only(octets, der.INTEGER)))
    return None
