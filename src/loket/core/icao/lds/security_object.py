"""EF.SOD, the document security object: hashes of the data groups, signed (Doc 9303-10 §4.6.2, RFC 5652).

Written in DER: SignedData of version 3 around an LDSSecurityObject, one signer named by issuer and serial
number, its certificate inside, and signed attributes (content type, digest of the content, time). Foreign
security objects, which may be BER, are read elsewhere.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import IntEnum
from typing import Annotated, TypeAlias

from cryptography.hazmat import asn1
from cryptography.x509 import ObjectIdentifier

from loket.core.icao.error import IcaoError
from loket.core.icao.lds import der
from loket.core.icao.lds.algorithms import HashAlgorithm, SignatureAlgorithm
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.tlv import read_all, read_header, read_only, write_tlv

Sign: TypeAlias = Callable[[bytes], bytes]
"""Signs the bytes it is given (it hashes them itself): DER of r and s, or the signature of RSA-PSS."""

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
CARD_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"

_SOD = 0x77
_SIGNED_DATA = ObjectIdentifier("1.2.840.113549.1.7.2")
_CONTENT_TYPE = ObjectIdentifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")
_SIGNING_TIME = ObjectIdentifier("1.2.840.113549.1.9.5")
_SIGNED_DATA_VERSION = 3  # RFC 5652 §5.1: the content is not id-data
_SIGNER_INFO_VERSION = 1  # RFC 5652 §5.3: the signer is named by issuer and serial number
_FEWEST_GROUPS, _MOST_GROUPS = 2, 16
_UNICODE_VERSION = "040000"
_LDS_VERSION = "0108"
_CLAUSE = "9303-10 4.6.2"


class SecurityObjectVersion(IntEnum):
    """V1 says in the signed part which version of the structure the chip has; V0 does not (LDS 1.7)."""

    V0 = 0
    V1 = 1


@asn1.sequence
class _Algorithm:
    algorithm: ObjectIdentifier


@asn1.sequence
class _DataGroupHash:
    number: int
    value: bytes


@asn1.sequence
class _VersionInfo:
    lds_version: asn1.PrintableString
    unicode_version: asn1.PrintableString


@asn1.sequence
class _LdsSecurityObject:
    version: int
    hash_algorithm: _Algorithm
    hashes: list[_DataGroupHash]
    version_info: _VersionInfo | None


@asn1.sequence
class _Attribute:
    kind: ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class _Content:
    kind: ObjectIdentifier
    content: Annotated[bytes, asn1.Explicit(0)]


@asn1.sequence
class _IssuerAndSerialNumber:
    issuer: asn1.TLV
    serial: asn1.TLV


@asn1.sequence
class _SignerInfo:
    version: int
    signer: _IssuerAndSerialNumber
    digest_algorithm: asn1.TLV
    signed_attributes: Annotated[asn1.SetOf[_Attribute], asn1.Implicit(0)]
    signature_algorithm: asn1.TLV
    signature: bytes


@asn1.sequence
class _SignedData:
    version: int
    digest_algorithms: asn1.SetOf[asn1.TLV]
    content: _Content
    certificates: Annotated[asn1.SetOf[asn1.TLV], asn1.Implicit(0)]
    signers: asn1.SetOf[_SignerInfo]


@asn1.sequence
class _ContentInfo:
    kind: ObjectIdentifier
    content: Annotated[_SignedData, asn1.Explicit(0)]


_HASH_ALGORITHMS = {
    algorithm: _Algorithm(algorithm=ObjectIdentifier(algorithm.oid)) for algorithm in HashAlgorithm
}
_VERSION_INFO = _VersionInfo(
    lds_version=asn1.PrintableString(_LDS_VERSION), unicode_version=asn1.PrintableString(_UNICODE_VERSION)
)


def lds_security_object(
    files: Mapping[int, bytes],
    *,
    hash_algorithm: HashAlgorithm = HashAlgorithm.SHA_256,
    version: SecurityObjectVersion = SecurityObjectVersion.V1,
) -> bytes:
    """Return the signed content: the hash of each data group's whole file, by number, in ascending order.

    `files` are the data groups as they will stand on the chip, by number. Raises IcaoError for fewer than two
    or when a file is not the one element of its group's tag.
    """
    if not _FEWEST_GROUPS <= len(files) <= _MOST_GROUPS:
        raise IcaoError("data groups", _CLAUSE, f"not {_FEWEST_GROUPS} to {_MOST_GROUPS}")
    for number, file in files.items():
        _check_group(number, file)
    hashes = [
        _DataGroupHash(number=number, value=hash_algorithm.digest(files[number])) for number in sorted(files)
    ]
    content = _LdsSecurityObject(
        version=version,
        hash_algorithm=_HASH_ALGORITHMS[hash_algorithm],
        hashes=hashes,
        version_info=_VERSION_INFO if version is SecurityObjectVersion.V1 else None,
    )
    return asn1.encode_der(content)


class SecurityObjectWriter:
    """Writes what one document signer signs; all that stays the same for a signer is kept ready.

    `certificate` is the signer's, in DER; creating a writer raises IcaoError when it is none.
    """

    def __init__(self, certificate: bytes, algorithm: SignatureAlgorithm) -> None:
        issuer, serial = issuer_and_serial_number(certificate)
        self.certificate = certificate
        self.algorithm = algorithm
        self._signer = _IssuerAndSerialNumber(issuer=_tlv(issuer), serial=_tlv(serial))
        self._certificates = asn1.SetOf([_tlv(certificate)])
        self._digest_algorithm = _tlv(algorithm.hash_algorithm.identifier)
        self._signature_algorithm = _tlv(algorithm.identifier)

    def write_sod(
        self,
        files: Mapping[int, bytes],
        *,
        at: datetime,
        sign: Sign,
        hash_algorithm: HashAlgorithm | None = None,
        version: SecurityObjectVersion = SecurityObjectVersion.V1,
    ) -> bytes:
        """Return EF.SOD over data groups, by number, as they will stand on the chip.

        `at` is the time of signing, with time zone, kept to the second; `hash_algorithm` is for the data
        groups and by default that of the signature. Calls `sign` once. Raises IcaoError for wrong files.
        """
        content = lds_security_object(
            files, hash_algorithm=hash_algorithm or self.algorithm.hash_algorithm, version=version
        )
        return write_tlv(_SOD, self.write_signed_data(LDS_SECURITY_OBJECT, content, at=at, sign=sign))

    def write_card_security(self, security_infos: bytes, *, at: datetime, sign: Sign) -> bytes:
        """Return EF.CardSecurity around SecurityInfos in DER (Doc 9303-10 §3.11, BSI TR-03110-3 A.1.2.5)."""
        return self.write_signed_data(CARD_SECURITY_OBJECT, security_infos, at=at, sign=sign)

    def write_signed_data(self, kind: str, content: bytes, *, at: datetime, sign: Sign) -> bytes:
        """Return a ContentInfo with `content`, of the type `kind`, signed (`at`, `sign`: see write_sod)."""
        kind_of_content = ObjectIdentifier(kind)
        digest = self.algorithm.hash_algorithm.digest(content)
        attributes = asn1.SetOf(
            [
                _attribute(_CONTENT_TYPE, asn1.encode_der(kind_of_content)),
                _attribute(_SIGNING_TIME, der.write_time(at)),
                _attribute(_MESSAGE_DIGEST, write_tlv(der.OCTET_STRING, digest)),
            ]
        )
        signer = _SignerInfo(
            version=_SIGNER_INFO_VERSION,
            signer=self._signer,
            digest_algorithm=self._digest_algorithm,
            signed_attributes=attributes,
            signature_algorithm=self._signature_algorithm,
            # RFC 5652 §5.4: signed is the set with its own tag, not the implicit one.
            signature=sign(asn1.encode_der(attributes)),
        )
        signed = _SignedData(
            version=_SIGNED_DATA_VERSION,
            digest_algorithms=asn1.SetOf([self._digest_algorithm]),
            content=_Content(kind=kind_of_content, content=content),
            certificates=self._certificates,
            signers=asn1.SetOf([signer]),
        )
        return asn1.encode_der(_ContentInfo(kind=_SIGNED_DATA, content=signed))


def issuer_and_serial_number(certificate: bytes) -> tuple[bytes, bytes]:
    """Return issuer (a Name) and serial number (an INTEGER) of a certificate in DER, as they stand in it.

    Raises IcaoError when there are none (RFC 5280 §4.1).
    """
    whole = read_only(certificate, der.SEQUENCE, strict=True, field="certificate")
    parts = read_all(whole, strict=True, most=3)
    if len(parts) != 3 or parts[0].tag != der.SEQUENCE:
        raise IcaoError("certificate", "9303-12 7.1", "not three parts")
    fields = read_all(parts[0].value, strict=True, most=10)
    if fields and fields[0].tag == 0xA0:  # the version, which may be missing
        fields = fields[1:]
    if [field.tag for field in fields[:3]] != [der.INTEGER, der.SEQUENCE, der.SEQUENCE]:
        raise IcaoError("certificate", "9303-12 7.1", "serial number, algorithm and issuer do not begin it")
    return fields[2].encoded, fields[0].encoded


def _check_group(number: int, file: bytes) -> None:
    expected = ElementaryFile.of_data_group(number).tag
    tag, start, length = read_header(file)
    if tag != expected or start + length != len(file):
        raise IcaoError(f"data group {number}", _CLAUSE, "not the one element of its tag")


def _attribute(kind: ObjectIdentifier, value: bytes) -> _Attribute:
    return _Attribute(kind=kind, values=asn1.SetOf([_tlv(value)]))


def _tlv(element: bytes) -> asn1.TLV:
    return asn1.decode_der(asn1.TLV, element)
