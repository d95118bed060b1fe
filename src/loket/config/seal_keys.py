"""Keys and certificates of seal signers, from files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import pem
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_private_key,
    load_pem_private_key,
)

from loket.config.seal_material import SealUsageError
from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.public_keys import PublicKey
from loket.core.icao.inspection.public_keys import read_public_key as read_info
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.seal.header import SealHeader
from loket.core.icao.seal.signature import name_of, names_signer
from loket.node.keys.seal_signer import AUTHORITY, CERTIFICATE

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """A signer: its key, and its certificate; None if a bare public key was given."""

    key: PublicKey
    certificate: CertificateView | None


def read_certificates(paths: Iterable[Path]) -> list[CertificateView]:
    """Return the certificates of files and folders, PEM or DER; raises SealUsageError.

    A folder may hold other files too; a file that is named has to be a certificate.
    """
    certificates: list[CertificateView] = []
    for path in paths:
        if not path.exists():
            raise SealUsageError(f"there is no {path.name}")
        if path.is_dir():
            for file in sorted(one for one in path.iterdir() if one.is_file()):
                certificates += _certificates(_bytes(file)) or ()
            continue
        found = _certificates(_bytes(path))
        if not found:
            raise SealUsageError(f"{path.name} is no certificate")
        certificates += found
    return certificates


def _certificates(data: bytes) -> list[CertificateView]:
    try:
        if b"-----BEGIN CERTIFICATE" not in data:
            return [CertificateView.read(data)]
        listed = x509.load_pem_x509_certificates(data)
        return [CertificateView.read(one.public_bytes(Encoding.DER)) for one in listed]
    except (IcaoError, ValueError):
        return []


def named_by(header: SealHeader, certificates: Iterable[CertificateView]) -> KnownSigner | None:
    """Return the signer that a header names among these certificates."""
    view = next((one for one in certificates if names_signer(header, name_of(one))), None)
    return None if view is None else KnownSigner(read_info(view.public_key_info), view)


def read_public_key(path: Path) -> PublicKey:
    """Return the key of a SubjectPublicKeyInfo, PEM or DER; raises SealUsageError."""
    data = _bytes(path)
    try:
        if b"-----BEGIN" in data:
            data = pem.unarmor(data)[2]
        return read_info(data)
    except (IcaoError, ValueError, TypeError) as error:
        raise SealUsageError(f"{path.name} is no public key") from error


def read_private_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """Return the elliptic-curve key of a PKCS #8 file without a password; raises SealUsageError."""
    data = _bytes(path)
    try:
        key = load_pem_private_key(data, None) if b"-----BEGIN" in data else load_der_private_key(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SealUsageError(f"{path.name} is no private key on a curve that is known here")
    return key


def write_signer(data: Path, out: Path) -> list[Path]:
    """Write the certificates of an office's seal signer into a folder; SealUsageError if it has none."""
    folder = data / "keys"
    if not (folder / CERTIFICATE).is_file():
        raise SealUsageError("this folder has no seal signer: its papers carry a signed note")
    out.mkdir(parents=True, exist_ok=True)
    written = [out / CERTIFICATE, out / AUTHORITY]
    for path in written:
        path.write_bytes((folder / path.name).read_bytes())
    return written


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise SealUsageError(f"there is no {path.name}")
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)
