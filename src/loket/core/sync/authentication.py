"""Who sends a request: HTTP message signatures (RFC 9421) with Ed25519 and a content digest (RFC 9530).

One profile of RFC 9421: the label is `loket`; covered are method, path, query and content digest; the
parameters are created, nonce, keyid, alg and tag, in this order, once each. The tag names the receiver, so
that a request to one node cannot be repeated to another.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.constant_time import bytes_eq

from loket.core.sync.error import SyncError
from loket.core.sync.http import Request
from loket.core.tlog import note
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import VerifierKey

WINDOW_S: Final = 300
"""How far a request's time may be from the receiver's."""

NONCE_BYTES: Final = 16
_COVERED: Final = ("@method", "@path", "@query", "content-digest")
_TAG: Final = "loket-exchange-v1 "
_INPUT = re.compile(
    r'loket=(?P<params>\("@method" "@path" "@query" "content-digest"\)'
    r";created=(?P<created>0|[1-9][0-9]{0,11})"
    r';nonce="(?P<nonce>[0-9a-f]{32})"'
    r';keyid="(?P<keyid>[!#-\[\]-~]{1,255})"'
    r';alg="ed25519"'
    r';tag="loket-exchange-v1 (?P<receiver>[!#-\[\]-~]{1,100})")',
    re.ASCII,
)
_SIGNATURE = re.compile(r"loket=:(?P<signature>[A-Za-z0-9+/]{86}==):", re.ASCII)
_DIGEST = re.compile(r"sha-256=:(?P<digest>[A-Za-z0-9+/]{43}=):", re.ASCII)


class Signer(Protocol):
    """An Ed25519 key with a name, as a node's exchange key is."""

    @property
    def name(self) -> str:
        """The key's name."""
        ...

    @property
    def key_id(self) -> bytes:
        """The key's 4-byte id (signed-note)."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """Who a request says it is from, not verified yet.

    `created_s`: seconds since 1970 UTC; `nonce`: 32 hex digits; `key`: name and id of the key, as `key_name`
    gives it; `receiver`: the node it is meant for.
    """

    created_s: int
    nonce: str
    key: str
    receiver: str
    params: str
    digest: bytes
    signature: bytes


def key_name(key: Signer | VerifierKey) -> str:
    """Return what stands in `keyid`: the key's name and id."""
    return f"{key.name}+{key.key_id.hex()}"


def content_digest(body: bytes) -> str:
    """Return the value of Content-Digest (RFC 9530 §2)."""
    return f"sha-256=:{note.to_base64(sha256(body).digest())}:"


def signature_base(components: Sequence[tuple[str, str]], params: str) -> bytes:
    """Return what is signed (RFC 9421 §2.5): a line for each component, then the parameters."""
    lines = [f'"{name}": {value}' for name, value in components]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def sign_request(request: Request, signer: Signer, *, receiver: str, created_s: int, nonce: bytes) -> Request:
    """Return the request with its digest and signature; `nonce` is 16 random bytes."""
    covered = " ".join(f'"{name}"' for name in _COVERED)
    params = (
        f'({covered});created={created_s};nonce="{nonce.hex()}";keyid="{key_name(signer)}"'
        f';alg="ed25519";tag="{_TAG}{receiver}"'
    )
    digest = content_digest(request.body)
    signature = signer.sign(_base(request, digest, params))
    headers = {
        **request.headers,
        "Content-Digest": digest,
        "Signature-Input": f"loket={params}",
        "Signature": f"loket=:{note.to_base64(signature)}:",
    }
    read_claim({name.lower(): value for name, value in headers.items()})  # what nobody could read is not sent
    return replace(request, headers=headers)


def read_claim(headers: Mapping[str, str]) -> Claim:
    """Read who the sender says it is from headers with lower-case names; SyncError unless well formed."""
    given = _INPUT.fullmatch(headers.get("signature-input", ""))
    signature = _SIGNATURE.fullmatch(headers.get("signature", ""))
    digest = _DIGEST.fullmatch(headers.get("content-digest", ""))
    if given is None or signature is None or digest is None:
        raise SyncError("the request is not signed in the way of the exchange")
    try:
        return Claim(
            created_s=int(given["created"]),
            nonce=given["nonce"],
            key=given["keyid"],
            receiver=given["receiver"],
            params=given["params"],
            digest=note.from_base64(digest["digest"]),
            signature=note.from_base64(signature["signature"]),
        )
    except TlogError as error:
        raise SyncError("the request's digest or signature is not base64") from error


def verify_request(request: Request, claim: Claim, key: VerifierKey) -> None:
    """SyncError unless `key` signed this request; time, nonce and receiver are for others to judge."""
    verify_head(request, claim, key)
    verify_body(request.body, claim)


def verify_body(body: bytes, claim: Claim) -> None:
    """SyncError unless this is the body whose digest was signed."""
    if not bytes_eq(sha256(body).digest(), claim.digest):
        raise SyncError("the request's body is not that of its digest")


def verify_head(request: Request, claim: Claim, key: VerifierKey) -> None:
    """SyncError unless `key` signed this request; its body, which the digest stands for, is not looked at."""
    if key_name(key) != claim.key or key.kind != note.KIND_ED25519:
        raise SyncError("the request names another key")
    base = _base(request, f"sha-256=:{note.to_base64(claim.digest)}:", claim.params)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(claim.signature, base)
    except InvalidSignature:
        raise SyncError("the request's signature is wrong") from None


def is_in_time(claim: Claim, now_s: int) -> bool:
    """Whether the request was signed within WINDOW_S of the receiver's time."""
    return abs(claim.created_s - now_s) <= WINDOW_S


@dataclass(slots=True)
class SeenNonces:
    """The nonces of the last two windows, by key: what a receiver keeps to refuse a repeated request.

    It forgets when the process ends, so a request signed before `started_s` is refused: had it been seen,
    nobody would know. Where the receiver's clock was put back, it counts as started when that was noticed.
    """

    started_s: int
    _seen: dict[tuple[str, str], int]

    @classmethod
    def since(cls, started_s: int) -> "SeenNonces":
        """Begin with none, at this time."""
        return cls(started_s, {})

    def is_new(self, claim: Claim, now_s: int) -> bool:
        """Take note of a verified request; False when it was here before, or may have been."""
        self.started_s = min(self.started_s, now_s)
        if claim.created_s < self.started_s:
            return False
        while self._seen:
            oldest = next(iter(self._seen))
            if abs(now_s - self._seen[oldest]) <= 2 * WINDOW_S:
                break
            del self._seen[oldest]
        place = (claim.key, claim.nonce)
        if place in self._seen:
            return False
        self._seen[place] = now_s
        return True


def _base(request: Request, digest: str, params: str) -> bytes:
    # RFC 9421 §2.2.7: an absent query counts as an empty one, the question mark is part of the value
    values = (request.method, request.path, f"?{request.query}", digest)
    return signature_base(tuple(zip(_COVERED, values, strict=True)), params)
