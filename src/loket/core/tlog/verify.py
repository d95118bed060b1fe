"""Verifying a whole log: every entry, every tile, the root and the signatures over it.

Only a bundle and one tile of each level are in memory at a time, and 8 bytes of each act's id.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from loket.core.tlog import checkpoint, entry, merkle, note, tiles
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.entry import Entry
from loket.core.tlog.error import TlogError
from loket.core.tlog.merkle import Frontier
from loket.core.tlog.note import VerifierKey
from loket.core.tlog.tiles import ENTRIES, TILE_HEIGHT, TILE_WIDTH, Level


class LogSource(Protocol):
    """Where a log is read from; each method raises TlogError for what is not there."""

    def checkpoint(self) -> bytes:
        """Return the signed checkpoint."""
        ...

    def tile(self, path: str) -> bytes:
        """Return the tile or bundle at a path such as `tile/0/x001/234.p/5`, uncompressed."""
        ...


@dataclass(frozen=True, slots=True)
class LogVerified:
    """What a log that verifies contains.

    `first_at`, `last_at`: the wall time of its first and last entry in ms since 1970 UTC, None when it is
    empty; `kinds`: how many entries of each kind; `signed_by`: the known keys over its checkpoint.
    """

    origin: str
    size: int
    root: bytes
    first_at: int | None
    last_at: int | None
    kinds: Mapping[str, int]
    signed_by: tuple[VerifierKey, ...]


def verify_log(
    source: LogSource,
    keys: Iterable[VerifierKey],
    on_entry: Callable[[int, Entry], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> LogVerified:
    """Verify the log under its checkpoint, or raise TlogError naming the first thing that is wrong.

    `keys`: the log's own key, named as its origin, and any cosigners'. `on_entry` gets each index and entry
    once its hash is that of its tile, hence before the root over it is known to be right; `progress` gets
    (verified, size) after each bundle.
    """
    # (1) The checkpoint is signed by the log itself, and by no known key wrongly.
    signed = note.parse(source.checkpoint())
    claimed = checkpoint.parse_text(signed.text)
    signed_by = note.verify_note(signed, keys)
    if not any(key.name == claimed.origin and key.kind == note.KIND_ED25519 for key in signed_by):
        raise TlogError(f"checkpoint is not signed by its own log, {claimed.origin}")
    reader = _LogReader(source, claimed)
    for n, start in enumerate(range(0, claimed.size, TILE_WIDTH)):
        width = min(TILE_WIDTH, claimed.size - start)
        # (2) Every entry is there, canonical, in its place, and an act of its own; its hash is in its tile.
        for index, read in reader.bundle(n, width):
            if on_entry is not None:
                on_entry(index, read)
        # (3) Every tile holds what follows from the tiles below it.
        reader.close_full_tiles()
        if progress is not None:
            progress(start + width, claimed.size)
    reader.close_partial_tiles()
    # (4) The root that the log signed is the root of all this.
    if reader.root() != claimed.root:
        raise TlogError(f"root at size {claimed.size} is not that of the entries")
    return LogVerified(
        origin=claimed.origin,
        size=claimed.size,
        root=claimed.root,
        first_at=reader.first_at,
        last_at=reader.last_at,
        kinds=dict(reader.kinds),
        signed_by=signed_by,
    )


class _LogReader:
    """The rightmost tile of each level as it follows from the entries read so far."""

    def __init__(self, source: LogSource, claimed: Checkpoint) -> None:
        self._source = source
        self._claimed = claimed
        self._acts = _SeenActs()
        self._tiles: list[list[bytes]] = []  # by level: the hashes of its rightmost tile
        self._closed: list[int] = []  # by level: the number of full tiles left of it
        self.kinds: Counter[str] = Counter()
        self.first_at: int | None = None
        self.last_at: int | None = None

    def bundle(self, n: int, width: int) -> list[tuple[int, Entry]]:
        start = n * TILE_WIDTH
        encoded = self._encoded(n, width)
        hashes = [merkle.hash_leaf(one) for one in encoded]
        stored = self._stored(0, n, width)
        read = [
            (start + i, self._entry(start + i, one, hashes[i], stored[i])) for i, one in enumerate(encoded)
        ]
        self._level(0).extend(hashes)
        return read

    def close_full_tiles(self) -> None:
        """Hash every tile that is full into the one above it, and compare it there once that is full."""
        level = 0
        while len(self._level(level)) == TILE_WIDTH:
            hashes = self._level(level)
            if level > 0:
                self._compare(level, hashes)
            self._level(level + 1).append(merkle.root(hashes))
            self._tiles[level] = []
            self._closed[level] += 1
            level += 1

    def close_partial_tiles(self) -> None:
        for level, hashes in enumerate(self._tiles):
            if level > 0 and hashes:
                self._compare(level, hashes)

    def root(self) -> bytes:
        """Return the root over the tiles' hashes: their full subtrees, largest first, are the frontier."""
        subtrees: list[bytes] = []
        for hashes in reversed(self._tiles):
            at = 0
            for height in reversed(range(TILE_HEIGHT)):
                if len(hashes) >> height & 1:
                    subtrees.append(merkle.root(hashes[at : at + (1 << height)]))
                    at += 1 << height
        return Frontier(self._claimed.size, tuple(subtrees)).root()

    def _encoded(self, n: int, width: int) -> list[bytes]:
        data, held = self._fetch(ENTRIES, n, width)
        start, path = n * TILE_WIDTH, tiles.tile_path(ENTRIES, n, held)
        try:
            encoded = tiles.decode_bundle(data)
        except TlogError as error:
            raise TlogError(f"entry {start}: {path}, which begins with it, is malformed: {error}") from error
        if len(encoded) != held:
            raise TlogError(f"entry {start + len(encoded)}: {path} holds {len(encoded)} entries")
        return encoded[:width]

    def _stored(self, level: int, n: int, width: int) -> list[bytes]:
        data, held = self._fetch(level, n, width)
        try:
            return tiles.split_tile(data, held)[:width]
        except TlogError as error:
            raise TlogError(
                f"entry {_first(level, n)}: {tiles.tile_path(level, n, held)}: {error}"
            ) from error

    def _entry(self, index: int, encoded: bytes, leaf_hash: bytes, stored: bytes) -> Entry:
        try:
            read = entry.decode(encoded)
        except TlogError as error:
            raise TlogError(f"entry {index}: {error}") from error
        if read.origin != self._claimed.origin:
            raise TlogError(f"entry {index}: belongs to another log, {read.origin}")
        if read.index != index:
            raise TlogError(f"entry {index}: says that it is number {read.index}")
        if not self._acts.add(read.act):
            raise TlogError(f"entry {index}: its act {read.act} was already logged")
        if leaf_hash != stored:
            raise TlogError(f"entry {index}: its hash is not the one in its tile")
        if self.first_at is None:
            self.first_at = read.at
        self.last_at = read.at
        self.kinds[read.kind] += 1
        return read

    def _level(self, level: int) -> list[bytes]:
        if level == len(self._tiles):
            self._tiles.append([])
            self._closed.append(0)
        return self._tiles[level]

    def _compare(self, level: int, hashes: list[bytes]) -> None:
        n = self._closed[level]
        stored = self._stored(level, n, len(hashes))
        for i, (own, other) in enumerate(zip(hashes, stored, strict=True)):
            if own != other:
                first = (n * TILE_WIDTH + i) << (TILE_HEIGHT * level)
                path = tiles.tile_path(level, n, len(hashes))
                raise TlogError(f"entry {first}: hash {i} of {path}, which covers it, is wrong")

    def _fetch(self, level: Level, n: int, width: int) -> tuple[bytes, int]:
        """Return a tile and its width; for a partial tile that is gone, the full one.

        tlog-tiles, "Partial Tiles": a log may delete the partial tile once it has the full one.
        """
        path = tiles.tile_path(level, n, width)
        try:
            return self._source.tile(path), width
        except TlogError as error:
            missing = TlogError(f"entry {_first(level, n)}: {path} is missing: {error}")
            if width == TILE_WIDTH:
                raise missing from error
        try:
            return self._source.tile(tiles.tile_path(level, n)), TILE_WIDTH
        except TlogError as error:
            raise missing from error


def _first(level: Level, n: int) -> int:
    """Return the index of the first entry under a tile."""
    return n * TILE_WIDTH << (0 if level == ENTRIES else TILE_HEIGHT * level)


class _SeenActs:
    """A set of act ids in 8 bytes each: 2 bytes of their SHA-256 choose a bucket, the next 8 stand in it."""

    def __init__(self) -> None:
        self._buckets: dict[bytes, bytearray] = {}

    def add(self, act: str) -> bool:
        """Add an act's id; False when it was there already."""
        digest = sha256(act.encode()).digest()
        bucket = self._buckets.setdefault(digest[:2], bytearray())
        short = digest[2:10]
        at = bucket.find(short)
        while at >= 0:
            if at % 8 == 0:
                return False
            at = bucket.find(short, at + 1)
        bucket += short
        return True
