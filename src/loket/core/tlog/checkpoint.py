"""Checkpoints (c2sp.org/tlog-checkpoint) and their Ed25519 cosignatures (c2sp.org/tlog-cosignature)."""

import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.tlog import merkle, note
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Note, NoteSignature, NoteSigner, VerifierKey

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: its origin, its size in entries, and the 32-byte root at that size."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the note text: origin, size, root, extension lines."""
        lines = (self.origin, str(self.size), note.to_base64(self.root), *self.extensions)
        return "".join(line + "\n" for line in lines)


def parse_text(text: str) -> Checkpoint:
    """Read a note text; TlogError unless it is exactly what `Checkpoint.text` gives."""
    lines = text.split("\n")
    if lines.pop() != "":
        raise TlogError("checkpoint does not end in a newline")
    if len(lines) < _FEWEST_LINES or not all(lines):
        raise TlogError("checkpoint has fewer than three lines, or an empty one")
    origin, size, root, *extensions = lines
    root_hash = note.from_base64(root)
    if len(root_hash) != merkle.HASH_BYTES:
        raise TlogError("checkpoint's root is not 32 bytes")
    return Checkpoint(origin, parse_size(size), root_hash, tuple(extensions))


def parse_size(text: str) -> int:
    """Read an ASCII decimal without leading zeroes, at most 2**63 - 1."""
    if not _DECIMAL.fullmatch(text) or int(text) > merkle.MAX_SIZE:
        raise TlogError("size is not a decimal of at most 2**63 - 1 without leading zeroes")
    return int(text)


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner) -> bytes:
    """Return the checkpoint as a note signed by its log, whose key is named as its origin."""
    if signer.name != checkpoint.origin:
        raise TlogError(f"a key named {signer.name} does not sign for {checkpoint.origin}")
    text = checkpoint.text()
    if parse_text(text) != checkpoint:
        raise TlogError("checkpoint has a line that a note cannot carry")
    return note.sign_note(text, signer)


def open_checkpoint(data: bytes, log_key: VerifierKey) -> Checkpoint:
    """Return the checkpoint in a note that the log itself signed; TlogError for any other."""
    signed = note.parse(data)
    checkpoint = parse_text(signed.text)
    if log_key.name != checkpoint.origin:
        raise TlogError(f"checkpoint is of {checkpoint.origin}, not of {log_key.name}")
    note.verify_note(signed, [log_key])
    return checkpoint


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness's or mirror's key (kind 4); its name differs from any log's."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def vkey(self) -> VerifierKey:
        """The key that verifies what this one cosigns."""
        public = self.private.public_key().public_bytes_raw()
        return VerifierKey.of(self.name, note.KIND_COSIGNATURE, public)

    def cosign(self, checkpoint_text: str, timestamp: int) -> NoteSignature:
        """Return the line that cosigns the checkpoint as of `timestamp`, in seconds since 1970 UTC."""
        parse_text(checkpoint_text)
        signature = self.private.sign(note.cosigned_message(checkpoint_text, timestamp))
        return NoteSignature(self.name, self.vkey.key_id, timestamp.to_bytes(8, "big") + signature)


def verify_cosignature(signed: Note, cosigner: VerifierKey) -> int:
    """Return the latest time, in seconds since 1970 UTC, as of which `cosigner` cosigned the checkpoint.

    TlogError when a line of this key does not verify, or when there is none.
    """
    parse_text(signed.text)
    times = [
        cosigner.verify(signed.text, line.signature)
        for line in signed.signatures
        if (line.name, line.key_id) == (cosigner.name, cosigner.key_id)
    ]
    latest = max((time for time in times if time is not None), default=None)
    if latest is None:
        raise TlogError(f"checkpoint carries no cosignature by {cosigner.name}")
    return latest


def add_signatures(data: bytes, *signatures: NoteSignature) -> bytes:
    """Return the note with these lines too; a line takes the place of an older one of the same key.

    Nothing is verified here.
    """
    signed = note.parse(data)
    lines = {(one.name, one.key_id): one for one in (*signed.signatures, *signatures)}
    joined = Note(signed.text, tuple(lines.values())).to_bytes()
    note.parse(joined)
    return joined
