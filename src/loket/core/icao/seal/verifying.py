"""Verifying a seal with anybody's key: on every curve that documents use, named or written out."""

from loket.core.icao.inspection.public_keys import EcPublicKey, PublicKey
from loket.core.icao.inspection.signatures import Padding, Scheme, Verdict, verify
from loket.core.icao.seal.message import Seal

_HASHES = ((224, "SHA-224"), (256, "SHA-256"), (384, "SHA-384"))


def hash_name_of(order_bits: int) -> str:
    """Return the name of the hash of a curve by the bits of its order: SHA-224, 256, 384, or 512 above."""
    return next((name for most, name in _HASHES if order_bits <= most), "SHA-512")


def verdict_of(seal: Seal, key: PublicKey) -> Verdict:
    """Return whether the seal's signature, r and s as they are, is one of this key over header and message.

    The hash follows the order of the curve (Doc 9303-13 §2.4). A curve that only resembles a known one and a
    key of another kind verify nothing.
    """
    bits = key.curve.order.bit_length() if isinstance(key, EcPublicKey) else 0
    return verify(key, Scheme(Padding.ECDSA_PLAIN, hash_name_of(bits)), seal.signed_bytes, seal.signature)
