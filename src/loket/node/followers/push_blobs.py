"""Push encrypted files to a peer, part by part, and keep its receipts."""

from collections.abc import Sequence
from typing import Final

from loket.core.sync import http, receipts
from loket.core.sync.error import SyncError
from loket.core.sync.http import Response
from loket.core.sync.receipts import BlobReceipt
from loket.node.followers.exchange_client import ExchangeClient, UnansweredError
from loket.node.followers.peer import Peer, Source, sources
from loket.node.operations.node import Node
from loket.node.store.error import StoreError
from loket.node.store.records import BlobRow

SMALLEST_PART_BYTES: Final = 16 * 1024
_CHOICE = 16


class PushBlobs:
    """Sends one part of one file of a lane at a time; raises as `Push` does."""

    def __init__(self, node: Node, client: ExchangeClient) -> None:
        self._node = node
        self._client = client
        self._part_bytes = receipts.MAX_CHUNK_BYTES  # fewer on a line that breaks
        self._offsets: dict[str, int] = {}
        self._failures: dict[str, int] = {}
        self._open: tuple[str, bytes] = ("", b"")

    def due(self, peer: Peer, lane: str, among: Sequence[Source] | None = None) -> BlobRow | None:
        """Return the file to go on with: the oldest without a receipt, those that failed last.

        `among`: the peer's sources, where they were just read.
        """
        for source in sources(self._node, peer) if among is None else among:
            with self._node.store.reading() as reading:
                rows = reading.blobs_without_receipt(source.origin, peer.holder, lane, _CHOICE)
            if rows:
                return min(rows, key=lambda row: self._failures.get(row.sha256, 0))
        return None

    def push(self, peer: Peer, lane: str) -> bool:
        """Send the next part, or ask how far the peer is; return whether the lane has more."""
        row = self.due(peer, lane)
        if row is None:
            return False
        try:
            self._push(peer, row)
        except (UnansweredError, SyncError):
            self._failures[row.sha256] = self._failures.get(row.sha256, 0) + 1
            self._offsets.pop(row.sha256, None)
            self._part_bytes = max(SMALLEST_PART_BYTES, self._part_bytes // 2)
            raise
        self._part_bytes = min(receipts.MAX_CHUNK_BYTES, self._part_bytes * 2)
        return self.due(peer, lane) is not None

    def _push(self, peer: Peer, row: BlobRow) -> None:
        data = self._bytes(row)
        if data is None:
            return
        path, blob = http.blob_path(row.sha256), BlobReceipt(row.origin, row.sha256, len(data))
        offset = self._offsets.get(row.sha256)
        if offset is None:
            query = http.query_of(origin=blob.origin, size=blob.size)
            self._offsets[row.sha256] = _offset(self._client.send("HEAD", path, query), len(data))
            return
        part = data[offset : offset + self._part_bytes]
        answer = self._client.send(
            "PUT",
            path,
            http.query_of(origin=blob.origin, size=blob.size, offset=offset),
            body=part,
            headers={"Content-Type": http.OCTETS},
            expect=frozenset({200, 202, 409}),
        )
        if answer.status != 200:
            self._offsets[row.sha256] = _offset(answer, len(data))
            if answer.status == 202 and self._offsets[row.sha256] <= offset:
                raise SyncError("the peer took a part and does not go on")
            return
        if receipts.open_receipt(answer.body, peer.node.papers) != blob:
            raise SyncError("the receipt is for another blob")
        with self._node.store.writing() as writing:
            writing.save_blob_receipt(row.sha256, peer.holder, answer.body, self._node.clock())
        self._offsets.pop(row.sha256, None)
        self._failures.pop(row.sha256, None)
        self._open = ("", b"")

    def _bytes(self, row: BlobRow) -> bytes | None:
        if self._open[0] != row.sha256:
            try:
                self._open = (row.sha256, self._node.blobs.get(row.sha256))
            except StoreError:
                # Damaged or gone on this disk: it is not sent, and stands among the missing from now on.
                with self._node.store.writing() as writing:
                    writing.blob_is_gone(row.sha256)
                return None
        return self._open[1]


def _offset(answer: Response, size: int) -> int:
    value = answer.headers.get(http.OFFSET_HEADER.lower(), "")
    if not (value.isascii() and value.isdigit() and len(value) <= 12) or int(value) > size:
        raise SyncError("the peer does not say how much of the blob it has")
    return int(value)
