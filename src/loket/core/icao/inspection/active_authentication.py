"""Active authentication: ISO/IEC 9796-2 scheme 1 for RSA, plain ECDSA (Doc 9303-11 §6.1, appendix F)."""

import hashlib

from cryptography.hazmat.primitives.asymmetric import ec, utils

from loket.core.icao.inspection.private_keys import EC, RSA, PrivateKey
from loket.core.icao.inspection.public_keys import EcPublicKey, RsaPublicKey
from loket.core.icao.inspection.signatures import (
    HASHES,
    Padding,
    Scheme,
    Verdict,
    digest,
    plain_scheme,
    verify,
)

# ISO/IEC 9796-2 §8.1.2 (trailer field) with the hash identifiers of ISO/IEC 10118-3.
_TRAILERS = {
    b"\xbc": "SHA-1",
    b"\x33\xcc": "SHA-1",
    b"\x34\xcc": "SHA-256",
    b"\x35\xcc": "SHA-512",
    b"\x36\xcc": "SHA-384",
    b"\x38\xcc": "SHA-224",
}
_PARTIAL_RECOVERY = 0x6A
_DEFAULT_HASH = "SHA-256"


def verify_answer(
    key: RsaPublicKey | EcPublicKey, challenge: bytes, answer: bytes, signature_algorithm: str | None
) -> Verdict:
    """Verify a chip's answer to a challenge of 8 bytes.

    `signature_algorithm` is what data group 14 says for an elliptic key (object identifier), or None.
    """
    if isinstance(key, EcPublicKey):
        scheme = _scheme(signature_algorithm)
        return Verdict.NOT_SUPPORTED if scheme is None else verify(key, scheme, challenge, answer)
    return _verify_recoverable(key, challenge, answer)


def _scheme(signature_algorithm: str | None) -> Scheme | None:
    if signature_algorithm is None:
        return Scheme(Padding.ECDSA_PLAIN, _DEFAULT_HASH)
    return plain_scheme(signature_algorithm)


def _verify_recoverable(key: RsaPublicKey, challenge: bytes, answer: bytes) -> Verdict:
    """Verify a signature with message recovery: 6A | M1 | hash(M1 | challenge) | trailer."""
    size = (key.modulus.bit_length() + 7) // 8
    number = int.from_bytes(answer)
    if len(answer) != size or number >= key.modulus:
        return Verdict.BAD
    opened = pow(number, key.exponent, key.modulus)
    if opened & 0x0F != 0x0C:
        opened = key.modulus - opened  # ISO/IEC 9796-2 §8.2: the smaller of two numbers may have been sent
    recovered = opened.to_bytes(size)
    trailer = recovered[-1:] if recovered[-1:] in _TRAILERS else recovered[-2:]
    hash_name = _TRAILERS.get(trailer)
    if hash_name is None or recovered[0] != _PARTIAL_RECOVERY:
        return Verdict.BAD
    hashed = len(digest(hash_name, b""))
    end = size - len(trailer) - hashed
    if end < 1:
        return Verdict.BAD
    is_good = recovered[end : end + hashed] == digest(hash_name, recovered[1:end] + challenge)
    return Verdict.GOOD if is_good else Verdict.BAD


def suits(private: PrivateKey, key: RsaPublicKey | EcPublicKey) -> bool:
    """Whether a private key is of the kind that this public key asks for."""
    return private.algorithm == (RSA if isinstance(key, RsaPublicKey) else EC)


def answer(
    private: PrivateKey, key: RsaPublicKey | EcPublicKey, challenge: bytes, signature_algorithm: str | None
) -> bytes | None:
    """Answer a challenge as the chip would; None if nothing here can make such an answer."""
    if isinstance(key, RsaPublicKey):
        return _recoverable(private, challenge)
    scheme = _scheme(signature_algorithm)
    if scheme is None or key.curve.by_cryptography is None or not 0 < private.secret < key.curve.order:
        return None
    signing = ec.derive_private_key(private.secret, key.curve.by_cryptography)
    r, s = utils.decode_dss_signature(signing.sign(challenge, ec.ECDSA(HASHES[scheme.hash_name])))
    half = (key.curve.order.bit_length() + 7) // 8
    return r.to_bytes(half) + s.to_bytes(half)


def _recoverable(private: PrivateKey, challenge: bytes) -> bytes | None:
    size = (private.modulus.bit_length() + 7) // 8
    room = size - 1 - 32 - 2
    if room < 8:
        return None
    # What the chip chooses is free; it only has to fill the block.
    chosen = hashlib.shake_256(challenge).digest(room)
    block = bytes((_PARTIAL_RECOVERY,)) + chosen + digest(_DEFAULT_HASH, chosen + challenge) + b"\x34\xcc"
    number = int.from_bytes(block)
    if number >= private.modulus:
        return None
    return pow(number, private.secret, private.modulus).to_bytes(size)
