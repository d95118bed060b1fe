"""Fold what other nodes brought: bytes were stored and answered for first, rows follow here."""

import threading
from typing import Final

from loket.node.operations.node import Node
from loket.node.store.error import QuarantineError

POLL_MS: Final = 500
_BLOBS_AT_ONCE = 500


class IntakeFollower:
    """Folds every log held here that goes further than its rows do."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._stuck: dict[str, tuple[int, int]] = {}
        self._blobs_seen_at = -1

    def run_once(self, now: int) -> int:
        """Fold what is new; return when to look again (ms)."""
        with self._node.store.reading() as reading:
            heads = [one for one in reading.heads() if not one.own and one.projected_to < one.size]
            sizes = sum(one.size for one in reading.heads())
            missing = reading.blobs_not_here(_BLOBS_AT_ONCE) if sizes != self._blobs_seen_at else []
        for head in heads:
            if self._owner_folds(head.owner_node):
                self._node.project_log(head.origin)
        # A blob may have come before its entry was folded: then its row does not know that it is here.
        here = [row.sha256 for row in missing if self._node.blobs.has(row.sha256)]
        if here:
            with self._node.store.writing() as writing:
                for sha256 in here:
                    writing.blob_is_here(sha256)
        self._blobs_seen_at = -1 if heads else sizes
        return now + POLL_MS

    def run(self, stop: threading.Event) -> None:
        """Go on until `stop`; a node in quarantine folds nothing and looks again."""
        while not stop.is_set():
            try:
                self.run_once(self._node.clock())
            except QuarantineError:
                stop.wait(60)
            stop.wait(POLL_MS / 1000)

    def _owner_folds(self, owner: str) -> bool:
        # What an office pulls takes effect at its own entry "read …" only; a centre folds each office's log.
        return self._node.role == "centre" or owner == self._node.name
