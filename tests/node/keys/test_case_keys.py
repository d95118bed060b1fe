"""Case keys: sealing, blobs, wrapping."""

import hashlib
import hmac

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from loket.node.keys import age
from loket.node.keys.case_keys import CaseKey
from loket.node.keys.error import KeysError

SECRET = bytes(range(32))


def chance(size: int) -> bytes:
    return b"\x07" * size


def hkdf(secret: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256, no salt, one block."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def test_sealed_bytes_are_a_nonce_and_a_box_of_the_derived_key():
    sealed = CaseKey(SECRET).seal(b"plain", b"aad", random_bytes=chance)

    assert sealed[:12] == chance(12)
    box = AESGCM(hkdf(SECRET, b"loket/case/entries/v1"))
    assert box.decrypt(sealed[:12], sealed[12:], b"aad") == b"plain"


def test_what_was_sealed_is_unsealed():
    key = CaseKey.new(chance)
    assert key.unseal(key.seal(b"plain", b"aad", random_bytes=chance), b"aad") == b"plain"


@pytest.mark.parametrize("place", [0, 11, 12, -1])
def test_a_changed_byte_is_noticed(place):
    key = CaseKey(SECRET)
    sealed = bytearray(key.seal(b"plain", b"aad", random_bytes=chance))
    sealed[place] ^= 1
    with pytest.raises(KeysError):
        key.unseal(bytes(sealed), b"aad")


def test_a_box_opens_at_its_own_place_and_case_only():
    sealed = CaseKey(SECRET).seal(b"plain", b"here", random_bytes=chance)
    with pytest.raises(KeysError):
        CaseKey(SECRET).unseal(sealed, b"there")
    with pytest.raises(KeysError):
        CaseKey(bytes(32)).unseal(sealed, b"here")
    with pytest.raises(KeysError, match="too short"):
        CaseKey(SECRET).unseal(sealed[:20], b"here")


def test_a_key_is_unwrapped_by_its_holder_only():
    holder, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    wrapped = CaseKey(SECRET).wrap(str(holder.to_public()))

    assert CaseKey.unwrap(wrapped, str(holder)) == CaseKey(SECRET)
    with pytest.raises(KeysError):
        CaseKey.unwrap(wrapped, str(stranger))
    with pytest.raises(KeysError):
        CaseKey.unwrap(wrapped[:-1], str(holder))


def test_a_blob_opens_with_any_age_tool_that_has_the_case_s_identity():
    blob = CaseKey(SECRET).encrypt_blob(b"photo")

    identity = pyrage.x25519.Identity.from_str(age.identity_text(hkdf(SECRET, b"loket/case/blobs/v1")))
    assert pyrage.decrypt(blob, [identity]) == b"photo"
    assert CaseKey(SECRET).decrypt_blob(blob) == b"photo"
    with pytest.raises(KeysError):
        CaseKey(bytes(32)).decrypt_blob(blob)


def test_an_identity_is_spelt_as_age_spells_it():
    for number in range(20):
        secret = hashlib.sha256(bytes([number])).digest()
        identity = pyrage.x25519.Identity.from_str(age.identity_text(secret))
        assert str(identity) == age.identity_text(secret)
        assert str(identity.to_public()) == age.recipient_text(secret)


def test_a_key_of_another_length_is_refused():
    with pytest.raises(KeysError):
        CaseKey(bytes(31))
    with pytest.raises(KeysError):
        CaseKey(SECRET).wrap("age1nobody")


def test_a_key_does_not_show_itself():
    assert SECRET.hex() not in repr(CaseKey(SECRET))
    assert str(SECRET) not in repr(CaseKey(SECRET))
