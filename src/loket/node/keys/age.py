"""age (age-encryption.org/v1) with X25519 keys that are made from bytes of our choosing."""

from collections.abc import Iterable
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pyrage import DecryptError, IdentityError, RecipientError, decrypt, encrypt, x25519

from loket.node.keys.error import KeysError

SECRET_BYTES: Final = 32

_CHARSET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH: Final = 6


def identity_text(secret: bytes) -> str:
    """Spell an X25519 secret of 32 bytes as age does, AGE-SECRET-KEY-1…, in one line."""
    _check_secret(secret)
    return _bech32("age-secret-key-", secret).upper()


def recipient_text(secret: bytes) -> str:
    """Return the recipient (age1…) of an X25519 secret of 32 bytes."""
    _check_secret(secret)
    return _bech32("age", X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def encrypt_to(recipient: str, plaintext: bytes) -> bytes:
    """Encrypt to age1…; the file key is of the system's chance."""
    return encrypt_to_all([recipient], plaintext)


def encrypt_to_all(recipients: Iterable[str], plaintext: bytes) -> bytes:
    """Encrypt to several age1…, each of whom can decrypt alone; there must be at least one."""
    parsed = [parse_recipient(recipient) for recipient in recipients]
    if not parsed:
        message = "nobody to encrypt to"
        raise KeysError(message)
    ciphertext: bytes = encrypt(plaintext, parsed)
    return ciphertext


def decrypt_with(identity: str, ciphertext: bytes) -> bytes:
    """Decrypt what was encrypted to AGE-SECRET-KEY-1…; KeysError if it was not, or is damaged."""
    try:
        plaintext: bytes = decrypt(ciphertext, [x25519.Identity.from_str(identity)])
    except (DecryptError, IdentityError) as error:
        # The library's message says what is wrong with the file, never what is in it.
        message = f"cannot decrypt: {error}"
        raise KeysError(message) from None
    return plaintext


def recipient_of(identity: str) -> str:
    """Return the recipient (age1…) of AGE-SECRET-KEY-1…; KeysError if it is none."""
    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError:
        message = "not an age identity"
        raise KeysError(message) from None


def parse_recipient(recipient: str) -> x25519.Recipient:
    """Read age1…; KeysError if it is none."""
    try:
        return x25519.Recipient.from_str(recipient)
    except RecipientError:
        message = "not an age recipient"
        raise KeysError(message) from None


def _check_secret(secret: bytes) -> None:
    if len(secret) != SECRET_BYTES:
        message = f"an X25519 secret has {SECRET_BYTES} bytes"
        raise KeysError(message)


def _bech32(prefix: str, data: bytes) -> str:
    """BIP 173, of any length as in age: the prefix, "1", the data in groups of 5 bits, the checksum."""
    bits = int.from_bytes(data, "big") << (-8 * len(data) % 5)
    count = -(-8 * len(data) // 5)
    words = [bits >> (5 * (count - 1 - place)) & 31 for place in range(count)]
    expanded = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    check = _polymod([*expanded, *words, *[0] * _CHECKSUM_LENGTH]) ^ 1
    words += [check >> (5 * (_CHECKSUM_LENGTH - 1 - place)) & 31 for place in range(_CHECKSUM_LENGTH)]
    return f"{prefix}1{''.join(_CHARSET[word] for word in words)}"


def _polymod(words: list[int]) -> int:
    check = 1
    for word in words:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ word
        for place, factor in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= factor
    return check
