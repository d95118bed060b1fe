"""Let other nodes and auditors read the logs held here: tlog-tiles, and blobs that entries refer to."""

from loket.core.domain.events import TrustPublished
from loket.core.domain.origins import NATIONAL_LOG, log_of
from loket.core.sync import http, receipts
from loket.core.tlog import tiles
from loket.core.tlog.entry import decode
from loket.core.tlog.error import TlogError
from loket.node.operations.exchange_access import Answer, Sender, may_read, origin_of_hash, refusal
from loket.node.operations.node import TRUST_NOTE, Node
from loket.node.operations.receive_log import MIRROR_NOTE, PENDING_NOTE
from loket.node.store.error import NotHeldError, QuarantineError, StoreError
from loket.node.store.reading import Reading

_UNKNOWN = "no such log here, or it is not for the sender"


def serve_checkpoint(node: Node, sender: Sender, origin_hash: str) -> Answer:
    """Answer with the signed checkpoint: of an own log its head, of another's what is durably here of it.

    QuarantineError for an own log of which more was acknowledged than is here: it would be a second face.
    """
    origin = _readable(node, sender, origin_hash)
    if origin is None:
        return refusal(404, _UNKNOWN)
    with node.store.reading() as reading:
        head = reading.head(origin)
        signed = reading.note(MIRROR_NOTE, origin)
    if head is not None and head.own:
        own_head = node.signed_head(origin)
        _refuse_in_quarantine(node)  # after reading: the connection may just have been replaced
        return Answer(200, own_head)
    return refusal(404, "nothing of this log is here yet") if signed is None else Answer(200, signed)


def serve_witnessed(node: Node, sender: Sender, origin_hash: str) -> Answer:
    """Answer with the latest checkpoint of another's log that was cosigned here (tlog-witness)."""
    origin = _readable(node, sender, origin_hash)
    if origin is None:
        return refusal(404, _UNKNOWN)
    with node.store.reading() as reading:
        signed = reading.note(PENDING_NOTE, origin)
    return refusal(404, "no checkpoint of this log was seen here") if signed is None else Answer(200, signed)


def serve_tile(node: Node, sender: Sender, origin_hash: str, path: str) -> Answer:
    """Answer with a tile or entry bundle (tlog-tiles); `path` begins with `tile/`."""
    try:
        level, n, width = tiles.parse_tile_path(path)
    except TlogError as error:
        return refusal(400, str(error))
    origin = _readable(node, sender, origin_hash)
    if origin is None:
        return refusal(404, _UNKNOWN)
    try:
        with node.store.reading() as reading:
            return Answer(200, reading.tile(origin, level, n, width), http.OCTETS)
    except NotHeldError:
        return refusal(404, "the log does not go that far here")


def serve_blob(node: Node, sender: Sender, sha256: str, offset: int) -> Answer:
    """Answer with at most MAX_CHUNK_BYTES of a blob from `offset` on, for those who may read its log."""
    with node.store.reading() as reading:
        row = reading.blob(sha256)
    if row is None or not may_read(node, sender, row.origin) or not node.blobs.has(sha256):
        return refusal(404, "no such blob here, or it is not for the sender")
    try:
        data = node.blobs.get(sha256)
    except StoreError:
        # The peer goes on with its other files, and says in its own log why this one does not come.
        return refusal(404, "the blob is damaged here")
    if not 0 <= offset <= len(data):
        return refusal(416, "the blob is not that long")
    return Answer(200, data[offset : offset + receipts.MAX_CHUNK_BYTES], http.OCTETS)


def serve_trust(node: Node, after: int | None = None) -> Answer:
    """Answer with a trust root: public keys, signed by headquarters.

    The newest one known here, or the very next one after version `after`, where this node published it: a
    node that missed several takes them one after the other.
    """
    with node.store.reading() as reading:
        newest = node.trust_in(reading)
        note = reading.note(TRUST_NOTE, node.domain)
        if newest is None or note is None:
            return refusal(404, "no trust root is known here")
        if after is not None and after + 1 < newest.version:
            note = _published_root(node, reading, after + 1) or note
    return Answer(200, note)


def _published_root(node: Node, reading: Reading, version: int) -> bytes | None:
    """Look for a trust root in this node's national logs; rare, so nothing is kept for it."""
    heads = [head for head in reading.heads() if head.owner_node == node.name]
    for head in heads:
        if log_of(head.origin) != NATIONAL_LOG:
            continue
        for data in reading.entries(head.origin, 0, head.size):
            note = _root_in(data, version)
            if note is not None:
                return note
    return None


def _root_in(data: bytes, version: int) -> bytes | None:
    try:
        entry = decode(data)
    except TlogError:
        return None
    note = entry.body.get("note")
    published = entry.kind == TrustPublished.KIND and entry.body.get("version") == version
    return note if published and isinstance(note, bytes) else None


def _refuse_in_quarantine(node: Node) -> None:
    if node.store.quarantine is not None:
        message = "this node shows no head of its own in quarantine"
        raise QuarantineError(message)


def _readable(node: Node, sender: Sender, origin_hash: str) -> str | None:
    origin = origin_of_hash(node, origin_hash)
    return origin if origin is not None and may_read(node, sender, origin) else None
