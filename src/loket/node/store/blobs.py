"""Encrypted files in a folder, each named by the SHA-256 of its bytes (in hex), as S3 would name them."""

import hashlib
import os
import re
import uuid
from pathlib import Path

from loket.node.store.error import NotHeldError, StoreError

_NAME = re.compile(r"[0-9a-f]{64}")
_READ_BYTES = 1 << 20


class BlobFolder:
    """Blobs at FOLDER/ab/abcd…; what is still being received at FOLDER/partial/abcd… as it grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path / "partial"
        self._partial.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, ciphertext: bytes) -> str:
        """Keep these bytes durably; return their name. Keeping them again changes nothing."""
        sha256 = hashlib.sha256(ciphertext).hexdigest()
        if not self.has(sha256):
            draft = self._partial / f"put-{uuid.uuid4().hex}"
            with draft.open("xb") as file:
                file.write(ciphertext)
                file.flush()
                os.fsync(file.fileno())
            self._keep(draft, sha256)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the blob; NotHeldError if it is not here, StoreError if its bytes are not those it names."""
        try:
            data = self._place(sha256).read_bytes()
        except FileNotFoundError:
            message = f"the blob {sha256} is not here"
            raise NotHeldError(message) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            message = f"the blob {sha256} is damaged"
            raise StoreError(message)
        return data

    def has(self, sha256: str) -> bool:
        """Say whether the blob is here (its bytes are not read)."""
        return self._place(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Return the blob's bytes; NotHeldError if it is not here."""
        try:
            return self._place(sha256).stat().st_size
        except FileNotFoundError:
            message = f"the blob {sha256} is not here"
            raise NotHeldError(message) from None

    def partial(self, sha256: str) -> int:
        """Return how many bytes of the blob were received so far."""
        try:
            return self._draft(sha256).stat().st_size
        except FileNotFoundError:
            return 0

    def append_partial(self, sha256: str, offset: int, chunk: bytes) -> int:
        """Add the bytes from `offset` on; return how many there are now.

        StoreError if `offset` is not the end of what was received.
        """
        with self._draft(sha256).open("ab") as file:
            if file.tell() != offset:
                message = f"{file.tell()} bytes of the blob {sha256} were received, not {offset}"
                raise StoreError(message)
            file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    def finish_partial(self, sha256: str) -> bool:
        """Keep what was received as the blob; False, and it is dropped, if it is not what the name says."""
        draft = self._draft(sha256)
        digest = hashlib.sha256()
        try:
            with draft.open("rb") as file:
                while chunk := file.read(_READ_BYTES):
                    digest.update(chunk)
        except FileNotFoundError:
            return self.has(sha256)
        if digest.hexdigest() != sha256:
            draft.unlink()
            return False
        self._keep(draft, sha256)
        return True

    def delete(self, sha256: str) -> None:
        """Delete the blob, if it is here."""
        self._place(sha256).unlink(missing_ok=True)
        self._draft(sha256).unlink(missing_ok=True)

    def _keep(self, draft: Path, sha256: str) -> None:
        place = self._place(sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self._path)
        draft.replace(place)
        _sync_folder(place.parent)

    def _place(self, sha256: str) -> Path:
        return self._path / _checked(sha256)[:2] / sha256

    def _draft(self, sha256: str) -> Path:
        return self._partial / _checked(sha256)


def _checked(sha256: str) -> str:
    """Refuse what is no name of a blob before it becomes a path."""
    if not _NAME.fullmatch(sha256):
        message = "not the name of a blob"
        raise StoreError(message)
    return sha256


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
