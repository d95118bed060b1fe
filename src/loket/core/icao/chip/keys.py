"""Keys that live as long as a chip: for chip authentication and its mapping, for active authentication."""

from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loket.core.icao.chip.curves import Curve, RandomBytes, curve_called, long_lived_curve
from loket.core.icao.chip.error import ChipError
from loket.core.icao.inspection.public_keys import EcPublicKey, read_public_key

_CLAUSE = "9303-11 9.2"


@dataclass(frozen=True, slots=True)
class ChipPublicKey:
    """A chip's long-lived public key: its curve and an uncompressed point on it."""

    curve: Curve
    point: bytes

    @classmethod
    def read(cls, info: bytes) -> "ChipPublicKey":
        """Read a SubjectPublicKeyInfo: standardized, named or explicit parameters; raises IcaoError.

        An explicit curve is taken for a named one only if every parameter agrees.
        """
        read = read_public_key(info)
        if not isinstance(read, EcPublicKey):
            raise ChipError("public key", _CLAUSE, f"is none to agree with: {read.words}")
        point = read.curve.named.point(read.x, read.y)
        if not info.endswith(point):
            raise ChipError("public key", _CLAUSE, "its point is compressed")
        return cls(Curve.of_parameters(read.curve.named.number), point)

    @classmethod
    def of(cls, key: ec.EllipticCurvePublicKey) -> "ChipPublicKey":
        """Return the key of `cryptography`'s; ChipError for a curve that a chip has not."""
        point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return cls(curve_called(key.curve.name), point)

    def loaded(self) -> ec.EllipticCurvePublicKey:
        """Return the key for `cryptography`; ChipError when it is no point of a curve that this has."""
        curve = long_lived_curve(self.curve)
        self.curve.point(self.point)
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, self.point)


@dataclass(frozen=True, slots=True, repr=False)
class ChipKey:
    """A chip's long-lived private key."""

    curve: Curve
    private: int

    def __post_init__(self) -> None:
        """Refuse a scalar that is none of the curve's, and a curve that `cryptography` has not; ChipError."""
        long_lived_curve(self.curve)
        if not 0 < self.private < self.curve.order:
            raise ChipError("private key", _CLAUSE, "is none of its curve")

    @classmethod
    def draw(cls, curve: Curve, random_bytes: RandomBytes) -> "ChipKey":
        """Make a key."""
        return cls(curve, curve.private_key(random_bytes))

    @classmethod
    def decode(cls, data: bytes) -> "ChipKey":
        """Read what `encode` wrote; ChipError for anything else."""
        if not data:
            raise ChipError("private key", _CLAUSE, "is empty")
        curve = Curve.of_parameters(data[0])
        if len(data) != 1 + curve.order_bytes:
            raise ChipError("private key", _CLAUSE, "is not as long as its curve's order")
        return cls(curve, int.from_bytes(data[1:], "big"))

    def encode(self) -> bytes:
        """Return the curve's number and the scalar, as personalisation writes them (docs/formats/chip.md)."""
        return bytes((self.curve.value,)) + self.private.to_bytes(self.curve.order_bytes, "big")

    def public(self) -> ChipPublicKey:
        """Return the public key."""
        return ChipPublicKey.of(self._loaded().public_key())

    def agree(self, other: bytes) -> bytes:
        """Return the x coordinate that both agree on; ChipError when `other` is no point of the curve."""
        return self._loaded().exchange(ec.ECDH(), ChipPublicKey(self.curve, other).loaded())

    def sign(self, message: bytes) -> bytes:
        """Sign as r and s side by side, without chance (RFC 6979), with the hash of `signature_hash`."""
        algorithm = ec.ECDSA(signature_hash(self.curve), deterministic_signing=True)
        r, s = decode_dss_signature(self._loaded().sign(message, algorithm))
        size = self.curve.order_bytes
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    def _loaded(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.private, long_lived_curve(self.curve))


def signature_hash(curve: Curve) -> hashes.HashAlgorithm:
    """Return the hash whose length fits the curve's order; no shorter one than SHA-256 is used here."""
    if curve.order.bit_length() <= 256:
        return hashes.SHA256()
    return hashes.SHA384() if curve.order.bit_length() <= 384 else hashes.SHA512()
