"""Signatures of seals: ECDSA, r and s as they are, the hash by the size of the order (Doc 9303-13 §2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.public_keys import read_public_key
from loket.core.icao.inspection.signatures import HASHES, Verdict
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.seal.header import SealHeader
from loket.core.icao.seal.message import Feature, Seal, bytes_to_sign, sealed
from loket.core.icao.seal.verifying import hash_name_of, verdict_of


class SealSigner(Protocol):
    """Whoever holds a seal signer's private key: a file, a token, a test."""

    @property
    def certificate(self) -> "SignerName":
        """Whose key it is."""

    @property
    def first_day(self) -> date:
        """The first day on which its certificate is valid."""

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public half of its key."""

    def sign(self, data: bytes) -> bytes:
        """Return r and s over `data`, each as long as the order of the curve."""


@dataclass(frozen=True, slots=True)
class SignerName:
    """How a header names a signer's certificate: country and common name, and its serial number.

    `country` and `common_name` are two letters or digits each; `issuing_country` as zones have it ("IDN").
    """

    issuing_country: str
    country: str
    common_name: str
    serial_number: int

    @property
    def signer(self) -> str:
        """The four characters of the header."""
        return self.country + self.common_name

    @property
    def reference(self) -> str:
        """The serial number in hexadecimal, in capitals."""
        return f"{self.serial_number:X}"


@dataclass(frozen=True, slots=True)
class KeySigner:
    """A signer with its key at hand; equal data give an equal signature (RFC 6979)."""

    certificate: SignerName
    private_key: ec.EllipticCurvePrivateKey
    first_day: date = date.min

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public half of its key."""
        return self.private_key.public_key()

    def sign(self, data: bytes) -> bytes:
        """Return r and s, each as long as the order of the curve."""
        curve = self.private_key.curve
        algorithm = ec.ECDSA(hash_of(curve.key_size), deterministic_signing=True)
        r, s = decode_dss_signature(self.private_key.sign(data, algorithm))
        size = -(-curve.key_size // 8)
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def name_of(certificate: CertificateView, *, issuing_country: str = "") -> SignerName:
    """Return how headers name this certificate; `issuing_country` as zones have it, for whoever signs."""
    return SignerName(
        issuing_country,
        certificate.subject_country.upper(),
        certificate.common_name.upper(),
        certificate.serial,
    )


def hash_of(order_bits: int) -> hashes.HashAlgorithm:
    """Return the hash of a curve by the bits of its order: 224, 256, 384, or SHA-512 above."""
    return HASHES[hash_name_of(order_bits)]


def is_signed_by(seal: Seal, public_key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the seal's signature over its header and message is one of this key."""
    known = read_public_key(public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return verdict_of(seal, known) is Verdict.GOOD


def names_signer(header: SealHeader, name: SignerName) -> bool:
    """Whether a header names this certificate; leading zeroes of the reference do not count."""
    try:
        serial = int(header.certificate_reference, 16)
    except ValueError:
        return False
    return header.signer == name.signer and serial == name.serial_number


def make_seal(header: SealHeader, features: Sequence[Feature], signer: SealSigner) -> Seal:
    """Sign header and features; the header has to name the signer, or IcaoError is raised."""
    if not names_signer(header, signer.certificate):
        raise IcaoError("signer", "9303-13 2.2", "the header names another certificate")
    data = bytes_to_sign(header, features)
    return sealed(header, features, signer.sign(data))
