"""The exchange with one peer: what `core.sync.lanes` says is sent, and what came of it is told to it."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from loket.core.domain.origins import parse_origin
from loket.core.sync import lanes
from loket.core.sync.error import SyncError
from loket.core.sync.lanes import (
    Event,
    ExchangeState,
    Failed,
    Froze,
    Lane,
    Send,
    Succeeded,
    Thawed,
    WorkFound,
)
from loket.core.tlog.error import TlogError
from loket.node.followers.exchange_client import ExchangeClient, UnansweredError
from loket.node.followers.peer import ForkFoundError, Peer, peer_of, sources
from loket.node.followers.pull import Pull
from loket.node.followers.push import Push
from loket.node.followers.push_blobs import PushBlobs
from loket.node.followers.transport import Transport, UrllibTransport
from loket.node.operations.node import Node
from loket.node.operations.wrap_case_keys import wrap_case_keys
from loket.node.store.error import QuarantineError

MESSAGES_AT_ONCE: Final = 64
"""How many messages `run_once` sends at most, so that whoever stops it waits for a bounded time."""

_LOOK_S: Final = 0.5

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExchangeStatus:
    """What a page shows: when the peer last answered (ms since 1970 UTC, None: not since the start).

    `failures`: in a row, by lane; `frozen`: a fork waits for a person.
    """

    peer: str
    answered_at: int | None
    failures: Mapping[str, int]
    frozen: bool


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class ExchangeFollower:
    """Pushes to and pulls from the node `peer`, reached at `peer_url`, until nothing is left.

    It remembers nothing that matters: all is found again from the store, on both sides.
    """

    def __init__(
        self, node: Node, peer_url: str, transport: Transport | None = None, *, peer: str = "centre"
    ) -> None:
        client = ExchangeClient(
            transport or UrllibTransport(peer_url),
            signer=node.keys.exchange,
            receiver=peer,
            clock=node.clock,
            random_bytes=node.random_bytes,
        )
        self._node = node
        self._peer = peer
        self._push = Push(node, client)
        self._blobs = PushBlobs(node, client)
        self._pull = Pull(node, client)
        self._state = ExchangeState()
        self._answered_at: int | None = None
        self._wake = threading.Event()

    def status(self) -> ExchangeStatus:
        """Return how the exchange goes."""
        failures = {lane.value: one.failures for lane, one in self._state.lanes.items() if one.failures}
        return ExchangeStatus(self._peer, self._answered_at, failures, self._state.frozen)

    def wake(self) -> None:
        """Look for work now: something was written."""
        self._wake.set()

    def run(self, stop: threading.Event) -> None:
        """Go on until `stop` is set."""
        # Waits are measured by a clock that nobody sets: the wall clock may be put back by an hour.
        while not stop.is_set():
            self._wake.clear()
            until = self.run_once(_monotonic_ms())
            while not stop.is_set() and (left := until - _monotonic_ms()) > 0 and not self._wake.is_set():
                self._wake.wait(min(_LOOK_S, left / 1000))

    def run_once(self, now: int) -> int:
        """Send what is due, at most MESSAGES_AT_ONCE messages; return when to come back (ms).

        `now` in ms of any clock: only how long it is until something matters.
        """
        try:
            return self._round(now)
        except QuarantineError:
            return now + lanes.IDLE_MS

    def _round(self, now: int) -> int:
        if self._node.store.quarantine is not None:
            return now + lanes.IDLE_MS
        peer = peer_of(self._node, self._peer)
        if peer is None:
            return now + lanes.IDLE_MS
        wrap_case_keys(self._node)
        self._pull.unread(peer)
        self._step(Froze() if self._is_frozen() else Thawed(), now)
        effect = self._step(WorkFound(self._found(peer)), now)
        for _ in range(MESSAGES_AT_ONCE):
            if not isinstance(effect, Send):
                return effect.until_ms
            event = self._sent(peer, effect.lane)
            self._step(event, now)
            if effect.lane is Lane.TRUST:
                peer = peer_of(self._node, self._peer) or peer
                wrap_case_keys(self._node)
            # What one lane did is work for another: a cosigned checkpoint lets entries go.
            effect = self._step(WorkFound(self._found(peer)), now)
        return now

    def _step(self, event: Event, now: int) -> lanes.Effect:
        self._state, (effect,) = lanes.step(self._state, event, now, self._below)
        return effect

    def _below(self, most: int) -> int:
        return int.from_bytes(self._node.random_bytes(8), "big") % (most + 1)

    def _sent(self, peer: Peer, lane: Lane) -> Event:
        send: dict[Lane, Callable[[], bool]] = {
            Lane.TRUST: self._pull.pull_trust,
            Lane.CHECKPOINT: lambda: self._push.push_checkpoint(peer),
            Lane.CASE_KEYS: lambda: self._push.push_case_keys(peer),
            Lane.ENTRIES: lambda: self._push.push_entries(peer),
            Lane.LOGS: lambda: self._pull.pull_logs(peer),
            Lane.LISTS: lambda: self._pull.pull_blob(peer),
            Lane.PHOTOS: lambda: self._blobs.push(peer, "photos"),
            Lane.SCANS: lambda: self._blobs.push(peer, "scans"),
        }
        try:
            more = send[lane]()
        except UnansweredError as error:
            _log.info("exchange with %s, %s: %s", self._peer, lane.value, error)
            return Failed(lane, error.retry_after_ms, silent=error.silent)
        except (SyncError, TlogError) as error:
            _log.warning("exchange with %s, %s: %s", self._peer, lane.value, error)
            return Failed(lane)
        except ForkFoundError as error:
            _log.error("exchange with %s is frozen: %s", self._peer, error)
            return Froze()
        self._answered_at = self._node.clock()
        return Succeeded(lane, more)

    def _found(self, peer: Peer) -> frozenset[Lane]:
        logs = sources(self._node, peer)
        found = {
            Lane.CHECKPOINT: self._push.checkpoint_due(peer, logs) is not None,
            Lane.CASE_KEYS: self._push.case_keys_due(peer),
            Lane.ENTRIES: self._push.entries_due(peer, logs) is not None,
            Lane.LISTS: self._pull.blob_due(peer) is not None,
            Lane.PHOTOS: self._blobs.due(peer, "photos", logs) is not None,
            Lane.SCANS: self._blobs.due(peer, "scans", logs) is not None,
        }
        return frozenset(lane for lane, due in found.items() if due)

    def _is_frozen(self) -> bool:
        with self._node.store.reading() as reading:
            forks = reading.forks(only_open=True)
        return any(parse_origin(fork.origin).node in {self._node.name, self._peer} for fork in forks)
