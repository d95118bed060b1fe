"""Keys and certificates of seal signers, from files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID

from loket.config.seal_material import SealUsageError
from loket.core.icao.seal.header import SealHeader
from loket.core.icao.seal.signature import SignerName, names_signer

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """A signer whose key is at hand: `certificate` is None if a bare public key was given."""

    key: ec.EllipticCurvePublicKey | None
    certificate: x509.Certificate | None
    name: SignerName | None


def read_certificates(paths: Iterable[Path]) -> list[x509.Certificate]:
    """Return the certificates of files and folders, PEM or DER; raises SealUsageError."""
    certificates: list[x509.Certificate] = []
    for path in paths:
        if not path.exists():
            raise SealUsageError(f"there is no {path.name}")
        files = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]
        for file in files:
            found = _certificates(file.read_bytes()[:_MOST_BYTES])
            if not found and not path.is_dir():
                raise SealUsageError(f"{file.name} is no certificate")
            certificates += found
    return certificates


def _certificates(data: bytes) -> list[x509.Certificate]:
    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError:
        return []


def known_signer(certificate: x509.Certificate) -> KnownSigner:
    """Return what a certificate says of its signer; its key is None where it is of an unsupported kind."""
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        key = None
    usable = key if isinstance(key, ec.EllipticCurvePublicKey) else None
    return KnownSigner(usable, certificate, signer_name(certificate))


def signer_name(certificate: x509.Certificate) -> SignerName | None:
    """Return country, common name and serial number of a certificate's subject, if it has both."""
    country = certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
    common_name = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if len(country) != 1 or len(common_name) != 1:
        return None
    return SignerName(
        "", str(country[0].value).upper(), str(common_name[0].value).upper(), certificate.serial_number
    )


def named_by(header: SealHeader, certificates: Iterable[x509.Certificate]) -> KnownSigner | None:
    """Return the signer that a header names among these certificates."""
    for certificate in certificates:
        known = known_signer(certificate)
        if known.name and names_signer(header, known.name):
            return known
    return None


def read_public_key(path: Path) -> ec.EllipticCurvePublicKey:
    """Return the elliptic-curve key of a SubjectPublicKeyInfo, PEM or DER; raises SealUsageError."""
    data = _bytes(path)
    try:
        key = load_pem_public_key(data) if data.startswith(b"-----") else load_der_public_key(data)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise SealUsageError(f"{path.name} is no public key on a curve that is known here")
    return key


def read_private_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Return the elliptic-curve key of a PKCS #8 file without a password; raises SealUsageError."""
    data = _bytes(path)
    try:
        pem = b"-----BEGIN" in data
        key = load_pem_private_key(data, None) if pem else load_der_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SealUsageError(f"{path.name} is no private key on a curve that is known here")
    return key


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise SealUsageError(f"there is no {path.name}")
    return path.read_bytes()[:_MOST_BYTES]
