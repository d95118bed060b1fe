"""Revocation lists of any country (Doc 9303-12 §7.1.4, RFC 5280 §5): reading one, and whom it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import crl

from loket.core.icao.inspection.certificate import Certificate
from loket.core.icao.inspection.foreign_asn1 import foreign_asn1, octets_of_bits, whole
from loket.core.icao.inspection.signatures import Scheme, Verdict, read_scheme, verify

_CLAUSE = "9303-12 7.1.4"
_AUTHORITY_KEY_ID, _NUMBER = "2.5.29.35", "2.5.29.20"
_UNDERSTOOD = frozenset({_AUTHORITY_KEY_ID, _NUMBER})


@dataclass(frozen=True, slots=True)
class RevocationList:
    """A CRL: who issued it, for which time, and the serial numbers in it with the moment of revocation.

    `unknown_critical` are critical extensions that say of a list that it is not the whole one, or something
    else that nobody here understands: what is on it is revoked, and of what is not it says nothing (RFC 5280
    §5.2).
    """

    der: bytes
    tbs: bytes
    scheme: Scheme
    signature: bytes
    algorithms_agree: bool
    issuer: str
    issuer_name: str
    authority_key_id: bytes | None
    number: int | None
    this_update: datetime
    next_update: datetime | None
    revoked: Mapping[int, datetime]
    unknown_critical: tuple[str, ...] = ()

    def signed_by(self, certificate: Certificate) -> bool:
        """Whether this certificate's key made the list's signature."""
        if certificate.key_usage is not None and "crl_sign" not in certificate.key_usage:
            return False
        good = verify(certificate.key, self.scheme, self.tbs, self.signature) is Verdict.GOOD
        return good and self.algorithms_agree


def read_revocation_list(data: bytes) -> RevocationList:
    """Read one CRL, DER or BER. Raises IcaoError."""
    stored, _following = whole(data, "CRL", _CLAUSE)
    return _read(stored)


@foreign_asn1("CRL", _CLAUSE)
def _read(data: bytes) -> RevocationList:
    certificate_list = crl.CertificateList.load(data, strict=True)
    tbs = certificate_list["tbs_cert_list"]
    next_update = tbs["next_update"].native
    return RevocationList(
        der=data,
        tbs=tbs.dump(),
        scheme=read_scheme(certificate_list["signature_algorithm"], None),
        signature=octets_of_bits(certificate_list["signature"], "CRL", _CLAUSE),
        algorithms_agree=certificate_list["signature_algorithm"].dump() == tbs["signature"].dump(),
        issuer=tbs["issuer"].human_friendly,
        issuer_name=tbs["issuer"].hashable,
        authority_key_id=_authority(tbs),
        number=_number(tbs),
        this_update=_aware(tbs["this_update"].native),
        next_update=None if next_update is None else _aware(next_update),
        revoked={
            int(each["user_certificate"]): _aware(each["revocation_date"].native)
            for each in tbs["revoked_certificates"] or ()
        },
        unknown_critical=tuple(
            each["extn_id"].dotted
            for each in tbs["crl_extensions"] or ()
            if each["critical"].native and each["extn_id"].dotted not in _UNDERSTOOD
        ),
    )


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _extension(tbs: crl.TbsCertList, oid: str) -> Any:
    for extension in tbs["crl_extensions"] or ():
        if extension["extn_id"].dotted == oid:
            return extension["extn_value"].parsed
    return None


def _authority(tbs: crl.TbsCertList) -> bytes | None:
    value = _extension(tbs, _AUTHORITY_KEY_ID)
    return None if value is None else value["key_identifier"].native


def _number(tbs: crl.TbsCertList) -> int | None:
    value = _extension(tbs, _NUMBER)
    return None if value is None else int(value)


def lists_about(
    certificate: Certificate,
    issuer: Certificate,
    lists: Iterable[RevocationList],
    anchors: Iterable[Certificate],
) -> tuple[RevocationList, ...]:
    """Return the lists of the certificate's issuer, newest first, that one of the issuer's keys signed.

    A country signs for all its keys with the newest one (Doc 9303-12 §7.1.4): every given anchor of the same
    country may have signed, and a link certificate may have changed the issuer's name.
    """
    country = (certificate.issuer_country or "").upper()
    keys = [issuer, *(each for each in anchors if (each.country or "").upper() == country and each.is_ca)]
    names = {certificate.issuer_name, issuer.subject_name}
    names |= {each.subject_name for each in keys if each.issuer_name in names}
    about = [each for each in lists if each.issuer_name in names and any(each.signed_by(key) for key in keys)]
    return tuple(sorted(about, key=lambda each: (each.this_update, each.number or 0), reverse=True))
