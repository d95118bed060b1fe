"""Keys in a token, tried on SoftHSM2 (Debian's softhsm2; `./loket test --all` installs it)."""

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from builders.pki import NOON, a_csca, a_document_signer
from loket.config.country_keys import CountryKeys
from loket.config.pki_commands import issue_signers, make_token_key, now
from loket.core.icao.pki.curves import CURVES, curve_called
from loket.core.icao.pki.lint import lint_certificate
from loket.node.keys.document_signers import DocumentSigners, write_terms
from loket.node.keys.error import KeysError
from loket.node.keys.token_keys import TokenPlace, TokenSigningKey

MODULES = [Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib64/softhsm/libsofthsm2.so")]
MODULE = next((path for path in MODULES if path.exists()), None)
PIN = "271828"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(MODULE is None, reason="SoftHSM2 is not installed (Debian package softhsm2)"),
]


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    command = ["softhsm2-util", "--init-token", "--free", "--label", "TEST token"]
    subprocess.run([*command, "--pin", PIN, "--so-pin", "31415926"], check=True, capture_output=True)
    yield "TEST token"
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def place(token, label):
    return TokenPlace(module=MODULE, token=token, label=label)


@pytest.mark.parametrize(
    "name", ["secp256r1", "secp384r1", "secp521r1", "brainpoolP256r1", "brainpoolP512r1"]
)
def test_a_key_made_in_the_token_signs_as_others_verify(token, name):
    where = place(token, f"TEST {name}")
    made = TokenSigningKey.make(where, curve_called(name), pin=PIN)
    opened = TokenSigningKey.open(where, pin=PIN)

    signature = opened.sign(b"text")

    sizes = {256: hashes.SHA256, 384: hashes.SHA384, 512: hashes.SHA512, 521: hashes.SHA512}
    function = sizes[opened.public_key.curve.key_size]()
    opened.public_key.verify(signature, b"text", ec.ECDSA(function))
    assert opened.public_key == made.public_key


def test_an_rsa_key_of_the_token_signs_by_pss(token):
    import pkcs11

    session = TokenSigningKey.make(
        place(token, "TEST first"), curve_called("secp256r1"), pin=PIN
    )._token.session
    session.generate_keypair(pkcs11.KeyType.RSA, 2048, label="TEST rsa", store=True)
    key = TokenSigningKey.open(place(token, "TEST rsa"), pin=PIN)

    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    key.public_key.verify(key.sign(b"text"), b"text", pss, hashes.SHA256())


def test_a_private_key_does_not_leave_the_token(token):
    import pkcs11

    key = TokenSigningKey.make(place(token, "TEST kept"), curve_called("secp256r1"), pin=PIN)
    with pytest.raises(pkcs11.PKCS11Error):
        _ = key._private[pkcs11.Attribute.VALUE]


def test_a_signer_whose_key_is_in_a_token_is_loaded(token, tmp_path):
    csca = a_csca()
    where = place(token, "TEST ds")
    key = TokenSigningKey.make(where, curve_called("brainpoolP256r1"), pin=PIN)
    certificate, _ = a_document_signer(csca, key)
    for part in ("csca", "signers", "crls"):
        (tmp_path / part).mkdir()
    (tmp_path / "csca/TEST-csca.der").write_bytes(csca.certificate)
    (tmp_path / "signers/TEST-ds.der").write_bytes(certificate)
    (tmp_path / "signers/TEST-ds.toml").write_text(write_terms(10, where))
    pin = tmp_path / "signers/TEST-ds.pin"
    pin.write_text(PIN + "\n")
    pin.chmod(0o600)

    [signer] = DocumentSigners.load(tmp_path).signers

    signer.key.public_key.verify(signer.sign(b"sod"), b"sod", ec.ECDSA(hashes.SHA256()))
    assert lint_certificate(certificate) == ()
    assert signer.terms.usage.start == NOON

    pin.chmod(0o644)
    with pytest.raises(KeysError, match="other users"):
        DocumentSigners.load(tmp_path)


def test_headquarters_certifies_a_key_that_stays_in_the_office_s_token(token, tmp_path):
    country = CountryKeys.make(tmp_path / "country", random.Random(5).randbytes)
    country.make_authority(now())
    pin = tmp_path / "pin"
    pin.write_text(PIN)
    pin.chmod(0o600)
    where, public = place(token, "TEST office"), tmp_path / "key.pem"
    terms = make_token_key(where, curve="secp256r1", pin_file=pin, out=public)

    lines = issue_signers(
        country.folder, "polman", quota=9, document_types=["P"], seal_letters="", token_key=public
    )

    assert lines[0] == "TEST-ds-polman-001 is issued, for 9 signatures"
    signers = country.bundle("polman") / "signers"
    assert not (signers / "TEST-ds-polman-001.pem").exists()
    (signers / "TEST-ds-polman-001.toml").write_text("\n".join(terms))
    shutil.copy(pin, signers / "TEST-ds-polman-001.pin")
    [signer] = DocumentSigners.load(country.bundle("polman")).signers
    signer.key.public_key.verify(signer.sign(b"sod"), b"sod", ec.ECDSA(hashes.SHA256()))


def test_what_is_not_there_is_said(token):
    with pytest.raises(KeysError, match="not one token"):
        TokenSigningKey.open(place("TEST none", "TEST a"), pin=PIN)
    with pytest.raises(KeysError, match="PIN"):
        TokenSigningKey.open(place(token, "TEST a"), pin="000000")
    with pytest.raises(KeysError, match="not one key pair"):
        TokenSigningKey.open(place(token, "TEST absent"), pin=PIN)
    with pytest.raises(KeysError, match="cannot be opened"):
        TokenSigningKey.open(TokenPlace(module=Path("/nowhere.so"), token=token, label="TEST a"), pin=PIN)


def test_a_key_is_made_once_and_says_test(token):
    where = place(token, "TEST once")
    TokenSigningKey.make(where, CURVES[2], pin=PIN)
    with pytest.raises(KeysError, match="already"):
        TokenSigningKey.make(where, CURVES[2], pin=PIN)
    with pytest.raises(KeysError, match="begins with TEST"):
        TokenSigningKey.make(place(token, "real"), CURVES[2], pin=PIN)
