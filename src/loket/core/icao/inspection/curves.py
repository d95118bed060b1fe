"""Elliptic curves of foreign keys: which known curve an explicit one is, and what verifies on it."""

from dataclasses import dataclass
from functools import cache

import ecdsa
from cryptography.hazmat.primitives.asymmetric import ec

from loket.core.icao.pki.curves import CURVES, CurveParameters, NamedCurve, curve_named

# What verifies on each curve; where cryptography has no class for one, `ecdsa` does.
_LIBRARIES: dict[str, tuple[ecdsa.curves.Curve, ec.EllipticCurve | None]] = {
    "secp192r1": (ecdsa.NIST192p, None),
    "secp224r1": (ecdsa.NIST224p, ec.SECP224R1()),
    "secp256r1": (ecdsa.NIST256p, ec.SECP256R1()),
    "secp384r1": (ecdsa.NIST384p, ec.SECP384R1()),
    "secp521r1": (ecdsa.NIST521p, ec.SECP521R1()),
    "brainpoolP192r1": (ecdsa.BRAINPOOLP192r1, None),
    "brainpoolP224r1": (ecdsa.BRAINPOOLP224r1, None),
    "brainpoolP256r1": (ecdsa.BRAINPOOLP256r1, ec.BrainpoolP256R1()),
    "brainpoolP320r1": (ecdsa.BRAINPOOLP320r1, None),
    "brainpoolP384r1": (ecdsa.BRAINPOOLP384r1, ec.BrainpoolP384R1()),
    "brainpoolP512r1": (ecdsa.BRAINPOOLP512r1, ec.BrainpoolP512R1()),
}
# 9303-11 §9.5.1: numbers of standardized domain parameters.
_NUMBERS = {
    8: "secp192r1",
    9: "brainpoolP192r1",
    10: "secp224r1",
    11: "brainpoolP224r1",
    12: "secp256r1",
    13: "brainpoolP256r1",
    14: "brainpoolP320r1",
    15: "secp384r1",
    16: "brainpoolP384r1",
    17: "brainpoolP512r1",
    18: "secp521r1",
}


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A curve this package knows, with what verifies on it; each exists once."""

    named: NamedCurve
    by_ecdsa: ecdsa.curves.Curve
    by_cryptography: ec.EllipticCurve | None

    @property
    def name(self) -> str:
        """Its name, such as `secp256r1` or `brainpoolP256r1`."""
        return self.named.name

    @property
    def field_bytes(self) -> int:
        """Octets of one coordinate."""
        return self.named.size_bytes

    @property
    def order(self) -> int:
        """Order n of the generator."""
        return self.named.parameters.n


@cache
def known_curves() -> tuple[Curve, ...]:
    """Return every curve known here."""
    return tuple(Curve(named, *_LIBRARIES[named.name]) for named in CURVES if named.name in _LIBRARIES)


def curve_by_oid(oid: str) -> Curve | None:
    """Return the curve with this object identifier, or None."""
    return next((curve for curve in known_curves() if curve.named.oid == oid), None)


def curve_by_number(number: int) -> Curve | None:
    """Return the curve of standardized domain parameters (9303-11 §9.5.1), or None."""
    return next((curve for curve in known_curves() if curve.name == _NUMBERS.get(number)), None)


def curve_of(explicit: CurveParameters) -> Curve | tuple[str, ...]:
    """Return the curve that agrees in p, a, b, G, n and h; the cofactor only where it is stated.

    Otherwise returns what differs from a curve over the same prime, first its name; nothing if no known curve
    has this prime.
    """
    named = curve_named(explicit)
    if named is not None:
        return next(curve for curve in known_curves() if curve.named is named)
    similar = next((curve.named for curve in known_curves() if curve.named.parameters.p == explicit.p), None)
    return () if similar is None else (similar.name, *_differences(similar.parameters, explicit))


def _differences(known: CurveParameters, other: CurveParameters) -> list[str]:
    agree = {
        "coefficient a": known.a == other.a,
        "coefficient b": known.b == other.b,
        "order": known.n == other.n,
        "cofactor": other.h in {known.h, None},
    }
    differing = [name for name, same in agree.items() if not same]
    # Where everything else agrees, it is the generator, which may be written in two forms.
    return differing or ["generator"]
