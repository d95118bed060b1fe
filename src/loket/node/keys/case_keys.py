"""One key for each case: its entries' personal data and its blobs are readable only by it.

docs/formats/case-keys.md describes the bytes. Who forgets a case destroys its key everywhere it is held.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loket.node.keys import age
from loket.node.keys.error import KeysError

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16

_ENTRIES: Final = b"loket/case/entries/v1"
_BLOBS: Final = b"loket/case/blobs/v1"

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True)
class CaseKey:
    """32 secret bytes, from which the key of the entries and the identity of the blobs are derived."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            message = f"a case key has {KEY_BYTES} bytes"
            raise KeysError(message)

    @classmethod
    def new(cls, random_bytes: RandomBytes) -> Self:
        """Make a case's key."""
        return cls(random_bytes(KEY_BYTES))

    def wrap(self, recipient: str) -> bytes:
        """Encrypt the key to a holder's age recipient."""
        return age.encrypt_to(recipient, self.secret)

    @classmethod
    def unwrap(cls, wrapped: bytes, identity: str) -> Self:
        """Read what `wrap` made; KeysError if it was made for somebody else or is damaged."""
        return cls(age.decrypt_with(identity, wrapped))

    def seal(self, plaintext: bytes, aad: bytes, *, random_bytes: RandomBytes) -> bytes:
        """Encrypt a part of an entry: nonce || AES-256-GCM box, bound to `aad`.

        The nonce is random, as restores and forks happen and would repeat a counted one.
        """
        nonce = random_bytes(NONCE_BYTES)
        return nonce + self._entries.encrypt(nonce, plaintext, aad)

    def unseal(self, sealed: bytes, aad: bytes) -> bytes:
        """Decrypt what `seal` made; KeysError if it is damaged, of another case, or of another place."""
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            message = "sealed part is too short"
            raise KeysError(message)
        try:
            return self._entries.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
        except InvalidTag:
            message = "sealed part is not of this case and place, or is damaged"
            raise KeysError(message) from None

    def encrypt_blob(self, plaintext: bytes) -> bytes:
        """Encrypt a file of the case with age, to the case's own recipient."""
        return age.encrypt_to(age.recipient_text(self._blob_secret), plaintext)

    def decrypt_blob(self, ciphertext: bytes) -> bytes:
        """Decrypt a file of the case; KeysError if it is damaged or of another case."""
        return age.decrypt_with(age.identity_text(self._blob_secret), ciphertext)

    @cached_property
    def _entries(self) -> AESGCM:
        return AESGCM(self._derived(_ENTRIES))

    @cached_property
    def _blob_secret(self) -> bytes:
        return self._derived(_BLOBS)

    def _derived(self, info: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self.secret)
