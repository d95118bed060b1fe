"""Reading a security object (EF.SOD) of any country: CMS SignedData, BER or DER (Doc 9303-10 §4.6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, core

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.certificate import (
    Certificate,
    read_certificate,
    same_parts,
)
from loket.core.icao.inspection.foreign_asn1 import content_of, foreign_asn1, outermost, whole
from loket.core.icao.inspection.signatures import (
    PSS,
    Scheme,
    Verdict,
    check_no_parameters,
    digest,
    hash_name_of,
    read_scheme,
    verify,
)

_CLAUSE = "9303-10 4.6.2"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
# What documents in the field say instead: plain data, and the identifier of drafts before 9303 had its own.
_SAID_INSTEAD = {
    "1.2.840.113549.1.7.1": "id-data instead of the LDS security object's identifier",
    "1.3.27.1.1.1": "the LDS security object's identifier of drafts before Doc 9303",
    "1.2.528.1.1006.1.20.1": "the identifier that the Netherlands' first documents have for it",
}
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_READ_ATTRIBUTES = {_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME}
CONTENT_TYPES = (LDS_SECURITY_OBJECT, *_SAID_INSTEAD)
_TAG = 0x77
_MOST_CERTIFICATES = 16
_MOST_DATA_GROUPS = 16


@dataclass(frozen=True, slots=True)
class Signer:
    """One SignerInfo: who (issuer and serial number, or subject key identifier), how, over what.

    `signed_attributes` are the bytes the signature covers, one form after the other to be tried: as stored
    and tagged SET OF, then as DER would have them. Empty if the signature covers the content itself.
    """

    issuer_der: bytes | None
    serial: int | None
    subject_key_id: bytes | None
    digest_oid: str
    scheme: Scheme
    signed_attributes: tuple[bytes, ...]
    content_type: str | None
    message_digest: bytes | None
    signing_time: datetime | None
    signature: bytes

    def is_by(self, certificate: Certificate) -> bool:
        """Whether the identifier names this certificate.

        Some States write the parts of their name in another order there than in the certificate. No signature
        covers this identifier, so that nothing else may differ.
        """
        if self.subject_key_id is not None:
            return self.subject_key_id == certificate.subject_key_id
        if self.serial != certificate.serial or self.issuer_der is None:
            return False
        if self.issuer_der == certificate.issuer_der:
            return True
        try:
            return same_parts(self.issuer_der, certificate.issuer_der)
        except IcaoError:
            return False  # a name that cannot be read is nobody's

    def signed(self, content_type: str, content: bytes, certificate: Certificate) -> bool:
        """Whether this certificate's key signed attributes that name this content, as of this type.

        False too where there are no signed attributes (RFC 5652 §5.3, §5.4, §11).
        """
        names_it = self.digest_name is not None and self.content_type == content_type
        if not names_it or self.message_digest != digest(self.digest_name or "", content):
            return False
        return self.is_by(certificate) and any(
            verify(certificate.key, self.scheme, form, self.signature) is Verdict.GOOD
            for form in self.signed_attributes
        )

    @property
    def digest_name(self) -> str | None:
        """Name of the digest algorithm, or None if it is not known here."""
        return hash_name_of(self.digest_oid)


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """What a State signed about one document: a hash of each data group, and the signature's parts.

    `content` is what is signed (the LDSSecurityObject's bytes). `hash_name` is None for a hash function that
    is not known here, `hash_oid` names it. `remarks` say what differs from Doc 9303 and was let pass.
    """

    content_type: str
    content: bytes
    lds_version: int
    lds_versions: tuple[str, str] | None
    hash_oid: str
    hash_name: str | None
    hashes: Mapping[int, bytes]
    certificates: tuple[Certificate, ...]
    signers: tuple[Signer, ...]
    remarks: tuple[str, ...]


class _DataGroupHash(core.Sequence):  # type: ignore[misc]
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012


class _DataGroupHashes(core.SequenceOf):  # type: ignore[misc]
    _child_spec = _DataGroupHash


class _LdsVersionInfo(core.Sequence):  # type: ignore[misc]
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]  # noqa: RUF012


class _HashAlgorithm(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]  # noqa: RUF012


class _LdsSecurityObject(core.Sequence):  # type: ignore[misc]
    """Doc 9303-10 §4.6.2.3."""

    _fields = [  # noqa: RUF012
        ("version", core.Integer),
        ("hash_algorithm", _HashAlgorithm),
        ("hashes", _DataGroupHashes),
        ("versions", _LdsVersionInfo, {"optional": True}),
    ]


def read_security_object(data: bytes) -> SecurityObject:
    """Read EF.SOD (tag 77) or the CMS object in it. Raises IcaoError (BrokenOffError if bytes miss)."""
    stored, following = whole(data, "EF.SOD", _CLAUSE)
    head = outermost(stored)
    remarks = []
    if following:
        rest = data[-following:]
        remarks.append(
            f"{following} {'bytes of padding' if not any(rest) else 'bytes that nothing covers'} follow"
        )
    if head is not None and head.tag == _TAG:
        inner = content_of(stored, "EF.SOD", _CLAUSE)
        stored, following = whole(inner, "EF.SOD", _CLAUSE)
        if following:
            remarks.append(f"{following} bytes follow the signed data inside EF.SOD")
    else:
        remarks.append("signed data without the tag of EF.SOD")
    return _read(stored, remarks)


@foreign_asn1("EF.SOD", _CLAUSE)
def _read(data: bytes, remarks: list[str]) -> SecurityObject:
    info = cms.ContentInfo.load(data, strict=True)
    if info["content_type"].dotted != _SIGNED_DATA:
        raise IcaoError("EF.SOD", _CLAUSE, "no signed data")
    signed = info["content"]
    if signed["version"].native not in {"v1", "v3", "v4", "v5"}:
        raise IcaoError("EF.SOD", _CLAUSE, "no such version of signed data")
    content_type = signed["encap_content_info"]["content_type"].dotted
    if content_type != LDS_SECURITY_OBJECT:
        if content_type not in _SAID_INSTEAD:
            raise IcaoError(
                "EF.SOD", _CLAUSE, f"signed content of type {content_type} is no LDS security object"
            )
        remarks.append(_SAID_INSTEAD[content_type])
    stored_content = signed["encap_content_info"]["content"]
    if isinstance(stored_content, core.Void):
        raise IcaoError("EF.SOD", _CLAUSE, "nothing is signed in it")
    content = bytes(stored_content)
    lds = _read_lds(content, remarks)
    certificates = _certificates(signed, remarks)
    signers = tuple(read_signer(each) for each in signed["signer_infos"])
    oid = lds["hash_algorithm"]["algorithm"].dotted
    for each in signed["digest_algorithms"]:
        if hash_name_of(each["algorithm"].dotted) is not None:
            check_no_parameters(each)
    named = {each["algorithm"].dotted for each in signed["digest_algorithms"]}
    if not {signer.digest_oid for signer in signers} <= named:
        raise IcaoError("EF.SOD", "RFC 5652 5.1", "a signer's digest algorithm is not among those announced")
    return SecurityObject(
        content_type=content_type,
        content=content,
        lds_version=int(lds["version"]),
        lds_versions=_versions(lds["versions"]),
        hash_oid=oid,
        hash_name=hash_name_of(oid),
        hashes=_hashes(lds, hash_name_of(oid)),
        certificates=certificates,
        signers=signers,
        remarks=tuple(remarks),
    )


def _read_lds(content: bytes, remarks: list[str]) -> core.Sequence:
    stored, following = whole(content, "LDS security object", "9303-10 4.6.2.3")
    if following:
        raise IcaoError("LDS security object", "9303-10 4.6.2.3", "more bytes follow")
    lds = _LdsSecurityObject.load(stored, strict=True)
    version = int(lds["version"])
    if version not in {0, 1}:
        raise IcaoError("LDS security object", "9303-10 4.6.2.3", "neither version 0 nor 1")
    if (version == 1) == isinstance(lds["versions"], core.Void):
        remarks.append(
            f"version {version} {'without' if version else 'with'} numbers of LDS and Unicode versions"
        )
    return lds


def _versions(info: core.Asn1Value) -> tuple[str, str] | None:
    return None if isinstance(info, core.Void) else (str(info["lds"].native), str(info["unicode"].native))


def _hashes(lds: core.Sequence, hash_name: str | None) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for each in lds["hashes"]:
        number, value = int(each["number"]), bytes(each["value"])
        if not 1 <= number <= _MOST_DATA_GROUPS or number in found:
            raise IcaoError(
                "LDS security object", "9303-10 4.6.2.3", "no such data group, or one listed twice"
            )
        if hash_name is not None and len(value) != len(digest(hash_name, b"")):
            raise IcaoError("LDS security object", "9303-10 4.6.2.3", "a hash of the wrong length")
        found[number] = value
    if not found:
        raise IcaoError("LDS security object", "9303-10 4.6.2.3", "no data group is listed")
    return found


def _certificates(signed: cms.SignedData, remarks: list[str]) -> tuple[Certificate, ...]:
    stored = signed["certificates"]
    if isinstance(stored, core.Void):
        return ()
    if len(stored) > _MOST_CERTIFICATES:
        raise IcaoError("EF.SOD", _CLAUSE, f"more than {_MOST_CERTIFICATES} certificates")
    found: list[Certificate] = []
    for each in stored:
        if each.name != "certificate":
            remarks.append("a certificate of a kind that is not X.509")
            continue
        found.append(read_certificate(each.chosen.dump()))
    return tuple(found)


@foreign_asn1("signer", "RFC 5652 5.3")
def read_signer(info: cms.SignerInfo) -> Signer:
    """Read one SignerInfo of a signed-data object. Raises IcaoError."""
    identifier = info["sid"]
    by_issuer = identifier.name == "issuer_and_serial_number"
    attributes = info["signed_attrs"]
    has_attributes = not isinstance(attributes, core.Void) and len(attributes) > 0
    values = _attributes(attributes) if has_attributes else {}
    digest_oid = info["digest_algorithm"]["algorithm"].dotted
    if info["version"].native not in {"v1", "v3"}:
        raise IcaoError("signer", "RFC 5652 5.3", "no such version")
    check_no_parameters(info["digest_algorithm"])
    if info["signature_algorithm"]["algorithm"].dotted != PSS:
        check_no_parameters(info["signature_algorithm"])
    return Signer(
        issuer_der=identifier.chosen["issuer"].dump() if by_issuer else None,
        serial=int(identifier.chosen["serial_number"]) if by_issuer else None,
        subject_key_id=None if by_issuer else bytes(identifier.chosen),
        digest_oid=digest_oid,
        scheme=read_scheme(info["signature_algorithm"], digest_oid),
        signed_attributes=_forms(attributes) if has_attributes else (),
        content_type=_type_said(values.get(_CONTENT_TYPE)),
        message_digest=_digest_said(values.get(_MESSAGE_DIGEST)),
        signing_time=_signing_time(values.get(_SIGNING_TIME)),
        signature=bytes(info["signature"]),
    )


def _attributes(attributes: cms.CMSAttributes) -> dict[str, core.Asn1Value]:
    """Return the one value of each signed attribute that is read here (RFC 5652 §11)."""
    found: dict[str, core.Asn1Value] = {}
    for attribute in attributes:
        oid = attribute["type"].dotted
        if oid in found:
            raise IcaoError("EF.SOD", "RFC 5652 5.3", "a signed attribute stands twice")
        if oid in _READ_ATTRIBUTES:
            if len(attribute["values"]) != 1:
                raise IcaoError("EF.SOD", "RFC 5652 11", "a signed attribute without its one value")
            found[oid] = attribute["values"][0]
    return found


def _forms(attributes: cms.CMSAttributes) -> tuple[bytes, ...]:
    """Return what the signature may have been made over (RFC 5652 §5.4: DER of the SET OF).

    First the stored bytes under the tag of a set; senders who store no DER have signed either those or the
    set that DER would have, sorted and in definite lengths. Both say the same.
    """
    stored: bytes = attributes.dump()
    as_stored = b"\x31" + stored[1:]
    members = sorted(cms.CMSAttribute.load(each.dump()).dump(force=True) for each in attributes)
    joined = b"".join(members)
    as_der: bytes = core.SetOf(spec=core.Any, contents=joined).dump() if joined else b"\x31\x00"
    return tuple(dict.fromkeys((as_stored, as_der)))


def _type_said(value: core.Asn1Value | None) -> str | None:
    return None if value is None else str(value.dotted)


def _digest_said(value: core.Asn1Value | None) -> bytes | None:
    return None if value is None else bytes(value)


def _signing_time(value: core.Asn1Value | None) -> datetime | None:
    if value is None:
        return None
    moment: datetime = value.native
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
