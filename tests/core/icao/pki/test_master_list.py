"""Master lists: written ones verify with OpenSSL, and those that OpenSSL makes are read."""

import subprocess
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from builders.pki import NOON, STATE, YEAR, Key, a_csca, a_document_signer, a_name
from loket.core.icao.error import IcaoError
from loket.core.icao.pki import der
from loket.core.icao.pki.certificates import master_list_signer_certificate
from loket.core.icao.pki.lint import lint_certificate
from loket.core.icao.pki.master_list import master_list, read_master_list
from loket.core.icao.pki.periods import Period

DAY = timedelta(days=1)


def a_signer(csca, key):
    return master_list_signer_certificate(
        csca,
        key.public_key,
        state=STATE,
        name=a_name("TEST ML"),
        serial=4711,
        valid=Period(NOON, NOON + YEAR),
    )


@pytest.fixture(scope="module")
def rsa():
    """One RSA key signs for the authority and for the list: OpenSSL verifies no chain of explicit curves."""
    key = Key.rsa()
    csca = a_csca(key)
    return csca, key, a_signer(csca, key)


@pytest.fixture(scope="module")
def elliptic():
    csca, key = a_csca(), Key.on()
    return csca, key, a_signer(csca, key)


def pem(certificate):
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


def test_a_list_comes_back(elliptic):
    csca, key, signer = elliptic
    other = a_csca(name=a_name("TEST OTHER", country="XX"))
    written = master_list(
        [csca.certificate, other.certificate, csca.certificate],
        signer=signer,
        authority=csca.certificate,
        key=key,
        at=NOON,
    )

    read = read_master_list(written)

    assert sorted(read.certificates) == sorted([csca.certificate, other.certificate])
    assert (read.signer, read.authorities, read.signed_at) == (signer, (csca.certificate,), NOON)
    assert lint_certificate(signer) == ()


def test_openssl_verifies_a_list_and_its_chain(rsa, tmp_path):
    csca, key, signer = rsa
    written = master_list([csca.certificate], signer=signer, authority=csca.certificate, key=key, at=NOON)
    (tmp_path / "ca.pem").write_bytes(pem(csca.certificate))
    (tmp_path / "list.der").write_bytes(written)
    moment = str(int((NOON + DAY).timestamp()))
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "list.der"]
    command += [
        "-CAfile",
        tmp_path / "ca.pem",
        "-purpose",
        "any",
        "-attime",
        moment,
        "-out",
        tmp_path / "content",
    ]

    result = subprocess.run(command, capture_output=True)

    assert result.returncode == 0, result.stderr
    # CscaMasterList ::= SEQUENCE { version 0, SET OF Certificate }
    expected = der.element(0x30, b"\x02\x01\x00" + der.element(0x31, csca.certificate))
    assert (tmp_path / "content").read_bytes() == expected


def by_openssl(tmp_path, key, signer, certificates, *options, content_type="2.23.136.1.1.2"):
    """A list as OpenSSL signs it: issuer and serial number, PKCS #1 v1.5 unless told otherwise."""
    private = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "signer.pem").write_bytes(pem(signer))
    (tmp_path / "more.pem").write_bytes(b"".join(map(pem, certificates)))
    content = der.element(0x30, b"\x02\x01\x00" + der.element(0x31, b"".join(sorted(certificates))))
    command = ["openssl", "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256"]
    command += ["-econtent_type", content_type, "-nosmimecap"]
    command += ["-signer", tmp_path / "signer.pem", "-inkey", tmp_path / "key.pem"]
    command += ["-certfile", tmp_path / "more.pem", *options]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    "options",
    [(), ("-keyid",), ("-keyopt", "rsa_padding_mode:pss"), ("-stream",)],
    ids=["issuer and serial", "key identifier", "PSS", "BER"],
)
def test_a_list_that_openssl_signed_is_read(rsa, tmp_path, options):
    csca, key, signer = rsa
    signed = by_openssl(tmp_path, key, signer, [csca.certificate], *options)
    if options == ("-stream",):
        assert signed[1] == 0x80  # an open length: BER

    read = read_master_list(signed)

    assert read.certificates == (csca.certificate,)
    assert read.signer == signer
    assert read.signed_at is not None


def test_a_list_signed_for_another_purpose_is_refused(rsa, tmp_path):
    csca, key, _ = rsa
    signer, _ = a_document_signer(csca, key)

    with pytest.raises(IcaoError, match="not one of master lists"):
        read_master_list(by_openssl(tmp_path, key, signer, [csca.certificate]))


def test_a_signer_of_another_authority_is_refused(rsa, elliptic, tmp_path):
    _, key, signer = rsa
    with pytest.raises(IcaoError, match="does not verify with one that it carries"):
        read_master_list(by_openssl(tmp_path, key, signer, [elliptic[0].certificate]))


def test_another_type_of_content_is_refused(rsa, tmp_path):
    csca, key, signer = rsa
    signed = by_openssl(tmp_path, key, signer, [csca.certificate], content_type="2.23.136.1.1.1")

    with pytest.raises(IcaoError, match="another type"):
        read_master_list(signed)


def test_no_octet_of_what_is_signed_can_change(elliptic):
    csca, key, signer = elliptic
    written = master_list([csca.certificate], signer=signer, authority=csca.certificate, key=key, at=NOON)
    content = written.index(csca.certificate)
    signing_time = written.rindex(b"261128120000Z")

    for at in (content + 20, content + len(csca.certificate) - 1, signing_time + 5, len(written) - 1):
        damaged = bytearray(written)
        damaged[at] ^= 1
        with pytest.raises(IcaoError):
            read_master_list(bytes(damaged))


@pytest.mark.parametrize("data", [b"", b"\x30\x00", b"\x30\x80\x00\x00", bytes(64)])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(IcaoError):
        read_master_list(data)
