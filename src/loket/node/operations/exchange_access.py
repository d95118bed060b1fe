"""Who may write and read what over the exchange, by the trust root of this node."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loket.core.domain.error import DomainError
from loket.core.domain.origins import NATIONAL_LOG, TO_OFFICE, Origin, parse_origin
from loket.core.sync import http
from loket.core.sync.authentication import key_name
from loket.core.tlog.note import VerifierKey
from loket.node.keys.trust import TrustRoot
from loket.node.operations.node import Node


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a request, verified: a node of some incarnation, or an auditor, who only reads."""

    name: str
    incarnation: int
    is_auditor: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with; `content_type` is one of `core.sync.http`."""

    status: int
    body: bytes
    content_type: str = http.TEXT
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal(status: int, reason: str) -> Answer:
    """Answer with a status and one line that says why, without data."""
    return Answer(status, f"{reason}\n".encode())


def sender_of(trust: TrustRoot, key: str) -> tuple[Sender, VerifierKey] | None:
    """Return whose key this is, by name and id as `key_name` gives them; None if it is nobody's.

    Only a node's newest incarnation speaks: who finds a lost machine finds its keys.
    """
    for node in trust.newest_nodes():
        if key_name(node.exchange) == key:
            return Sender(node.name, node.incarnation, is_auditor=False), node.exchange
    for auditor in trust.auditors:
        if key_name(auditor) == key:
            return Sender(auditor.name, 0, is_auditor=True), auditor
    return None


def may_write(node: Node, sender: Sender, origin: str) -> bool:
    """Whether the sender may bring entries of this log here.

    Its own; or those of this node's earlier incarnations: that is how a destroyed centre gets its past back.
    """
    place = _parsed(origin)
    if place is None or sender.is_auditor or place.domain != node.domain:
        return False
    if place.node == node.name:
        return place.incarnation < node.incarnation and _is_for(place, sender)
    return place.node == sender.name


def may_read(node: Node, sender: Sender, origin: str) -> bool:
    """Whether the sender may read this log: an auditor every one, a node its own and what is for it."""
    place = _parsed(origin)
    if place is None:
        return False
    if sender.is_auditor or place.node == sender.name:
        return True
    return place.node == node.name and _is_for(place, sender)


def origin_of_hash(node: Node, origin_hash: str) -> str | None:
    """Return the origin, of those held here, that a path names by its hash."""
    with node.store.reading() as reading:
        origins = [head.origin for head in reading.heads()]
    return next((origin for origin in origins if http.origin_hash(origin) == origin_hash), None)


def _is_for(place: Origin, sender: Sender) -> bool:
    return place.log in {NATIONAL_LOG, f"{TO_OFFICE}{sender.name}"}


def _parsed(origin: str) -> Origin | None:
    try:
        return parse_origin(origin)
    except DomainError:
        return None
