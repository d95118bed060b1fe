"""Proofs for offline use (draft c2sp.org/tlog-proof): an entry's path, and the signed checkpoint."""

from dataclasses import dataclass

from loket.core.tlog import checkpoint, merkle, note
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import VerifierKey

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_MAX_PROOF_HASHES = 63
_MAX_BYTES = 2 * note.MAX_NOTE_BYTES


@dataclass(frozen=True, slots=True)
class TlogProof:
    """That some entry stands at `index` under the checkpoint in `note`.

    `path`: 32-byte hashes from the leaf's sibling up; `extra`: bytes that nothing vouches for, None for none.
    """

    index: int
    path: tuple[bytes, ...]
    note: bytes
    extra: bytes | None = None


def encode(proof: TlogProof) -> bytes:
    """Return the proof as its file (`.tlog-proof`)."""
    lines = [_FIRST_LINE]
    if proof.extra is not None:
        lines.append(f"extra {note.to_base64(proof.extra)}")
    lines += [f"index {proof.index}", *(note.to_base64(one) for one in proof.path)]
    return "".join(line + "\n" for line in lines).encode() + b"\n" + proof.note


def parse(data: bytes) -> TlogProof:
    """Read a proof without verifying it; TlogError for anything `encode` would not give."""
    if len(data) > _MAX_BYTES:
        raise TlogError("proof is too long")
    head, found, signed = data.partition(b"\n\n")
    if not found or not head.isascii():
        raise TlogError("proof has no empty line before its checkpoint, or is not ASCII before it")
    lines = head.decode("ascii").split("\n")
    if lines.pop(0) != _FIRST_LINE:
        raise TlogError(f"proof does not begin with {_FIRST_LINE}")
    extra: bytes | None = None
    if lines and lines[0].startswith("extra "):
        extra = note.from_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise TlogError("proof has no index")
    index = checkpoint.parse_size(lines.pop(0).removeprefix("index "))
    path = tuple(note.from_base64(line) for line in lines)
    if len(path) > _MAX_PROOF_HASHES or any(len(one) != merkle.HASH_BYTES for one in path):
        raise TlogError("proof has more than 63 hashes, or one that is not 32 bytes")
    checkpoint.parse_text(note.parse(signed).text)
    return TlogProof(index, path, signed, extra)


def verify(proof: TlogProof, leaf_hash: bytes, log_key: VerifierKey) -> Checkpoint:
    """Return the checkpoint under which the leaf is proven to stand at `proof.index`; TlogError if it is not.

    Cosignatures on it are for the caller to count: `checkpoint.verify_cosignature` on `proof.note`.
    """
    signed = checkpoint.open_checkpoint(proof.note, log_key)
    merkle.verify_inclusion(proof.index, signed.size, leaf_hash, proof.path, signed.root)
    return signed
