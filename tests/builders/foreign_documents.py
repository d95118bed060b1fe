"""Documents of made-up States, written by asn1crypto, signed by cryptography: none of the product's own code.

Every key is a TEST key. The shapes are those seen in the field: BER, LDS v0 and v1, plain content types,
signers named by key identifier, RSA PKCS#1 and PSS, curves written out in full.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import algos, cms, core, crl, keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LDS = "2.23.136.1.1.1"
MASTER_LIST = "2.23.136.1.1.2"
ZONE = (
    "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"  # Doc 9303-4 B
)
_HASHES = {"sha1": hashes.SHA1, "sha224": hashes.SHA224, "sha256": hashes.SHA256, "sha384": hashes.SHA384}
_HASHES |= {"sha512": hashes.SHA512, "md5": hashes.MD5}
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@cache
def key_of(kind: str, number: int = 0) -> PrivateKey:
    """Return a TEST key, made once: "rsa" or the name of a curve; `number` tells several of a kind apart."""
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(getattr(ec, kind)())


@dataclass(frozen=True)
class How:
    """How something is signed: hash, and for RSA with PSS (its MGF's hash and salt) or without."""

    hash_name: str = "sha256"
    pss: bool = False
    mgf: str = "sha256"
    salt: int = 32
    bare_rsa: bool = False

    def algorithm(self, key: PrivateKey) -> algos.SignedDigestAlgorithm:
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return algos.SignedDigestAlgorithm({"algorithm": f"{self.hash_name}_ecdsa"})
        if not self.pss:
            name = "rsassa_pkcs1v15" if self.bare_rsa else f"{self.hash_name}_rsa"
            return algos.SignedDigestAlgorithm({"algorithm": name, "parameters": core.Null()})
        parameters = algos.RSASSAPSSParams(
            {
                "hash_algorithm": {"algorithm": self.hash_name},
                "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": self.mgf}},
                "salt_length": self.salt,
            }
        )
        return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})

    def sign(self, key: PrivateKey, message: bytes) -> bytes:
        digest = _HASHES[self.hash_name]()
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(message, ec.ECDSA(digest))
        if self.pss:
            return key.sign(message, padding.PSS(padding.MGF1(_HASHES[self.mgf]()), self.salt), digest)
        return key.sign(message, padding.PKCS1v15(), digest)


def key_info(key: PrivateKey) -> keys.PublicKeyInfo:
    """Return the SubjectPublicKeyInfo, with a named curve."""
    return keys.PublicKeyInfo.load(
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )


# SEC 2 §2.4.2, written out: the curve under which GB and RU sign.
P256 = {
    "p": 2**256 - 2**224 + 2**192 + 2**96 - 1,
    "a": 2**256 - 2**224 + 2**192 + 2**96 - 4,
    "b": 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    "x": 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    "y": 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    "n": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "h": 1,
}
_SEED = bytes.fromhex("c49d360886e704936a6678e1139d26b7819f7e90")


def explicit_info(
    key: ec.EllipticCurvePrivateKey, *, compressed: bool = False, seed: bool = False, **changed: int | None
) -> keys.PublicKeyInfo:
    """Return the key's SubjectPublicKeyInfo with P-256 written out; `changed` parameters say otherwise."""
    curve: dict[str, Any] = P256 | changed
    head = (b"\x02", b"\x03")[curve["y"] & 1] if compressed else b"\x04"
    base = head + curve["x"].to_bytes(32, "big") + (b"" if compressed else curve["y"].to_bytes(32, "big"))
    domain = {
        "version": "ecdpVer1",
        "field_id": {"field_type": "prime_field", "parameters": core.Integer(curve["p"])},
        "curve": {"a": curve["a"].to_bytes(32, "big"), "b": curve["b"].to_bytes(32, "big")},
        "base": base,
        "order": curve["n"],
    }
    if curve["h"] is not None:
        domain["cofactor"] = curve["h"]
    if seed:
        domain["curve"]["seed"] = core.OctetBitString(_SEED)
    numbers = key.public_key().public_numbers()
    point = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    return keys.PublicKeyInfo(
        {
            "algorithm": {
                "algorithm": "ec",
                "parameters": keys.ECDomainParameters(name="specified", value=keys.SpecifiedECDomain(domain)),
            },
            "public_key": keys.ECPointBitString(point),
        }
    )


