"""RSA signatures from which part of the message is recovered: ISO/IEC 9796-2 scheme 1 (Doc 9303-11 §6.1, F).

What is signed is a block as long as the modulus: header, recovered part of the message, hash over that part
and the rest of the message (the challenge), trailer.
"""

import hashlib
import hmac

from loket.core.icao.inspection.public_keys import RsaPublicKey

_TRAILER_SHA1 = 0xBC
_TRAILER_WITH_HASH = 0xCC
# ISO/IEC 10118-3, as ISO/IEC 9796-2 §8.1.2 names them: the octet before CC.
_TRAILER_HASHES = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
_HEADER, _HEADER_PADDED = 0x6A, 0x6B
_FILLING, _END_OF_FILLING = 0xBB, 0xBA
_WRITTEN_TRAILER = b"\x34\xcc"
_FEWEST_RECOVERED = 8


def signature_recovers(key: RsaPublicKey, challenge: bytes, signature: bytes) -> bool:
    """Whether this is the key's signature over a message that ends in the challenge."""
    size = (key.modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature)
    if len(signature) != size or number >= key.modulus:
        return False
    opened = pow(number, key.exponent, key.modulus)
    if opened % 16 != 0xC:
        opened = key.modulus - opened  # ISO/IEC 9796-2 B.5: the smaller of s and n - s may have been given
    return recovered_holds(opened.to_bytes(size), challenge)


def recovered_holds(block: bytes, challenge: bytes) -> bool:
    """Whether a recovered block (F of Doc 9303-11 appendix F) was made over this challenge."""
    if block[-1] == _TRAILER_SHA1:
        name, end = "sha1", -1
    elif block[-1] == _TRAILER_WITH_HASH and block[-2] in _TRAILER_HASHES:
        name, end = _TRAILER_HASHES[block[-2]], -2
    else:
        return False
    body = _without_header(block[:end])
    size = hashlib.new(name, usedforsecurity=False).digest_size
    if body is None or len(body) < size:
        return False
    recovered, found = body[:-size], body[-size:]
    expected = hashlib.new(name, recovered + challenge, usedforsecurity=False).digest()
    return hmac.compare_digest(expected, found)


def _without_header(block: bytes) -> bytes | None:
    """Take off 6A, or 6B with fillings BB up to BA: part of the message is outside (ISO/IEC 9796-2 §8.1)."""
    if block[:1] == bytes((_HEADER,)):
        return block[1:]
    if block[:1] != bytes((_HEADER_PADDED,)):
        return None
    bare = block[1:].lstrip(bytes((_FILLING,)))
    return bare[1:] if bare[:1] == bytes((_END_OF_FILLING,)) else None


def block_over(challenge: bytes, size: int) -> bytes | None:
    """Return a block of `size` octets over the challenge, as a chip makes it; None if that has no room."""
    room = size - 1 - hashlib.sha256().digest_size - len(_WRITTEN_TRAILER)
    if room < _FEWEST_RECOVERED:
        return None
    # What the chip chooses is free; it only has to fill the block.
    chosen = hashlib.shake_256(challenge).digest(room)
    return bytes((_HEADER,)) + chosen + hashlib.sha256(chosen + challenge).digest() + _WRITTEN_TRAILER
