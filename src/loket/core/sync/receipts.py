"""The receipt for a blob: a signed note by which a holder says that it keeps these bytes durably."""

import re
from dataclasses import dataclass
from typing import Final

from loket.core.sync.error import SyncError
from loket.core.tlog import checkpoint, note
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import NoteSigner, VerifierKey

MAX_BLOB_BYTES: Final = 64 * 1024 * 1024
MAX_CHUNK_BYTES: Final = 256 * 1024
_TITLE = "loket blob receipt v1"
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LINES = 4


@dataclass(frozen=True, slots=True)
class BlobReceipt:
    """The blob kept: the origin of the log that speaks of it, its SHA-256 in hex, its size in bytes."""

    origin: str
    sha256: str
    size: int

    def text(self) -> str:
        """Return the note's text."""
        return f"{_TITLE}\n{self.origin}\n{self.sha256}\n{self.size}\n"


def check_blob(sha256: str, size: int) -> None:
    """SyncError unless this can name a blob."""
    if not _SHA256.fullmatch(sha256):
        raise SyncError("a blob's name is not a SHA-256 in lower-case hex")
    if not 0 < size <= MAX_BLOB_BYTES:
        raise SyncError(f"a blob is not of 1 to {MAX_BLOB_BYTES} bytes")


def sign_receipt(receipt: BlobReceipt, signer: NoteSigner) -> bytes:
    """Return the signed note."""
    try:
        if parse_receipt_text(receipt.text()) != receipt:
            raise SyncError("a receipt has a line that a note cannot carry")
        return note.sign_note(receipt.text(), signer)
    except TlogError as error:
        raise SyncError(f"receipt: {error}") from error


def open_receipt(data: bytes, holder_key: VerifierKey) -> BlobReceipt:
    """Return what a holder signed for; SyncError unless it is a receipt by this key."""
    try:
        signed = note.parse(data)
        note.verify_note(signed, [holder_key])
    except TlogError as error:
        raise SyncError(f"receipt: {error}") from error
    return parse_receipt_text(signed.text)


def parse_receipt_text(text: str) -> BlobReceipt:
    """Read the text of a receipt; SyncError when malformed."""
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[0] != _TITLE or lines[-1] or not lines[1]:
        raise SyncError("not the text of a blob receipt")
    try:
        size = checkpoint.parse_size(lines[3])
    except TlogError as error:
        raise SyncError(f"receipt: {error}") from error
    check_blob(lines[2], size)
    return BlobReceipt(lines[1], lines[2], size)