def _name(country: str, common: str) -> x509.Name:
    parts = {"country_name": country} if country else {}
    return x509.Name.build(parts | {"organization_name": "TEST", "common_name": common})


@dataclass(frozen=True)
class Party:
    """A key with its certificate."""

    key: PrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.dump()

    @property
    def key_id(self) -> bytes:
        return hashlib.sha1(self.certificate["tbs_certificate"]["subject_public_key_info"].dump()).digest()


@dataclass(frozen=True)
class Asked:
    """What a certificate is asked to say; the defaults are a document signer's."""

    common: str = "TEST DS"
    country: str = "UT"
    serial: int = 0x4711
    is_ca: bool | None = None
    path_length: int | None = None
    usage: tuple[str, ...] | None = ("digital_signature",)
    not_before: datetime = NOW - timedelta(days=400)
    not_after: datetime = NOW + timedelta(days=3000)
    usage_period: tuple[datetime, datetime] | None = None
    types: tuple[str, ...] | None = ("P",)
    info: keys.PublicKeyInfo | None = None
    purposes: tuple[str, ...] = ()
    changes_name: bool = False
    issuer_country: str | None = None
    bare_key_id: bool = False


CSCA = Asked(
    common="TEST CSCA",
    serial=1,
    is_ca=True,
    path_length=0,
    usage=("key_cert_sign", "crl_sign"),
    types=None,
)


def certify(key: PrivateKey, asked: Asked, issuer: Party | None = None, how: How = How()) -> Party:
    """Return a certificate for this key, signed by the issuer, or by itself."""
    info = asked.info or key_info(key)
    signing = issuer.key if issuer else key
    subject = _name(asked.country, asked.common)
    own_id = hashlib.sha1(info.dump()).digest()
    tbs = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": asked.serial,
            "signature": how.algorithm(signing),
            "issuer": issuer.certificate.subject if issuer else subject,
            "validity": {
                "not_before": x509.Time(name="utc_time", value=asked.not_before),
                "not_after": x509.Time(name="utc_time", value=asked.not_after),
            },
            "subject": subject,
            "subject_public_key_info": info,
            "extensions": list(_extensions(asked, own_id, issuer.key_id if issuer else own_id)),
        }
    )
    return Party(
        key,
        x509.Certificate(
            {
                "tbs_certificate": tbs,
                "signature_algorithm": how.algorithm(signing),
                "signature_value": how.sign(signing, tbs.dump()),
            }
        ),
    )


def _extensions(asked: Asked, own_id: bytes, issuer_id: bytes) -> Any:
    if asked.bare_key_id:
        yield x509.Extension.load(tlv(0x30, core.ObjectIdentifier("2.5.29.14").dump() + tlv(0x04, own_id)))
    else:
        yield {"extn_id": "key_identifier", "extn_value": core.OctetString(own_id)}
    yield {"extn_id": "authority_key_identifier", "extn_value": {"key_identifier": issuer_id}}
    if asked.usage is not None:
        yield {"extn_id": "key_usage", "critical": True, "extn_value": set(asked.usage)}
    if asked.is_ca is not None:
        constraints = {"ca": asked.is_ca}
        if asked.path_length is not None:
            constraints["path_len_constraint"] = asked.path_length
        yield {"extn_id": "basic_constraints", "critical": True, "extn_value": constraints}
    if asked.usage_period is not None:
        begin, end = asked.usage_period
        yield {
            "extn_id": "private_key_usage_period",
            "extn_value": {"not_before": begin, "not_after": end},
        }
    if asked.purposes:
        yield {"extn_id": "extended_key_usage", "extn_value": list(asked.purposes)}
    if asked.types is not None:
        listed = b"".join(core.PrintableString(each).dump() for each in asked.types)
        inner = core.Integer(0).dump() + tlv(0x31, listed)
        yield {"extn_id": "2.23.136.1.1.6.2", "extn_value": core.ParsableOctetString(tlv(0x30, inner))}
    if asked.changes_name:
        yield {"extn_id": "2.23.136.1.1.6.1", "extn_value": core.ParsableOctetString(b"\x05\x00")}


