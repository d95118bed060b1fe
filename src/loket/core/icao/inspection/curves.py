"""Elliptic curves by name: an explicit curve is taken for a named one only if all of it agrees."""

from dataclasses import dataclass
from functools import cache

import ecdsa
from cryptography.hazmat.primitives.asymmetric import ec

# 9303-12 §4.1.6.3, TR-03110-3 A.2.1.1: name, object identifier, what `ecdsa` and `cryptography` call it.
# What cryptography has no class for is verified by `ecdsa`.
_NAMED = (
    ("P-192", "1.2.840.10045.3.1.1", ecdsa.NIST192p, None),
    ("P-224", "1.3.132.0.33", ecdsa.NIST224p, ec.SECP224R1()),
    ("P-256", "1.2.840.10045.3.1.7", ecdsa.NIST256p, ec.SECP256R1()),
    ("P-384", "1.3.132.0.34", ecdsa.NIST384p, ec.SECP384R1()),
    ("P-521", "1.3.132.0.35", ecdsa.NIST521p, ec.SECP521R1()),
    ("brainpoolP160r1", "1.3.36.3.3.2.8.1.1.1", ecdsa.BRAINPOOLP160r1, None),
    ("brainpoolP192r1", "1.3.36.3.3.2.8.1.1.3", ecdsa.BRAINPOOLP192r1, None),
    ("brainpoolP224r1", "1.3.36.3.3.2.8.1.1.5", ecdsa.BRAINPOOLP224r1, None),
    ("brainpoolP256r1", "1.3.36.3.3.2.8.1.1.7", ecdsa.BRAINPOOLP256r1, ec.BrainpoolP256R1()),
    ("brainpoolP320r1", "1.3.36.3.3.2.8.1.1.9", ecdsa.BRAINPOOLP320r1, None),
    ("brainpoolP384r1", "1.3.36.3.3.2.8.1.1.11", ecdsa.BRAINPOOLP384r1, ec.BrainpoolP384R1()),
    ("brainpoolP512r1", "1.3.36.3.3.2.8.1.1.13", ecdsa.BRAINPOOLP512r1, ec.BrainpoolP512R1()),
    ("brainpoolP256t1", "1.3.36.3.3.2.8.1.1.8", ecdsa.BRAINPOOLP256t1, None),
    ("brainpoolP384t1", "1.3.36.3.3.2.8.1.1.12", ecdsa.BRAINPOOLP384t1, None),
    ("brainpoolP512t1", "1.3.36.3.3.2.8.1.1.14", ecdsa.BRAINPOOLP512t1, None),
)


@dataclass(frozen=True, slots=True)
class ExplicitCurve:
    """A curve over a prime field as a certificate writes it out; `h` is None if the cofactor is left out.

    `y` is None if the generator is compressed; then `y_is_odd` says which of the two points is meant.
    """

    p: int
    a: int
    b: int
    x: int
    y: int | None
    y_is_odd: bool
    n: int
    h: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A curve this package knows, with what verifies on it."""

    name: str
    oid: str
    by_ecdsa: ecdsa.curves.Curve
    by_cryptography: ec.EllipticCurve | None

    @property
    def field_bytes(self) -> int:
        """Octets of one coordinate."""
        return (int(self.by_ecdsa.curve.p()).bit_length() + 7) // 8

    @property
    def order(self) -> int:
        """Order n of the generator."""
        return int(self.by_ecdsa.order)

    def differences(self, other: ExplicitCurve) -> tuple[str, ...]:
        """Name every parameter in which the other curve is not this one (cofactor: only if it is stated)."""
        generator = self.by_ecdsa.generator
        same_y = other.y == int(generator.y()) if other.y is not None else True
        agree = {
            "prime": other.p == int(self.by_ecdsa.curve.p()),
            "coefficient a": other.a % other.p == int(self.by_ecdsa.curve.a()) % int(self.by_ecdsa.curve.p()),
            "coefficient b": other.b == int(self.by_ecdsa.curve.b()),
            "generator": other.x == int(generator.x())
            and same_y
            and other.y_is_odd == bool(int(generator.y()) & 1),
            "order": other.n == self.order,
            # p, a, b, G and n fix the cofactor (Hasse), so that leaving it out leaves nothing open.
            "cofactor": other.h in {None, int(self.by_ecdsa.curve.cofactor())},
        }
        return tuple(name for name, same in agree.items() if not same)


@cache
def named_curves() -> tuple[Curve, ...]:
    """Return every curve known here."""
    return tuple(Curve(*row) for row in _NAMED)


def curve_by_oid(oid: str) -> Curve | None:
    """Return the curve with this object identifier, or None."""
    return next((curve for curve in named_curves() if curve.oid == oid), None)


def curve_of(explicit: ExplicitCurve) -> Curve | tuple[str, ...]:
    """Return the curve that agrees in p, a, b, G, n and h.

    Otherwise returns what differs from the nearest curve over the same prime, first its name; nothing if no
    known curve has this prime.
    """
    nearest: tuple[str, ...] = ()
    for curve in named_curves():
        differences = curve.differences(explicit)
        if not differences:
            return curve
        if "prime" not in differences and (not nearest or len(differences) < len(nearest) - 1):
            nearest = (curve.name, *differences)
    return nearest
