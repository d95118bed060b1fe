"""Pull from a peer: the trust root, its logs (tlog-tiles), and the files they speak of.

A log is believed as far as its tree shows it: the checkpoint is signed by the key of the trust root, it
continues the one known here, and each bundle is proven to belong to it before it is stored.
"""

from loket.core.domain.events import TrustPublished
from loket.core.domain.origins import NATIONAL_LOG, TO_OFFICE, log_of, parse_origin
from loket.core.domain.rows import ReadLog
from loket.core.sync import http
from loket.core.sync.error import SyncError
from loket.core.tlog import checkpoint, merkle, mirror, tiles
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.entry import decode
from loket.core.tlog.error import TlogError
from loket.core.tlog.merkle import HashAt
from loket.core.tlog.mirror import PackageRange
from loket.core.tlog.note import VerifierKey
from loket.core.tlog.tiles import ENTRIES, Level
from loket.node.followers.exchange_client import ExchangeClient, UnansweredError
from loket.node.followers.peer import PULLED_NOTE, ForkFoundError, Peer, opened
from loket.node.keys.error import TrustError
from loket.node.operations.accept_trust import accept_trust, accept_trust_in
from loket.node.operations.node import Node
from loket.node.operations.read_log import read_log
from loket.node.store.records import BlobRow
from loket.node.store.writing import Writing

BUNDLES_AT_ONCE = 8


