"""Keys in files: only their owner reads them, they say TEST, and they sign as others verify."""

import random

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from loket.core.icao.lds.algorithms import SignatureAlgorithm
from loket.node.keys.error import KeysError
from loket.node.keys.signing_keys import FileSigningKey, new_elliptic_key, write_test_key


def chance(seed=1):
    return random.Random(seed).randbytes


@pytest.mark.parametrize(
    ("curve", "algorithm", "function"),
    [
        (ec.SECP256R1, SignatureAlgorithm.ECDSA_SHA_256, hashes.SHA256),
        (ec.BrainpoolP384R1, SignatureAlgorithm.ECDSA_SHA_384, hashes.SHA384),
        (ec.SECP521R1, SignatureAlgorithm.ECDSA_SHA_512, hashes.SHA512),
    ],
)
def test_an_elliptic_key_signs(tmp_path, curve, algorithm, function):
    key = write_test_key(tmp_path / "TEST-a.pem", new_elliptic_key(curve(), chance()))

    assert key.algorithm is algorithm
    key.public_key.verify(key.sign(b"text"), b"text", ec.ECDSA(function()))
    assert FileSigningKey.load(tmp_path / "TEST-a.pem").public_key == key.public_key


def test_an_rsa_key_signs_by_pss(tmp_path):
    key = write_test_key(tmp_path / "TEST-a.pem", rsa.generate_private_key(65537, 2048))
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)

    assert key.algorithm is SignatureAlgorithm.RSA_PSS_SHA_256
    key.public_key.verify(key.sign(b"text"), b"text", pss, hashes.SHA256())


def test_the_file_says_test_and_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "TEST-a.pem"
    write_test_key(path, new_elliptic_key(ec.SECP256R1(), chance()))

    assert path.read_bytes().startswith(b"# TEST KEY")
    assert b"BEGIN PRIVATE " + b"KEY" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(KeysError, match="other users"):
        FileSigningKey.load(path)


def test_a_test_key_is_named_so_and_never_overwritten(tmp_path):
    private = new_elliptic_key(ec.SECP256R1(), chance())
    with pytest.raises(KeysError, match="begins with TEST"):
        write_test_key(tmp_path / "csca.pem", private)
    write_test_key(tmp_path / "TEST-a.pem", private)
    with pytest.raises(KeysError, match="exists already"):
        write_test_key(tmp_path / "TEST-a.pem", private)


def test_another_chance_is_another_key():
    numbers = {
        new_elliptic_key(ec.SECP256R1(), chance(seed)).private_numbers().private_value for seed in range(5)
    }
    assert len(numbers) == 5
    # All zeroes is the smallest scalar, not zero; all ones stays below the order.
    assert new_elliptic_key(ec.SECP256R1(), bytes).private_numbers().private_value == 1
    largest = new_elliptic_key(ec.SECP256R1(), lambda size: b"\xff" * size).private_numbers().private_value
    assert 1 <= largest < ec.SECP256R1().group_order


@pytest.mark.parametrize(
    ("private", "reason"),
    [
        (ed25519.Ed25519PrivateKey.generate(), "neither an EC nor an RSA key"),
        (rsa.generate_private_key(65537, 1024), "shorter than 2048"),
        (ec.generate_private_key(ec.SECP256K1()), "curve that travel documents do not use"),
    ],
    ids=["Ed25519", "RSA-1024", "secp256k1"],
)
def test_a_key_that_no_document_is_signed_with_is_refused(tmp_path, private, reason):
    path = tmp_path / "TEST-a.pem"
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)

    with pytest.raises(KeysError, match=reason):
        FileSigningKey.load(path)


def test_a_missing_or_damaged_file_is_named(tmp_path):
    path = tmp_path / "TEST-a.pem"
    with pytest.raises(KeysError, match=r"TEST-a\.pem is missing"):
        FileSigningKey.load(path)
    path.write_bytes(b"nonsense")
    path.chmod(0o600)
    with pytest.raises(KeysError, match=r"TEST-a\.pem is not a private key"):
        FileSigningKey.load(path)


def test_a_key_is_not_shown(tmp_path):
    key = write_test_key(tmp_path / "TEST-a.pem", new_elliptic_key(ec.SECP256R1(), chance()))

    assert "private_value" not in repr(key)
    assert "PRIVATE" not in repr(key)
