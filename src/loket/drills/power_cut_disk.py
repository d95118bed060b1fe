"""A disk that loses what was not synced, and SQLite's VFS over it (docs/adr/0004-power-cuts.md).

The process sees its files as they are (they are real files). Beside them stands what a power cut would
leave: bytes that were synced are there; each sector that was written since the last sync holds any one of the
versions that it was given, or its synced one; one such sector may be torn; a size may be any that the file
had since the last sync; a new file's name may be missing until its folder is synced.
"""

import os
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import apsw

VFS_NAME = "power-cut"
SECTORS = (512, 4096)
"""Bytes that a disk writes whole: old disks and new ones."""


@dataclass(slots=True)
class FileOnDisk:
    """A file as seen (`now`) and as synced (`durable`)."""

    now: bytearray
    durable: bytearray
    named: bool
    """Its name in the folder is durable."""
    versions: dict[int, list[bytes]] = field(default_factory=dict)
    """By sector: what it was since the last sync, oldest first."""
    sizes: list[int] = field(default_factory=list)

    def write(self, data: bytes, offset: int, sector: int) -> None:
        """Write without sync."""
        if len(self.now) < offset:
            self.now.extend(bytes(offset - len(self.now)))
        self.now[offset : offset + len(data)] = data
        self._changed(offset, offset + len(data), sector)

    def truncate(self, size: int, sector: int) -> None:
        """Cut off, without sync."""
        end = len(self.now)
        del self.now[size:]
        self._changed(size, end, sector)

    def sync(self, sector: int) -> None:
        """Make durable what is seen."""
        del self.durable[len(self.now) :]
        self.durable.extend(bytes(len(self.now) - len(self.durable)))
        for number in self.versions:
            place = slice(number * sector, (number + 1) * sector)
            self.durable[place] = self.now[place]
        self.versions.clear()
        self.sizes.clear()

    def after_cut(self, chance: random.Random, sector: int) -> bytes:
        """What is on the disk when the power is back."""
        left = bytearray(self.durable)
        keep = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        torn = chance.choice(sorted(self.versions)) if self.versions and chance.random() < 0.3 else None
        for number, versions in self.versions.items():
            start = number * sector
            old = bytes(left[start : start + sector])
            new = versions[-1] if chance.random() < keep else chance.choice((old, *versions))
            if number == torn:
                cut = chance.randrange(sector)
                new = new[:cut] + old.ljust(sector, b"\0")[cut:]
            left.extend(bytes(max(0, start + len(new) - len(left))))
            left[start : start + len(new)] = new
        size = len(self.now) if chance.random() < keep else chance.choice((len(self.durable), *self.sizes))
        left.extend(bytes(max(0, size - len(left))))
        return bytes(left[:size])

    def _changed(self, start: int, end: int, sector: int) -> None:
        for number in range(start // sector, -(-end // sector)):
            part = bytes(self.now[number * sector : (number + 1) * sector])
            self.versions.setdefault(number, []).append(part)
        if len(self.now) != (self.sizes[-1] if self.sizes else len(self.durable)):
            self.sizes.append(len(self.now))


class CutDisk:
    """The files of one folder; the power goes at the `cut_at`-th write, truncation, sync or deletion.

    What is left is written to `after`, and the process ends there and then, with status `CUT`.
    """

    CUT = 9

    def __init__(self, after: Path, *, chance: random.Random, sector: int, cut_at: int) -> None:
        self._after = after
        self._chance = chance
        self._sector = sector
        self._left = cut_at
        self._files: dict[Path, FileOnDisk] = {}
        self._deleted: dict[Path, FileOnDisk] = {}

    def load(self, path: Path) -> None:
        """Take a file that is durably there."""
        data = path.read_bytes()
        self._files[path] = FileOnDisk(bytearray(data), bytearray(data), named=True)

    def make(self, path: Path) -> None:
        """Make a file, unless it is there."""
        if path not in self._files:
            self._files[path] = FileOnDisk(bytearray(), bytearray(), named=False)

    def write(self, path: Path, data: bytes, offset: int) -> None:
        """Write without sync; the cut may fall before it, or right after (the next step)."""
        self._step()
        self._files[path].write(data, offset, self._sector)

    def truncate(self, path: Path, size: int) -> None:
        """Cut off, without sync."""
        self._step()
        self._files[path].truncate(size, self._sector)

    def sync(self, path: Path) -> None:
        """Make a file durable; a cut during it is one before it that kept some of the sectors."""
        self._step()
        self._files[path].sync(self._sector)

    def sync_folder(self, folder: Path) -> None:
        """Make names and deletions durable."""
        self._step()
        for path, file in self._files.items():
            file.named = file.named or path.parent == folder
        self._deleted = {path: file for path, file in self._deleted.items() if path.parent != folder}

    def delete(self, path: Path) -> None:
        """Delete a file; until its folder is synced it may come back."""
        self._step()
        file = self._files.pop(path, None)
        if file is not None and file.named:
            self._deleted[path] = file

    def cut(self) -> NoReturn:
        """Write what is left, and end this process without a word."""
        left = dict(self._deleted) if self._chance.random() < 0.5 else {}
        for path, file in self._files.items():
            if file.named or self._chance.random() < 0.5:
                left[path] = file
        for path, file in sorted(left.items()):
            (self._after / path.name).write_bytes(file.after_cut(self._chance, self._sector))
        os._exit(self.CUT)

    def _step(self) -> None:
        self._left -= 1
        if self._left < 0:
            self.cut()


class MarkOnCutDisk:
    """A `loket.node.store.high_water.Disk` over it."""

    def __init__(self, disk: CutDisk) -> None:
        self._disk = disk
        self._open: dict[int, Path] = {}

    def open(self, path: Path) -> int:
        """See Disk."""
        descriptor = os.open(path, os.O_RDWR)
        self._open[descriptor] = path
        return descriptor

    def create(self, path: Path) -> int:
        """See Disk."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._open[descriptor] = path
        self._disk.make(path)
        return descriptor

    def read(self, descriptor: int, length: int, offset: int) -> bytes:
        """See Disk."""
        return os.pread(descriptor, length, offset)

    def write(self, descriptor: int, data: bytes, offset: int) -> int:
        """See Disk."""
        self._disk.write(self._open[descriptor], data, offset)
        return os.pwrite(descriptor, data, offset)

    def sync_data(self, descriptor: int) -> None:
        """See Disk."""
        self._disk.sync(self._open[descriptor])

    def sync_new(self, descriptor: int, path: Path) -> None:
        """See Disk."""
        self._disk.sync(self._open[descriptor])
        self._disk.sync_folder(path.parent)

    def close(self, descriptor: int) -> None:
        """See Disk."""
        del self._open[descriptor]
        os.close(descriptor)


class CutFile(apsw.VFSFile):
    """A database or write-ahead log on the disk; locks and shared memory are the system's."""

    def __init__(self, disk: CutDisk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("unix", name, flags)
        self._disk = disk
        text = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._path = Path(text) if text else None  # without a name: SQLite's own temporary file
        # The system's VFS syncs the folder with the first sync of a log or journal that it made.
        journal = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
        self._names_itself = bool(flags[0] & journal)
        if self._path is not None:
            disk.make(self._path)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        """Write."""
        if self._path is not None:
            self._disk.write(self._path, bytes(data), offset)
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's name
        """Cut off."""
        if self._path is not None:
            self._disk.truncate(self._path, newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: ARG002, N802 - SQLite's name; both kinds of sync last
        """Sync on the simulated disk; the real one is spared."""
        if self._path is None:
            return
        self._disk.sync(self._path)
        if self._names_itself:
            self._disk.sync_folder(self._path.parent)
            self._names_itself = False


class CutVfs(apsw.VFS):
    """SQLite's file system over a `CutDisk`, registered as `VFS_NAME`."""

    def __init__(self, disk: CutDisk) -> None:
        super().__init__(VFS_NAME, "unix")
        self._disk = disk

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> CutFile:  # noqa: N802
        """Open a file."""
        return CutFile(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802 - SQLite's call
        """Delete a file."""
        self._disk.delete(Path(filename))
        if syncdir:
            self._disk.sync_folder(Path(filename).parent)
        super().xDelete(filename, syncdir)
