"""Elliptic curves of the chip: standardized domain parameters, points, key pairs (9303-11 §9.5, TR-03111).

The arithmetic is the library `ecdsa`'s, in plain Python and not in constant time. Only keys that live for one
session are given to it as scalars; the chip's long-lived key agrees through `cryptography` (docs/adr/0016).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from cryptography.hazmat.primitives.asymmetric import ec
from ecdsa.ellipticcurve import INFINITY, PointJacobi

from loket.core.icao.chip.error import ChipError
from loket.core.icao.pki import curves
from loket.core.icao.pki.curve_arithmetic import plain_curve, system_curve
from loket.core.icao.pki.curves import NamedCurve

RandomBytes = Callable[[int], bytes]
"""Gives this many bytes of chance that nobody can foresee."""

_UNCOMPRESSED = 0x04
_CLAUSE = "9303-11 9.5"


class Curve(Enum):
    """Curves with their number in the table of standardized domain parameters (9303-11 §9.5.1)."""

    NIST_P192 = 8
    BRAINPOOL_P192R1 = 9
    NIST_P224 = 10
    BRAINPOOL_P224R1 = 11
    NIST_P256 = 12
    BRAINPOOL_P256R1 = 13
    BRAINPOOL_P320R1 = 14
    NIST_P384 = 15
    BRAINPOOL_P384R1 = 16
    BRAINPOOL_P512R1 = 17
    NIST_P521 = 18

    @classmethod
    def of_parameters(cls, number: int) -> "Curve":
        """Return the curve of this number; ChipError for groups of integers and for what is reserved."""
        try:
            return cls(number)
        except ValueError:
            raise ChipError("domain parameters", _CLAUSE, "are none of the supported curves") from None

    @property
    def named(self) -> NamedCurve:
        """Its name and domain parameters."""
        return _NAMED[self]

    @property
    def order(self) -> int:
        """How many points the group has; every supported curve has cofactor 1."""
        return self.named.parameters.n

    @property
    def field_bytes(self) -> int:
        """Bytes of a coordinate."""
        return self.named.size_bytes

    @property
    def order_bytes(self) -> int:
        """Bytes of a scalar."""
        return (self.order.bit_length() + 7) // 8

    @property
    def generator(self) -> PointJacobi:
        """The base point G."""
        return plain_curve(self.named).generator

    def point(self, encoded: bytes) -> PointJacobi:
        """Read an uncompressed point; ChipError unless it lies on the curve."""
        size, library = self.field_bytes, plain_curve(self.named)
        x, y = int.from_bytes(encoded[1 : 1 + size], "big"), int.from_bytes(encoded[1 + size :], "big")
        prime = self.named.parameters.p
        # Looked at here: the library checks by an assertion, which an optimizing interpreter leaves out.
        fits = len(encoded) == 1 + 2 * size and encoded[0] == _UNCOMPRESSED and x < prime and y < prime
        if not fits or not library.curve.contains_point(x, y):
            raise ChipError("public key", _CLAUSE, "is no point of the curve")
        return PointJacobi(library.curve, x, y, 1, self.order)

    def encode(self, point: PointJacobi) -> bytes:
        """Return the point uncompressed: 04, x, y; ChipError for the point at infinity."""
        if point == INFINITY:
            raise ChipError("point", _CLAUSE, "is the point at infinity")
        affine, size = point.to_affine(), self.field_bytes
        return (
            bytes((_UNCOMPRESSED,))
            + int(affine.x()).to_bytes(size, "big")
            + int(affine.y()).to_bytes(size, "big")
        )

    def private_key(self, random_bytes: RandomBytes) -> int:
        """Return a private key between 1 and the order less 1; 8 bytes more than needed keep it even."""
        drawn = int.from_bytes(random_bytes(self.field_bytes + 8), "big")
        return drawn % (self.order - 1) + 1


_NAMED: dict[Curve, NamedCurve] = {Curve(named.number): named for named in curves.CURVES}


def long_lived_curve(curve: Curve) -> ec.EllipticCurve:
    """Return this curve for `cryptography`; ChipError when it has it not."""
    found = system_curve(curve.named)
    if found is None:
        raise ChipError("domain parameters", _CLAUSE, "are none that a long-lived key may have")
    return found


def curve_called(name: str) -> Curve:
    """Return the curve of this name (`secp256r1`, `brainpoolP256r1` …); ChipError for any other."""
    named = curves.curve_called(name)
    if named is None:
        raise ChipError("domain parameters", _CLAUSE, "are none of the supported curves")
    return Curve(named.number)


@dataclass(frozen=True, slots=True, repr=False)
class EphemeralKey:
    """A key pair for one session: `private` is a scalar, `public` an uncompressed point over `generator`."""

    private: int
    public: bytes

    @classmethod
    def draw(cls, curve: Curve, generator: PointJacobi, random_bytes: RandomBytes) -> "EphemeralKey":
        """Make a key pair over this generator."""
        private = curve.private_key(random_bytes)
        return cls(private, curve.encode(generator * private))


def agree(curve: Curve, private: int, public: bytes) -> PointJacobi:
    """Return the shared point of an ephemeral key and the other side's; ChipError when it is at infinity."""
    shared = curve.point(public) * private
    if shared == INFINITY:
        raise ChipError("public key", _CLAUSE, "agrees on the point at infinity")
    return shared


def shared_secret(curve: Curve, private: int, public: bytes) -> bytes:
    """Return the x coordinate of the shared point, in as many bytes as the field has (TR-03111 §4.3.1)."""
    return int(agree(curve, private, public).to_affine().x()).to_bytes(curve.field_bytes, "big")
