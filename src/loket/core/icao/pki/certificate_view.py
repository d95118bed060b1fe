"""A certificate as read: what the rules of travel documents ask of it (RFC 5280, Doc 9303-12 §7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from asn1crypto.x509 import Certificate

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import extensions as ext
from loket.core.icao.pki.document_types import read_document_types
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.signatures import key_identifier, read_public_key, signature_holds

LONGEST_CERTIFICATE_BYTES: Final = 16_384
_MOST_EXTENSIONS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionView:
    """One extension: whether critical, and the octets of its value (the contents of extnValue)."""

    critical: bool
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """Parts of a certificate; names, keys and algorithms as DER, just as they stand in it.

    `key_identifier` is the extension's, or the key's own SHA-1 where there is none;
    `authority_key_identifier` None where there is none. `document_types` are the letters listed, None without
    the extension. `usage` is the private key's period; an end that is left out is the certificate's own.
    """

    encoded: bytes
    tbs: bytes
    serial: int
    issuer: bytes
    subject: bytes
    issuer_country: str
    subject_country: str
    common_name: str
    valid: Period
    usage: Period | None
    public_key_info: bytes
    key_identifier: bytes
    authority_key_identifier: bytes | None
    is_authority: bool
    purposes: tuple[str, ...]
    document_types: tuple[str, ...] | None
    extensions: Mapping[str, ExtensionView]
    algorithm: bytes
    signature: bytes

    @classmethod
    def read(cls, encoded: bytes) -> Self:
        """Read a certificate (DER); IcaoError if it is none, or has an extension twice."""
        return cls(**_read(encoded, parse(encoded)))

    @property
    def is_self_issued(self) -> bool:
        """Whether issuer and subject are one name: a self-signed CSCA, or a link that changes no name."""
        return self.issuer == self.subject

    def signed_by(self, public_key_info: bytes) -> bool:
        """Return whether this key (SubjectPublicKeyInfo) signed it; IcaoError if that cannot be found out."""
        return signature_holds(read_public_key(public_key_info), self.algorithm, self.tbs, self.signature)


def parse(encoded: bytes) -> Any:
    """Return asn1crypto's view of the certificate; IcaoError unless it is one and nothing follows."""
    if len(encoded) > LONGEST_CERTIFICATE_BYTES:
        raise IcaoError("certificate", "9303-12 7.1", "is too long")
    try:
        certificate = Certificate.load(encoded, strict=True)
        # asn1crypto reads a part when it is asked for; this asks for all of it.
        _touch(certificate)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        raise IcaoError("certificate", "9303-12 7.1", "cannot be read") from None
    return certificate


def _touch(certificate: Any) -> None:
    tbs = certificate["tbs_certificate"]
    for part in ("serial_number", "signature", "issuer", "validity", "subject", "subject_public_key_info"):
        tbs[part].native  # noqa: B018
    if len(tbs["extensions"]) > _MOST_EXTENSIONS:
        raise ValueError
    for extension in tbs["extensions"]:
        extension["extn_value"].native  # noqa: B018


def _read(encoded: bytes, certificate: Any) -> dict[str, Any]:
    tbs = certificate["tbs_certificate"]
    try:
        found = _extensions(tbs)
        info = tbs["subject_public_key_info"].dump()
        valid = Period(tbs["validity"]["not_before"].native, tbs["validity"]["not_after"].native)
        return {
            "encoded": encoded,
            "tbs": tbs.dump(),
            "serial": int(tbs["serial_number"].native),
            "issuer": tbs["issuer"].dump(),
            "subject": tbs["subject"].dump(),
            "issuer_country": _attribute(tbs["issuer"], "country_name"),
            "subject_country": _attribute(tbs["subject"], "country_name"),
            "common_name": _attribute(tbs["subject"], "common_name"),
            "valid": valid,
            "usage": _usage(certificate, valid),
            "public_key_info": info,
            "key_identifier": _identifier(certificate, info),
            "authority_key_identifier": _authority(certificate),
            "is_authority": _is_authority(certificate),
            "purposes": _purposes(certificate),
            "document_types": _document_types(found),
            "extensions": found,
            "algorithm": certificate["signature_algorithm"].dump(),
            "signature": certificate["signature_value"].native,
        }
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        raise IcaoError("certificate", "9303-12 7.1", "a part cannot be read") from None


def _extensions(tbs: Any) -> dict[str, ExtensionView]:
    found: dict[str, ExtensionView] = {}
    for extension in tbs["extensions"]:
        oid = extension["extn_id"].dotted
        if oid in found:
            raise IcaoError("extension", "RFC 5280 4.2", "stands there twice")
        value = bytes(extension["extn_value"].contents)
        found[oid] = ExtensionView(critical=bool(extension["critical"].native), value=value)
    return found


def _attribute(name: Any, wanted: str) -> str:
    return next(
        (
            str(pair["value"].native)
            for relative in name.chosen
            for pair in relative
            if pair["type"].native == wanted
        ),
        "",
    )


def _usage(certificate: Any, valid: Period) -> Period | None:
    value = certificate.private_key_usage_period_value
    if value is None:
        return None
    start, end = value["not_before"].native, value["not_after"].native
    return Period(start or valid.start, end or valid.end)


def _identifier(certificate: Any, info: bytes) -> bytes:
    value = certificate.key_identifier_value
    return key_identifier(info) if value is None else bytes(value.native)


def _authority(certificate: Any) -> bytes | None:
    value = certificate.authority_key_identifier_value
    identifier = None if value is None else value["key_identifier"].native
    return None if identifier is None else bytes(identifier)


def _is_authority(certificate: Any) -> bool:
    value = certificate.basic_constraints_value
    return value is not None and bool(value["ca"].native)


def _purposes(certificate: Any) -> tuple[str, ...]:
    value = certificate.extended_key_usage_value
    return () if value is None else tuple(purpose.dotted for purpose in value)


def _document_types(found: Mapping[str, ExtensionView]) -> tuple[str, ...] | None:
    if ext.DOCUMENT_TYPE_LIST not in found:
        return None
    return read_document_types(found[ext.DOCUMENT_TYPE_LIST].value)
