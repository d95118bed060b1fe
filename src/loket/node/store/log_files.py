"""A log as files (c2sp.org/tlog-tiles): written out of the database, and read from either to be verified."""

import os
from pathlib import Path

from loket.core.tlog.checkpoint import parse_text
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import parse
from loket.core.tlog.tiles import ENTRIES, parse_tile_path, tile_path, tiles_for
from loket.node.store.error import NotHeldError, StoreError
from loket.node.store.reading_log import LogReading

CHECKPOINT = "checkpoint"


class LogDatabase:
    """A `core.tlog.verify.LogSource`: the log as held here, under a checkpoint of it."""

    def __init__(self, reading: LogReading, origin: str, checkpoint: bytes) -> None:
        self._reading = reading
        self._origin = origin
        self._checkpoint = checkpoint

    def checkpoint(self) -> bytes:
        """Return the checkpoint."""
        return self._checkpoint

    def tile(self, path: str) -> bytes:
        """Return the tile or bundle at a path; TlogError if the log does not go that far."""
        try:
            return self._reading.tile(self._origin, *parse_tile_path(path))
        except NotHeldError as error:
            raise TlogError(str(error)) from error


class LogFolder:
    """A `core.tlog.verify.LogSource`: a folder with the files of one log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def checkpoint(self) -> bytes:
        """Return the checkpoint; TlogError if there is none."""
        return self._read(CHECKPOINT)

    def tile(self, path: str) -> bytes:
        """Return the tile or bundle at a path; TlogError if there is none."""
        parse_tile_path(path)  # or it might lead out of the folder
        return self._read(path)

    def _read(self, path: str) -> bytes:
        try:
            return (self._folder / path).read_bytes()
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}"
            raise TlogError(message) from error


def export_log(reading: LogReading, origin: str, folder: Path, checkpoint: bytes) -> int:
    """Write the log's tiles, its bundles and, last, its checkpoint below `folder`; return its size.

    Full tiles that are there already are left as they are: they never change. TlogError if `checkpoint` is no
    checkpoint; StoreError if it is not of what is held here; its signatures are not verified.
    """
    claimed = parse_text(parse(checkpoint).text)
    head = reading.head(origin)
    if claimed.origin != origin or head is None or claimed.size > head.size:
        message = f"the checkpoint is not of {origin} as far as it is held here"
        raise StoreError(message)
    if reading.root_at(origin, claimed.size) != claimed.root:
        message = f"the checkpoint of {origin} has another root than the log held here"
        raise StoreError(message)
    source = LogDatabase(reading, origin, checkpoint)
    for level, n, width in tiles_for(claimed.size):
        paths = [tile_path(level, n, width)]
        if level == 0:
            paths.append(tile_path(ENTRIES, n, width))
        for path in paths:
            if not (folder / path).exists():
                _write(folder / path, source.tile(path))
    _write(folder / CHECKPOINT, checkpoint)
    return claimed.size


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
