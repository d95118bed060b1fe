"""The folder of an office's document signers: verified when loaded, each mistake named by its file."""

import shutil
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from builders.pki import NOON, Key, a_csca, a_document_signer, a_name
from loket.core.icao.lds.algorithms import SignatureAlgorithm
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.issuance import Autonomy, Bound, Hindrance, NotPermitted
from loket.core.icao.pki.revocation import lists_signed_ahead
from loket.node.keys.document_signers import DocumentSigners, write_terms
from loket.node.keys.error import KeysError

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An authority, two signers that follow each other, and lists for 90 days."""
    folder = tmp_path_factory.mktemp("signers")
    for part in ("csca", "crls", "signers"):
        (folder / part).mkdir()
    csca = a_csca()
    (folder / "csca/TEST-csca-01.der").write_bytes(csca.certificate)
    for number, start in (("001", NOON), ("002", NOON + 60 * DAY)):
        certificate, key = a_document_signer(csca, start=start)
        put(folder, f"TEST-ds-{number}", certificate, key)
    for number, one in enumerate(lists_signed_ahead(csca, first_number=1, start=NOON), 1):
        (folder / f"crls/TEST-{number:06}.crl").write_bytes(one)
    return folder, csca


def put(folder, name, certificate, key, *, quota=1000):
    (folder / f"signers/{name}.der").write_bytes(certificate)
    (folder / f"signers/{name}.toml").write_text(write_terms(quota))
    path = folder / f"signers/{name}.pem"
    path.write_bytes(key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)


@pytest.fixture
def folder(made, tmp_path):
    copy = tmp_path / "signers"
    shutil.copytree(made[0], copy)
    return copy


@pytest.fixture(scope="module")
def loaded(made):
    return DocumentSigners.load(made[0])


def test_what_the_folder_holds_is_loaded(made, loaded):
    first, second = loaded.signers
    view = CertificateView.read((made[0] / "signers/TEST-ds-001.der").read_bytes())

    assert first.certificate == view.encoded
    assert first.name == view.key_identifier.hex()
    assert first.terms.usage == view.usage
    assert (first.terms.quota, first.terms.document_types, first.terms.serial) == (1000, ("P",), view.serial)
    assert second.terms.usage.start == NOON + 60 * DAY
    assert loaded.authorities == (made[1].certificate,)
    assert [one.number for one in loaded.lists] == list(range(1, 47))
    assert loaded.named(second.name) is second
    assert loaded.named("00") is None


def test_a_signer_signs_with_the_key_that_its_certificate_names(loaded):
    signer = loaded.signers[0]

    assert signer.algorithm is SignatureAlgorithm.ECDSA_SHA_256
    signer.key.public_key.verify(signer.sign(b"hashes"), b"hashes", ec.ECDSA(hashes.SHA256()))


def test_the_signer_to_use_and_the_autonomy_are_those_of_the_rules(loaded):
    first, second = loaded.signers

    def choose(now, used=None):
        return loaded.to_use(now=now, used=used or {}, document_code="PP")

    assert choose(NOON) is first
    assert choose(NOON + 70 * DAY) is first
    assert choose(NOON + 70 * DAY, {first.name: 1000}) is second
    assert choose(NOON + 90 * DAY + timedelta(seconds=1)) is second
    assert choose(NOON, {first.name: 1000}) == NotPermitted(
        (Hindrance.QUOTA_USED_UP, Hindrance.KEY_NOT_YET_IN_USE)
    )
    # 150 days of keys, 91 and a half of lists.
    assert loaded.autonomy(now=NOON, used={}, rate_per_day=5) == Autonomy(91.5, Bound.REVOCATION_LISTS)


def test_an_empty_folder_holds_nothing(tmp_path):
    empty = DocumentSigners.load(tmp_path)

    assert (empty.signers, empty.authorities, empty.lists) == ((), (), ())
    assert empty.autonomy(now=NOON, used={}, rate_per_day=1) == Autonomy(0.0, Bound.NO_SIGNER)


def remove(name):
    return lambda folder, _csca: (folder / name).unlink()


def text(name, content):
    return lambda folder, _csca: (folder / name).write_text(content)


def readable_by_others(folder, _csca):
    (folder / "signers/TEST-ds-001.pem").chmod(0o644)


def keys_exchanged(folder, _csca):
    shutil.copy(folder / "signers/TEST-ds-002.pem", folder / "signers/TEST-ds-001.pem")


def signer_of_a_stranger(folder, _csca):
    put(folder, "TEST-ds-001", *a_document_signer(a_csca()))


def list_of_a_stranger(folder, _csca):
    one, *_ = lists_signed_ahead(a_csca(), first_number=1, start=NOON, days=1)
    (folder / "crls/TEST-000001.crl").write_bytes(one)


def authority_as_signer(folder, csca):
    put(folder, "TEST-ds-001", csca.certificate, csca.key)


def another_name_of_the_authority(folder, csca):
    renamed = a_csca(csca.key, name=a_name("TEST OTHER"))
    (folder / "csca/TEST-csca-01.der").write_bytes(renamed.certificate)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (remove("signers/TEST-ds-001.pem"), r"TEST-ds-001\.pem is missing"),
        (remove("signers/TEST-ds-001.toml"), r"TEST-ds-001\.toml is missing"),
        (readable_by_others, "other users"),
        (keys_exchanged, "certifies another key"),
        (signer_of_a_stranger, "signed by no authority"),
        (list_of_a_stranger, r"TEST-000001\.crl is signed by no authority"),
        (another_name_of_the_authority, "signed by no authority"),
        (authority_as_signer, "documentTypeList is missing"),
        (text("signers/TEST-ds-001.der", "nonsense"), r"TEST-ds-001\.der: certificate"),
        (text("csca/TEST-csca-02.der", "nonsense"), "a certificate in csca"),
        (text("crls/TEST-000001.crl", "nonsense"), r"TEST-000001\.crl: revocation list"),
        (text("signers/TEST-ds-001.toml", "quota ="), "is not TOML"),
        (text("signers/TEST-ds-001.toml", ""), "has no quota"),
        (text("signers/TEST-ds-001.toml", "quota = 0"), "has no quota"),
        (text("signers/TEST-ds-001.toml", "quota = true"), "has no quota"),
        (text("signers/TEST-ds-001.toml", "quota = '9'"), "has no quota"),
        (text("signers/TEST-ds-001.toml", "quota = 9\n[token]\nmodule = 'a'"), "does not name module"),
    ],
)
def test_each_mistake_is_named(folder, made, damage, said):
    damage(folder, made[1])

    with pytest.raises(KeysError, match=said):
        DocumentSigners.load(folder)


def test_keys_are_not_shown(loaded):
    assert "key=" not in repr(loaded.signers[0])


def test_terms_that_no_text_can_carry_are_refused():
    from pathlib import Path

    from loket.node.keys.token_keys import TokenPlace

    with pytest.raises(KeysError, match="apostrophe"):
        write_terms(1, TokenPlace(module=Path("/a"), token="O'Brien", label="TEST"))


def test_an_rsa_signer_signs_by_pss(tmp_path):
    csca = a_csca()
    for part in ("csca", "crls", "signers"):
        (tmp_path / part).mkdir()
    (tmp_path / "csca/TEST-csca.der").write_bytes(csca.certificate)
    put(tmp_path, "TEST-ds", *a_document_signer(csca, Key.rsa()))

    assert DocumentSigners.load(tmp_path).signers[0].algorithm is SignatureAlgorithm.RSA_PSS_SHA_256
