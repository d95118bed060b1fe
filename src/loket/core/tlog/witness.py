"""What a witness decides on add-checkpoint (c2sp.org/tlog-witness), without its network and its store.

The caller stores what was accepted, and only then answers, both in one transaction with the look-up of what
was known: otherwise a slow request could roll a faster one back.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from loket.core.tlog import checkpoint, merkle, note
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Note, VerifierKey

MAX_PROOF_LINES = 63
MAX_REQUEST_BYTES = note.MAX_NOTE_BYTES + 4096
"""More than the old size, 63 lines of 45 bytes and a note of the greatest size."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request: the size the client believes known, the proof from there, and the signed checkpoint."""

    old_size: int
    proof: tuple[bytes, ...]
    note: bytes

    @property
    def origin(self) -> str:
        """The origin that the checkpoint claims, to look up its key and what is known; not verified."""
        return checkpoint.parse_text(note.parse(self.note).text).origin


@dataclass(frozen=True, slots=True)
class CheckpointAccepted:
    """Store this and cosign it. `note` is the checkpoint with the log's signature alone."""

    checkpoint: Checkpoint
    note: bytes
    status: ClassVar[Literal[200]] = 200


@dataclass(frozen=True, slots=True)
class CheckpointRefused:
    """Answer this. `known_size` is what a 409 tells the client; None with any other status."""

    status: Literal[400, 403, 404, 409, 422]
    reason: str
    known_size: int | None = None


def encode_add_checkpoint(old_size: int, proof: tuple[bytes, ...], signed: bytes) -> bytes:
    """Return the body of a request; `signed` is the note of the new checkpoint."""
    lines = [f"old {old_size}", *(note.to_base64(one) for one in proof)]
    return "".join(line + "\n" for line in lines).encode() + b"\n" + signed


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """Read the body of a request; TlogError (status 400) when it is malformed."""
    if len(body) > MAX_REQUEST_BYTES:
        raise TlogError("request is too long")
    head, found, signed = body.partition(b"\n\n")
    if not found or not head.isascii():
        raise TlogError("request has no empty line before its checkpoint, or is not ASCII before it")
    first, *lines = head.decode("ascii").split("\n")
    if not first.startswith("old "):
        raise TlogError("request does not begin with the old size")
    if len(lines) > MAX_PROOF_LINES:
        raise TlogError(f"proof of {len(lines)} lines; at most {MAX_PROOF_LINES} are read")
    proof = tuple(note.from_base64(line) for line in lines)
    if any(len(one) != merkle.HASH_BYTES for one in proof):
        raise TlogError("a hash in the proof is not 32 bytes")
    request = AddCheckpoint(checkpoint.parse_size(first.removeprefix("old ")), proof, signed)
    checkpoint.parse_text(note.parse(signed).text)
    return request


def decide_add_checkpoint(
    request: AddCheckpoint,
    known: Checkpoint | None,
    log_key: VerifierKey | None,
) -> CheckpointAccepted | CheckpointRefused:
    """Accept the checkpoint or say why not, in the order of the document.

    `known` is the latest checkpoint accepted for this origin; `log_key` the key trusted for it, None when the
    origin is unknown. TlogError only when `request` was not made by `parse_add_checkpoint`.
    """
    signed = note.parse(request.note)
    offered = checkpoint.parse_text(signed.text)
    if log_key is None or log_key.name != offered.origin:
        return CheckpointRefused(404, "the origin is unknown")
    try:
        note.verify_note(signed, [log_key])
    except TlogError as error:
        return CheckpointRefused(403, str(error))
    if request.old_size > offered.size:
        return CheckpointRefused(400, "the old size is greater than the checkpoint's")
    known_size = known.size if known else 0
    if request.old_size != known_size:
        return CheckpointRefused(409, f"the known size is {known_size}", known_size)
    if offered.size == 0 and offered.root != merkle.EMPTY_ROOT:
        return CheckpointRefused(422, "the empty tree has another root")
    known_root = known.root if known else merkle.EMPTY_ROOT
    try:
        merkle.verify_consistency(known_size, offered.size, known_root, offered.root, request.proof)
    except TlogError as error:
        return CheckpointRefused(422, str(error))
    own = tuple(one for one in signed.signatures if (one.name, one.key_id) == (log_key.name, log_key.key_id))
    return CheckpointAccepted(offered, Note(signed.text, own[:1]).to_bytes())


def encode_known_size(size: int) -> bytes:
    """Return the body of a 409, of type text/x.tlog.size."""
    return f"{size}\n".encode()


def parse_known_size(body: bytes) -> int:
    """Read the body of a 409."""
    if not body.isascii() or not body.endswith(b"\n"):
        raise TlogError("known size is not a line of ASCII")
    return checkpoint.parse_size(body[:-1].decode("ascii"))