def tlv(tag: int, content: bytes, *, indefinite: bool = False) -> bytes:
    """Return one element, its length definite or left open."""
    head = bytes((tag,)) if tag < 0x100 else tag.to_bytes(2, "big")
    if indefinite:
        return head + b"\x80" + content + b"\x00\x00"
    if len(content) < 0x80:
        return head + bytes((len(content),)) + content
    size = (len(content).bit_length() + 7) // 8
    return head + bytes((0x80 | size,)) + len(content).to_bytes(size, "big") + content


def dg1(zone: str = ZONE) -> bytes:
    return tlv(0x61, tlv(0x5F1F, zone.encode("ascii")))


def some_files() -> dict[int, bytes]:
    """Return DG1 and a DG2 whose content does not matter here."""
    return {1: dg1(), 2: tlv(0x75, tlv(0x7F61, b"\x02\x01\x01" + bytes(300)))}


@dataclass(frozen=True)
class Sod:
    """How a security object is to be written."""

    version: int = 0
    hash_name: str = "sha256"
    content_type: str = LDS
    said_type: str | None = None
    by_key_id: bool = False
    attributes: bool = True
    signing_time: datetime | None = None
    with_certificate: bool = True
    more: tuple[bytes, ...] = ()
    how: How = field(default_factory=How)
    digest_name: str | None = None
    ber: bool = False
    bare: bool = False
    unsorted: bool = False
    signers: int = 1
    issuer: bytes | None = None


def lds_content(files: dict[int, bytes], asked: Sod) -> bytes:
    """Return the LDSSecurityObject, put together by hand (Doc 9303-10 §4.6.2.3)."""
    groups = b"".join(
        tlv(0x30, core.Integer(number).dump() + tlv(0x04, hashlib.new(asked.hash_name, data).digest()))
        for number, data in sorted(files.items())
    )
    algorithm = algos.DigestAlgorithm({"algorithm": asked.hash_name}).dump()
    info = tlv(0x30, tlv(0x13, b"0108") + tlv(0x13, b"040000")) if asked.version else b""
    return tlv(0x30, core.Integer(asked.version).dump() + algorithm + tlv(0x30, groups) + info)


def write_sod(files: dict[int, bytes], signer: Party, asked: Sod = Sod()) -> bytes:
    """Return EF.SOD over these data groups."""
    return sign(lds_content(files, asked), signer, asked)


