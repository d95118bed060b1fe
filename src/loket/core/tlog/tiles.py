"""Tiles and entry bundles (c2sp.org/tlog-tiles): how a log lies in files and travels.

A tile holds up to 256 hashes: at level 0 leaf hashes, above that one hash for each full tile below. A bundle
holds the entries whose hashes are in the level 0 tile of the same index.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from loket.core.tlog import merkle
from loket.core.tlog.entry import MAX_ENTRY_BYTES
from loket.core.tlog.error import TlogError
from loket.core.tlog.merkle import HASH_BYTES, HashAt

TILE_WIDTH = 256
TILE_HEIGHT = 8

ENTRIES: Final = "entries"
Level = int | Literal["entries"]
"""The level of a hash tile, 0 to 63; or ENTRIES for a bundle."""

FetchTile = Callable[[int, int, int], bytes]
"""(level, n, width) → the tile's width * 32 bytes."""

_MAX_LEVEL = 63
_CACHED_TILES = 64
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<n>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


def tile_path(level: Level, n: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a tile below the log's prefix, such as `tile/0/x001/234.p/5`."""
    if (level != ENTRIES and not 0 <= level <= _MAX_LEVEL) or n < 0 or not 1 <= width <= TILE_WIDTH:
        raise TlogError("no tile has such a level, index or width")
    digits = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        digits = f"x{n % 1000:03d}/{digits}"
    return f"tile/{level}/{digits}" + ("" if width == TILE_WIDTH else f".p/{width}")


def parse_tile_path(path: str) -> tuple[Level, int, int]:
    """Return (level, n, width); TlogError unless `path` is exactly what `tile_path` gives."""
    match = _PATH.fullmatch(path)
    # 64 bits need at most 7 path elements; a longer path is not worth a number
    if match is None or len(match["n"]) > 40:
        raise TlogError("malformed tile path")
    level: Level = ENTRIES if match["level"] == ENTRIES else int(match["level"])
    n = int(match["n"].replace("x", "").replace("/", ""))
    width = int(match["width"] or TILE_WIDTH)
    # one spelling each: no index with a leading x000, no partial tile of 256
    if (level != ENTRIES and level > _MAX_LEVEL) or width > TILE_WIDTH or tile_path(level, n, width) != path:
        raise TlogError("malformed tile path")
    return level, n, width


def tiles_for(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield (level, n, width) of each hash tile of a tree of `size`, by level and then from the left.

    The bundles are those of level 0.
    """
    level, hashes = 0, size
    while hashes:
        full, partial = divmod(hashes, TILE_WIDTH)
        for n in range(full):
            yield level, n, TILE_WIDTH
        if partial:
            yield level, full, partial
        level, hashes = level + 1, full


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Return up to 256 encoded entries, each after its length as a big-endian uint16."""
    if len(entries) > TILE_WIDTH:
        raise TlogError(f"bundle of {len(entries)} entries; at most {TILE_WIDTH} fit")
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise TlogError(f"entry of {len(entry)} bytes; at most {MAX_ENTRY_BYTES} fit")
        parts.append(len(entry).to_bytes(2, "big"))
        parts.append(entry)
    return b"".join(parts)


def decode_bundle(data: bytes) -> list[bytes]:
    """Read the encoded entries of a bundle; the entries themselves are not read."""
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise TlogError(f"bundle ends inside its entry number {len(entries)}")
        if len(entries) == TILE_WIDTH:
            raise TlogError(f"bundle of more than {TILE_WIDTH} entries")
        entries.append(data[start:at])
    return entries


def split_tile(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile of this width; TlogError when it has another length."""
    if len(data) != width * HASH_BYTES:
        raise TlogError(f"tile of {len(data)} bytes is not {width} hashes wide")
    return [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]


def hash_at_from_tiles(fetch: FetchTile, size: int) -> HashAt:
    """Return the hash source of a tree of `size` over its tiles, keeping a few tiles in memory.

    The hashes are as trustworthy as the tiles: check what is built from them against a signed root.
    """
    cache: dict[tuple[int, int], list[bytes]] = {}

    def tile(level: int, n: int) -> list[bytes]:
        hashes = cache.pop((level, n), None)
        if hashes is None:
            width = min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - n * TILE_WIDTH)
            hashes = split_tile(fetch(level, n, width), width)
            if len(cache) >= _CACHED_TILES:
                del cache[next(iter(cache))]  # the one that has been used least lately
        cache[level, n] = hashes
        return hashes

    def hash_at(level: int, n: int) -> bytes:
        if level < 0 or n < 0 or (n + 1) << level > size:
            raise TlogError(f"a tree of {size} has no full subtree {n} at level {level}")
        tile_level, height = divmod(level, TILE_HEIGHT)
        index, offset = divmod(n << height, TILE_WIDTH)
        return merkle.root(tile(tile_level, index)[offset : offset + (1 << height)])

    return hash_at
