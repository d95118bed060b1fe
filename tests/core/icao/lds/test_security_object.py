"""What is written is read with asn1crypto, written anew by it, and verified with cryptography."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from asn1crypto import algos, cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.algorithms import HashAlgorithm, SignatureAlgorithm
from loket.core.icao.lds.security_object import (
    SecurityObjectVersion,
    SecurityObjectWriter,
    issuer_and_serial_number,
    lds_security_object,
)
from loket.core.icao.lds.tlv import read_only

NOON = datetime(2026, 3, 1, 12, 0, 30, 999, tzinfo=timezone(timedelta(hours=7)))
FILES = {
    15: bytes.fromhex("6f023000"),
    1: bytes.fromhex("6103414243"),
    2: bytes.fromhex("75820100") + bytes(256),
}
# RFC 5758 §3.2, RFC 4055 §3.1; hash algorithms of RFC 5754 §2.
ECDSA = {"sha256": "1.2.840.10045.4.3.2", "sha384": "1.2.840.10045.4.3.3", "sha512": "1.2.840.10045.4.3.4"}
SHA = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


@dataclass(frozen=True)
class Signer:
    """A document signer that exists for these tests only."""

    key: Any
    certificate: bytes


class _AlgorithmIdentifier(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]  # noqa: RUF012


class _DataGroupHash(core.Sequence):
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012


class _DataGroupHashes(core.SequenceOf):
    _child_spec = _DataGroupHash


class _VersionInfo(core.Sequence):
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]  # noqa: RUF012


class _LdsSecurityObject(core.Sequence):
    _fields = [  # noqa: RUF012
        ("version", core.Integer),
        ("hash_algorithm", _AlgorithmIdentifier),
        ("hashes", _DataGroupHashes),
        ("info", _VersionInfo, {"optional": True}),
    ]


def _signer(key, serial=0x80FF01):
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "TEST signer"),
        ]
    )
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(serial).not_valid_before(NOON).not_valid_after(NOON + timedelta(days=9))
    return Signer(key, builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))


@pytest.fixture(scope="module")
def elliptic():
    return _signer(ec.generate_private_key(ec.SECP256R1()))


@pytest.fixture(scope="module")
def rsa_signer():
    return _signer(rsa.generate_private_key(65537, 2048))


def _sign_with(signer, name):
    if isinstance(signer.key, rsa.RSAPrivateKey):
        pss = padding.PSS(padding.MGF1(SHA[name]), SHA[name].digest_size)
        return lambda data: signer.key.sign(data, pss, SHA[name])
    return lambda data: signer.key.sign(data, ec.ECDSA(SHA[name]))


def _signed_data(sod):
    content = cms.ContentInfo.load(read_only(sod, 0x77, strict=True), strict=True)
    assert content["content_type"].native == "signed_data"
    return content["content"]


def _content_of(signed):
    return core.OctetString.load(signed["encap_content_info"]["content"].untag().dump()).native


def _attributes(info):
    return {attribute["type"].native: attribute["values"] for attribute in info["signed_attrs"]}


def test_the_content_has_the_hash_of_each_file_in_ascending_order():
    content = _LdsSecurityObject.load(lds_security_object(FILES), strict=True)

    assert [(entry["number"].native, entry["value"].native) for entry in content["hashes"]] == [
        (number, hashlib.sha256(FILES[number]).digest()) for number in (1, 2, 15)
    ]
    assert content["version"].native == 1
    assert (content["info"]["lds"].native, content["info"]["unicode"].native) == ("0108", "040000")


def test_only_version_1_says_which_version_the_structure_has():
    content = _LdsSecurityObject.load(
        lds_security_object(FILES, version=SecurityObjectVersion.V0), strict=True
    )

    assert content["version"].native == 0
    assert content["info"].native is None


@pytest.mark.parametrize(("algorithm", "name"), [(a, a.name.replace("_", "").lower()) for a in HashAlgorithm])
def test_hash_algorithms_are_named_without_parameters(algorithm, name):
    content = _LdsSecurityObject.load(lds_security_object(FILES, hash_algorithm=algorithm), strict=True)

    identifier = content["hash_algorithm"]
    assert algos.DigestAlgorithmId.map(identifier["algorithm"].dotted) == name
    assert isinstance(identifier["parameters"], core.Void)
    assert content["hashes"][0]["value"].native == hashlib.new(name, FILES[1]).digest()


@pytest.mark.parametrize("name", list(SHA))
def test_an_elliptic_signature_verifies(elliptic, name):
    algorithm = SignatureAlgorithm[f"ECDSA_SHA_{name[3:]}"]
    sod = SecurityObjectWriter(elliptic.certificate, algorithm).write_sod(
        FILES, at=NOON, sign=_sign_with(elliptic, name)
    )

    info = _signed_data(sod)["signer_infos"][0]
    assert info["signature_algorithm"]["algorithm"].dotted == ECDSA[name]
    assert isinstance(info["signature_algorithm"]["parameters"], core.Void)
    elliptic.key.public_key().verify(
        info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(SHA[name])
    )


@pytest.mark.parametrize("name", list(SHA))
def test_a_signature_of_rsa_pss_verifies_with_the_parameters_that_it_names(rsa_signer, name):
    algorithm = SignatureAlgorithm[f"RSA_PSS_SHA_{name[3:]}"]
    sod = SecurityObjectWriter(rsa_signer.certificate, algorithm).write_sod(
        FILES, at=NOON, sign=_sign_with(rsa_signer, name)
    )

    info = _signed_data(sod)["signer_infos"][0]
    named = info["signature_algorithm"]
    assert (named.signature_algo, named.hash_algo) == ("rsassa_pss", name)
    parameters = named["parameters"]
    assert parameters["mask_gen_algorithm"]["algorithm"].native == "mgf1"
    assert parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native == name
    assert parameters["salt_length"].native == SHA[name].digest_size
    rsa_signer.key.public_key().verify(
        info["signature"].native,
        info["signed_attrs"].untag().dump(),
        padding.PSS(padding.MGF1(SHA[name]), parameters["salt_length"].native),
        SHA[name],
    )


def test_the_signed_data_is_of_the_profile_of_travel_documents(elliptic):
    signed = _signed_data(_sod(elliptic))
    info = signed["signer_infos"][0]

    assert (signed["version"].native, info["version"].native) == ("v3", "v1")
    assert len(signed["signer_infos"]) == 1
    assert [identifier.dump().hex() for identifier in signed["digest_algorithms"]] == [
        "300b0609608648016503040201"  # no NULL
    ]
    assert info["digest_algorithm"].dump().hex() == "300b0609608648016503040201"
    assert signed["encap_content_info"]["content_type"].dotted == "2.23.136.1.1.1"
    assert _content_of(signed) == lds_security_object(FILES)
    assert [choice.chosen.dump() for choice in signed["certificates"]] == [elliptic.certificate]
    assert isinstance(signed["crls"], core.Void)


def test_the_signer_is_named_by_issuer_and_serial_number_as_in_the_certificate(elliptic):
    identifier = _signed_data(_sod(elliptic))["signer_infos"][0]["sid"]

    certificate = x509.load_der_x509_certificate(elliptic.certificate)
    assert identifier.name == "issuer_and_serial_number"
    assert identifier.chosen["issuer"].dump() == certificate.issuer.public_bytes()
    assert identifier.chosen["serial_number"].native == certificate.serial_number


def test_signed_are_type_digest_and_time(elliptic):
    signed = _signed_data(_sod(elliptic))
    attributes = _attributes(signed["signer_infos"][0])

    assert set(attributes) == {"content_type", "message_digest", "signing_time"}
    assert attributes["content_type"][0].dotted == "2.23.136.1.1.1"
    assert attributes["message_digest"][0].native == hashlib.sha256(_content_of(signed)).digest()
    assert attributes["signing_time"][0].native == datetime(2026, 3, 1, 5, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("year", "kind"), [(2049, core.UTCTime), (2050, core.GeneralizedTime)])
def test_times_from_2050_on_have_four_digits_of_the_year(elliptic, year, kind):
    at = datetime(year, 6, 1, tzinfo=UTC)
    attributes = _attributes(_signed_data(_sod(elliptic, at=at))["signer_infos"][0])

    assert isinstance(attributes["signing_time"][0].chosen, kind)
    assert attributes["signing_time"][0].native == at


def test_everything_is_der(elliptic):
    content = cms.ContentInfo.load(read_only(_sod(elliptic), 0x77, strict=True), strict=True)
    written = content.dump()

    encoded = [attribute.dump() for attribute in content["content"]["signer_infos"][0]["signed_attrs"]]
    assert encoded == sorted(encoded)
    # Written anew from its values by asn1crypto, whose output is DER.
    assert content.dump(force=True) == written


def test_the_hash_of_the_groups_may_be_another_than_that_of_the_signature(elliptic):
    sod = SecurityObjectWriter(elliptic.certificate, SignatureAlgorithm.ECDSA_SHA_256).write_sod(
        FILES,
        at=NOON,
        sign=_sign_with(elliptic, "sha256"),
        hash_algorithm=HashAlgorithm.SHA_512,
        version=SecurityObjectVersion.V0,
    )

    assert _content_of(_signed_data(sod)) == lds_security_object(
        FILES, hash_algorithm=HashAlgorithm.SHA_512, version=SecurityObjectVersion.V0
    )


def test_card_security_is_signed_in_the_same_way_under_its_own_type(elliptic):
    infos = bytes.fromhex("31143012060a04007f0007020204020202010202010d")
    file = SecurityObjectWriter(elliptic.certificate, SignatureAlgorithm.ECDSA_SHA_256).write_card_security(
        infos, at=NOON, sign=_sign_with(elliptic, "sha256")
    )

    signed = cms.ContentInfo.load(file, strict=True)["content"]
    assert signed["encap_content_info"]["content_type"].dotted == "0.4.0.127.0.7.3.2.1"
    assert _content_of(signed) == infos
    info = signed["signer_infos"][0]
    assert _attributes(info)["content_type"][0].dotted == "0.4.0.127.0.7.3.2.1"
    elliptic.key.public_key().verify(
        info["signature"].native, info["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256())
    )


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({1: FILES[1]}, "2 to 16"),
        ({1: FILES[1], 17: FILES[2]}, "1 to 16"),
        ({1: FILES[1], 2: FILES[1]}, "data group 2: not the one element"),
        ({1: FILES[1], 2: FILES[2] + b"\0"}, "data group 2: not the one element"),
        ({1: FILES[1], 2: FILES[2][:-1]}, "data group 2: not the one element"),
    ],
)
def test_files_that_cannot_be_data_groups_are_not_signed(files, reason):
    with pytest.raises(IcaoError, match=reason):
        lds_security_object(files)


def test_a_time_without_zone_is_not_signed(elliptic):
    with pytest.raises(IcaoError, match="time zone"):
        _sod(elliptic, at=NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    "certificate", [b"", b"\x30\x00", bytes.fromhex("3006300004000500"), bytes.fromhex("30053000300030")]
)
def test_what_is_no_certificate_makes_no_writer(certificate):
    with pytest.raises(IcaoError):
        SecurityObjectWriter(certificate, SignatureAlgorithm.ECDSA_SHA_256)


def test_issuer_and_serial_number_are_those_in_the_certificate():
    signer = _signer(ec.generate_private_key(ec.SECP256R1()), serial=2**159 - 1)
    certificate = x509.load_der_x509_certificate(signer.certificate)

    assert issuer_and_serial_number(signer.certificate) == (
        certificate.issuer.public_bytes(),
        core.Integer(2**159 - 1).dump(),
    )


def _sod(signer, at=NOON):
    return SecurityObjectWriter(signer.certificate, SignatureAlgorithm.ECDSA_SHA_256).write_sod(
        FILES, at=at, sign=_sign_with(signer, "sha256")
    )
