"""From Django's request to who sent what: signature, time and nonce first, then the body and its size."""

import zlib
from collections.abc import Callable, Iterator
from threading import Lock

from django.http import HttpRequest, HttpResponse

from loket.core.sync import authentication, http
from loket.core.sync.authentication import Claim, SeenNonces
from loket.core.sync.error import SyncError
from loket.core.sync.http import Request
from loket.node.operations.exchange_access import Answer, Sender, refusal, sender_of
from loket.node.operations.node import Node, current_node
from loket.node.store.error import QuarantineError

MAX_BODY_BYTES = 24 * 1024 * 1024
"""One entry package can take 16 MB; what is larger than this is cut into several requests."""

QUARANTINE_RETRY_S = 60
_READ_BYTES = 64 * 1024

_seen_lock = Lock()
_seen: list[tuple[Node, SeenNonces]] = []

Act = Callable[[Node, Sender, bytes], Answer]


def signed(request: HttpRequest, limit: int, act: Act) -> HttpResponse:
    """Do `act` for the sender of this request, or answer why not; `limit`: the most bytes of its body."""
    node = current_node()
    known = _sender(node, request)
    if isinstance(known, Answer):
        return response(known)
    sender, claim = known
    # Only now: whoever is nobody makes this node hold no megabytes.
    body = _body(request, limit)
    if isinstance(body, Answer):
        return response(body)
    try:
        authentication.verify_body(body, claim)
    except SyncError as error:
        return response(_unauthenticated(str(error), node.clock() // 1000))
    try:
        return response(act(node, sender, body))
    except QuarantineError:
        retry = {"Retry-After": str(QUARANTINE_RETRY_S)}
        return response(Answer(503, b"this node is in quarantine and takes nothing\n", http.TEXT, retry))


def response(answer: Answer) -> HttpResponse:
    """Put an answer into Django's terms."""
    made = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
    for name, value in answer.headers.items():
        made[name] = value
    made["Cache-Control"] = "no-store"
    return made


def decompressed(request: HttpRequest, body: bytes) -> Iterator[bytes]:
    """Yield the body in parts, gunzipped if it says so; SyncError if it is no gzip, or grows too large."""
    if request.headers.get("Content-Encoding", "identity") == "identity":
        yield body
        return
    inflate = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    rest, total = body, 0
    while rest and not inflate.eof:
        try:
            part = inflate.decompress(rest, _READ_BYTES)
        except zlib.error:
            raise SyncError("the body is not gzip") from None
        rest = inflate.unconsumed_tail
        total += len(part)
        if total > MAX_BODY_BYTES:
            raise SyncError("the body is too large")
        if part:
            yield part


def _body(request: HttpRequest, limit: int) -> bytes | Answer:
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding not in {"identity", "gzip"}:
        return Answer(
            415, b"the body may be compressed by gzip only\n", http.TEXT, {"Accept-Encoding": "gzip"}
        )
    parts = []
    size = 0
    while part := request.read(_READ_BYTES):
        size += len(part)
        if size > limit:
            return refusal(413, f"a request of this kind has at most {limit} bytes")
        parts.append(part)
    return b"".join(parts)


def _sender(node: Node, request: HttpRequest) -> tuple[Sender, Claim] | Answer:
    """Who signed the request's head, in time, for this node, and for the first time."""
    now_s = node.clock() // 1000
    trust = node.trust()
    if trust is None:
        return Answer(503, b"this node knows no trust root yet\n", http.TEXT, {"Retry-After": "60"})
    asked = Request(request.method or "", request.path, request.META.get("QUERY_STRING", ""))
    try:
        claim = authentication.read_claim({name.lower(): value for name, value in request.headers.items()})
        known = sender_of(trust, claim.key)
        if known is None:
            return _unauthenticated("the request is signed by no key of the trust root", now_s)
        if claim.receiver != node.name:
            return _unauthenticated("the request is meant for another node", now_s)
        if not authentication.is_in_time(claim, now_s):
            return _unauthenticated("the request was signed too long ago, or a clock is wrong", now_s)
        sender, key = known
        authentication.verify_head(asked, claim, key)
    except SyncError as error:
        return _unauthenticated(str(error), now_s)
    with _seen_lock:
        fresh = _nonces_of(node, now_s).is_new(claim, now_s)
    again = "the request was here before; sign it anew"
    return (sender, claim) if fresh else _unauthenticated(again, now_s)


def _nonces_of(node: Node, now_s: int) -> SeenNonces:
    for known, nonces in _seen:
        if known is node:
            return nonces
    # another node in this process (a test, a drill): the one before is not asked any more
    _seen[:] = [(node, SeenNonces.since(now_s))]
    return _seen[0][1]


def _unauthenticated(reason: str, now_s: int) -> Answer:
    headers = {http.TIME_HEADER: str(now_s), "WWW-Authenticate": "Signature"}
    return Answer(401, f"{reason}\n".encode(), http.TEXT, headers)
