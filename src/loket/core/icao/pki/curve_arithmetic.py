"""What calculates on each curve: `cryptography` where it has the curve, the library `ecdsa` on all of them.

`ecdsa` is plain Python and not in constant time: it is given public values, and scalars that live for one
session (docs/adr/0016).
"""

from functools import cache
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric import ec

from loket.core.icao.pki.curves import NamedCurve

if TYPE_CHECKING:
    from ecdsa.curves import Curve as PlainCurve

_SYSTEM: Final[dict[str, type[ec.EllipticCurve]]] = {
    "secp192r1": ec.SECP192R1,
    "secp224r1": ec.SECP224R1,
    "secp256r1": ec.SECP256R1,
    "secp384r1": ec.SECP384R1,
    "secp521r1": ec.SECP521R1,
    "brainpoolP256r1": ec.BrainpoolP256R1,
    "brainpoolP384r1": ec.BrainpoolP384R1,
    "brainpoolP512r1": ec.BrainpoolP512R1,
}


def system_curve(curve: NamedCurve) -> ec.EllipticCurve | None:
    """Return the curve for `cryptography`, or None where it has no class for it."""
    known = _SYSTEM.get(curve.name)
    return None if known is None else known()


def plain_curve(curve: NamedCurve) -> "PlainCurve":
    """Return the curve for `ecdsa`, which has every one of them."""
    return _by_identifier(curve.oid)


@cache
def _by_identifier(oid: str) -> "PlainCurve":
    from ecdsa.curves import find_curve

    return find_curve(tuple(map(int, oid.split("."))))
