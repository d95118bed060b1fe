"""Keep another node's log: accept its checkpoint as a witness, its entries as a mirror.

c2sp.org/tlog-witness and draft c2sp.org/tlog-mirror. Bytes are stored first; they are folded into rows after
the answer, by a follower.
"""

from collections.abc import Iterable

from loket.core.domain.origins import parse_origin
from loket.core.sync import http
from loket.core.sync.error import SyncError
from loket.core.tlog import checkpoint, mirror, note, witness
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.error import TlogError
from loket.core.tlog.mirror import EntryPackage, MirrorInfo, UploadHeader, UploadReader
from loket.core.tlog.note import VerifierKey
from loket.core.tlog.tiles import TILE_WIDTH
from loket.core.tlog.witness import AddCheckpoint, CheckpointAccepted, CheckpointRefused
from loket.node.operations.exchange_access import Answer, Sender, may_write, refusal
from loket.node.operations.node import Node
from loket.node.store.error import StoreError
from loket.node.store.writing import Writing

PENDING_NOTE = "pending"
"""Kind of note: the latest checkpoint accepted of another's log, with our witness cosignature."""

MIRROR_NOTE = "mirror"
"""Kind of note: the checkpoint up to which another's log is durably here, with our mirror cosignature."""

MOST_EXCESS_ENTRIES = mirror.MAX_PACKAGES_PER_REQUEST * 256
COMMIT_BYTES = 8 * 1024 * 1024
"""Entries are committed when so many bytes of them are verified, or at the end of the request."""


def accept_checkpoint(node: Node, sender: Sender, body: bytes) -> Answer:
    """Answer add-checkpoint: 200 with this witness's cosignature once the checkpoint is durably pending."""
    try:
        request = witness.parse_add_checkpoint(body)
        origin = request.origin
    except TlogError as error:
        return refusal(400, str(error))
    with node.store.writing() as writing:
        trust = node.trust_in(writing)
        key = trust.log_key(origin) if trust else None
        if key is not None and not may_write(node, sender, origin):
            return refusal(403, "this log is not the sender's")
        if any(fork.origin == origin for fork in writing.forks(only_open=True)):
            return refusal(422, "this log has two faces; a person decides before it goes on")
        pending = writing.note(PENDING_NOTE, origin)
        known = None if pending is None else _checkpoint(pending)
        decision = witness.decide_add_checkpoint(request, known, key)
        if isinstance(decision, CheckpointRefused):
            if pending is not None and key is not None and _is_fork(writing, request, decision, known, key):
                writing.save_fork(origin, node.clock(), pending, request.note)
            return _refused(decision)
        return _accepted(node, writing, decision)


