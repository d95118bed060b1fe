"""Active authentication: ISO/IEC 9796-2 scheme 1 for RSA, plain ECDSA (Doc 9303-11 §6.1, appendix F)."""

from cryptography.hazmat.primitives.asymmetric import ec, utils

from loket.core.icao.inspection.message_recovery import block_over, signature_recovers
from loket.core.icao.inspection.private_keys import EC, RSA, PrivateKey
from loket.core.icao.inspection.public_keys import EcPublicKey, RsaPublicKey
from loket.core.icao.inspection.signatures import (
    HASHES,
    Padding,
    Scheme,
    Verdict,
    plain_scheme,
    verify,
)

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
    return Verdict.GOOD if signature_recovers(key, challenge, answer) else Verdict.BAD


def _scheme(signature_algorithm: str | None) -> Scheme | None:
    if signature_algorithm is None:
        return Scheme(Padding.ECDSA_PLAIN, _DEFAULT_HASH)
    return plain_scheme(signature_algorithm)


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
    block = block_over(challenge, size)
    number = 0 if block is None else int.from_bytes(block)
    if block is None or number >= private.modulus:
        return None
    return pow(number, private.secret, private.modulus).to_bytes(size)
