"""Keep another node's encrypted files: in parts, resumable, with a signed receipt once one is durable."""

from threading import Lock

from loket.core.sync import http, receipts
from loket.core.sync.receipts import BlobReceipt
from loket.node.operations.exchange_access import Answer, Sender, may_write, refusal
from loket.node.operations.node import Node

# Two requests for one blob at once must not both see the same end of what was received.
_receiving = Lock()


def blob_offset(node: Node, sender: Sender, blob: BlobReceipt) -> Answer:
    """Answer how many bytes of the blob are here, in the header Upload-Offset."""
    if (refused := _refused(node, sender, blob)) is not None:
        return refused
    with _receiving:
        return _at(200, _received(node, blob.sha256))


def accept_blob_part(node: Node, sender: Sender, blob: BlobReceipt, offset: int, part: bytes) -> Answer:
    """Keep the bytes from `offset` on: 202 with the new offset; 200 with the receipt when the blob is whole.

    409 with the offset when the part does not follow on what is here; 422 when the whole is not what its name
    says: then all of it is dropped. An empty part at the end asks for the receipt (again).
    """
    if (refused := _refused(node, sender, blob)) is not None:
        return refused
    if len(part) > receipts.MAX_CHUNK_BYTES:
        return refusal(413, f"a part is of at most {receipts.MAX_CHUNK_BYTES} bytes")
    if offset + len(part) > blob.size:
        return refusal(422, "the part goes beyond the blob's size")
    with _receiving:
        received = _received(node, blob.sha256)
        if node.blobs.has(blob.sha256) and received != blob.size:
            return refusal(422, "the blob has another size")
        if offset != received:
            return _at(409, received)
        if part:
            received = node.blobs.append_partial(blob.sha256, offset, part)
        if received < blob.size:
            return _at(202, received)
        if not node.blobs.has(blob.sha256) and not node.blobs.finish_partial(blob.sha256):
            return refusal(422, "the bytes are not those that the name says; send them again from the start")
    with node.store.writing() as writing:
        if writing.blob(blob.sha256) is not None:
            writing.blob_is_here(blob.sha256)
    # Without a row its entry is not folded here yet; the follower that folds it finds the bytes.
    return Answer(200, receipts.sign_receipt(blob, node.keys.papers), http.TEXT)


def blob_of(origin: str, sha256: str, size: int) -> BlobReceipt:
    """Name a blob by what a request says of it; SyncError unless it can be one."""
    receipts.check_blob(sha256, size)
    return receipts.parse_receipt_text(BlobReceipt(origin, sha256, size).text())


def _refused(node: Node, sender: Sender, blob: BlobReceipt) -> Answer | None:
    return None if may_write(node, sender, blob.origin) else refusal(403, "this log is not the sender's")


def _received(node: Node, sha256: str) -> int:
    return node.blobs.size(sha256) if node.blobs.has(sha256) else node.blobs.partial(sha256)


def _at(status: int, offset: int) -> Answer:
    return Answer(status, b"", http.TEXT, {http.OFFSET_HEADER: str(offset)})
