"""Certificates of a country's travel documents, written after the profile of Doc 9303-12 §7.1.

Each is verified again, and held against the profile by `lint`, before it is handed out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import der
from loket.core.icao.pki import extensions as ext
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.distinguished_names import DistinguishedName
from loket.core.icao.pki.lint import refuse_deviations
from loket.core.icao.pki.lint_extensions import Kind
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.signatures import (
    PublicKey,
    SigningKey,
    key_identifier,
    public_key_info,
    read_public_key,
)

_VERSION_3: Final = 2
_FEWEST_SERIAL_BYTES: Final = 8
_MOST_SERIAL_BYTES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What every certificate of a country says of it.

    `code` is its code in the machine readable zone (`IDN`), `mail` where to write to, `crl_addresses` where
    its one revocation list is found.
    """

    code: str
    mail: str
    crl_addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """A country signing authority that can sign: its certificate (DER) and its key."""

    certificate: bytes
    key: SigningKey


def serial_number(random: bytes) -> int:
    """Return a serial number made of 8 to 20 random octets, positive (RFC 5280 §4.1.2.2)."""
    if not _FEWEST_SERIAL_BYTES <= len(random) <= _MOST_SERIAL_BYTES:
        raise IcaoError("serial number", "9303-12 7.1.1", "not made of 8 to 20 octets")
    bits = len(random) * 8
    # The first bit is the sign; the second keeps the length.
    return (int.from_bytes(random, "big") | 1 << (bits - 2)) & ((1 << (bits - 1)) - 1)


def self_signed_csca(
    state: State, name: DistinguishedName, key: SigningKey, *, serial: int, valid: Period, usage: Period
) -> bytes:
    """Return the certificate (DER) of a country signing authority, signed by itself.

    Recommended: `usage` of 3 to 5 years, `valid` as long as that and what it signs (Doc 9303-12 §4.1.4).
    """
    info = public_key_info(key.public_key)
    identifier = key_identifier(info)
    parts = _authority_extensions(state, identifier, identifier, usage)
    encoded = _signed(
        key, serial=serial, issuer=name.der(), valid=valid, subject=name.der(), info=info, extensions=parts
    )
    return _released(encoded, Kind.CSCA, info)


def link_certificate(old: Authority, new: bytes, *, state: State, serial: int, at: datetime) -> bytes:
    """Return the certificate (DER) by which an authority's old key vouches for its new one (§7.1.1.5).

    `new` is the new self-signed certificate; `at` the moment from which the link counts, within both. A new
    name makes the link carry NameChange. It ends with the old certificate, which is what vouches.
    """
    before, after = CertificateView.read(old.certificate), CertificateView.read(new)
    _require_authority(before)
    _require_authority(after)
    if after.usage is None:
        raise IcaoError("privateKeyUsagePeriod", "9303-12 7.1.1", "is missing in the new certificate")
    valid = Period(at, min(before.valid.end, after.valid.end))
    if before.usage is not None and not before.usage.holds(at):
        raise IcaoError("validity", "9303-12 4.1.4.2", "begins when the old key is not in use")
    _require_within(valid, before.valid)
    changed = [ext.name_change()] if before.subject != after.subject else []
    parts = _authority_extensions(state, before.key_identifier, after.key_identifier, after.usage)
    encoded = _signed(
        old.key,
        serial=serial,
        issuer=before.subject,
        valid=valid,
        subject=after.subject,
        info=after.public_key_info,
        extensions=[*parts, *changed],
    )
    return _released(encoded, Kind.LINK, before.public_key_info)


def document_signer_certificate(
    authority: Authority,
    public_key: PublicKey,
    *,
    state: State,
    name: DistinguishedName,
    serial: int,
    valid: Period,
    usage: Period,
    document_types: Iterable[str],
) -> bytes:
    """Return the certificate (DER) of a document signer.

    Recommended: `usage` of at most 3 months, `valid` as long as that and the longest document (Doc 9303-12
    §4.1.1).
    """
    _require_within(usage, valid)
    return _issued(
        authority,
        public_key,
        name=name,
        serial=serial,
        valid=valid,
        kind=Kind.DOCUMENT_SIGNER,
        extensions=[
            ext.private_key_usage_period(usage),
            *_state_extensions(state),
            ext.document_type_list(document_types),
        ],
    )


def master_list_signer_certificate(
    authority: Authority,
    public_key: PublicKey,
    *,
    state: State,
    name: DistinguishedName,
    serial: int,
    valid: Period,
) -> bytes:
    """Return the certificate (DER) of a key that signs master lists, and nothing else."""
    return _issued(
        authority,
        public_key,
        name=name,
        serial=serial,
        valid=valid,
        kind=Kind.MASTER_LIST_SIGNER,
        extensions=[*_state_extensions(state), ext.extended_key_usage(ext.MASTER_LIST_SIGNING)],
    )


