"""Seals under keys of other implementations: curves that `cryptography` lacks, parameters written out."""

from datetime import date

import ecdsa
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loket.core.icao.inspection.public_keys import read_public_key
from loket.core.icao.inspection.signatures import Verdict
from loket.core.icao.pki.signatures import public_key_info
from loket.core.icao.seal.header import SealHeader
from loket.core.icao.seal.message import Feature, bytes_to_sign, sealed
from loket.core.icao.seal.signature import KeySigner, SignerName, make_seal
from loket.core.icao.seal.verifying import verdict_of

HEADER = SealHeader(
    issuing_country="UTO",
    signer="UTTS",
    certificate_reference="5B",
    issued=date(2026, 1, 5),
    signed=date(2026, 1, 6),
    feature_reference=0x5D,
    category=1,
)
FEATURES = (Feature(5, b"\x33\xbe\x1f\xed\x20\xc6"),)
NAME = SignerName("UTO", "UT", "TS", 0x5B)


# The hash follows the order: Doc 9303-13 §2.4.
@pytest.mark.parametrize(
    ("curve", "hash_name"),
    [
        (ecdsa.BRAINPOOLP192r1, "sha224"),
        (ecdsa.BRAINPOOLP224r1, "sha224"),
        (ecdsa.BRAINPOOLP256r1, "sha256"),
        (ecdsa.BRAINPOOLP320r1, "sha384"),
        (ecdsa.NIST521p, "sha512"),
    ],
    ids=str,
)
def test_a_seal_signed_by_another_library_is_verified_on_each_curve(curve, hash_name):
    import hashlib

    key = ecdsa.SigningKey.generate(curve)
    data = bytes_to_sign(HEADER, FEATURES)
    signature = key.sign(data, hashfunc=getattr(hashlib, hash_name), sigencode=ecdsa.util.sigencode_string)
    info = read_public_key(key.get_verifying_key().to_der())

    seal = sealed(HEADER, FEATURES, signature)
    other = sealed(HEADER, (Feature(5, b"\x33\xbe\x1f\xed\x20\xc7"),), signature)

    assert verdict_of(seal, info) is Verdict.GOOD
    assert verdict_of(other, info) is Verdict.BAD


def test_a_curve_that_is_written_out_verifies_and_a_forged_one_does_not():
    key = ec.generate_private_key(ec.SECP256R1())
    seal = make_seal(HEADER, FEATURES, KeySigner(NAME, key))
    explicit = public_key_info(key.public_key())
    generator = bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
    assert generator in explicit

    assert verdict_of(seal, read_public_key(explicit)) is Verdict.GOOD
    forged = explicit.replace(generator, generator[:-1] + b"\x95")
    assert verdict_of(seal, read_public_key(forged)) is Verdict.ALTERED_CURVE


def test_a_key_of_another_kind_and_a_short_signature_verify_nothing():
    key = ec.generate_private_key(ec.SECP256R1())
    other = rsa.generate_private_key(65537, 2048).public_key()
    encoded = other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    seal = make_seal(HEADER, FEATURES, KeySigner(NAME, key))

    assert verdict_of(seal, read_public_key(encoded)) is Verdict.BAD
    short = sealed(HEADER, FEATURES, seal.signature[:-2])
    assert verdict_of(short, read_public_key(public_key_info(key.public_key()))) is Verdict.BAD
