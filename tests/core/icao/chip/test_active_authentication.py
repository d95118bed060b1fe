"""Active authentication: RSA with message recovery, and plain signatures on curves."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from builders.chips import ACTIVE_KEY, MRZ_PASSWORD, a_locked_chip, chance
from loket.core.icao.chip.active_authentication import ECDSA_PLAIN_SHA256, signature_holds
from loket.core.icao.chip.curves import Curve
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.inspection.message_recovery import recovered_holds

# Doc 9303-11 appendix F: challenge, and what its chip's signature opens to; the key itself is not printed
CHALLENGE = bytes.fromhex("F173589974BF40C6")
F = bytes.fromhex(
    "6A9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A5303CD6C"
    "98599F40B79F377B5F3A1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD"
    "4E7292E2DCDA3024B47DA8C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127BC"
)
TRAILERS = {"sha1": "BC", "sha224": "38CC", "sha256": "34CC", "sha384": "36CC", "sha512": "35CC"}


@pytest.fixture(scope="module")
def rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def representative(size, hash_name, challenge, *, fillings=0, trailer=None):
    """F as ISO/IEC 9796-2 scheme 1 builds it: header, recoverable part, hash over both parts, trailer."""
    end = bytes.fromhex(trailer or TRAILERS[hash_name])
    digest_size = hashlib.new(hash_name).digest_size
    header = b"\x6b" + b"\xbb" * fillings + b"\xba" if fillings else b"\x6a"
    recoverable = chance("M1")(size - len(header) - digest_size - len(end))
    return header + recoverable + hashlib.new(hash_name, recoverable + challenge).digest() + end


def rsa_signed(key, message):
    numbers = key.private_numbers()
    n = numbers.public_numbers.n
    return pow(int.from_bytes(message, "big"), numbers.d, n).to_bytes(key.key_size // 8, "big")


def test_the_printed_example_holds_for_its_challenge_and_no_other():
    assert (
        hashlib.sha1(F[1:107] + CHALLENGE).hexdigest().upper() == "C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127"
    )
    assert recovered_holds(F, CHALLENGE)
    assert not recovered_holds(F, bytes(8))
    for place in range(len(F)):
        changed = bytearray(F)
        changed[place] ^= 1
        assert not recovered_holds(bytes(changed), CHALLENGE), place


@pytest.mark.parametrize("hash_name", TRAILERS)
def test_rsa_with_every_hash(rsa_key, hash_name):
    signature = rsa_signed(rsa_key, representative(128, hash_name, CHALLENGE))

    assert signature_holds(rsa_key.public_key(), CHALLENGE, signature, algorithm=None)
    assert not signature_holds(rsa_key.public_key(), bytes(8), signature, algorithm=None)


def test_rsa_signs_the_printed_representative(rsa_key):
    assert signature_holds(rsa_key.public_key(), CHALLENGE, rsa_signed(rsa_key, F), algorithm=None)


def test_rsa_with_fillings_and_with_the_smaller_of_two_signatures(rsa_key):
    filled = rsa_signed(rsa_key, representative(128, "sha256", CHALLENGE, fillings=9))
    n = rsa_key.public_key().public_numbers().n
    other = (n - int.from_bytes(filled, "big")).to_bytes(128, "big")

    assert signature_holds(rsa_key.public_key(), CHALLENGE, filled, algorithm=None)
    assert signature_holds(rsa_key.public_key(), CHALLENGE, other, algorithm=None)


def test_rsa_of_another_form_is_no_signature(rsa_key):
    wrong = [
        representative(128, "sha256", CHALLENGE, trailer="35CC"),
        representative(128, "sha256", CHALLENGE, trailer="39CC"),
        b"\x4a" + representative(128, "sha1", CHALLENGE)[1:],
        b"\x6b" + representative(128, "sha1", CHALLENGE)[1:],
        bytes(128),
    ]
    for message in wrong:
        signature = rsa_signed(rsa_key, message)
        assert not signature_holds(rsa_key.public_key(), CHALLENGE, signature, algorithm=None)
    for signature in (b"", bytes(127), b"\xff" * 128, bytes(128)):
        assert not signature_holds(rsa_key.public_key(), CHALLENGE, signature, algorithm=None)


def test_a_plain_signature_made_by_another_implementation_holds():
    key = ec.generate_private_key(ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(CHALLENGE, ec.ECDSA(hashes.SHA256())))
    plain = r.to_bytes(32, "big") + s.to_bytes(32, "big")

    assert signature_holds(key.public_key(), CHALLENGE, plain, algorithm=ECDSA_PLAIN_SHA256)
    for changed in (plain[:-1], plain + b"\0", bytes(64), plain[32:] + plain[:32], b""):
        assert not signature_holds(key.public_key(), CHALLENGE, changed, algorithm=ECDSA_PLAIN_SHA256)
    with pytest.raises(ChipError, match="missing or unknown"):
        signature_holds(key.public_key(), CHALLENGE, plain, algorithm=None)


@pytest.mark.parametrize(
    ("curve", "hash_algorithm"),
    [
        (Curve.NIST_P256, hashes.SHA256()),
        (Curve.BRAINPOOL_P384R1, hashes.SHA384()),
        (Curve.NIST_P521, hashes.SHA512()),
    ],
)
def test_what_a_chip_signs_holds_for_another_implementation(curve, hash_algorithm):
    key = ChipKey.draw(curve, chance("TEST"))
    signature = key.sign(CHALLENGE)
    half = len(signature) // 2

    assert half == curve.order_bytes
    key.public().loaded().verify(
        encode_dss_signature(
            int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        ),
        CHALLENGE,
        ec.ECDSA(hash_algorithm),
    )


def test_a_chip_signs_the_terminal_s_challenge_and_a_copy_cannot():
    for key, genuine in ((ACTIVE_KEY, True), (ChipKey.draw(Curve.NIST_P256, chance("copy")), False)):
        chip = a_locked_chip(active_authentication_key=key)
        terminal = Terminal(chip.transmit, chance("t"))
        terminal.open(MRZ_PASSWORD)

        signature = terminal.sign_challenge(CHALLENGE)

        public = ACTIVE_KEY.public().loaded()
        assert signature_holds(public, CHALLENGE, signature, algorithm=ECDSA_PLAIN_SHA256) is genuine
