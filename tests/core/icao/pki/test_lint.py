"""The lint: quiet on what others make after the profile, one finding for each single deviation."""

import re
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

from builders.pki import NOON, YEAR, Key, a_csca, a_document_signer
from loket.core.icao.pki import der
from loket.core.icao.pki.findings import Severity
from loket.core.icao.pki.lint import Kind, lint_certificate, lint_revocation_list

DAY = timedelta(days=1)
PSS = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
CA, SIGNER = "ca", "signer"
DIRECTORY = x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.LOCALITY_NAME, "IDN")]))
MAIL = x509.RFC822Name("csca@example.test")
POINT = x509.DistributionPoint(
    [x509.UniformResourceIdentifier("https://crl.example.test/a")], None, None, None
)


def name(common_name="TEST", country="ID"):
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def usage(**chosen):
    bits = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
    )
    rest = ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{bit: chosen.get(bit, False) for bit in bits + rest})


@pytest.fixture(scope="module")
def key():
    return Key.rsa().private


def profile(key, kind):
    """Extensions by the profile, as `cryptography` knows them: name → (extension, critical)."""
    public = key.public_key()
    both = {
        "aki": (x509.AuthorityKeyIdentifier.from_issuer_public_key(public), False),
        "ski": (x509.SubjectKeyIdentifier.from_public_key(public), False),
        "period": (x509.PrivateKeyUsagePeriod(NOON, NOON + 90 * DAY), False),
        "san": (x509.SubjectAlternativeName([MAIL, DIRECTORY]), False),
        "ian": (x509.IssuerAlternativeName([MAIL, DIRECTORY]), False),
        "points": (x509.CRLDistributionPoints([POINT]), False),
    }
    if kind is CA:
        return both | {
            "usage": (usage(key_cert_sign=True, crl_sign=True), True),
            "constraints": (x509.BasicConstraints(ca=True, path_length=0), True),
        }
    types = x509.UnrecognizedExtension(
        ObjectIdentifier("2.23.136.1.1.6.2"), bytes.fromhex("30080201003103130150")
    )
    return both | {"usage": (usage(digital_signature=True), True), "types": (types, False)}


def built(key, extensions, *, subject=None, issuer=None, valid=10 * YEAR, serial=77, pss=True, digest=None):
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject or name())
        .issuer_name(issuer or name())
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(NOON)
        .not_valid_after(NOON + valid)
    )
    for extension, critical in extensions.values():
        builder = builder.add_extension(extension, critical)
    signed = builder.sign(key, digest or hashes.SHA256(), rsa_padding=PSS if pss else None)
    return signed.public_bytes(Encoding.DER)


def words(findings):
    return {finding.words for finding in findings}


@pytest.mark.parametrize("kind", [CA, SIGNER])
def test_what_another_implementation_makes_after_the_profile_has_no_findings(key, kind):
    assert lint_certificate(built(key, profile(key, kind))) == ()


@pytest.mark.parametrize(
    ("kind", "left_out", "missing"),
    [
        (SIGNER, "aki", "authorityKeyIdentifier"),
        (CA, "ski", "subjectKeyIdentifier"),
        (CA, "usage", "keyUsage"),
        (SIGNER, "usage", "keyUsage"),
        (CA, "period", "privateKeyUsagePeriod"),
        (SIGNER, "period", "privateKeyUsagePeriod"),
        (SIGNER, "san", "subjectAltName"),
        (SIGNER, "ian", "issuerAltName"),
        (SIGNER, "points", "cRLDistributionPoints"),
        (SIGNER, "types", "documentTypeList"),
    ],
)
def test_each_extension_that_is_left_out_is_missed(key, kind, left_out, missing):
    extensions = profile(key, kind)
    del extensions[left_out]

    [finding] = lint_certificate(built(key, extensions))

    assert (finding.words, finding.severity) == (f"{missing} is missing", Severity.ERROR)
    assert finding.clause == "9303-12 7.1.1 table 6"


@pytest.mark.parametrize(("kind", "left_out"), [(CA, "aki"), (SIGNER, "ski")])
def test_what_is_optional_is_not_missed(key, kind, left_out):
    extensions = profile(key, kind)
    del extensions[left_out]

    assert lint_certificate(built(key, extensions)) == ()


def unrecognized(oid, value):
    return x509.UnrecognizedExtension(ObjectIdentifier(oid), bytes.fromhex(value))


