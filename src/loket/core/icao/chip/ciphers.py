"""Block ciphers, authentication codes and key derivation of access control (9303-11 §9.7, §9.8)."""

import hashlib
from dataclasses import dataclass
from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from loket.core.icao.chip.error import ChipError

MAC_BYTES = 8

ENCRYPTION = 1
AUTHENTICATION = 2
PASSWORD = 3
"""Counters of the key derivation function (9303-11 §9.7.1)."""

_DES_BLOCK = 8
_AES_BLOCK = 16
_PAD = 0x80


@dataclass(frozen=True, slots=True)
class _Shape:
    key_bytes: int
    block_bytes: int
    hash_name: str


class Suite(Enum):
    """A cipher with its key length, authentication code and hash, as secure messaging uses them together."""

    TRIPLE_DES = _Shape(16, _DES_BLOCK, "sha1")
    AES_128 = _Shape(16, _AES_BLOCK, "sha1")
    AES_192 = _Shape(24, _AES_BLOCK, "sha256")
    AES_256 = _Shape(32, _AES_BLOCK, "sha256")

    @property
    def block_bytes(self) -> int:
        """Bytes of a block, and of the send sequence counter."""
        return self.value.block_bytes

    def derive(self, secret: bytes, counter: int) -> bytes:
        """Return the key that this secret gives for a purpose (9303-11 §9.7.1)."""
        digest = hashlib.new(self.value.hash_name, secret + counter.to_bytes(4, "big")).digest()
        key = digest[: self.value.key_bytes]
        return _with_parity(key) if self is Suite.TRIPLE_DES else key

    def encrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """Encrypt whole blocks in CBC mode; `iv` is zero unless given."""
        encryptor = self._cipher(key, iv).encryptor()
        return encryptor.update(data) + encryptor.finalize()

    def decrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """Decrypt whole blocks in CBC mode; ChipError when `data` is not whole blocks."""
        if not data or len(data) % self.block_bytes:
            raise ChipError("cryptogram", "9303-11 9.8", "is not of whole blocks")
        decryptor = self._cipher(key, iv).decryptor()
        return decryptor.update(data) + decryptor.finalize()

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Return 8 bytes of authentication code.

        Triple DES: retail MAC (ISO/IEC 9797-1 algorithm 3), for which `data` has to be of whole blocks;
        AES: CMAC cut to 8 bytes (9303-11 §9.8.6).
        """
        if self is Suite.TRIPLE_DES:
            return _retail_mac(key, data)
        code = CMAC(algorithms.AES(key))
        code.update(data)
        return code.finalize()[:MAC_BYTES]

    def token(self, key: bytes, data: bytes) -> bytes:
        """Return the authentication token over `data` of any length (9303-11 §4.4.3.4)."""
        return self.mac(key, self.pad(data) if self is Suite.TRIPLE_DES else data)

    def pad(self, data: bytes) -> bytes:
        """Append 80 and zeros to whole blocks (ISO/IEC 9797-1 method 2)."""
        padded = data + bytes((_PAD,))
        return padded + bytes(-len(padded) % self.block_bytes)

    def unpad(self, data: bytes) -> bytes:
        """Remove what `pad` appended; ChipError when it is not there."""
        bare = data.rstrip(b"\0")
        if not bare or bare[-1] != _PAD or len(data) - len(bare) >= self.block_bytes:
            raise ChipError("padding", "9303-11 9.8", "is wrong")
        return bare[:-1]

    def iv_from(self, key: bytes, counter: bytes) -> bytes:
        """Return a message's initial vector (9303-11 §9.8.6): zero for triple DES, E(counter) for AES."""
        return bytes(_DES_BLOCK) if self is Suite.TRIPLE_DES else self.encrypt(key, counter)

    def _cipher(self, key: bytes, iv: bytes | None) -> Cipher[modes.CBC]:
        vector = bytes(self.block_bytes) if iv is None else iv
        if self is Suite.TRIPLE_DES:
            return Cipher(TripleDES(key + key[:8]), modes.CBC(vector))
        return Cipher(algorithms.AES(key), modes.CBC(vector))


@dataclass(frozen=True, slots=True, repr=False)
class SessionKeys:
    """Keys of secure messaging and the send sequence counter that it begins after."""

    suite: Suite
    encryption: bytes
    authentication: bytes
    counter: bytes

    @classmethod
    def derive(cls, suite: Suite, secret: bytes, counter: bytes | None = None) -> "SessionKeys":
        """Return the keys of a shared secret; the counter is zero unless given (9303-11 §9.8.6.2)."""
        return cls(
            suite,
            suite.derive(secret, ENCRYPTION),
            suite.derive(secret, AUTHENTICATION),
            bytes(suite.block_bytes) if counter is None else counter,
        )


def _retail_mac(key: bytes, data: bytes) -> bytes:
    first, second = key[:8], key[8:]
    single = Cipher(TripleDES(first * 3), modes.CBC(bytes(_DES_BLOCK))).encryptor()
    chained = (single.update(data) + single.finalize())[-_DES_BLOCK:]
    # DES is triple DES with one key three times; a block alone needs no mode, so CBC from zero serves as ECB
    inner = Cipher(TripleDES(second * 3), modes.CBC(bytes(_DES_BLOCK))).decryptor()
    outer = Cipher(TripleDES(first * 3), modes.CBC(bytes(_DES_BLOCK))).encryptor()
    return outer.update(inner.update(chained) + inner.finalize()) + outer.finalize()


def _with_parity(key: bytes) -> bytes:
    """9303-11 §9.7.1.1: each byte of a DES key has odd parity, held by its last bit."""
    return bytes(byte & 0xFE | (byte >> 1).bit_count() & 1 ^ 1 for byte in key)
