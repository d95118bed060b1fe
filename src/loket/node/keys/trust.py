"""The trust root: whose keys count, signed offline by m of n keys of headquarters.

The text is described in docs/formats/trust-root.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from loket.core.tlog.checkpoint import parse_size
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import (
    KIND_COSIGNATURE,
    KIND_ED25519,
    NoteSigner,
    VerifierKey,
    check_key_name,
    parse,
    sign_note,
    verify_note,
)
from loket.node.keys import age
from loket.node.keys.error import KeysError, TrustError
from loket.node.keys.node_keys import PublicKeys

HEADER: Final = "loket/trust-root/v1"


@dataclass(frozen=True, slots=True)
class CutOff:
    """A log counts up to `size` entries only: what stands behind is never projected (invariant 12)."""

    origin: str
    size: int


@dataclass(frozen=True, slots=True)
class EscrowKey:
    """An offline holder of case keys, and its age recipient."""

    name: str
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedNode:
    """One incarnation of a node. `logs` hold one key for each log, named as its origin."""

    name: str
    incarnation: int
    logs: tuple[VerifierKey, ...]
    witness: VerifierKey
    mirror: VerifierKey
    papers: VerifierKey
    exchange: VerifierKey
    recipient: str

    @classmethod
    def of(cls, keys: PublicKeys) -> "TrustedNode":
        """Enrol a node by what it says of itself (compared by two people, not believed from the wire)."""
        return cls(
            name=keys.node,
            incarnation=keys.incarnation,
            logs=keys.logs,
            witness=keys.witness,
            mirror=keys.mirror,
            papers=keys.papers,
            exchange=keys.exchange,
            recipient=keys.recipient,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRoot:
    """What the note says; `version` counts from 1; `threshold` of `signers` sign it and its successor."""

    version: int
    threshold: int
    signers: tuple[VerifierKey, ...]
    nodes: tuple[TrustedNode, ...]
    escrows: tuple[EscrowKey, ...] = ()
    cut_offs: tuple[CutOff, ...] = ()
    auditors: tuple[VerifierKey, ...] = ()

    def text(self) -> str:
        """Return the text of the note."""
        lines = [HEADER, f"version {self.version}", f"threshold {self.threshold}"]
        lines += [f"signer {key.to_text()}" for key in self.signers]
        for node in self.nodes:
            lines.append(f"node {node.name} {node.incarnation}")
            lines += [f"log {key.to_text()}" for key in node.logs]
            lines += [f"{word} {getattr(node, word).to_text()}" for word in _NODE_KEYS]
            lines.append(f"recipient {node.recipient}")
        lines += [f"escrow {escrow.name} {escrow.recipient}" for escrow in self.escrows]
        lines += [f"cut-off {cut.origin} {cut.size}" for cut in self.cut_offs]
        lines += [f"auditor {key.to_text()}" for key in self.auditors]
        return "".join(line + "\n" for line in lines)

    def newest(self, name: str) -> TrustedNode | None:
        """Return the newest incarnation of a node."""
        return max(
            (node for node in self.nodes if node.name == name),
            key=lambda node: node.incarnation,
            default=None,
        )

    def newest_nodes(self) -> tuple[TrustedNode, ...]:
        """Return the newest incarnation of every node, by name."""
        newest = {node.name: node for node in sorted(self.nodes, key=lambda node: node.incarnation)}
        return tuple(newest[name] for name in sorted(newest))

    def key_holders(self, *, centre: str = "centre") -> dict[str, str]:
        """Return who holds a case's key besides its office: holder → age recipient (centre, escrows)."""
        node = self.newest(centre)
        holders = {} if node is None else {node.name: node.recipient}
        return holders | {escrow.name: escrow.recipient for escrow in self.escrows}

    def log_key(self, origin: str) -> VerifierKey | None:
        """Return the key that signs this log's checkpoints."""
        return next((key for node in self.nodes for key in node.logs if key.name == origin), None)

    def cut_off(self, origin: str) -> int | None:
        """Return up to which size the log counts; None: all of it."""
        return next((cut.size for cut in self.cut_offs if cut.origin == origin), None)


_NODE_KEYS: Final = ("witness", "mirror", "papers", "exchange")


def make_trust(root: TrustRoot, *signers: NoteSigner) -> bytes:
    """Sign a trust root; TrustError if its own text cannot be read back."""
    text = root.text()
    if _read(text) != root:
        message = "trust root has a part that its text cannot carry"
        raise TrustError(message)
    return sign_note(text, *signers)


def parse_trust(note: bytes) -> TrustRoot:
    """Read a trust root whose signatures were verified when it was accepted; TrustError for other text."""
    try:
        return _read(parse(note).text)
    except TlogError as error:
        message = f"trust root: {error}"
        raise TrustError(message) from error


def verify_first(note: bytes) -> TrustRoot:
    """Read the first trust root that a node gets, by hand: it carries its own threshold of signatures."""
    root = parse_trust(note)
    _require(note, root)
    return root


