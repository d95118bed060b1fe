"""Public keys as certificates and data groups carry them: RSA, and elliptic curves named or written out."""

from dataclasses import dataclass
from typing import TypeAlias

from asn1crypto import keys

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.curves import Curve, curve_by_number, curve_by_oid, curve_of
from loket.core.icao.inspection.foreign_asn1 import foreign_asn1
from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import read_all, read_only
from loket.core.icao.pki.curves import ID_PRIME_FIELD, CurveParameters, read_parameters

_CLAUSE = "9303-12 4.1.6.3"
STANDARDIZED = "0.4.0.127.0.7.1.2"
_STANDARDIZED_STORED = der.write_oid(STANDARDIZED)
_RSA = "1.2.840.113549.1.1.1"
_RSA_PSS = "1.2.840.113549.1.1.10"
_EC = "1.2.840.10045.2.1"
_MOST_RSA_BITS = 16_384
_UNCOMPRESSED = 0x04
_COMPRESSED = (0x02, 0x03)


@dataclass(frozen=True, slots=True)
class RsaPublicKey:
    """Modulus and exponent; `pss_only` if the key says that it signs with RSASSA-PSS alone."""

    modulus: int
    exponent: int
    pss_only: bool = False

    @property
    def words(self) -> str:
        """Kind and size for people."""
        return f"RSA {self.modulus.bit_length()} bits"


@dataclass(frozen=True, slots=True)
class EcPublicKey:
    """A point on a known curve; `is_explicit` if the curve was written out, `states_cofactor` if h was."""

    curve: Curve
    x: int
    y: int
    is_explicit: bool
    states_cofactor: bool

    @property
    def words(self) -> str:
        """Curve for people, and how it was given."""
        how = "explicit parameters" if self.is_explicit else "named"
        return f"EC {self.curve.name}, {how}" + ("" if self.states_cofactor else ", cofactor not stated")


@dataclass(frozen=True, slots=True)
class UnknownKey:
    """A key that nothing here can verify with, and why."""

    words: str


@dataclass(frozen=True, slots=True)
class AlteredCurveKey:
    """A key on a curve that passes for a known one and is not: prime the same, something else changed.

    Whoever chooses the generator can make any point a public key with a known private key (CVE-2020-0601).
    """

    resembles: str
    differences: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is wrong, for people."""
        return f"explicit curve differs from {self.resembles} in {', '.join(self.differences)}"


PublicKey: TypeAlias = RsaPublicKey | EcPublicKey | AlteredCurveKey | UnknownKey


def read_public_key(info: bytes) -> PublicKey:
    """Read a SubjectPublicKeyInfo. Raises IcaoError if it is none, or its point is not on the curve."""
    return _read(info) if _STANDARDIZED_STORED not in info[:32] else _standardized(info) or _read(info)


@foreign_asn1("public key", _CLAUSE)
def _read(data: bytes) -> PublicKey:
    info = keys.PublicKeyInfo.load(data, strict=True)
    algorithm = info["algorithm"]["algorithm"].dotted
    if algorithm in {_RSA, _RSA_PSS}:
        return _rsa(info, pss_only=algorithm == _RSA_PSS)
    if algorithm == _EC:
        return _ec(info)
    return UnknownKey(f"public key algorithm {algorithm}")


def _rsa(info: keys.PublicKeyInfo, *, pss_only: bool) -> PublicKey:
    numbers = info["public_key"].parsed
    # Chips in the field leave out the octet 00 that keeps a first bit of one from being a sign.
    modulus, exponent = (int.from_bytes(numbers[each].contents) for each in ("modulus", "public_exponent"))
    if modulus <= 1 or exponent <= 1 or modulus.bit_length() > _MOST_RSA_BITS:
        raise IcaoError("public key", _CLAUSE, "RSA numbers out of range")
    return RsaPublicKey(modulus, exponent, pss_only)


def _ec(info: keys.PublicKeyInfo) -> PublicKey:
    parameters = info["algorithm"]["parameters"]
    states_cofactor = True
    if parameters.name == "named":
        oid = parameters.chosen.dotted
        curve = curve_by_oid(oid)
        if curve is None:
            return UnknownKey(f"elliptic curve {oid}")
    elif parameters.name == "specified":
        if parameters.chosen["field_id"]["field_type"].dotted != ID_PRIME_FIELD:
            return UnknownKey("elliptic curve over a field that is not prime")
        explicit = read_parameters(parameters.dump())
        found = curve_of(explicit if isinstance(explicit, CurveParameters) else explicit.parameters)
        if not isinstance(found, Curve):
            return AlteredCurveKey(found[0], found[1:]) if found else UnknownKey("unknown explicit curve")
        curve = found
        states_cofactor = not isinstance(explicit, CurveParameters) or explicit.h is not None
    else:
        return UnknownKey("elliptic curve left to the issuer's key")
    x, y = _point(bytes(info["public_key"]), curve)
    return EcPublicKey(curve, x, y, parameters.name == "specified", states_cofactor)


@foreign_asn1("public key", _CLAUSE)
def _standardized(data: bytes) -> PublicKey | None:
    """Read a key whose curve is a number (9303-11 §9.5.1, TR-03110-3 A.2.1.1); None for any other key."""
    algorithm, *key = read_all(read_only(data, der.SEQUENCE, field="public key"), most=2)
    parts = read_all(algorithm.value, most=4)
    tags = [part.tag for part in (algorithm, *parts)]
    if tags != [der.SEQUENCE, der.OBJECT_IDENTIFIER, der.INTEGER]:
        return None
    if der.read_oid(parts[0].value) != STANDARDIZED or not key or key[0].tag != der.BIT_STRING:
        return None
    number = der.read_integer(parts[1].value)
    curve = curve_by_number(number)
    if curve is None:
        return UnknownKey(f"standardized domain parameters {number}")
    return EcPublicKey(curve, *_point(key[0].value[1:], curve), is_explicit=False, states_cofactor=True)


def _point(encoded: bytes, curve: Curve) -> tuple[int, int]:
    """Read a point, compressed or not, and make sure that it lies on the curve."""
    size = curve.field_bytes
    p, a, b = curve.named.parameters.p, curve.named.parameters.a, curve.named.parameters.b
    x = int.from_bytes(encoded[1 : 1 + size])
    square = (x * x * x + a * x + b) % p
    if encoded[0] == _UNCOMPRESSED and len(encoded) == 1 + 2 * size:
        y = int.from_bytes(encoded[1 + size :])
    elif encoded[0] in _COMPRESSED and len(encoded) == 1 + size:
        y = _square_root(square, p)
        y = y if y & 1 == encoded[0] & 1 else p - y
    else:
        raise IcaoError("public key", _CLAUSE, "the point is not written as X9.62 says")
    if x >= p or y >= p or (y * y - square) % p:
        raise IcaoError("public key", _CLAUSE, "the point does not lie on its curve")
    return x, y


def _square_root(value: int, p: int) -> int:
    """Return a square root modulo p if there is one (p = 3 mod 4, or P-224, whose p is 1 mod 4)."""
    if p % 4 == 3:
        return pow(value, (p + 1) // 4, p)
    from ecdsa.numbertheory import SquareRootError, square_root_mod_prime

    try:
        return int(square_root_mod_prime(value, p))
    except SquareRootError:
        raise IcaoError("public key", _CLAUSE, "the point does not lie on its curve") from None
