"""The high-water mark: how far this node has acknowledged its own logs, kept outside the database.

A file of two slots, written in turn and in place. A slot holds a sequence number, the marks, and a SHA-256
over both; the newer slot that is whole counts. A write that is cut off spoils only the older slot, so no mark
that was once acknowledged is lost; and as the file never grows and is never renamed, a mark costs one
`fdatasync` without a journal commit of the file system (docs/adr/0003-store.md).
"""

import os
import struct
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from loket.node.store.error import StoreError

Marks = dict[str, tuple[int, bytes]]
"""Origin → size and root that were acknowledged."""

SLOT_BYTES = 128 * 1024
_HEAD = struct.Struct(">8sQI")  # magic, sequence number, bytes of marks
_MAGIC = b"loketHW1"
_DIGEST_BYTES = 32
_MARK = struct.Struct(">HQ32s")  # bytes of origin, size, root; the origin follows


class Disk(Protocol):
    """What the mark needs of a disk; a drill brings one that loses what was not synced."""

    def open(self, path: Path) -> int:
        """Open a file that is there, for reading and writing."""

    def create(self, path: Path) -> int:
        """Make a file that only its owner reads, and open it."""

    def read(self, descriptor: int, length: int, offset: int) -> bytes:
        """Read at most `length` bytes."""

    def write(self, descriptor: int, data: bytes, offset: int) -> int:
        """Write, without asking for durability."""

    def sync_data(self, descriptor: int) -> None:
        """Return when all bytes written are durable."""

    def sync_new(self, descriptor: int, path: Path) -> None:
        """Return when a new file and its name are durable."""

    def close(self, descriptor: int) -> None:
        """Close the file."""


class SystemDisk:
    """The operating system's files."""

    read = staticmethod(os.pread)
    write = staticmethod(os.pwrite)
    sync_data = staticmethod(os.fdatasync)
    close = staticmethod(os.close)

    def open(self, path: Path) -> int:
        """See Disk."""
        return os.open(path, os.O_RDWR)

    def create(self, path: Path) -> int:
        """See Disk."""
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)

    def sync_new(self, descriptor: int, path: Path) -> None:
        """See Disk."""
        os.fsync(descriptor)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)


class HighWaterMark:
    """The mark file, held open. `marks` is None when the file was not there or no slot is whole."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path = path
        self.marks: Marks | None = None
        self._disk = disk or SystemDisk()
        self._sequence = 0
        self._descriptor = -1
        if path.exists():
            self._descriptor = self._disk.open(path)
            self._read()

    def write(self, marks: Mapping[str, tuple[int, bytes]]) -> None:
        """Put these marks in the place of all; they are on the disk when this returns."""
        if self._descriptor < 0:
            self._create()
        self._sequence += 1
        payload = b"".join(
            _MARK.pack(len(name), size, root) + name
            for name, size, root in ((origin.encode(), *mark) for origin, mark in marks.items())
        )
        slot = _HEAD.pack(_MAGIC, self._sequence, len(payload)) + payload
        slot += sha256(slot).digest()
        if len(slot) > SLOT_BYTES:
            message = f"{len(marks)} logs are more than a high-water mark holds"
            raise StoreError(message)
        self._disk.write(self._descriptor, slot, self._sequence % 2 * SLOT_BYTES)
        self._disk.sync_data(self._descriptor)
        self.marks = dict(marks)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            self._disk.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _create(self) -> None:
        self._descriptor = self._disk.create(self.path)
        # Blocks are written now, so that none is added later.
        self._disk.write(self._descriptor, bytes(2 * SLOT_BYTES), 0)
        self._disk.sync_new(self._descriptor, self.path)

    def _read(self) -> None:
        whole = [slot for slot in (self._slot(0), self._slot(1)) if slot is not None]
        if whole:
            self._sequence, self.marks = max(whole, key=lambda slot: slot[0])

    def _slot(self, number: int) -> tuple[int, Marks] | None:
        data = self._disk.read(self._descriptor, SLOT_BYTES, number * SLOT_BYTES)
        if len(data) < _HEAD.size + _DIGEST_BYTES:
            return None
        magic, sequence, length = _HEAD.unpack_from(data)
        end = _HEAD.size + length
        if magic != _MAGIC or end + _DIGEST_BYTES > len(data):
            return None
        if sha256(data[:end]).digest() != data[end : end + _DIGEST_BYTES]:
            return None
        return sequence, _marks(data[_HEAD.size : end])


def _marks(payload: bytes) -> Marks:
    marks: Marks = {}
    at = 0
    while at < len(payload):
        length, size, root = _MARK.unpack_from(payload, at)
        at += _MARK.size
        marks[payload[at : at + length].decode()] = (size, root)
        at += length
    return marks
