"""Key agreement of chip authentication: ECDH and DH with a key of data group 14 (Doc 9303-11 §6.2)."""

import hashlib
from dataclasses import dataclass
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.foreign_asn1 import foreign_asn1
from loket.core.icao.inspection.private_keys import DH_PKCS3, DH_X942, EC, PrivateKey
from loket.core.icao.inspection.public_keys import (
    AlteredCurveKey,
    EcPublicKey,
    RsaPublicKey,
    UnknownKey,
    read_public_key,
)
from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import read_all, read_only

_CLAUSE = "9303-11 9.2.6"
_FEWEST_BITS, _MOST_BITS = 512, 8192


@dataclass(frozen=True, slots=True)
class DhPublicKey:
    """A key over the integers: prime p, generator g, public value y."""

    p: int
    g: int
    y: int

    @property
    def words(self) -> str:
        """Kind and size for people."""
        return f"DH {self.p.bit_length()} bits"


AgreementKey: TypeAlias = EcPublicKey | DhPublicKey | AlteredCurveKey | UnknownKey


@foreign_asn1("public key", _CLAUSE)
def read_agreement_key(info: bytes) -> AgreementKey:
    """Read a SubjectPublicKeyInfo of data group 14. Raises IcaoError."""
    algorithm, key = read_all(read_only(info, der.SEQUENCE))[:2]
    parts = read_all(algorithm.value)
    oid = der.read_oid(parts[0].value)
    if oid not in {DH_PKCS3, DH_X942}:
        found = read_public_key(info)
        return UnknownKey(f"public key algorithm {oid}") if isinstance(found, RsaPublicKey) else found
    p, g = (int.from_bytes(part.value) for part in read_all(parts[1].value)[:2])
    y = int.from_bytes(read_only(key.value[1:], der.INTEGER))
    if not _FEWEST_BITS <= p.bit_length() <= _MOST_BITS or not (1 < g < p - 1 and 1 < y < p - 1):
        raise IcaoError("public key", _CLAUSE, "DH numbers out of range")
    return DhPublicKey(p, g, y)


def is_supported(key: AgreementKey) -> bool:
    """Whether a secret can be agreed on with this key here.

    Only where `cryptography` has the curve: a private scalar is not given to arithmetic in plain Python.
    """
    if isinstance(key, EcPublicKey):
        return key.curve.by_cryptography is not None
    return isinstance(key, DhPublicKey)


def suits(private: PrivateKey, key: AgreementKey) -> bool:
    """Whether a private key is of the kind that this public key asks for."""
    if isinstance(key, EcPublicKey):
        return private.algorithm == EC
    return isinstance(key, DhPublicKey) and private.algorithm in {DH_PKCS3, DH_X942}


def belongs(private: PrivateKey, key: AgreementKey) -> bool:
    """Whether this private key is the public key's own."""
    if isinstance(key, DhPublicKey):
        return suits(private, key) and pow(key.g, private.secret, key.p) == key.y
    if not isinstance(key, EcPublicKey) or not is_supported(key) or not suits(private, key):
        return False
    own = _elliptic(private.secret, key)
    if own is None:
        return False
    numbers = own.public_key().public_numbers()
    return (numbers.x, numbers.y) == (key.x, key.y)


def agrees(key: AgreementKey, private: PrivateKey, seed: bytes) -> bool:
    """Whether terminal and chip come to the same secret; `seed` is the terminal's chance for its own key."""
    if isinstance(key, DhPublicKey):
        terminal = (
            int.from_bytes(hashlib.shake_256(seed).digest((key.p.bit_length() + 7) // 8)) % (key.p - 3) + 2
        )
        return pow(key.y, terminal, key.p) == pow(pow(key.g, terminal, key.p), private.secret, key.p)
    if not isinstance(key, EcPublicKey) or key.curve.by_cryptography is None:
        return False
    ephemeral = (
        int.from_bytes(hashlib.shake_256(seed).digest(key.curve.field_bytes + 8)) % (key.curve.order - 1) + 1
    )
    own, chip = _elliptic(ephemeral, key), _elliptic(private.secret, key)
    if own is None or chip is None:
        return False
    stated = ec.EllipticCurvePublicNumbers(key.x, key.y, key.curve.by_cryptography).public_key()
    return own.exchange(ec.ECDH(), stated) == chip.exchange(ec.ECDH(), own.public_key())


def _elliptic(scalar: int, key: EcPublicKey) -> ec.EllipticCurvePrivateKey | None:
    if key.curve.by_cryptography is None or not 0 < scalar < key.curve.order:
        return None
    return ec.derive_private_key(scalar, key.curve.by_cryptography)