class Pull:
    """Asks the peer; each method returns whether there is more to ask for now, and raises as `Push` does."""

    def __init__(self, node: Node, client: ExchangeClient) -> None:
        self._node = node
        self._client = client
        self._failures: dict[str, int] = {}

    def pull_trust(self) -> bool:
        """Fetch the trust root that follows on ours, and keep it; True also when there may be another."""
        known = self._node.trust()
        note = self._client.get(http.TRUST, http.query_of(after=known.version) if known else "")
        try:
            return accept_trust(self._node, note)
        except TrustError as error:
            raise SyncError(str(error)) from error

    # ------------------------------------------------------------------------------------------- logs

    def pull_logs(self, peer: Peer) -> bool:
        """Fetch what is new of the peer's national log and of its log to this node, and read it."""
        wanted = {NATIONAL_LOG, f"{TO_OFFICE}{self._node.name}"}
        more = False
        for key in peer.node.logs:
            if log_of(key.name) in wanted:
                more |= self._pull_log(key)
        return more

    def _pull_log(self, key: VerifierKey) -> bool:
        origin = key.name
        target = self._checkpoint(key)
        if target is None or target.size == 0:
            return False
        size = self._held(origin)
        if size < target.size:
            size = self._fetch_bundles(target, size)
        if size >= target.size:
            read_log(self._node, target)
        return size < target.size

    def _checkpoint(self, key: VerifierKey) -> Checkpoint | None:
        """Return the newest checkpoint, verified to continue the last one and kept before its entries."""
        origin = key.name
        answer = self._client.send("GET", http.log_path(origin, "checkpoint"), expect=frozenset({200, 404}))
        if answer.status == 404:
            return None  # nothing was written to it yet
        offered = checkpoint.open_checkpoint(answer.body, key)
        with self._node.store.reading() as reading:
            kept = reading.note(PULLED_NOTE, origin)
        known = Checkpoint(origin, 0, merkle.EMPTY_ROOT) if kept is None else opened(kept)
        if (offered.size, offered.root) == (known.size, known.root):
            return known
        hash_at = self._hash_at(offered)
        if merkle.range_root(0, offered.size, hash_at) != offered.root:
            raise SyncError("the tiles are not those of the checkpoint")
        if kept is not None and not self._continues(known, offered, hash_at):
            with self._node.store.writing() as writing:
                writing.save_fork(origin, self._node.clock(), kept, answer.body)
            raise ForkFoundError(origin)
        with self._node.store.writing() as writing:
            writing.open_log(origin, parse_origin(origin).node, own=False)
            writing.save_note(PULLED_NOTE, origin, offered.size, answer.body)
        return offered

    @staticmethod
    def _continues(known: Checkpoint, offered: Checkpoint, hash_at: HashAt) -> bool:
        # A smaller tree is a log rolled back, even if what is left of it is the same.
        return known.size <= offered.size and merkle.range_root(0, known.size, hash_at) == known.root

    def _fetch_bundles(self, target: Checkpoint, held: int) -> int:
        """Store the next bundles, each proven to belong to `target`; return how far the log now goes here."""
        origin, hash_at = target.origin, self._hash_at(target)
        with self._node.store.reading() as reading:
            earlier = tuple(reading.leaf_hashes(origin, held - held % tiles.TILE_WIDTH, held))
        entries: list[bytes] = []
        hashes: list[bytes] = []
        for count, place in enumerate(mirror.packages_of(held, target.size)):
            if count == BUNDLES_AT_ONCE:
                break
            bundle = self._bundle(origin, place)
            package = mirror.make_package(place, bundle, target.size, hash_at)
            hashes += mirror.verify_package(package, earlier, target.size, target.root)
            entries += bundle
            earlier = ()
        with self._node.store.writing() as writing:
            writing.store_foreign(origin, held, entries, hashes)
            for index, data in enumerate(entries, held):
                self._heed(writing, origin, index, data)
        return held + len(entries)

    def _bundle(self, origin: str, place: PackageRange) -> list[bytes]:
        n, width = place.subtree_start // tiles.TILE_WIDTH, place.end - place.subtree_start
        found = tiles.decode_bundle(self._tile(origin, ENTRIES, n, width))
        if len(found) != width:
            raise SyncError("an entry bundle is of another width than was asked for")
        return found[place.start - place.subtree_start :]

    def _hash_at(self, target: Checkpoint) -> HashAt:
        return tiles.hash_at_from_tiles(
            lambda level, n, width: self._tile(target.origin, level, n, width), target.size
        )

    def _tile(self, origin: str, level: Level, n: int, width: int) -> bytes:
        return self._client.get(http.log_path(origin, tiles.tile_path(level, n, width)))

    def _held(self, origin: str) -> int:
        with self._node.store.reading() as reading:
            head = reading.head(origin)
        return head.size if head else 0

    def unread(self, peer: Peer) -> None:
        """Read what was stored before this process began and not read: no peer is needed for that."""
        for key in peer.node.logs:
            with self._node.store.reading() as reading:
                kept = reading.note(PULLED_NOTE, key.name)
                head = reading.head(key.name)
                row = reading.get(ReadLog, (self._node.name, key.name))
            if kept is None or head is None:
                continue
            target = opened(kept)
            if (row.size if row else 0) < target.size <= head.size:
                read_log(self._node, target)

    # ---------------------------------------------------------------------------------- what it brings

    def _heed(self, writing: Writing, origin: str, index: int, data: bytes) -> None:
        """Note the entry's files, and accept a trust root, with the entry itself: it is read here only once.

        Where several roots were published while this node was away, each is accepted in its turn.
        """
        try:
            entry = decode(data)
        except TlogError:
            return  # kept as it is; the fold holds it
        for ref in entry.blobs:
            writing.put_blob(
                ref,
                origin=origin,
                index=index,
                office=parse_origin(origin).node,
                case=entry.subjects.get("case", ""),
            )
        published = entry.body.get("note") if entry.kind == TrustPublished.KIND else None
        if isinstance(published, bytes):
            try:
                accept_trust_in(self._node, writing, published)
            except TrustError:
                return  # no trust root of ours: nothing changes by it

    def blob_due(self, peer: Peer) -> BlobRow | None:
        """Return the missing file to fetch: the newest that a log of the peer speaks of, failed ones last."""
        origins = tuple(key.name for key in peer.node.logs)
        with self._node.store.reading() as reading:
            rows = reading.blobs_not_here(origins, len(self._failures) + 1)
        return min(rows, key=lambda row: self._failures.get(row.sha256, 0), default=None)

    def pull_blob(self, peer: Peer) -> bool:
        """Fetch the next part of a missing file; what is not what its name says is dropped."""
        row = self.blob_due(peer)
        if row is None:
            return False
        try:
            whole = self._pull_part(row)
        except (UnansweredError, SyncError):
            self._failures[row.sha256] = self._failures.get(row.sha256, 0) + 1
            raise
        if not whole:
            return True
        with self._node.store.writing() as writing:
            writing.blob_is_here(row.sha256)
        self._failures.pop(row.sha256, None)
        return self.blob_due(peer) is not None

    def _pull_part(self, row: BlobRow) -> bool:
        """Fetch the next part; return whether the file is whole."""
        blobs = self._node.blobs
        if blobs.has(row.sha256):
            return True
        offset = blobs.partial(row.sha256)
        if offset < row.size:
            part = self._client.get(http.blob_path(row.sha256), http.query_of(offset=offset))
            if not 0 < len(part) <= row.size - offset:
                raise SyncError("the peer sends more or less of a blob than there is")
            offset = blobs.append_partial(row.sha256, offset, part)
        if offset < row.size:
            return False
        if not blobs.finish_partial(row.sha256):
            raise SyncError("the bytes of a blob are not those that its name says")
        return True