@pytest.mark.parametrize(
    ("kind", "place", "extension", "critical", "expected"),
    [
        (SIGNER, "usage", usage(digital_signature=True), False, "keyUsage has the wrong criticality"),
        (
            SIGNER,
            "san",
            x509.SubjectAlternativeName([MAIL, DIRECTORY]),
            True,
            "subjectAltName has the wrong crit",
        ),
        (
            SIGNER,
            "usage",
            usage(digital_signature=True, content_commitment=True),
            True,
            "not digitalSignature alone",
        ),
        (CA, "usage", usage(key_cert_sign=True), True, "not keyCertSign and cRLSign alone"),
        (
            CA,
            "constraints",
            x509.BasicConstraints(ca=True, path_length=None),
            True,
            "pathLenConstraint is not 0",
        ),
        (
            CA,
            "constraints",
            x509.BasicConstraints(ca=True, path_length=1),
            True,
            "pathLenConstraint is not 0",
        ),
        (SIGNER, "san", x509.SubjectAlternativeName([MAIL]), False, "has no directory name"),
        (SIGNER, "ian", x509.IssuerAlternativeName([DIRECTORY]), False, "has no mail, DNS or other address"),
        (
            SIGNER,
            "san",
            x509.SubjectAlternativeName([MAIL, x509.DirectoryName(name())]),
            False,
            "is not localityName",
        ),
        (
            SIGNER,
            "points",
            x509.CRLDistributionPoints(
                [x509.DistributionPoint([x509.UniformResourceIdentifier("ftp://a")], None, None, None)]
            ),
            False,
            "not ldap, http or https",
        ),
        (
            SIGNER,
            "points",
            x509.CRLDistributionPoints(
                [
                    x509.DistributionPoint(
                        POINT.full_name, None, frozenset([x509.ReasonFlags.key_compromise]), None
                    )
                ]
            ),
            False,
            "reasons or cRLIssuer",
        ),
        (SIGNER, "types", unrecognized("2.23.136.1.1.6.2", "30080201013103130150"), False, "version 0"),
        (SIGNER, "types", unrecognized("2.23.136.1.1.6.2", "13024944"), False, "cannot be read"),
        (
            SIGNER,
            "types",
            unrecognized("2.23.136.1.1.6.2", "30050201003100"),
            False,
            "documentTypeList is empty",
        ),
        (
            SIGNER,
            "period",
            x509.PrivateKeyUsagePeriod(NOON - DAY, NOON + 80 * DAY),
            False,
            "used longer than the certificate",
        ),
        (SIGNER, "period", x509.PrivateKeyUsagePeriod(NOON, NOON + 200 * DAY), False, "longer than 3 months"),
        (CA, "period", x509.PrivateKeyUsagePeriod(NOON, NOON + 6 * YEAR), False, "longer than 5 years"),
        (
            SIGNER,
            "more",
            x509.BasicConstraints(ca=False, path_length=None),
            True,
            "basicConstraints may not be there",
        ),
        (SIGNER, "more", x509.PolicyConstraints(0, None), False, "policyConstraints may not be there"),
        (SIGNER, "more", x509.FreshestCRL([POINT]), False, "freshestCRL may not be there"),
        (SIGNER, "more", x509.InhibitAnyPolicy(0), False, "inhibitAnyPolicy may not be there"),
        (
            SIGNER,
            "more",
            unrecognized("2.16.840.1.113730.1.1", "03020780"),
            False,
            "Netscape certificate type may",
        ),
        (SIGNER, "more", unrecognized("2.23.136.1.1.6.1", "0500"), False, "nameChange may not be there"),
        (CA, "more", unrecognized("2.23.136.1.1.6.1", "3000"), False, "nameChange is not NULL"),
        (
            CA,
            "more",
            unrecognized("2.23.136.1.1.6.2", "30080201003103130150"),
            False,
            "documentTypeList may not",
        ),
        (
            SIGNER,
            "more",
            unrecognized("1.2.3", "0500"),
            True,
            "a private extension has the wrong criticality",
        ),
    ],
)
def test_each_deviating_extension_is_found_alone(key, kind, place, extension, critical, expected):
    extensions = profile(key, kind)
    extensions[place] = (extension, critical)

    found = lint_certificate(built(key, extensions))

    assert len(found) == 1, found
    assert expected in found[0].words


def test_a_private_extension_that_is_not_critical_is_nobodys_business(key):
    extensions = profile(key, SIGNER) | {"more": (unrecognized("1.2.3", "0500"), False)}

    assert lint_certificate(built(key, extensions)) == ()


def test_the_alternative_names_of_a_self_signed_certificate_are_one(key):
    extensions = profile(key, CA)
    extensions["ian"] = (x509.IssuerAlternativeName([x509.RFC822Name("b@example.test"), DIRECTORY]), False)

    assert words(lint_certificate(built(key, extensions))) == {
        "subjectAltName and issuerAltName of a self-signed certificate differ"
    }


