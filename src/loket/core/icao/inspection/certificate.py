"""Reading a certificate of any country, as tolerantly as reading may be: only its form is judged here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from asn1crypto import x509

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.foreign_asn1 import (
    content_of,
    foreign_asn1,
    members,
    octets_of_bits,
    outermost,
    whole,
)
from loket.core.icao.inspection.public_keys import PublicKey, UnknownKey, read_public_key
from loket.core.icao.inspection.signatures import Scheme, Verdict, read_scheme, verify
from loket.core.icao.lds import der

_CLAUSE = "9303-12 7.1"
_NAME_CHANGE = "2.23.136.1.1.6.1"
_DOCUMENT_TYPES = "2.23.136.1.1.6.2"
_PRIVATE_KEY_USAGE = "2.5.29.16"
_SUBJECT_KEY_ID = "2.5.29.14"
# RFC 5280 §4.2 and 9303-12 §7.1.1: critical extensions that are looked at here.
_UNDERSTOOD = {"2.5.29.15", "2.5.29.19", "2.5.29.37", _PRIVATE_KEY_USAGE, _DOCUMENT_TYPES, _NAME_CHANGE}
_NO_NAME_ID = frozenset({"2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.18", "2.5.29.31", "2.5.29.32"})

_REMEMBERED = 2048
_STRINGS = {0x0C, 0x13, 0x16}  # UTF8String, PrintableString, IA5String
_LISTS = {0x30, 0x31}  # SEQUENCE, SET


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when; an end that is not stated is None."""

    not_before: datetime | None
    not_after: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether this moment lies inside, both ends included."""
        is_after = self.not_before is None or self.not_before <= at
        return is_after and (self.not_after is None or at <= self.not_after)

    def overlaps(self, other: "Period") -> bool:
        """Whether some moment lies in both."""
        begins = other.not_after is None or self.not_before is None or self.not_before <= other.not_after
        return begins and (
            self.not_after is None or other.not_before is None or other.not_before <= self.not_after
        )

    @property
    def words(self) -> str:
        """Both ends for people."""
        return " to ".join(
            "open" if end is None else f"{end:%Y-%m-%d}" for end in (self.not_before, self.not_after)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """A certificate's fields, and the stored bytes that its signature covers.

    Names are compared in `subject_name` and `issuer_name` (RFC 5280 §7.1) and shown as `subject` and
    `issuer`. Countries are as written. `key_usage` is None without that extension; `key_usage_period` is the
    PrivateKeyUsagePeriod; `purposes` the extended key usage; `unknown_critical` lists critical extensions
    that nobody here understands.
    """

    der: bytes
    tbs: bytes
    scheme: Scheme
    signature: bytes
    algorithms_agree: bool
    serial: int
    subject: str
    issuer: str
    subject_name: str
    issuer_name: str
    issuer_der: bytes
    country: str | None
    issuer_country: str | None
    validity: Period
    key: PublicKey
    key_info: bytes
    subject_key_id: bytes | None
    authority_key_id: bytes | None
    is_ca: bool
    path_length: int | None
    key_usage: frozenset[str] | None
    key_usage_period: Period | None
    document_types: tuple[str, ...] | None
    purposes: tuple[str, ...] | None
    changes_name: bool
    unknown_critical: tuple[str, ...]

    @property
    def is_self_issued(self) -> bool:
        """Whether subject and issuer have the same name."""
        return self.subject_name == self.issuer_name

    @property
    def claims_self_signed(self) -> bool:
        """Whether it presents itself as signed by its own key; a link names another key as its issuer's."""
        same_key = self.authority_key_id is None or self.authority_key_id == self.subject_key_id
        return self.is_self_issued and (same_key or self.subject_key_id is None)

    @property
    def words(self) -> str:
        """Subject and serial number for people."""
        return f"{self.subject}, serial {self.serial:X}"

    def verified_by(self, key: PublicKey) -> Verdict:
        """Verify this certificate's signature with somebody's key."""
        return _verdict(self, key)


@lru_cache(maxsize=_REMEMBERED)
def _verdict(certificate: Certificate, key: PublicKey) -> Verdict:
    if not certificate.algorithms_agree:
        return Verdict.BAD  # RFC 5280 §4.1.1.2
    return verify(key, certificate.scheme, certificate.tbs, certificate.signature)


@lru_cache(maxsize=_REMEMBERED)
def prepared_name(der: bytes) -> str:
    """Return a name (DER) as it is compared: case folded, spaces joined (RFC 5280 §7.1). Raises IcaoError."""
    return _prepared(der)


def same_parts(one: bytes, other: bytes) -> bool:
    """Whether two names (DER) consist of the same parts to the letter, in whatever order and kind of string.

    Raises IcaoError for what is no name.
    """
    return _parts(one) == _parts(other)


@foreign_asn1("name", _CLAUSE)
def _parts(der: bytes) -> list[tuple[str, str]]:
    relatives = x509.Name.load(der, strict=True).chosen
    return sorted((part["type"].dotted, str(part["value"].native)) for each in relatives for part in each)


@foreign_asn1("name", _CLAUSE)
def _prepared(der: bytes) -> str:
    return str(x509.Name.load(der).hashable)


@lru_cache(maxsize=_REMEMBERED)
def read_certificate(data: bytes) -> Certificate:
    """Read one certificate, DER or BER, that fills these bytes. Raises IcaoError.

    The same bytes give the same object: a signer's certificate stands in thousands of documents.
    """
    stored, following = whole(data, "certificate", _CLAUSE)
    if following:
        raise IcaoError("certificate", _CLAUSE, "more bytes follow")
    return _read(stored)