def _accepted(node: Node, writing: Writing, decision: CheckpointAccepted) -> Answer:
    accepted = decision.checkpoint
    line = node.keys.witness.cosign(accepted.text(), node.clock() // 1000)
    signed = checkpoint.add_signatures(decision.note, line)
    writing.open_log(accepted.origin, parse_origin(accepted.origin).node, own=False)
    writing.save_note(PENDING_NOTE, accepted.origin, accepted.size, signed)
    return Answer(decision.status, line.to_line().encode())


def _refused(decision: CheckpointRefused) -> Answer:
    if decision.known_size is not None:
        return Answer(decision.status, witness.encode_known_size(decision.known_size), http.SIZE_TYPE)
    return refusal(decision.status, decision.reason)


def _is_fork(
    writing: Writing,
    request: AddCheckpoint,
    decision: CheckpointRefused,
    known: Checkpoint | None,
    key: VerifierKey,
) -> bool:
    """Whether the log signed a checkpoint that contradicts what it signed and sent before."""
    if known is None or decision.status not in {409, 422}:
        return False
    offered = checkpoint.open_checkpoint(request.note, key)
    if offered.size == known.size:
        return offered.root != known.root
    if decision.status == 422:
        # Its own proof, from the size that we know, does not lead to the root that we know.
        return request.old_size == known.size
    head = writing.head(offered.origin)
    held = head is not None and 0 < offered.size <= head.size
    return held and writing.root_at(offered.origin, offered.size) != offered.root


def accept_entries(node: Node, sender: Sender, chunks: Iterable[bytes]) -> Answer:
    """Answer add-entries: 200 with this mirror's cosignature once all is durably here, 202 for a part.

    `chunks`: the body, decompressed, as it arrives; it may raise SyncError where it cannot go on.
    """
    reader = UploadReader()
    upload: _Upload | None = None
    try:
        for chunk in chunks:
            reader.feed(chunk)
            header = reader.header()
            if header is None:
                continue
            if upload is None:
                opened = _open(node, sender, header)
                if isinstance(opened, Answer):
                    return opened
                upload = opened
            for package in reader.packages():
                if not upload.take(package):
                    return refusal(422, "an entry package does not belong to the checkpoint")
    except (TlogError, SyncError) as error:
        if upload is None or not upload.commit():
            return refusal(400, str(error))
        return upload.so_far()
    if upload is None:
        return refusal(400, "the upload ends before its packages")
    if reader.is_complete:
        return upload.complete()
    return upload.so_far() if upload.commit() else refusal(400, "the upload ends inside its first package")


def _open(node: Node, sender: Sender, header: UploadHeader) -> "_Upload | Answer":
    """Decide about an upload by its header, in the order of tlog-mirror, "Processing"."""
    with node.store.reading() as reading:
        trust = node.trust_in(reading)
        key = trust.log_key(header.origin) if trust else None
        if key is None:
            return refusal(404, "the origin is unknown")
        if not may_write(node, sender, header.origin):
            return refusal(403, "this log is not the sender's")
        pending = reading.note(PENDING_NOTE, header.origin)
        mirrored = reading.note(MIRROR_NOTE, header.origin)
        head = reading.head(header.origin)
        if pending is None or head is None:
            return refusal(422, "no checkpoint of this log was accepted yet")
        signed = _known(node, header, (pending, mirrored), key)
        mirror_size = _checkpoint(mirrored).size if mirrored else 0
        excess = min(header.end, head.size) - header.start
        if (
            signed is None
            or header.end < mirror_size
            or header.start > head.size
            or excess > MOST_EXCESS_ENTRIES
        ):
            size = (
                header.end if signed is not None and header.end >= mirror_size else _checkpoint(pending).size
            )
            ticket = signed if signed is not None and header.end >= mirror_size else pending
            return _info(409, MirrorInfo(size, head.size, ticket))
        first = header.start - header.start % 256
        earlier = tuple(reading.leaf_hashes(header.origin, first, header.start))
    return _Upload(node, signed, header.start, earlier)


def _known(
    node: Node, header: UploadHeader, notes: tuple[bytes | None, ...], key: VerifierKey
) -> bytes | None:
    """Return the checkpoint of the upload's end, if it is pending or mirrored or was ever pending here."""
    for one in notes:
        if one is not None and _checkpoint(one).size == header.end:
            return one
    try:
        # Our own witness cosigned it, so it was pending: what the ticket says is authentic.
        claimed = checkpoint.open_checkpoint(header.ticket, key)
        checkpoint.verify_cosignature(note.parse(header.ticket), node.keys.witness.vkey)
    except TlogError:
        return None
    return header.ticket if claimed.size == header.end else None


class _Upload:
    """The packages of one request: verified one by one, committed some at a time."""

    def __init__(self, node: Node, signed: bytes, start: int, earlier: tuple[bytes, ...]) -> None:
        self._node = node
        self._signed = signed
        self._checkpoint = _checkpoint(signed)
        self._earlier = earlier
        self._start = start  # the index of the first entry that is verified and not committed
        self._entries: list[bytes] = []
        self._hashes: list[bytes] = []
        self._subtrees: dict[int, bytes] = {}
        self._bytes = 0
        self._any = False

    def take(self, package: EntryPackage) -> bool:
        """Verify a package; False if it is not in the tree. Those before it are committed either way."""
        target = self._checkpoint
        try:
            hashes, subtree = mirror.verify_subtree(package, self._earlier, target.size, target.root)
        except TlogError:
            self.commit()
            return False
        self._earlier = ()  # only the first package may begin inside a bundle
        self._entries += package.entries
        self._hashes += hashes
        if package.place.end - package.place.subtree_start == TILE_WIDTH:
            self._subtrees[package.place.subtree_start // TILE_WIDTH] = subtree
        self._bytes += sum(map(len, package.entries))
        self._any = True
        if self._bytes >= COMMIT_BYTES:
            self.commit()
        return True

    def commit(self) -> bool:
        """Make what was verified durable; False if nothing ever was."""
        if self._entries:
            with self._node.store.writing() as writing:
                self._store(writing)
            self._stored()
        return self._any

    def complete(self) -> Answer:
        """Commit the rest, move the mirror checkpoint and cosign it."""
        target = self._checkpoint
        with self._node.store.writing() as writing:
            self._store(writing)
            mirrored = writing.note(MIRROR_NOTE, target.origin)
            if mirrored is not None and _checkpoint(mirrored).size > target.size:
                return self._conflict(writing)
            if writing.root_at(target.origin, target.size) != target.root:
                message = (
                    f"{target.origin}: what is stored to {target.size} has another root than was verified"
                )
                raise StoreError(message)
            line = self._node.keys.mirror.cosign(target.text(), self._node.clock() // 1000)
            signed = checkpoint.add_signatures(self._signed, line)
            writing.save_note(MIRROR_NOTE, target.origin, target.size, signed)
        self._stored()
        # The transaction is durable: only now may the receipt be seen.
        return Answer(200, line.to_line().encode())

    def so_far(self) -> Answer:
        """Answer 202 with the entry from which to go on."""
        with self._node.store.reading() as reading:
            head = reading.head(self._checkpoint.origin)
        return _info(202, MirrorInfo(self._checkpoint.size, head.size if head else 0, self._signed))

    def _store(self, writing: Writing) -> None:
        head = writing.head(self._checkpoint.origin)
        held = head.size if head else 0
        # Another request may have brought the same entries: they are the same, both were proven.
        skip = held - self._start
        if skip < len(self._entries):
            writing.store_foreign(
                self._checkpoint.origin, held, self._entries[skip:], self._hashes[skip:], self._subtrees
            )

    def _stored(self) -> None:
        self._start += len(self._entries)
        self._entries, self._hashes, self._bytes = [], [], 0
        self._subtrees = {}

    def _conflict(self, writing: Writing) -> Answer:
        origin = self._checkpoint.origin
        pending, head = writing.note(PENDING_NOTE, origin), writing.head(origin)
        if pending is None or head is None:
            message = f"{origin} is mirrored without a pending checkpoint"
            raise StoreError(message)
        return _info(409, MirrorInfo(_checkpoint(pending).size, head.size, pending))


def _info(status: int, info: MirrorInfo) -> Answer:
    return Answer(status, mirror.encode_mirror_info(info), http.MIRROR_INFO_TYPE)


def _checkpoint(signed: bytes) -> Checkpoint:
    return checkpoint.parse_text(note.parse(signed).text)
