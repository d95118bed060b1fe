"""Active authentication: the chip signs a challenge with a key that never leaves it (9303-11 §6.1)."""

from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loket.core.icao.chip.error import ChipError
from loket.core.icao.inspection.active_authentication import verify_answer
from loket.core.icao.inspection.public_keys import EcPublicKey, RsaPublicKey, read_public_key
from loket.core.icao.inspection.signatures import Verdict

CHALLENGE_BYTES = 8

ActiveAuthenticationKey: TypeAlias = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_CLAUSE = "9303-11 6.1"
_PLAIN = "0.4.0.127.0.7.1.1.4.1"
ECDSA_PLAIN_SHA256 = f"{_PLAIN}.3"
# Signatures as r and s side by side, with SHA-1, 224, 256, 384 and 512 (TR-03111 §5.2.1).
_PLAIN_SIGNATURES = frozenset(f"{_PLAIN}.{arc}" for arc in range(1, 6))

_SHORTEST_RSA_BITS, _LONGEST_RSA_BITS = 1024, 4096


def signature_holds(
    key: ActiveAuthenticationKey, challenge: bytes, signature: bytes, *, algorithm: str | None
) -> bool:
    """Whether the chip's answer to INTERNAL AUTHENTICATE is a signature of `challenge` (8 bytes).

    `key` is data group 15's; `algorithm` is the object identifier in ActiveAuthenticationInfo of data group
    14, which has to be there for a key on a curve (9303-11 §6.1.2.3). ChipError for an algorithm or key that
    is not supported. It says nothing as long as passive authentication has not proven data group 15.
    """
    known = read_public_key(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    if isinstance(known, RsaPublicKey):
        bits = known.modulus.bit_length()
        if not _SHORTEST_RSA_BITS <= bits <= _LONGEST_RSA_BITS or bits % 8:
            raise ChipError("active authentication", _CLAUSE, "an RSA key of this length is not supported")
    elif algorithm not in _PLAIN_SIGNATURES:
        raise ChipError("active authentication", _CLAUSE, "the signature algorithm is missing or unknown")
    elif not isinstance(known, EcPublicKey):
        raise ChipError("active authentication", _CLAUSE, "a key on this curve is not supported")
    return verify_answer(known, challenge, signature, algorithm) is Verdict.GOOD