def verify_next(previous: TrustRoot, note: bytes) -> TrustRoot:
    """Read a successor of `previous`; TrustError unless all of this holds.

    After the TUF specification 1.0.33, 5.3 (update of the root): one version after the other.
    """
    root = parse_trust(note)
    # (1) A root is never replaced by an older one (TUF 5.3.5).
    if root.version != previous.version + 1:
        message = f"trust root {root.version} does not follow on {previous.version}"
        raise TrustError(message)
    # (2) A threshold of the keys that counted so far signed it (TUF 5.3.4).
    _require(note, previous)
    # (3) So did a threshold of the keys that count from now on.
    _require(note, root)
    # (4) What was cut off stays cut off, and no further on: a cut-off is final.
    for cut in previous.cut_offs:
        if root.cut_off(cut.origin) != cut.size:
            message = f"trust root moves the cut-off of {cut.origin}"
            raise TrustError(message)
    # (5) A log keeps its key: another key is another incarnation.
    for key in (key for node in previous.nodes for key in node.logs):
        if root.log_key(key.name) not in {None, key}:
            message = f"trust root gives {key.name} another key"
            raise TrustError(message)
    return root


def _require(note: bytes, root: TrustRoot) -> None:
    try:
        signed_by = {key.public for key in verify_note(parse(note), root.signers)}
    except TlogError as error:
        message = f"trust root: {error}"
        raise TrustError(message) from error
    if len(signed_by) < root.threshold:
        message = f"trust root is signed by {len(signed_by)} of the {root.threshold} keys that it needs"
        raise TrustError(message)


class _Lines:
    """The lines of the text, taken one by one."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        if self._lines.pop():
            message = "trust root does not end in a newline"
            raise TrustError(message)
        self._at = 0

    def optional(self, word: str, parts: int = 1) -> list[str] | None:
        """Take the next line if it begins with `word`; return what follows, which is of `parts` parts."""
        if self._at == len(self._lines):
            return None
        first, *rest = self._lines[self._at].split(" ")
        if first != word:
            return None
        self._at += 1
        if len(rest) != parts:
            message = f"line {self._at} of the trust root is not: {word} and {parts} words"
            raise TrustError(message)
        return rest

    def required(self, word: str, parts: int = 1) -> list[str]:
        """Take the next line, which begins with `word`."""
        found = self.optional(word, parts)
        if found is None:
            message = f"line {self._at + 1} of the trust root does not begin with {word}"
            raise TrustError(message)
        return found

    def several(self, word: str, parts: int = 1) -> Iterable[list[str]]:
        """Take all next lines that begin with `word`."""
        while (found := self.optional(word, parts)) is not None:
            yield found

    def end(self) -> None:
        """Nothing may be left."""
        if self._at != len(self._lines):
            message = f"line {self._at + 1} of the trust root is not known"
            raise TrustError(message)


def _read(text: str) -> TrustRoot:
    lines = _Lines(text)
    lines.required(HEADER, 0)
    try:
        root = TrustRoot(
            version=parse_size(lines.required("version")[0]),
            threshold=parse_size(lines.required("threshold")[0]),
            signers=tuple(_key(words[0], KIND_ED25519) for words in lines.several("signer")),
            nodes=tuple(_node(words, lines) for words in lines.several("node", 2)),
            escrows=tuple(_escrow(*words) for words in lines.several("escrow", 2)),
            cut_offs=tuple(CutOff(words[0], parse_size(words[1])) for words in lines.several("cut-off", 2)),
            auditors=tuple(_key(words[0], KIND_ED25519) for words in lines.several("auditor")),
        )
    except TlogError as error:
        message = f"trust root: {error}"
        raise TrustError(message) from error
    lines.end()
    _check(root)
    return root


def _node(words: Sequence[str], lines: _Lines) -> TrustedNode:
    check_key_name(words[0])
    logs = tuple(_key(found[0], KIND_ED25519) for found in lines.several("log"))
    return TrustedNode(
        name=words[0],
        incarnation=parse_size(words[1]),
        logs=logs,
        witness=_key(lines.required("witness")[0], KIND_COSIGNATURE),
        mirror=_key(lines.required("mirror")[0], KIND_COSIGNATURE),
        papers=_key(lines.required("papers")[0], KIND_ED25519),
        exchange=_key(lines.required("exchange")[0], KIND_ED25519),
        recipient=_recipient(lines.required("recipient")[0]),
    )


def _escrow(name: str, recipient: str) -> EscrowKey:
    check_key_name(name)
    return EscrowKey(name, _recipient(recipient))


def _key(text: str, kind: int) -> VerifierKey:
    key = VerifierKey.parse(text)
    if key.kind != kind:
        message = f"the key {key.name} is of kind {key.kind}, not {kind}"
        raise TrustError(message)
    return key


def _recipient(text: str) -> str:
    try:
        age.parse_recipient(text)
    except KeysError as error:
        message = f"trust root: {error}"
        raise TrustError(message) from error
    return text


def _check(root: TrustRoot) -> None:
    # Two names for one key would let one person sign twice.
    if len({key.public for key in root.signers}) != len(root.signers):
        message = "trust root names a signer twice"
        raise TrustError(message)
    if not (root.version >= 1 and 1 <= root.threshold <= len(root.signers)):
        message = "trust root has no version, or a threshold that its signers cannot reach"
        raise TrustError(message)
    names = [(node.name, node.incarnation) for node in root.nodes]
    origins = [key.name for node in root.nodes for key in node.logs]
    cuts = [cut.origin for cut in root.cut_offs]
    for what, given in (("node", names), ("log", origins), ("cut-off", cuts)):
        if len(set(given)) != len(given):
            message = f"trust root names a {what} twice"
            raise TrustError(message)
    for node in root.nodes:
        for key in node.logs:
            if key.name.split("/")[1:3] != [node.name, str(node.incarnation)]:
                message = f"the log {key.name} is not of {node.name}, incarnation {node.incarnation}"
                raise TrustError(message)
