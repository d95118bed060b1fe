"""Certificates: the octets that the standards demand, read and verified by other implementations."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtensionOID, NameOID

from builders.pki import NOON, STATE, YEAR, Key, a_csca, a_document_signer, a_name
from loket.core.icao.error import IcaoError
from loket.core.icao.pki import extensions as ext
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.certificates import (
    Authority,
    link_certificate,
    master_list_signer_certificate,
    seal_signer_certificate,
    self_signed_csca,
    serial_number,
)
from loket.core.icao.pki.document_types import may_sign_type
from loket.core.icao.pki.lint import Kind, kind_of, lint_certificate, parse
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.signatures import hash_of, pss_of, public_key_info, read_public_key

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def csca():
    return a_csca()


@pytest.fixture(scope="module")
def rsa_csca():
    return a_csca(Key.rsa(), name=a_name("TEST CSCA RSA"), start=NOON + 2 * YEAR)


@pytest.fixture(scope="module")
def signer(csca):
    return a_document_signer(csca)


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=False)


def openssl_text(certificate):
    shown = openssl("x509", "-inform", "DER", "-noout", "-text", data=certificate)
    assert shown.returncode == 0, shown.stderr
    return shown.stdout.decode()


def verified_by_cryptography(certificate, key):
    """The signature over the octets that `cryptography` cuts out, by the key in memory."""
    read = x509.load_der_x509_certificate(certificate)
    function = hash_of(key.algorithm)
    if isinstance(key.public_key, rsa.RSAPublicKey):
        key.public_key.verify(read.signature, read.tbs_certificate_bytes, pss_of(key.algorithm), function)
    else:
        key.public_key.verify(read.signature, read.tbs_certificate_bytes, ec.ECDSA(function))
    return True


# 2.23.136.1.1 is 67 81 08 01 01 in an OBJECT IDENTIFIER: 2·40 + 23 = 103, then 136 = 1·128 + 8.
@pytest.mark.parametrize(
    ("extension", "octets"),
    [
        # RFC 5280 §4.2.1.3: bit 0 is 80 with seven bits that do not count, bits 5 and 6 are 06 with one.
        (ext.key_usage(ext.DIGITAL_SIGNATURE), "300e 0603551d0f 0101ff 0404 03020780"),
        (ext.key_usage(ext.KEY_CERT_SIGN, ext.CRL_SIGN), "300e 0603551d0f 0101ff 0404 03020106"),
        (ext.certification_authority(), "3012 0603551d13 0101ff 0408 3006 0101ff 020100"),
        (ext.subject_key_identifier(b"\xaa"), "300a 0603551d0e 0403 0401aa"),
        (ext.authority_key_identifier(b"\xaa"), "300c 0603551d23 0405 3003 8001aa"),
        (ext.crl_number(128), "300b 0603551d14 0404 02020080"),
        (
            ext.extended_key_usage(ext.MASTER_LIST_SIGNING),
            "3014 0603551d25 0101ff 040a 3008 0606678108010103",
        ),
        (ext.extended_key_usage(ext.SEAL_SIGNING), "3015 0603551d25 0101ff 040b 3009 060767810801010b01"),
        (ext.name_change(), "300d 060767810801010601 0402 0500"),
        # As seven States have it in their signers' certificates.
        (ext.document_type_list(["P"]), "3015 060767810801010602 040a 30080201003103130150"),
        # A SET OF in ascending order: the shorter string first.
        (
            ext.document_type_list(["PT", "P"]),
            "3019 060767810801010602 040e 300c 020100 3107 130150 13025054",
        ),
        (
            ext.private_key_usage_period(Period(NOON, NOON + DAY)),
            # 20261128120000Z and 20261129120000Z, as [0] and [1].
            (
                "302b 0603551d10 0424 3022 800f 32303236313132383132303030305a"
                "810f 32303236313132393132303030305a"
            ),
        ),
        (
            ext.subject_alternative_name("IDN", "a@b"),
            # [1] a@b; [4] EXPLICIT Name of L (2.5.4.7) = PrintableString IDN.
            "3020 0603551d11 0419 3017 8103614062 a410 300e 310c 300a 0603550407 1303 49444e",
        ),
        (
            ext.crl_distribution_points(["http://a"]),
            "3019 0603551d1f 0412 3010 300e a00c a00a 8608 687474703a2f2f61",
        ),
    ],
)
def test_extensions_are_these_octets(extension, octets):
    assert extension.hex() == octets.replace(" ", "")


def test_a_key_is_written_with_all_its_parameters(signer):
    """9303-12 §4.1.6.3: ECParameters, the cofactor, points uncompressed. OpenSSL says what it sees."""
    certificate, key = signer
    text = openssl_text(certificate)

    assert "Field Type: prime-field" in text
    assert "Generator (uncompressed):" in text
    assert "Cofactor:  1 (0x1)" in text
    assert "ASN1 OID: prime256v1" not in text
    # OpenSSL reads the key back; `cryptography` does so from the named form.
    shown = openssl("x509", "-inform", "DER", "-noout", "-pubkey", data=certificate).stdout
    named = openssl("pkey", "-pubin", "-ec_param_enc", "named_curve", "-outform", "DER", data=shown).stdout
    assert named == key.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("curve", [ec.SECP224R1, ec.SECP521R1, ec.BrainpoolP256R1, ec.BrainpoolP512R1])
def test_a_key_of_any_curve_is_read_back(curve):
    key = Key.on(curve)

    assert read_public_key(public_key_info(key.public_key)) == key.public_key


def test_a_document_signer_is_what_others_read(csca, signer):
    certificate, key = signer
    read = x509.load_der_x509_certificate(certificate)
    of = read.extensions.get_extension_for_oid

    assert read.version is x509.Version.v3
    assert read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "TEST DS polman"
    assert read.issuer == x509.load_der_x509_certificate(csca.certificate).subject
    assert (read.not_valid_before_utc, read.not_valid_after_utc) == (NOON, NOON + 3745 * DAY)
    period = of(ExtensionOID.PRIVATE_KEY_USAGE_PERIOD).value
    naive = NOON.replace(tzinfo=None)  # `cryptography` leaves out the zone here
    assert (period.not_before, period.not_after) == (naive, naive + 90 * DAY)
    usage = of(ExtensionOID.KEY_USAGE)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    expected = x509.SubjectKeyIdentifier.from_public_key(key.public_key)
    assert of(ExtensionOID.SUBJECT_KEY_IDENTIFIER).value == expected
    issuer = x509.SubjectKeyIdentifier.from_public_key(csca.key.public_key)
    assert of(ExtensionOID.AUTHORITY_KEY_IDENTIFIER).value.key_identifier == issuer.digest
    names = of(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    assert names.get_values_for_type(x509.RFC822Name) == ["csca@example.test"]
    [directory] = names.get_values_for_type(x509.DirectoryName)
    assert directory.rfc4514_string() == "L=IDN"
    [point] = of(ExtensionOID.CRL_DISTRIBUTION_POINTS).value
    assert [name.value for name in point.full_name] == list(STATE.crl_addresses)
    assert verified_by_cryptography(certificate, csca.key)


def test_a_country_certificate_is_signed_by_itself_and_reads_as_one(csca):
    view = CertificateView.read(csca.certificate)

    assert verified_by_cryptography(csca.certificate, csca.key)
    assert view.is_authority
    assert view.is_self_issued
    assert view.key_identifier == view.authority_key_identifier
    assert (view.issuer_country, view.common_name) == ("ID", "TEST CSCA")
    assert view.usage == Period(NOON, NOON + 3 * YEAR)
    assert view.signed_by(view.public_key_info)


def test_a_chain_of_rsa_verifies_with_openssl(rsa_csca, tmp_path):
    """OpenSSL refuses explicit curves in chains, so the chain that it verifies is of RSA-PSS."""
    certificate, _ = a_document_signer(rsa_csca, rsa_csca.key, start=NOON + 2 * YEAR)
    (tmp_path / "ca.pem").write_text(
        x509.load_der_x509_certificate(rsa_csca.certificate).public_bytes(Encoding.PEM).decode()
    )
    (tmp_path / "ds.pem").write_text(
        x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM).decode()
    )
    moment = str(int((NOON + 2 * YEAR + DAY).timestamp()))

    result = openssl(
        "verify", "-x509_strict", "-attime", moment, "-CAfile", tmp_path / "ca.pem", tmp_path / "ds.pem"
    )

    assert result.returncode == 0, result.stderr
    assert "rsassaPss" in openssl_text(certificate)


@pytest.mark.parametrize("renamed", [False, True])
def test_the_old_key_vouches_for_the_new_one(csca, renamed):
    start = NOON + 2 * YEAR
    name = a_name("TEST CSCA 2" if renamed else "TEST CSCA")
    new = a_csca(Key.on(ec.BrainpoolP384R1), name=name, start=start)

    link = link_certificate(csca, new.certificate, state=STATE, serial=7, at=start)

    view, after = CertificateView.read(link), CertificateView.read(new.certificate)
    assert verified_by_cryptography(link, csca.key)
    assert not view.signed_by(after.public_key_info)
    assert (view.subject, view.public_key_info, view.key_identifier, view.usage) == (
        after.subject,
        after.public_key_info,
        after.key_identifier,
        after.usage,
    )
    assert view.issuer == CertificateView.read(csca.certificate).subject
    assert (ext.NAME_CHANGE in view.extensions) is renamed
    # It ends with the certificate of the key that vouches.
    assert view.valid == Period(start, NOON + 14 * YEAR)
    assert kind_of(parse(link)) is Kind.LINK


def test_a_signer_of_seals_has_two_letters_and_three_extensions_at_most(csca):
    certificate = seal_signer_certificate(
        csca, Key.on().public_key, country="ID", letters="PM", serial=0x1A2B, valid=Period(NOON, NOON + YEAR)
    )
    read = x509.load_der_x509_certificate(certificate)

    assert read.subject.rfc4514_string() == "CN=PM,C=ID"
    assert read.serial_number == 0x1A2B
    assert [one.oid.dotted_string for one in read.extensions] == ["2.5.29.35", "2.5.29.37"]


def test_a_signer_of_master_lists_has_that_purpose(csca):
    certificate = master_list_signer_certificate(
        csca,
        Key.on().public_key,
        state=STATE,
        name=a_name("TEST ML"),
        serial=3,
        valid=Period(NOON, NOON + YEAR),
    )
    usage = x509.load_der_x509_certificate(certificate).extensions.get_extension_for_class(
        x509.ExtendedKeyUsage
    )

    assert usage.critical
    assert [one.dotted_string for one in usage.value] == ["2.23.136.1.1.3"]


def test_our_own_certificates_have_no_findings(csca, rsa_csca, signer):
    start = NOON + 2 * YEAR
    link = link_certificate(csca, rsa_csca.certificate, state=STATE, serial=9, at=start)

    for certificate in (csca.certificate, rsa_csca.certificate, signer[0], link):
        assert lint_certificate(certificate) == ()


def test_times_from_2050_are_generalized(csca):
    late = a_csca(start=NOON, usage=3 * YEAR, valid=timedelta(days=366 * 26))
    validity = parse(late.certificate)["tbs_certificate"]["validity"]

    assert (validity["not_before"].name, validity["not_after"].name) == ("utc_time", "general_time")


def test_serial_numbers_are_positive_and_of_one_length():
    assert serial_number(bytes(16)) == 1 << 126
    assert serial_number(b"\xff" * 20) == (1 << 159) - 1
    assert {len(str(serial_number(bytes([one] * 16)))) for one in range(256)} <= {38, 39}
    for wrong in (b"", bytes(7), bytes(21)):
        with pytest.raises(IcaoError):
            serial_number(wrong)


class Forgetful(Key):
    """Signs other octets than it is given."""

    def sign(self, data):
        return super().sign(data + b"\0")


def test_nothing_leaves_whose_signature_does_not_verify():
    with pytest.raises(IcaoError, match="does not verify"):
        a_csca(Forgetful.on())


def test_an_authority_signs_with_its_own_key_only(csca):
    with pytest.raises(IcaoError, match="does not verify"):
        a_document_signer(Authority(csca.certificate, Key.on(ec.SECP384R1)))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"valid": 20 * YEAR}, "reaches beyond"),
        ({"usage": 12 * YEAR}, "reaches beyond"),
        ({"start": NOON + 4 * YEAR, "valid": YEAR}, "authority's key is not in use"),
        ({"types": ()}, "none at all"),
        ({"types": ("PPP",)}, "one or two letters"),
        ({"name": a_name(country="MY")}, "two countries"),
        ({"serial": 1 << 160}, "20 octets"),
        ({"serial": -1}, "20 octets"),
        ({"state": replace(STATE, crl_addresses=("ftp://a",))}, "ldap, http or https"),
        ({"state": replace(STATE, crl_addresses=())}, "ldap, http or https"),
    ],
)
def test_a_signer_outside_the_profile_is_not_released(csca, wrong, reason):
    with pytest.raises(IcaoError, match=reason):
        a_document_signer(csca, **wrong)


def test_a_signer_certifies_nothing(signer):
    with pytest.raises(IcaoError, match="no certification authority"):
        a_document_signer(Authority(*signer))


@pytest.mark.parametrize("letters", ["P", "pm", "PMX", "P1", "ÄÖ"])
def test_a_seal_signer_has_two_capital_letters(csca, letters):
    with pytest.raises(IcaoError, match="two capital letters"):
        seal_signer_certificate(
            csca,
            Key.on().public_key,
            country="ID",
            letters=letters,
            serial=1,
            valid=Period(NOON, NOON + YEAR),
        )


def test_seals_are_signed_by_elliptic_keys_only(csca, rsa_csca):
    with pytest.raises(IcaoError, match="not an EC key"):
        seal_signer_certificate(
            csca,
            rsa_csca.key.public_key,
            country="ID",
            letters="PM",
            serial=1,
            valid=Period(NOON, NOON + YEAR),
        )


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_what_is_no_certificate_is_refused(signer, cut):
    with pytest.raises(IcaoError):
        CertificateView.read(signer[0][:cut])


def test_nothing_may_follow_a_certificate(signer):
    with pytest.raises(IcaoError):
        CertificateView.read(signer[0] + b"\0")


def test_a_usage_longer_than_the_certificate_is_not_released():
    with pytest.raises(IcaoError, match="longer than the certificate"):
        self_signed_csca(
            STATE,
            a_name(),
            Key.on(),
            serial=1,
            valid=Period(NOON, NOON + YEAR),
            usage=Period(NOON, NOON + 2 * YEAR),
        )


@pytest.mark.parametrize(
    ("listed", "code", "may"),
    [
        (("P",), "P", True),
        (("P",), "P<", True),
        (("P",), "PP", True),
        (("P",), "I<", False),
        (("PT",), "P", False),
        (("PP", "PE"), "PE", True),
        (("PP", "PE"), "PD", False),
        ((), "P", False),
    ],
)
def test_one_letter_stands_for_all_types_that_begin_so(listed, code, may):
    """9303-12 §7.1.1.6."""
    assert may_sign_type(listed, code) is may
