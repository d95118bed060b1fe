"""Push to a peer: checkpoints, case keys and entries, one message at a time.

What was answered is kept in the store before the next message is made; whatever is only in memory here is
found again by asking.
"""

import zlib
from collections.abc import Sequence

from loket.core.sync import case_keys, http
from loket.core.sync.case_keys import SentCaseKey
from loket.core.sync.error import SyncError
from loket.core.sync.http import Response, origin_hash
from loket.core.tlog import checkpoint, merkle, mirror, note, witness
from loket.core.tlog.mirror import MirrorInfo, UploadHeader
from loket.core.tlog.note import VerifierKey
from loket.node.followers.exchange_client import ExchangeClient, UnansweredError
from loket.node.followers.peer import ForkFoundError, Peer, Source, opened, sources
from loket.node.operations.node import Node

WITNESSED_NOTE = "witnessed"
"""Kind of note, by holder and origin: the newest checkpoint that a holder cosigned as a witness."""

REQUEST_BYTES = 4 * 1024 * 1024
KEYS_AT_ONCE = 64
MOST_CONFLICTS = 3


class Push:
    """Sends what the peer does not hold yet. Each method sends one message and returns whether there is more.

    They raise UnansweredError, SyncError or TlogError when it is to be tried again later, ForkFoundError when
    it is not.
    """

    def __init__(self, node: Node, client: ExchangeClient) -> None:
        self._node = node
        self._client = client
        self._packages = mirror.MAX_PACKAGES_PER_REQUEST  # fewer on a line that breaks
        self._next: dict[str, MirrorInfo] = {}  # origin → where the mirror said to go on
        self._ask_again: set[str] = set()  # origins whose pending checkpoint the peer does not have any more
        self._conflicts = 0

    # ------------------------------------------------------------------------------------ checkpoints

    def checkpoint_due(self, peer: Peer, among: Sequence[Source] | None = None) -> Source | None:
        """Return the first log whose newest checkpoint the peer has not cosigned.

        `among`: the peer's sources, where they were just read.
        """
        for source in sources(self._node, peer) if among is None else among:
            known = self._witnessed(peer, source.origin)
            if source.origin in self._ask_again or known is None or known.size < source.checkpoint.size:
                return source
        return None

    def push_checkpoint(self, peer: Peer) -> bool:
        """Send one checkpoint (tlog-witness add-checkpoint) and keep the witness's cosignature."""
        source = self.checkpoint_due(peer)
        if source is None:
            return False
        known = self._witnessed(peer, source.origin)
        answer = self._add_checkpoint(source, known.size if known else 0)
        if answer.status == 409:
            size = witness.parse_known_size(answer.body)
            if size > source.checkpoint.size:
                self._suspect(peer, source)
            answer = self._add_checkpoint(source, size)
        if answer.status == 422:
            self._suspect(peer, source)
        if answer.status != 200:
            raise SyncError("the peer does not settle on a size")
        signed = self._cosigned(source.note, answer, peer.node.witness)
        with self._node.store.writing() as writing:
            writing.save_note(
                WITNESSED_NOTE, f"{peer.holder} {source.origin}", source.checkpoint.size, signed
            )
        self._ask_again.discard(source.origin)
        return self.checkpoint_due(peer) is not None

    def _add_checkpoint(self, source: Source, old_size: int) -> Response:
        if old_size > source.checkpoint.size:
            raise SyncError("the peer names a size that this log never had")
        with self._node.store.reading() as reading:
            proof = merkle.consistency_proof(old_size, source.checkpoint.size, reading.hash_at(source.origin))
        body = witness.encode_add_checkpoint(old_size, proof, source.note)
        return self._client.send("POST", http.ADD_CHECKPOINT, body=body, expect=frozenset({200, 409, 422}))

    def _witnessed(self, peer: Peer, origin: str) -> checkpoint.Checkpoint | None:
        with self._node.store.reading() as reading:
            kept = reading.note(WITNESSED_NOTE, f"{peer.holder} {origin}")
        return None if kept is None else opened(kept)

    def _suspect(self, peer: Peer, source: Source) -> None:
        """Ask the peer for the checkpoint that contradicts ours, and save both if it does."""
        path = f"{http.PREFIX}/witness/{origin_hash(source.origin)}/checkpoint"
        theirs = self._client.get(path)
        key = peer.trust.log_key(source.origin)
        if key is None:
            raise SyncError("the trust root names no key for this log")
        claimed = checkpoint.open_checkpoint(theirs, key)
        with self._node.store.writing() as writing:
            if claimed.size <= source.checkpoint.size and (
                claimed.size == 0 or writing.root_at(source.origin, claimed.size) == claimed.root
            ):
                raise SyncError("the peer refuses a checkpoint that continues the one it knows")
            writing.save_fork(source.origin, self._node.clock(), source.note, theirs)
        raise ForkFoundError(source.origin)

    @staticmethod
    def _cosigned(signed: bytes, answer: Response, key: VerifierKey) -> bytes:
        """Return the note with the cosignature by `key` among those in the answer; TlogError without one."""
        lines = [
            line
            for line in note.parse_signature_lines(answer.body)
            if (line.name, line.key_id) == (key.name, key.key_id)
        ]
        together = checkpoint.add_signatures(signed, *lines)
        checkpoint.verify_cosignature(note.parse(together), key)
        return together

    # ---------------------------------------------------------------------------------------- entries

    def entries_due(self, peer: Peer, among: Sequence[Source] | None = None) -> bytes | None:
        """Return the checkpoint to which the peer has to be brought next; None when it holds everything."""
        for source in sources(self._node, peer) if among is None else among:
            known = self._witnessed(peer, source.origin)
            if known is None or source.origin in self._ask_again:
                continue
            if self._marked(peer, source.origin) < known.size:
                with self._node.store.reading() as reading:
                    return reading.note(WITNESSED_NOTE, f"{peer.holder} {source.origin}")
        return None

    def push_entries(self, peer: Peer) -> bool:
        """Send the next packages of entries (tlog-mirror add-entries); keep the mirror's cosignature."""
        signed = self.entries_due(peer)
        if signed is None:
            return False
        target = opened(signed)
        told = self._next.get(target.origin)
        start = min(told.next_entry if told else self._marked(peer, target.origin), target.size)
        ticket = told.ticket if told else b""
        try:
            body = self._upload(UploadHeader(target.origin, start, target.size, ticket))
            answer = self._client.send(
                "POST",
                http.ADD_ENTRIES,
                body=zlib.compress(body, level=1, wbits=16 + zlib.MAX_WBITS),
                headers={"Content-Type": http.OCTETS, "Content-Encoding": "gzip"},
                expect=frozenset({200, 202, 409, 422}),
            )
        except UnansweredError:
            self._packages = max(1, self._packages // 2)
            raise
        self._packages = min(mirror.MAX_PACKAGES_PER_REQUEST, self._packages * 2)
        if answer.status == 422:
            self._ask_again.add(target.origin)  # whether this log has two faces shows at its checkpoint
            raise SyncError("the peer finds that entries do not belong to their checkpoint")
        if answer.status == 200:
            self._receipt(peer, self._cosigned(signed, answer, peer.node.mirror))
        else:
            self._go_on(target, start, answer)
        return True

    def _upload(self, header: UploadHeader) -> bytes:
        parts = [mirror.encode_header(header)]
        size = 0
        with self._node.store.reading() as reading:
            hash_at = reading.hash_at(header.origin)
            for count, place in enumerate(mirror.packages_of(header.start, header.end)):
                if count == self._packages or size >= REQUEST_BYTES:
                    break
                entries = list(reading.entries(header.origin, place.start, place.end))
                package = mirror.make_package(place, entries, header.end, hash_at)
                parts.append(mirror.encode_package(package))
                size += len(parts[-1])
        return b"".join(parts)

    def _receipt(self, peer: Peer, signed: bytes) -> None:
        stored = opened(signed)
        with self._node.store.writing() as writing:
            writing.save_holder_mark(
                stored.origin, peer.holder, stored.size, stored.root, signed, self._node.clock()
            )
        self._next.pop(stored.origin, None)
        self._conflicts = 0

    def _go_on(self, target: checkpoint.Checkpoint, start: int, answer: Response) -> None:
        info = mirror.parse_mirror_info(answer.body)
        if answer.status == 202 and not start < info.next_entry <= target.size:
            raise SyncError("the mirror took entries and does not go on")
        self._conflicts = 0 if answer.status == 202 else self._conflicts + 1
        if info.size != target.size or info.next_entry > target.size:
            # It knows another checkpoint than the one it cosigned for us.
            self._ask_again.add(target.origin)
            self._next.pop(target.origin, None)
        else:
            self._next[target.origin] = info
        if self._conflicts >= MOST_CONFLICTS:
            self._conflicts = 0
            self._next.pop(target.origin, None)
            raise SyncError("the mirror does not settle on an entry to go on from")

    def _marked(self, peer: Peer, origin: str) -> int:
        with self._node.store.reading() as reading:
            marks = reading.holder_marks(origin)
        return next((mark.size for mark in marks if mark.holder == peer.holder), 0)

    # -------------------------------------------------------------------------------------- case keys

    def case_keys_due(self, peer: Peer) -> bool:
        """Whether the peer has not said yet to keep some case's key."""
        with self._node.store.reading() as reading:
            return bool(reading.case_keys_unacked(peer.name, 1))

    def push_case_keys(self, peer: Peer) -> bool:
        """Send case keys that are encrypted to the peer, and remember those that it keeps."""
        with self._node.store.reading() as reading:
            keys = reading.case_keys_unacked(peer.name, KEYS_AT_ONCE)
        if not keys:
            return False
        body = case_keys.encode_case_keys(SentCaseKey(one.case, one.wrapped) for one in keys)
        answer = self._client.send(
            "POST", http.CASE_KEYS, body=body, headers={"Content-Type": http.CBOR_TYPE}
        )
        acknowledged = set(case_keys.parse_acknowledged(answer.body))
        kept = [one for one in keys if one.case in acknowledged]
        if not kept:
            raise SyncError("the peer keeps none of the case keys")
        with self._node.store.writing() as writing:
            for one in kept:
                writing.mark_case_key_acked(one.office, one.case, peer.name)
        return len(keys) == KEYS_AT_ONCE or len(kept) < len(keys)