def test_a_name_that_changes_says_so(key):
    certificate = built(key, profile(key, CA), subject=name("TEST NEW"))

    assert words(lint_certificate(certificate, Kind.LINK)) == {"the name changes without nameChange"}


@pytest.mark.parametrize(
    ("options", "severity", "expected"),
    [
        ({"subject": name(country="MY")}, Severity.ERROR, "two countries"),
        ({"serial": 1 << 158, "pss": False}, Severity.WARNING, "PKCS #1 v1.5"),
        ({"subject": name(country="id"), "issuer": name(country="id")}, Severity.ERROR, "upper case"),
        (
            {"subject": x509.Name([name().rdns[0].get_attributes_for_oid(NameOID.COUNTRY_NAME)[0]])},
            Severity.ERROR,
            "commonName",
        ),
        ({"digest": hashes.SHA3_256(), "pss": False}, Severity.ERROR, "not known|not SHA"),
    ],
)
def test_fields_are_judged(key, options, severity, expected):
    found = lint_certificate(built(key, profile(key, SIGNER), **options))

    assert [one for one in found if one.severity is severity and re.search(expected, one.words)], found


def test_a_named_curve_is_found():
    """`cryptography` writes curves by name."""
    private = Key.on().private
    extensions = profile(private, SIGNER)
    builder = x509.CertificateBuilder().subject_name(name()).issuer_name(name())
    builder = builder.public_key(private.public_key()).serial_number(5)
    builder = builder.not_valid_before(NOON).not_valid_after(NOON + YEAR)
    for extension, critical in extensions.values():
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(private, hashes.SHA256()).public_bytes(Encoding.DER)

    assert words(lint_certificate(certificate)) == {"the curve is named, its parameters are not written out"}


def test_an_altered_generator_is_found():
    """The certificate of a curve whose base point is the public key of somebody else (CVE-2020-0601)."""
    certificate, _ = a_document_signer(a_csca())
    generator = bytes.fromhex("046b17d1f2e12c4247")
    assert certificate.count(generator) == 1

    altered = certificate.replace(generator, bytes.fromhex("046b17d1f2e12c4248"))

    assert words(lint_certificate(altered)) == {"the parameters are those of no known curve"}


def element(tag, contents):
    return der.element(tag, contents)


def test_octets_that_are_not_der_are_found():
    certificate, _ = a_document_signer(a_csca())
    # The outer length in one octet more than it needs: 82 0x xx becomes 83 00 0x xx.
    assert certificate[1] == 0x82
    ber = bytes([0x30, 0x83, 0]) + certificate[2:]

    assert any("more octets than it needs" in one for one in words(lint_certificate(ber)))


@pytest.mark.parametrize("data", [b"", b"\x30\x00", b"\x30\x80", bytes(100), b"\x30" * 5000, b"-----BEGIN"])
def test_what_is_no_certificate_is_one_finding(data):
    for lint in (lint_certificate, lint_revocation_list):
        found = lint(data)
        assert found
        assert {one.severity for one in found} == {Severity.ERROR}


def revocations(key, *, number=1, next_update=30 * DAY, reason=None, revoked=True, more=()):
    builder = x509.CertificateRevocationListBuilder().issuer_name(name())
    builder = builder.last_update(NOON).next_update(NOON + next_update)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False
    )
    if number is not None:
        builder = builder.add_extension(x509.CRLNumber(number), False)
    for extension in more:
        builder = builder.add_extension(extension, False)
    if revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(5).revocation_date(NOON)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256(), rsa_padding=PSS).public_bytes(Encoding.DER)


def test_a_revocation_list_that_another_implementation_makes_after_the_profile_has_no_findings(key):
    assert lint_revocation_list(revocations(key)) == ()
    assert lint_revocation_list(revocations(key, revoked=False)) == ()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"number": None}, "cRLNumber is missing"),
        ({"next_update": 91 * DAY}, "the next list comes after more than 90 days"),
        ({"reason": x509.ReasonFlags.key_compromise}, "an entry has reasonCode"),
        ({"more": [x509.DeltaCRLIndicator(1)]}, "deltaCRLIndicator may not be there"),
        ({"more": [x509.FreshestCRL([POINT])]}, "freshestCRL may not be there"),
    ],
)
def test_each_deviation_of_a_revocation_list_is_found(key, options, expected):
    assert words(lint_revocation_list(revocations(key, **options))) == {expected}
