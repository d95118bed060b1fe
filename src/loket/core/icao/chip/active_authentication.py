"""Active authentication: the chip signs a challenge with a key that never leaves it (9303-11 §6.1)."""

import hashlib
import hmac
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from loket.core.icao.chip.error import ChipError

CHALLENGE_BYTES = 8

ActiveAuthenticationKey: TypeAlias = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_CLAUSE = "9303-11 6.1"
_PLAIN = "0.4.0.127.0.7.1.1.4.1"
ECDSA_PLAIN_SHA256 = f"{_PLAIN}.3"
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    f"{_PLAIN}.1": hashes.SHA1,
    f"{_PLAIN}.2": hashes.SHA224,
    ECDSA_PLAIN_SHA256: hashes.SHA256,
    f"{_PLAIN}.4": hashes.SHA384,
    f"{_PLAIN}.5": hashes.SHA512,
}
"""Signatures as r and s side by side, by the hash (TR-03111 §5.2.1)."""

_TRAILER_SHA1 = 0xBC
_TRAILER_WITH_HASH = 0xCC
_TRAILER_HASHES = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
"""Hash identifiers of a two-byte trailer (ISO/IEC 10118-3, as ISO/IEC 9796-2 names them)."""
_HEADER = 0x6A
_HEADER_PADDED = 0x6B
_FILLING, _END_OF_FILLING = 0xBB, 0xBA
_SHORTEST_RSA_BITS, _LONGEST_RSA_BITS = 1024, 4096


def signature_holds(
    key: ActiveAuthenticationKey, challenge: bytes, signature: bytes, *, algorithm: str | None
) -> bool:
    """Whether the chip's answer to INTERNAL AUTHENTICATE is a signature of `challenge` (8 bytes).

    `key` is data group 15's; `algorithm` is the object identifier in ActiveAuthenticationInfo of data group
    14, which has to be there for a key on a curve (9303-11 §6.1.2.3). ChipError for an algorithm or key that
    is not supported. It says nothing as long as passive authentication has not proven data group 15.
    """
    if isinstance(key, rsa.RSAPublicKey):
        return _rsa_holds(key, challenge, signature)
    hash_algorithm = _HASHES.get(algorithm or "")
    if hash_algorithm is None:
        raise ChipError("active authentication", _CLAUSE, "the signature algorithm is missing or unknown")
    return _ecdsa_holds(key, challenge, signature, hash_algorithm())


def _ecdsa_holds(
    key: ec.EllipticCurvePublicKey, challenge: bytes, signature: bytes, algorithm: hashes.HashAlgorithm
) -> bool:
    half, odd = divmod(len(signature), 2)
    # Each half is as long as the order; every curve used here has an order as long as its field.
    if odd or half != (key.curve.key_size + 7) // 8:
        return False
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    try:
        key.verify(encode_dss_signature(r, s), challenge, ec.ECDSA(algorithm))
    except InvalidSignature:
        return False
    return True


def _rsa_holds(key: rsa.RSAPublicKey, challenge: bytes, signature: bytes) -> bool:
    """ISO/IEC 9796-2 scheme 1: part of what is signed is recovered from the signature itself."""
    if not _SHORTEST_RSA_BITS <= key.key_size <= _LONGEST_RSA_BITS or key.key_size % 8:
        raise ChipError("active authentication", _CLAUSE, "an RSA key of this length is not supported")
    numbers = key.public_numbers()
    number = int.from_bytes(signature, "big")
    if len(signature) != key.key_size // 8 or number >= numbers.n:
        return False
    opened = pow(number, numbers.e, numbers.n)
    if opened % 16 != 0xC:
        # ISO/IEC 9796-2 B.5: the signer may give the smaller of s and n - s
        opened = numbers.n - opened
    return recovered_holds(opened.to_bytes(key.key_size // 8, "big"), challenge)


def recovered_holds(message: bytes, challenge: bytes) -> bool:
    """Whether a recovered message representative (F of 9303-11 appendix F) was made over this challenge."""
    if message[-1] == _TRAILER_SHA1:
        name, end = "sha1", -1
    elif message[-1] == _TRAILER_WITH_HASH and message[-2] in _TRAILER_HASHES:
        name, end = _TRAILER_HASHES[message[-2]], -2
    else:
        return False
    body = _without_header(message[:end])
    size = hashlib.new(name, usedforsecurity=False).digest_size
    if body is None or len(body) < size:
        return False
    recovered, digest = body[:-size], body[-size:]
    expected = hashlib.new(name, recovered + challenge, usedforsecurity=False).digest()
    return hmac.compare_digest(expected, digest)


def _without_header(message: bytes) -> bytes | None:
    """6A, or 6B with fillings BB up to BA: part of the message is outside (ISO/IEC 9796-2 §8.1)."""
    if message[:1] == bytes((_HEADER,)):
        return message[1:]
    if message[:1] != bytes((_HEADER_PADDED,)):
        return None
    bare = message[1:].lstrip(bytes((_FILLING,)))
    return bare[1:] if bare[:1] == bytes((_END_OF_FILLING,)) else None
