"""Elliptic curves of foreign keys: which known curve an explicit one is, and what verifies on it."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec

from loket.core.icao.pki.curve_arithmetic import plain_curve, system_curve
from loket.core.icao.pki.curves import CURVES, CurveParameters, NamedCurve, curve_named

if TYPE_CHECKING:
    from ecdsa.curves import Curve as PlainCurve


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A curve this package knows, with what verifies on it; each exists once."""

    named: NamedCurve
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
    def by_ecdsa(self) -> "PlainCurve":
        """The curve for `ecdsa`, loaded when it is first asked for."""
        return plain_curve(self.named)

    @property
    def order(self) -> int:
        """Order n of the generator."""
        return self.named.parameters.n


@cache
def known_curves() -> tuple[Curve, ...]:
    """Return every curve known here."""
    return tuple(Curve(named, system_curve(named)) for named in CURVES)


def curve_by_oid(oid: str) -> Curve | None:
    """Return the curve with this object identifier, or None."""
    return next((curve for curve in known_curves() if curve.named.oid == oid), None)


def curve_by_number(number: int) -> Curve | None:
    """Return the curve of standardized domain parameters (9303-11 §9.5.1), or None."""
    return next((curve for curve in known_curves() if curve.named.number == number), None)


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
