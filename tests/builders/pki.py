"""Test keys and certificates of a country, for tests of everything that signs or reads them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from loket.core.icao.pki.certificates import (
    Authority,
    State,
    document_signer_certificate,
    self_signed_csca,
)
from loket.core.icao.pki.distinguished_names import DistinguishedName
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.signatures import algorithm_for, hash_of, pss_of

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
STATE = State(
    code="IDN",
    mail="csca@example.test",
    crl_addresses=(
        "https://pkddownload1.icao.int/CRLs/IDN.crl",
        "https://pkddownload2.icao.int/CRLs/IDN.crl",
    ),
)
_SERIALS = count(0x1A2B)


@dataclass(frozen=True)
class Key:
    """A private key in memory, which signs as `cryptography` does."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @classmethod
    def on(cls, curve=ec.SECP256R1):
        return cls(ec.generate_private_key(curve()))

    @classmethod
    def rsa(cls, bits=2048):
        return cls(rsa.generate_private_key(65537, bits))

    @property
    def public_key(self):
        return self.private.public_key()

    @property
    def algorithm(self):
        return algorithm_for(self.public_key)

    def sign(self, data):
        function = hash_of(self.algorithm)
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, pss_of(self.algorithm), function)
        return self.private.sign(data, ec.ECDSA(function))


def a_name(common_name="TEST CSCA", country="ID", organization="TEST Imigrasi"):
    return DistinguishedName(country=country, organization=organization, common_name=common_name)


def a_csca(key=None, *, name=None, start=NOON, usage=3 * YEAR, valid=14 * YEAR, state=STATE, serial=None):
    """An authority that can sign: certificate and key."""
    key = key or Key.on(ec.SECP384R1)
    certificate = self_signed_csca(
        state,
        name or a_name(),
        key,
        serial=serial or next(_SERIALS),
        valid=Period(start, start + valid),
        usage=Period(start, start + usage),
    )
    return Authority(certificate, key)


def a_document_signer(
    authority,
    key=None,
    *,
    start=NOON,
    usage=timedelta(days=90),
    valid=timedelta(days=3745),
    types=("P",),
    name=None,
    state=STATE,
    serial=None,
):
    """The certificate of a document signer, and its key."""
    key = key or Key.on()
    certificate = document_signer_certificate(
        authority,
        key.public_key,
        state=state,
        name=name or a_name("TEST DS polman"),
        serial=serial or next(_SERIALS),
        valid=Period(start, start + valid),
        usage=Period(start, start + usage),
        document_types=types,
    )
    return certificate, key
