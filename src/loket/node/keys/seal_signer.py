"""The key that signs the seals of an office's papers, with its certificate and that of who issued it.

seal.pem              EC private key (PKCS #8), read by the node's user alone
seal-certificate.der  bar code signer certificate (Doc 9303-12 §7.1.3): what a seal's header names
seal-authority.der    the country signing authority that issued it

Without these files an office's papers carry a signed note instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.algorithms import SignatureAlgorithm
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.certificates import (
    Authority,
    State,
    seal_signer_certificate,
    self_signed_csca,
    serial_number,
)
from loket.core.icao.pki.distinguished_names import DistinguishedName
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.signatures import read_public_key
from loket.core.icao.seal.signature import KeySigner, SignerName, name_of
from loket.node.keys.error import KeysError
from loket.node.keys.key_files import TEST_HEADER, read_secret, write_secret

KEY, CERTIFICATE, AUTHORITY = "seal.pem", "seal-certificate.der", "seal-authority.der"
# A letter is verified for as long as somebody keeps it; the authority outlives whom it certified.
_SIGNER_YEARS, _AUTHORITY_YEARS, _AUTHORITY_USAGE_YEARS = 10, 14, 4
_SERIAL_BYTES = 8
_EXTRA_BYTES = 8
RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class SealKey:
    """A seal signer that is at hand; certificates in DER. A `core.icao.seal.signature.SealSigner`."""

    signer: KeySigner
    encoded_certificate: bytes
    encoded_authority: bytes
    first_day: date
    """The first day on which the certificate is valid."""

    @property
    def certificate(self) -> SignerName:
        """How a seal's header names it."""
        return self.signer.certificate

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public half of its key."""
        return self.signer.public_key

    def sign(self, data: bytes) -> bytes:
        """Return r and s over the data; equal data give an equal signature."""
        return self.signer.sign(data)

    @classmethod
    def load(cls, folder: Path, *, issuing_country: str) -> Self | None:
        """Return the seal signer of a folder of keys, None if it has none; KeysError if it cannot be used."""
        if not (folder / KEY).exists():
            return None
        key = _private(folder / KEY)
        encoded, authority = (read_secret(folder / name) for name in (CERTIFICATE, AUTHORITY))
        try:
            view = CertificateView.read(encoded)
            certified = read_public_key(view.public_key_info)
        except IcaoError as error:
            message = f"{CERTIFICATE}: {error}"
            raise KeysError(message) from None
        if certified != key.public_key():
            message = f"{CERTIFICATE} is of another key than {KEY}"
            raise KeysError(message)
        name = name_of(view, issuing_country=issuing_country)
        return cls(KeySigner(name, key), encoded, authority, view.valid.start.date())


def make_test_seal_signer(
    folder: Path,
    *,
    issuing_country: str,
    country: str,
    letters: str,
    at: datetime,
    random_bytes: RandomBytes,
) -> None:
    """Put a TEST seal signer into a folder of keys, certified by a TEST authority whose key is thrown away.

    `issuing_country` as zones have it ("IDN"), `country` two letters, `letters` the office's two.
    """
    start = at.astimezone(UTC).replace(microsecond=0)
    state = State(
        code=issuing_country, mail="test@loket.test", crl_addresses=("https://loket.test/TEST.crl",)
    )
    own, authority_key = _TestKey(_new_key(random_bytes)), _TestKey(_new_key(random_bytes))
    authority = self_signed_csca(
        state,
        DistinguishedName(country=country, common_name="TEST CSCA OF SEALS"),
        authority_key,
        serial=serial_number(random_bytes(_SERIAL_BYTES)),
        valid=Period(start, _years(start, _AUTHORITY_YEARS)),
        usage=Period(start, _years(start, _AUTHORITY_USAGE_YEARS)),
    )
    certificate = seal_signer_certificate(
        Authority(authority, authority_key),
        own.public_key,
        country=country,
        letters=letters,
        serial=serial_number(random_bytes(_SERIAL_BYTES)),
        valid=Period(start, _years(start, _SIGNER_YEARS)),
    )
    pem = own.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(folder / CERTIFICATE, certificate)
    write_secret(folder / AUTHORITY, authority)
    write_secret(folder / KEY, TEST_HEADER + pem)


@dataclass(frozen=True, slots=True)
class _TestKey:
    """A key on P-256 as certificates are signed with (`pki.signatures.SigningKey`)."""

    private: ec.EllipticCurvePrivateKey

    @property
    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self.private.public_key()

    @property
    def algorithm(self) -> SignatureAlgorithm:
        return SignatureAlgorithm.ECDSA_SHA_256

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data, ec.ECDSA(SHA256()))


def _new_key(random_bytes: RandomBytes) -> ec.EllipticCurvePrivateKey:
    # FIPS 186-5 A.2.1: 64 bits more than the order has make the remainder even enough.
    order = ec.SECP256R1.group_order
    wide = int.from_bytes(random_bytes(order.bit_length() // 8 + _EXTRA_BYTES), "big")
    return ec.derive_private_key(wide % (order - 1) + 1, ec.SECP256R1())


def _years(start: datetime, years: int) -> datetime:
    return start + timedelta(days=365 * years)


def _private(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(read_secret(path), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        message = f"{path.name} is no private key on a curve that is known here"
        raise KeysError(message)
    return key
