"""The peer of an exchange as this node knows it: its keys, and how what it holds is named here."""

from dataclasses import dataclass
from functools import lru_cache

from loket.core.domain.error import DomainError
from loket.core.domain.origins import Origin, parse_origin
from loket.core.sync.http import holder_of
from loket.core.tlog import checkpoint, note
from loket.core.tlog.checkpoint import Checkpoint
from loket.node.keys.trust import TrustedNode, TrustRoot
from loket.node.operations.node import Node

PULLED_NOTE = "pulled"
"""Kind of note, by origin: the newest checkpoint of another's log that was verified here."""

CLOSED_NOTE = "checkpoint"
"""Kind of note, by origin: the last checkpoint of a log of an earlier incarnation of this node."""


class ForkFoundError(Exception):
    """A log signed two checkpoints that contradict each other; both are saved."""

    def __init__(self, origin: str) -> None:
        super().__init__(f"{origin} has two faces")
        self.origin = origin


@dataclass(frozen=True, slots=True)
class Peer:
    """A node and the newest incarnation of it that the trust root knows."""

    node: TrustedNode
    trust: TrustRoot

    @property
    def name(self) -> str:
        """The node's name."""
        return self.node.name

    @property
    def holder(self) -> str:
        """What its receipts are kept under: what another incarnation held, this one does not hold."""
        return holder_of(self.node.name, self.node.incarnation)


@dataclass(frozen=True, slots=True)
class Source:
    """A log that is pushed: its newest signed checkpoint here."""

    note: bytes
    checkpoint: Checkpoint

    @property
    def origin(self) -> str:
        """The log's origin."""
        return self.checkpoint.origin


def peer_of(node: Node, name: str) -> Peer | None:
    """Return the peer as the trust root in force names it; None while it does not."""
    trust = node.trust()
    newest = trust.newest(name) if trust else None
    return None if trust is None or newest is None else Peer(newest, trust)


def sources(node: Node, peer: Peer) -> list[Source]:
    """Return the logs to push, in order: the peer's own past, then this node's logs, older ones first."""
    with node.store.reading() as reading:
        heads = [head for head in reading.heads() if head.size]
        kept = {one.name: one for kind in (PULLED_NOTE, CLOSED_NOTE) for one in reading.notes(kind)}
    of_peer: list[tuple[Origin, bytes]] = []
    of_node: list[tuple[Origin, bytes]] = []
    for head in heads:
        place = _origin(head.origin)
        if place is None:
            continue
        note_kept = kept.get(head.origin)
        if head.own and place.node == node.name:
            of_node.append((place, node.signed_head(head.origin)))
        elif note_kept is not None and note_kept.size <= head.size:
            if place.node == peer.name and place.incarnation < peer.node.incarnation:
                of_peer.append((place, note_kept.note))
            elif place.node == node.name:
                of_node.append((place, note_kept.note))
    ordered = sorted(of_peer, key=_age) + sorted(of_node, key=_age)
    return [Source(one, opened(one)) for _, one in ordered]


@lru_cache(maxsize=256)  # every message of an exchange asks for the same few, and bytes do not change
def opened(signed: bytes) -> Checkpoint:
    """Return the checkpoint in a note that was verified when it was kept."""
    return checkpoint.parse_text(note.parse(signed).text)


def _age(one: tuple[Origin, bytes]) -> tuple[int, str]:
    return one[0].incarnation, one[0].log


def _origin(text: str) -> Origin | None:
    try:
        return parse_origin(text)
    except DomainError:
        return None