def sign(content: bytes, signer: Party, asked: Sod) -> bytes:
    """Return CMS signed data over any content, with the tag of EF.SOD unless it is to be bare."""
    digest_name = asked.digest_name or asked.how.hash_name
    digest_algorithm = algos.DigestAlgorithm({"algorithm": digest_name}).dump()
    covered, attributes = content, b""
    if asked.attributes:
        members = _attributes(content, digest_name, asked)
        covered = tlv(0x31, b"".join(members))
        attributes = tlv(0xA0, b"".join(members))
    certificate = signer.certificate
    by_issuer = (asked.issuer or certificate.issuer.dump()) + core.Integer(certificate.serial_number).dump()
    info = tlv(
        0x30,
        core.Integer(3 if asked.by_key_id else 1).dump()
        + (tlv(0x80, signer.key_id) if asked.by_key_id else tlv(0x30, by_issuer))
        + digest_algorithm
        + attributes
        + asked.how.algorithm(signer.key).dump()
        + tlv(0x04, asked.how.sign(signer.key, covered)),
    )
    stored = (signer.der if asked.with_certificate else b"") + b"".join(asked.more)
    octets = tlv(0x04, content)
    if asked.ber:
        octets = tlv(0x24, tlv(0x04, content[:40]) + tlv(0x04, content[40:]), indefinite=True)
    signed = (
        core.Integer(3).dump()
        + tlv(0x31, digest_algorithm)
        + tlv(
            0x30,
            core.ObjectIdentifier(asked.content_type).dump() + tlv(0xA0, octets, indefinite=asked.ber),
            indefinite=asked.ber,
        )
        + (tlv(0xA0, stored, indefinite=asked.ber) if stored else b"")
        + tlv(0x31, info * asked.signers, indefinite=asked.ber)
    )
    body = tlv(0xA0, tlv(0x30, signed, indefinite=asked.ber), indefinite=asked.ber)
    cms_object = tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.7.2").dump() + body, indefinite=asked.ber)
    return cms_object if asked.bare else tlv(0x77, cms_object)


def _attributes(content: bytes, digest_name: str, asked: Sod) -> list[bytes]:
    wanted: list[tuple[str, Any]] = [
        ("content_type", asked.said_type or asked.content_type),
        ("message_digest", hashlib.new(digest_name, content).digest()),
    ]
    if asked.signing_time is not None:
        wanted.append(("signing_time", cms.Time(name="utc_time", value=asked.signing_time)))
    members = [cms.CMSAttribute({"type": kind, "values": [value]}).dump() for kind, value in wanted]
    return sorted(members, reverse=asked.unsorted)


def revocation_list(
    issuer: Party,
    serials: dict[int, datetime],
    *,
    this: datetime,
    following: datetime | None,
    how: How = How(),
    delta: bool = False,
) -> bytes:
    """Return a CRL of this issuer: a whole one, or what has come since list 6."""
    only_newer = [{"extn_id": "delta_crl_indicator", "critical": True, "extn_value": 6}] if delta else []
    tbs = crl.TbsCertList(
        {
            "version": "v2",
            "signature": how.algorithm(issuer.key),
            "issuer": issuer.certificate.subject,
            "this_update": x509.Time(name="utc_time", value=this),
            **({"next_update": x509.Time(name="utc_time", value=following)} if following else {}),
            **(
                {
                    "revoked_certificates": [
                        {
                            "user_certificate": serial,
                            "revocation_date": x509.Time(name="utc_time", value=when),
                        }
                        for serial, when in serials.items()
                    ]
                }
                if serials
                else {}
            ),
            "crl_extensions": [
                {"extn_id": "authority_key_identifier", "extn_value": {"key_identifier": issuer.key_id}},
                {"extn_id": "crl_number", "extn_value": 7},
                *only_newer,
            ],
        }
    )
    return crl.CertificateList(
        {
            "tbs_cert_list": tbs,
            "signature_algorithm": how.algorithm(issuer.key),
            "signature": how.sign(issuer.key, tbs.dump()),
        }
    ).dump()


def master_list(certificates: list[bytes], signer: Party) -> bytes:
    """Return a CSCA master list (Doc 9303-12 §9)."""
    content = tlv(0x30, core.Integer(0).dump() + tlv(0x31, b"".join(sorted(certificates))))
    return sign(content, signer, Sod(content_type=MASTER_LIST, by_key_id=True, bare=True))


@dataclass(frozen=True)
class State:
    """A made-up State: its country signing key and one document signer."""

    csca: Party
    signer: Party


@cache
def a_state(kind: str = "SECP256R1", how: How = How()) -> State:
    """Return a State whose keys are all of this kind; made once."""
    csca = certify(key_of(kind, 1), CSCA, how=how)
    return State(csca, certify(key_of(kind, 2), Asked(), csca, how))
