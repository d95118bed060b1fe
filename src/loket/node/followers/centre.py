"""What the centre does after it stored what offices sent: project, answer, acknowledge, observe, relay."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Event as Flag

from loket.core.domain.origins import parse_origin
from loket.core.domain.rows import HeldCase
from loket.core.domain.terms import ObligationKind
from loket.core.domain.view import Overlay
from loket.node.operations.answer_obligations import Partners, answer_obligations
from loket.node.operations.destroy_case_key import destroy_case_keys
from loket.node.operations.node import Node
from loket.node.operations.observe_checkpoints import observe_checkpoints
from loket.node.operations.relay_transfers import relay_transfers
from loket.node.store.reading import Reading

FIRST_REST_MS = 5_000
LONGEST_REST_MS = 300_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round did."""

    projected: int
    released: int
    answered: int
    left_open: int
    keys_destroyed: int
    observed: int
    relayed: int = 0


@dataclass(frozen=True, slots=True)
class _Rest:
    """Until when (ms) a partner that gave no answer is not asked, and for how long that is."""

    until: int
    length: int


class CentreFollower:
    """Follows the logs that the centre holds. Bytes are stored first; this projects them second."""

    def __init__(self, node: Node, partners: Partners) -> None:
        self._node = node
        self._partners = partners
        self._wake = Flag()
        self._rests: dict[ObligationKind, _Rest] = {}

    def wake(self) -> None:
        """Entries or case keys were committed."""
        self._wake.set()

    def run(self, stop: Flag, *, every_seconds: float = 5.0) -> None:
        """Follow until told to stop; obligations left open are asked again after a rest."""
        while not stop.is_set():
            self._wake.clear()
            done = self.run_once(self._node.clock())
            if done.projected or done.answered:
                _log.info("projected %d entries, answered %d obligations", done.projected, done.answered)
            self._wake.wait(every_seconds)

    def run_once(self, now: int) -> Round:
        """One round. `now` in ms since 1970 UTC says which day's checkpoints are observed."""
        node = self._node
        projected = sum(node.project_log(origin) for origin in self._received())
        offices = self._offices()
        released = sum(self._release(office) for office in offices)
        answered, left_open = self._answer(offices, now)
        return Round(
            projected=projected,
            released=released,
            answered=answered,
            left_open=left_open,
            keys_destroyed=sum(destroy_case_keys(node, office) for office in offices),
            observed=observe_checkpoints(node, now),
            relayed=sum(relay_transfers(node, office) for office in offices),
        )

    def _answer(self, offices: Iterable[str], now: int) -> tuple[int, int]:
        """Ask for every office; who gave no answer is left in peace, longer each time."""
        # A rest that is longer than it was ever meant to be is one of a clock that was put back since.
        resting = frozenset(kind for kind, rest in self._rests.items() if 0 < rest.until - now <= rest.length)
        silent, written, left_open = resting, 0, 0
        for office in offices:
            done = answer_obligations(self._node, office, self._partners, silent=silent)
            written, left_open, silent = written + done.written, left_open + done.left_open, done.silent
        for kind in ObligationKind:
            if kind in silent - resting:
                length = (
                    min(2 * self._rests[kind].length, LONGEST_REST_MS)
                    if kind in self._rests
                    else FIRST_REST_MS
                )
                self._rests[kind] = _Rest(now + length, length)
            elif kind not in silent:
                self._rests.pop(kind, None)
        return written, left_open

    def _received(self) -> list[str]:
        """Logs that others wrote, with entries to project: a lost centre's own first, offices' read them."""
        with self._node.store.reading() as reading:
            heads = [head for head in reading.heads() if not head.own and head.projected_to < head.size]
        heads.sort(
            key=lambda head: (head.owner_node != self._node.name, parse_origin(head.origin).incarnation)
        )
        return [head.origin for head in heads]

    def _offices(self) -> list[str]:
        with self._node.store.reading() as reading:
            return sorted({head.owner_node for head in reading.heads()} - {self._node.name})

    def _release(self, office: str) -> int:
        """Release the held cases of an office that can go on now, as after their keys came."""
        node = self._node
        with node.store.reading() as reading:
            held = [row.case for row in reading.select(HeldCase, {"office": office})]
            ready = [case for case in held if self._goes_on(reading, office, case)]
        if ready:
            with node.store.writing() as writing:
                node.release_held(writing, office, ready)
        return len(ready)

    def _goes_on(self, reading: Reading, office: str, case: str) -> bool:
        # Tried on paper first, so that a case held for good costs no write in every round.
        overlay = Overlay(reading)
        self._node.projector(reading, office).release(overlay, case)
        return overlay.get(HeldCase, (office, case)) != reading.get(HeldCase, (office, case))
