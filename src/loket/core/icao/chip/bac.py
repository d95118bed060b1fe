"""Basic access control: the messages of both sides (9303-11 §4.3).

The personalisation key is proven by the same exchange, with AES in the place of triple DES.
"""

import hmac
from dataclasses import dataclass

from loket.core.icao.chip.ciphers import AUTHENTICATION, ENCRYPTION, MAC_BYTES, SessionKeys, Suite
from loket.core.icao.chip.error import ChipError

CHALLENGE_BYTES = 8
KEY_MATERIAL_BYTES = 16
CRYPTOGRAM_BYTES = 2 * CHALLENGE_BYTES + KEY_MATERIAL_BYTES
MESSAGE_BYTES = CRYPTOGRAM_BYTES + MAC_BYTES
"""Data of EXTERNAL AUTHENTICATE and of its answer."""

_CLAUSE = "9303-11 4.3.1"


@dataclass(frozen=True, slots=True, repr=False)
class Offer:
    """What one side sends: its own challenge, the other's, and its part of the key; 8, 8 and 16 bytes."""

    own_challenge: bytes
    other_challenge: bytes
    key_material: bytes

    def seal(self, seed: bytes, suite: Suite = Suite.TRIPLE_DES) -> bytes:
        """Return the cryptogram and its authentication code under the keys of this seed (40 bytes)."""
        plain = self.own_challenge + self.other_challenge + self.key_material
        cryptogram = suite.encrypt(suite.derive(seed, ENCRYPTION), plain)
        return cryptogram + _code(seed, cryptogram, suite)

    @classmethod
    def open(cls, seed: bytes, message: bytes, suite: Suite = Suite.TRIPLE_DES) -> "Offer":
        """Read what the other side sent; ChipError unless it was made with the same seed."""
        if len(message) != MESSAGE_BYTES:
            raise ChipError("authentication", _CLAUSE, "is not of 40 bytes")
        cryptogram, code = message[:CRYPTOGRAM_BYTES], message[CRYPTOGRAM_BYTES:]
        if not hmac.compare_digest(_code(seed, cryptogram, suite), code):
            raise ChipError("authentication", _CLAUSE, "was made with another key")
        plain = suite.decrypt(suite.derive(seed, ENCRYPTION), cryptogram)
        return cls(
            plain[:CHALLENGE_BYTES],
            plain[CHALLENGE_BYTES : 2 * CHALLENGE_BYTES],
            plain[2 * CHALLENGE_BYTES :],
        )


def session_keys(terminal: Offer, chip: Offer, suite: Suite = Suite.TRIPLE_DES) -> SessionKeys:
    """Return the keys of both parts; the counter is made of both challenges (9303-11 §9.8.6.1).

    With AES, which only personalisation uses, the counter begins at zero.
    """
    secret = bytes(a ^ b for a, b in zip(terminal.key_material, chip.key_material, strict=True))
    if suite is not Suite.TRIPLE_DES:
        return SessionKeys.derive(suite, secret)
    return SessionKeys.derive(suite, secret, chip.own_challenge[4:] + terminal.own_challenge[4:])


def _code(seed: bytes, cryptogram: bytes, suite: Suite) -> bytes:
    return suite.mac(suite.derive(seed, AUTHENTICATION), suite.pad(cryptogram))
