"""The seal signer in an office's folder of keys."""

import os
from datetime import UTC, date, datetime

import pytest
from cryptography import x509

from loket.core.icao.pki.lint import lint_certificate
from loket.core.icao.pki.lint_extensions import Kind
from loket.node.keys.error import KeysError
from loket.node.keys.seal_signer import AUTHORITY, CERTIFICATE, KEY, SealKey, make_test_seal_signer


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("TEST-keys")
    make_test_seal_signer(
        folder,
        issuing_country="IDN",
        country="ID",
        letters="PM",
        at=datetime(2026, 3, 2, 5, tzinfo=UTC),
        random_bytes=os.urandom,
    )
    return folder


@pytest.fixture
def folder(made, tmp_path):
    for name in (KEY, CERTIFICATE, AUTHORITY):
        (tmp_path / name).write_bytes((made / name).read_bytes())
        (tmp_path / name).chmod(0o600)
    return tmp_path


def test_it_is_certified_after_the_profile_by_an_authority_whose_key_is_not_kept(made):
    certificate = (made / CERTIFICATE).read_bytes()

    assert lint_certificate(certificate, Kind.SEAL_SIGNER) == ()
    parsed = x509.load_der_x509_certificate(certificate)
    assert parsed.subject.rfc4514_string() == "CN=PM,C=ID"
    assert parsed.issuer == x509.load_der_x509_certificate((made / AUTHORITY).read_bytes()).subject
    assert sorted(path.name for path in made.glob("*.pem")) == [KEY]


def test_its_key_says_that_it_is_a_test_key_and_only_its_owner_reads_it(made):
    assert (made / KEY).read_bytes().startswith(b"# TEST KEY")
    assert (made / KEY).stat().st_mode & 0o077 == 0


def test_its_name_is_the_one_of_its_certificate(made):
    signer = SealKey.load(made, issuing_country="IDN")
    parsed = x509.load_der_x509_certificate((made / CERTIFICATE).read_bytes())

    assert (signer.certificate.signer, signer.certificate.issuing_country) == ("IDPM", "IDN")
    assert int(signer.certificate.reference, 16) == parsed.serial_number
    assert signer.first_day == date(2026, 3, 2)
    assert signer.sign(b"x") == signer.sign(b"x")


def test_a_folder_without_one_has_none(tmp_path):
    assert SealKey.load(tmp_path, issuing_country="IDN") is None


def test_it_is_never_overwritten(made):
    with pytest.raises(KeysError, match="exists already"):
        make_test_seal_signer(
            made,
            issuing_country="IDN",
            country="ID",
            letters="PM",
            at=datetime(2026, 3, 2, tzinfo=UTC),
            random_bytes=os.urandom,
        )


def test_a_key_that_others_can_read_is_not_used(folder):
    (folder / KEY).chmod(0o640)
    with pytest.raises(KeysError, match="other users"):
        SealKey.load(folder, issuing_country="IDN")


@pytest.mark.parametrize("name", [KEY, CERTIFICATE])
def test_what_is_no_key_and_no_certificate_is_said(folder, name):
    (folder / name).write_bytes(b"something else")
    with pytest.raises(KeysError, match=name):
        SealKey.load(folder, issuing_country="IDN")


def test_a_certificate_of_another_key_is_said(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("TEST-other")
    make_test_seal_signer(
        other,
        issuing_country="IDN",
        country="ID",
        letters="XX",
        at=datetime(2026, 3, 2, tzinfo=UTC),
        random_bytes=os.urandom,
    )
    (folder / CERTIFICATE).write_bytes((other / CERTIFICATE).read_bytes())

    with pytest.raises(KeysError, match="another key"):
        SealKey.load(folder, issuing_country="IDN")


def test_a_missing_certificate_is_said(folder):
    (folder / CERTIFICATE).unlink()
    with pytest.raises(KeysError, match="missing"):
        SealKey.load(folder, issuing_country="IDN")