def seal_signer_certificate(
    authority: Authority,
    public_key: PublicKey,
    *,
    country: str,
    letters: str,
    serial: int,
    valid: Period,
    document_types: Iterable[str] = (),
) -> bytes:
    """Return the certificate (DER) of a key that signs visible digital seals (§7.1.3, "bar code signer").

    The seal's header names it by `country` and `letters`, two capital letters each, and by `serial`. It has
    an EC key, and no extensions but its authority, its purpose and, if given, its document types.
    """
    if len(letters) != 2 or not (letters.isascii() and letters.isalpha() and letters.isupper()):
        raise IcaoError("commonName", "9303-12 7.1.3", "not two capital letters")
    types = tuple(document_types)
    view, info = CertificateView.read(authority.certificate), public_key_info(public_key)
    _require_authority(view)
    _require_within(valid, view.valid)
    parts = [
        ext.authority_key_identifier(view.key_identifier),
        ext.extended_key_usage(ext.SEAL_SIGNING),
        *([ext.document_type_list(types)] if types else []),
    ]
    encoded = _signed(
        authority.key,
        serial=serial,
        issuer=view.subject,
        valid=valid,
        subject=DistinguishedName(country=country, common_name=letters).der(),
        info=info,
        extensions=parts,
    )
    return _released(encoded, Kind.SEAL_SIGNER, view.public_key_info)


def _issued(
    authority: Authority,
    public_key: PublicKey,
    *,
    name: DistinguishedName,
    serial: int,
    valid: Period,
    kind: Kind,
    extensions: Sequence[bytes],
) -> bytes:
    """Sign the certificate of a key that is no authority's."""
    view, info = CertificateView.read(authority.certificate), public_key_info(public_key)
    _require_authority(view)
    _require_within(valid, view.valid)
    if view.usage is not None and not view.usage.holds(valid.start):
        raise IcaoError("validity", "9303-12 4.1.4.2", "begins when the authority's key is not in use")
    encoded = _signed(
        authority.key,
        serial=serial,
        issuer=view.subject,
        valid=valid,
        subject=name.der(),
        info=info,
        extensions=[
            ext.authority_key_identifier(view.key_identifier),
            ext.subject_key_identifier(key_identifier(info)),
            ext.key_usage(ext.DIGITAL_SIGNATURE),
            *extensions,
        ],
    )
    return _released(encoded, kind, view.public_key_info)


def _authority_extensions(state: State, signer: bytes, subject: bytes, usage: Period) -> list[bytes]:
    return [
        ext.authority_key_identifier(signer),
        ext.subject_key_identifier(subject),
        ext.key_usage(ext.KEY_CERT_SIGN, ext.CRL_SIGN),
        ext.private_key_usage_period(usage),
        *_state_extensions(state),
        ext.certification_authority(),
    ]


def _state_extensions(state: State) -> list[bytes]:
    return [
        ext.subject_alternative_name(state.code, state.mail),
        ext.issuer_alternative_name(state.code, state.mail),
        ext.crl_distribution_points(state.crl_addresses),
    ]


def _signed(
    key: SigningKey,
    *,
    serial: int,
    issuer: bytes,
    valid: Period,
    subject: bytes,
    info: bytes,
    extensions: Sequence[bytes],
) -> bytes:
    algorithm = key.algorithm.identifier
    tbs = der.sequence(
        der.tagged(0, der.integer(_VERSION_3)),
        der.integer(serial),
        algorithm,
        issuer,
        der.sequence(der.time(valid.start), der.time(valid.end)),
        subject,
        info,
        der.tagged(3, der.sequence(*extensions)),
    )
    return der.sequence(tbs, algorithm, der.bits(key.sign(tbs)))


def _released(encoded: bytes, kind: Kind, signer: bytes) -> bytes:
    """Return the certificate only if its issuer's key signed it and it keeps to the profile."""
    view = CertificateView.read(encoded)
    read_public_key(view.public_key_info)
    if not view.signed_by(signer):
        raise IcaoError("signature", "9303-12 4.1.6", "does not verify with the issuer's key")
    refuse_deviations(encoded, kind)
    return encoded


def _require_authority(view: CertificateView) -> None:
    if not view.is_authority:
        raise IcaoError("basicConstraints", "9303-12 7.1.1", "the issuer is no certification authority")


def _require_within(inner: Period, outer: Period) -> None:
    if not inner.within(outer):
        raise IcaoError("validity", "9303-12 4.1.1", "reaches beyond the period that it depends on")