@foreign_asn1("certificate", _CLAUSE)
def _read(data: bytes) -> Certificate:
    certificate = x509.Certificate.load(data, strict=True)
    tbs = certificate["tbs_certificate"]
    extensions = _extensions(tbs)
    key_info = tbs["subject_public_key_info"].dump()
    basic = extensions.get("2.5.29.19")
    usage = extensions.get("2.5.29.15")
    authority = extensions.get("2.5.29.35")
    key_id = extensions.get(_SUBJECT_KEY_ID)
    purposes = extensions.get("2.5.29.37")
    return Certificate(
        der=data,
        tbs=tbs.dump(),
        scheme=read_scheme(certificate["signature_algorithm"], None),
        signature=octets_of_bits(certificate["signature_value"], "certificate", _CLAUSE),
        algorithms_agree=certificate["signature_algorithm"].dump() == tbs["signature"].dump(),
        serial=int(tbs["serial_number"]),
        subject=_shown(tbs["subject"]),
        issuer=_shown(tbs["issuer"]),
        subject_name=prepared_name(tbs["subject"].dump()),
        issuer_name=prepared_name(tbs["issuer"].dump()),
        issuer_der=tbs["issuer"].dump(),
        country=_country(tbs["subject"]),
        issuer_country=_country(tbs["issuer"]),
        validity=Period(_time(tbs["validity"]["not_before"]), _time(tbs["validity"]["not_after"])),
        key=_key(key_info),
        key_info=key_info,
        subject_key_id=key_id,
        authority_key_id=None if authority is None else authority["key_identifier"].native,
        is_ca=basic is not None and bool(basic["ca"].native),
        path_length=None if basic is None else basic["path_len_constraint"].native,
        key_usage=None if usage is None else frozenset(usage.native),
        key_usage_period=_usage_period(extensions.get(_PRIVATE_KEY_USAGE)),
        document_types=_document_types(tbs),
        purposes=None if purposes is None else tuple(each.dotted for each in purposes),
        changes_name=any(each["extn_id"].dotted == _NAME_CHANGE for each in tbs["extensions"] or ()),
        unknown_critical=tuple(
            each["extn_id"].dotted
            for each in tbs["extensions"] or ()
            if each["critical"].native and each["extn_id"].dotted not in _UNDERSTOOD | _NO_NAME_ID
        ),
    )


def _extensions(tbs: x509.TbsCertificate) -> dict[str, Any]:
    """Return the values of the extensions that are read here, by identifier; refuses a second of a kind."""
    wanted = {"2.5.29.15", "2.5.29.19", "2.5.29.35", "2.5.29.37", _PRIVATE_KEY_USAGE}
    found: dict[str, Any] = {}
    for extension in tbs["extensions"] or ():
        oid = extension["extn_id"].dotted
        if oid in found:
            raise IcaoError("certificate", "RFC 5280 4.2", "an extension stands twice")
        if oid == _SUBJECT_KEY_ID:
            found[oid] = _key_id(extension.contents)
        elif oid in wanted:
            found[oid] = extension["extn_value"].parsed
    return found


def _key_id(extension: bytes) -> bytes:
    """Return the subject key identifier (RFC 5280 §4.2.1.2); some States leave its own tag and length out."""
    name = "subject key identifier"
    value = content_of(members(extension, name, _CLAUSE)[-1], name, _CLAUSE)
    head = outermost(value)
    if head is None or head.tag != der.OCTET_STRING or head.content_length is None:
        return value
    inside = value[head.header_length :]
    return inside if len(inside) == head.content_length else value


def _key(info: bytes) -> PublicKey:
    """Read the key; one that cannot be read leaves the certificate readable and verifies nothing."""
    try:
        return read_public_key(info)
    except IcaoError as error:
        return UnknownKey(error.reason)


def _time(value: Any) -> datetime:
    moment: datetime = value.native
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _usage_period(value: Any) -> Period | None:
    if value is None:
        return None
    ends = [value[name].native for name in ("not_before", "not_after")]
    return Period(*(end if end is None or end.tzinfo else end.replace(tzinfo=UTC) for end in ends))


def _country(name: x509.Name) -> str | None:
    for relative in name.chosen:
        for part in relative:
            if part["type"].native == "country_name":
                return str(part["value"].native)
    return None


def _shown(name: x509.Name) -> str:
    """Return a name as "C=ID, O=…, CN=…", in the order stored."""
    short = {
        "country_name": "C",
        "organization_name": "O",
        "organizational_unit_name": "OU",
        "common_name": "CN",
        "locality_name": "L",
        "state_or_province_name": "ST",
    }
    parts = [part for relative in name.chosen for part in relative]
    return ", ".join(
        f"{short.get(part['type'].native, part['type'].native)}={part['value'].native}" for part in parts
    )


def _document_types(tbs: x509.TbsCertificate) -> tuple[str, ...] | None:
    """Read DocumentTypeList ::= SEQUENCE { version INTEGER, docTypeList SET OF PrintableString }.

    States also leave out the version, the set or both; the strings in it are unmistakable all the same.
    """
    for extension in tbs["extensions"] or ():
        if extension["extn_id"].dotted == _DOCUMENT_TYPES:
            return tuple(sorted(_strings(bytes(extension["extn_value"]))))
    return None


def _strings(data: bytes) -> set[str]:
    name, clause = "document type list", "9303-12 7.1.1.6"
    content = content_of(data, name, clause)
    if data[0] in _STRINGS:
        return {content.decode("ascii")}
    is_list = data[0] in _LISTS
    return set().union(*(_strings(each) for each in members(content, name, clause))) if is_list else set()
