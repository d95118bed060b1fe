"""A list of country signing certificates, signed: written in DER, read in BER or DER (Doc 9303-12 §9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto.cms import ContentInfo
from asn1crypto.core import Integer, Sequence, SetOf
from asn1crypto.x509 import Certificate

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import der
from loket.core.icao.pki import extensions as ext
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.signatures import SigningKey, digest, read_public_key, signature_holds

ID_MASTER_LIST: Final = "2.23.136.1.1.2"
_ID_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
_ID_CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
_ID_MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
_ID_SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
_LONGEST_BYTES: Final = 16_000_000
_MOST_CERTIFICATES: Final = 5_000
_VERSION_3: Final = 3
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)


class _Certificates(SetOf):  # type: ignore[misc]
    _child_spec = Certificate


class _CscaMasterList(Sequence):  # type: ignore[misc]
    _fields = [("version", Integer), ("certificates", _Certificates)]  # noqa: RUF012


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterList:
    """What a master list says: certificates of authorities (DER), who signed it, when.

    The signature was verified with the signer's certificate, and the signer's with one of `authorities`,
    which came with it. Whether one of these is trusted is for the reader to know.
    """

    certificates: tuple[bytes, ...]
    signer: bytes
    authorities: tuple[bytes, ...]
    signed_at: datetime | None


def master_list(
    certificates: Iterable[bytes], *, signer: bytes, authority: bytes, key: SigningKey, at: datetime
) -> bytes:
    """Return a master list (DER) of these certificates; `authority` certified `signer`, whose key this is."""
    content = der.sequence(der.integer(0), der.set_of(set(certificates)))
    view = CertificateView.read(signer)
    function = key.algorithm.hash_algorithm
    attributes = (
        _attribute(_ID_CONTENT_TYPE, der.oid(ID_MASTER_LIST)),
        _attribute(_ID_MESSAGE_DIGEST, der.octets(function.digest(content))),
        _attribute(_ID_SIGNING_TIME, der.time(at)),
    )
    # RFC 5652 §5.4: signed as SET OF, carried as [0].
    signed = der.set_of(attributes)
    info = der.sequence(
        der.integer(_VERSION_3),  # named by its key identifier, as §9.1 recommends
        der.primitive(0, view.key_identifier),
        function.identifier,
        der.tagged(0, der.contents_of(signed)),
        key.algorithm.identifier,
        der.octets(key.sign(signed)),
    )
    data = der.sequence(
        der.integer(_VERSION_3),
        der.set_of([function.identifier]),
        der.sequence(der.oid(ID_MASTER_LIST), der.tagged(0, der.octets(content))),
        der.tagged(0, *sorted({signer, authority})),
        der.set_of([info]),
    )
    encoded = der.sequence(der.oid(_ID_SIGNED_DATA), der.tagged(0, data))
    if read_master_list(encoded).signer != signer:
        raise IcaoError("master list", "9303-12 9.1", "is not of the signer that made it")
    return encoded


def read_master_list(encoded: bytes) -> MasterList:
    """Read a master list of anybody; IcaoError unless its signature and its signer verify."""
    if len(encoded) > _LONGEST_BYTES:
        raise IcaoError("master list", "9303-12 9", "is too long")
    try:
        info = ContentInfo.load(encoded, strict=True)
        if info["content_type"].dotted != _ID_SIGNED_DATA:
            raise IcaoError("master list", "9303-12 9", "is no SignedData")
        return _read(info["content"])
    except _UNREADABLE:
        raise IcaoError("master list", "9303-12 9", "cannot be read") from None


def _read(data: Any) -> MasterList:
    if data["encap_content_info"]["content_type"].dotted != ID_MASTER_LIST:
        raise IcaoError("master list", "9303-12 9.1", "holds another type of content")
    content = bytes(data["encap_content_info"]["content"])
    infos = list(data["signer_infos"])
    if len(infos) != 1:
        raise IcaoError("master list", "9303-12 9.1", "has not one signer")
    carried = [one.chosen.dump() for one in data["certificates"] if one.name == "certificate"]
    views = [CertificateView.read(one) for one in carried]
    signer = _signer_among(infos[0]["sid"], views)
    signed_at = _verify(infos[0], content, signer)
    authorities = tuple(view.encoded for view in views if _certified(signer, view))
    if not authorities:
        raise IcaoError(
            "master list", "9303-12 9.1", "its signer's certificate does not verify with one that it carries"
        )
    listed = _CscaMasterList.load(content, strict=True)
    if int(listed["version"].native) != 0 or len(listed["certificates"]) > _MOST_CERTIFICATES:
        raise IcaoError("master list", "9303-12 9.2", "is of another version, or too long")
    certificates = tuple(one.dump() for one in listed["certificates"])
    return MasterList(
        certificates=certificates, signer=signer.encoded, authorities=authorities, signed_at=signed_at
    )


def _signer_among(sid: Any, views: list[CertificateView]) -> CertificateView:
    for view in views:
        if sid.name == "subject_key_identifier":
            found = view.key_identifier == bytes(sid.native)
        else:
            found = (view.issuer, view.serial) == (
                sid.chosen["issuer"].dump(),
                int(sid.chosen["serial_number"].native),
            )
        if found:
            return view
    raise IcaoError("master list", "9303-12 9.1", "does not carry its signer's certificate")


def _verify(info: Any, content: bytes, signer: CertificateView) -> datetime | None:
    """Verify the signature (RFC 5652 §5.4, §5.6) and the signer's purpose; return the signing time."""
    # Some States sign by the authority itself; then there is no purpose to ask for.
    if not signer.is_authority and ext.MASTER_LIST_SIGNING not in signer.purposes:
        raise IcaoError("master list", "9303-12 7.1.1.3", "its signer is not one of master lists")
    attributes = {one["type"].dotted: one["values"] for one in info["signed_attrs"]}
    if len(attributes) != len(info["signed_attrs"]):
        raise IcaoError("master list", "RFC 5652 5.3", "signs an attribute twice")
    if _only(attributes, _ID_CONTENT_TYPE).dotted != ID_MASTER_LIST:
        raise IcaoError("master list", "RFC 5652 11.1", "signs another type of content")
    function = str(info["digest_algorithm"]["algorithm"].native)
    if bytes(_only(attributes, _ID_MESSAGE_DIGEST).native) != digest(function, content):
        raise IcaoError("master list", "RFC 5652 11.2", "its content is not what was signed")
    key, algorithm = read_public_key(signer.public_key_info), info["signature_algorithm"].dump()
    signature = bytes(info["signature"].native)
    if not any(
        signature_holds(key, algorithm, signed, signature, hash_name=function) for signed in _signed(info)
    ):
        raise IcaoError("signature", "9303-12 9.1", "does not verify with the signer's certificate")
    times = attributes.get(_ID_SIGNING_TIME)
    return None if times is None else _only(attributes, _ID_SIGNING_TIME).native


def _only(attributes: dict[str, Any], oid: str) -> Any:
    values = attributes.get(oid)
    if values is None or len(values) != 1:
        raise IcaoError("master list", "RFC 5652 5.3", "a signed attribute is not there with one value")
    return values[0]


def _signed(info: Any) -> tuple[bytes, bytes]:
    """Return what was signed: the attributes as a SET OF, as they stand there, and in the order of DER."""
    attributes = info["signed_attrs"].untag()
    return attributes.dump(), attributes.dump(force=True)


def _certified(signer: CertificateView, by: CertificateView) -> bool:
    return by.is_authority and signer.issuer == by.subject and signer.signed_by(by.public_key_info)


def _attribute(oid: str, value: bytes) -> bytes:
    return der.sequence(der.oid(oid), der.set_of([value]))
