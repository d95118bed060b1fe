"""What a person trusts: country signing certificates, master lists, revocation lists (Doc 9303-12)."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from asn1crypto import cms, core

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.certificate import Certificate, read_certificate
from loket.core.icao.inspection.files import is_bare_signed_data
from loket.core.icao.inspection.foreign_asn1 import content_of, foreign_asn1, members, outermost, whole
from loket.core.icao.inspection.revocation import RevocationList, read_revocation_list
from loket.core.icao.inspection.security_object import Signer, read_signer

_CLAUSE = "9303-12 9"
MASTER_LIST = "2.23.136.1.1.2"
LONGEST_MASTER_LIST = 16 << 20
_MOST_CERTIFICATES = 10_000
_SEQUENCE = 0x30
_OBJECT_IDENTIFIER = 0x06
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----")


@dataclass(frozen=True, slots=True)
class Anchors:
    """Certificates and revocation lists given to be trusted, each once, and what was passed over."""

    certificates: tuple[Certificate, ...] = ()
    revocation_lists: tuple[RevocationList, ...] = ()
    passed_over: tuple[str, ...] = ()


def read_anchors(files: Iterable[tuple[str, bytes]]) -> Anchors:
    """Read files (name, bytes): certificates, CRLs and master lists, DER or PEM, told by what is in them.

    A file of another kind is passed over and named. Raises IcaoError for a master list whose signature is
    wrong.
    """
    certificates: dict[bytes, Certificate] = {}
    lists: dict[bytes, RevocationList] = {}
    passed_over: list[str] = []
    for name, data in files:
        for der in _objects(data):
            try:
                found = _read(der)
            except _NotTrustMaterialError:
                passed_over.append(name)
                continue
            for certificate in found.certificates:
                certificates[certificate.der] = certificate
            for revocation_list in found.revocation_lists:
                lists[revocation_list.der] = revocation_list
            passed_over.extend(f"{name}: {why}" for why in found.passed_over)
    return Anchors(tuple(certificates.values()), tuple(lists.values()), tuple(dict.fromkeys(passed_over)))


class _NotTrustMaterialError(Exception):
    """The bytes are something else."""


def _objects(data: bytes) -> list[bytes]:
    """Return the DER objects of a file, unwrapped if it is PEM."""
    armoured = [match[2] for match in _PEM.finditer(data)] if b"-----BEGIN " in data[:100_000] else []
    if not armoured:
        return [data]
    try:
        return [base64.b64decode(b"".join(text.split()), validate=True) for text in armoured]
    except binascii.Error:
        return [data]


def _read(der: bytes) -> Anchors:
    head = outermost(der)
    if head is None or head.tag != _SEQUENCE:
        raise _NotTrustMaterialError
    inner = der[head.header_length :]
    first = outermost(inner)
    if first is None:
        raise _NotTrustMaterialError
    if first.tag == _OBJECT_IDENTIFIER:
        if not is_bare_signed_data(der):
            raise _NotTrustMaterialError
        return read_master_list(der)
    try:
        return Anchors(certificates=(read_certificate(der),))
    except IcaoError:
        pass  # a CRL has the same outer shape
    try:
        return Anchors(revocation_lists=(read_revocation_list(der),))
    except IcaoError:
        raise _NotTrustMaterialError from None


def read_master_list(data: bytes) -> Anchors:
    """Read a CSCA master list (Doc 9303-12 §9) and verify its signature by the signer inside.

    That signature says that the list is whole, not that its signer may be trusted: whoever gives the list
    answers for it. Certificates that cannot be read are named in `passed_over`. Raises IcaoError.
    """
    stored, _following = whole(data, "master list", _CLAUSE, longest=LONGEST_MASTER_LIST)
    content, signers, inside = _open(stored)
    if len(signers) != 1 or not any(signers[0].signed(MASTER_LIST, content, each) for each in inside):
        raise IcaoError("master list", _CLAUSE, "its signature does not verify")
    version_and_list = members(content_of(content, "master list", _CLAUSE), "master list", _CLAUSE)
    certificates: list[Certificate] = []
    passed_over: list[str] = []
    each_der = members(
        content_of(version_and_list[-1], "master list", _CLAUSE),
        "master list",
        _CLAUSE,
        most=_MOST_CERTIFICATES,
    )
    for number, der in enumerate(each_der, start=1):
        try:
            certificates.append(read_certificate(der))
        except IcaoError as error:
            passed_over.append(f"certificate {number} of the master list: {error.reason}")
    return Anchors(tuple(certificates), (), tuple(passed_over))


@foreign_asn1("master list", _CLAUSE)
def _open(data: bytes) -> tuple[bytes, tuple[Signer, ...], tuple[Certificate, ...]]:
    signed = cms.ContentInfo.load(data, strict=True)["content"]
    if signed["encap_content_info"]["content_type"].dotted != MASTER_LIST:
        raise _NotTrustMaterialError
    stored = signed["certificates"]
    inside = (
        ()
        if isinstance(stored, core.Void)
        else tuple(read_certificate(each.chosen.dump()) for each in stored)
    )
    signers = tuple(read_signer(each) for each in signed["signer_infos"])
    return bytes(signed["encap_content_info"]["content"]), signers, inside
