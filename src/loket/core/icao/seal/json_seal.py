"""Seals for environments without tight space (VDS-NC): a JSON object, signed in canonical form.

`{"data": {"hdr": {"t", "v", "is"}, "msg": {…}}, "sig": {"alg", "cer", "sigvl"}}`: type, version and issuing
State; what it says; algorithm, signer's certificate and signature, the last two in base64url. The signature
is ECDSA over the canonical form of `data` (RFC 8785), as r and s, or read as a SEQUENCE of them too.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.public_keys import EcPublicKey, PublicKey
from loket.core.icao.inspection.signatures import Padding, Scheme, Verdict, verify
from loket.core.icao.seal.canonical_json import canonical, read_json

MOST_BYTES = 16_384
_CLAUSE = "VDS-NC 4"
_HASHES: Final = {"ES256": "SHA-256", "ES384": "SHA-384", "ES512": "SHA-512"}


@dataclass(frozen=True, slots=True)
class JsonSeal:
    """A seal as it was read; `certificate` (DER) came with it and is no more trusted than the seal itself."""

    kind: str
    version: int
    issuing_state: str
    message: Mapping[str, Any]
    algorithm: str
    certificate: bytes
    signature: bytes
    signed_bytes: bytes

    def verdict(self, key: PublicKey) -> Verdict:
        """Whether the signature is one of this key over the data."""
        hash_name = _HASHES.get(self.algorithm)
        if hash_name is None:
            return Verdict.NOT_SUPPORTED
        size = (key.curve.order.bit_length() + 7) // 8 if isinstance(key, EcPublicKey) else 0
        padding = Padding.ECDSA_PLAIN if len(self.signature) == 2 * size else Padding.ECDSA
        return verify(key, Scheme(padding, hash_name), self.signed_bytes, self.signature)


def parse_json_seal(data: bytes) -> JsonSeal:
    """Read the bytes of such a seal; the signature is not verified here. Raises IcaoError."""
    if len(data) > MOST_BYTES:
        raise IcaoError("seal", _CLAUSE, f"more than {MOST_BYTES} bytes")
    try:
        whole = read_json(data.decode())
    except UnicodeDecodeError:
        raise IcaoError("seal", _CLAUSE, "not UTF-8") from None
    said = _object(whole, "data")
    header, message, signature = _object(said, "hdr"), _object(said, "msg"), _object(whole, "sig")
    version = header.get("v")
    if type(version) is not int:
        raise IcaoError("hdr.v", _CLAUSE, "not a whole number")
    return JsonSeal(
        kind=_text(header, "hdr", "t"),
        version=version,
        issuing_state=_text(header, "hdr", "is"),
        message=message,
        algorithm=_text(signature, "sig", "alg"),
        certificate=_base64(signature, "cer"),
        signature=_base64(signature, "sigvl"),
        signed_bytes=canonical(said),
    )


def _object(held: Any, name: str) -> Mapping[str, Any]:
    value = held.get(name) if isinstance(held, Mapping) else None
    if not isinstance(value, Mapping):
        raise IcaoError(name, _CLAUSE, "missing, or not an object")
    return value


def _text(held: Mapping[str, Any], where: str, name: str) -> str:
    value = held.get(name)
    if not isinstance(value, str) or not value:
        raise IcaoError(f"{where}.{name}", _CLAUSE, "missing, or not a text")
    return value


def _base64(held: Mapping[str, Any], name: str) -> bytes:
    text = "".join(_text(held, "sig", name).split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise IcaoError(f"sig.{name}", _CLAUSE, "not base64url") from None
