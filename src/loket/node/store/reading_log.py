"""Reading logs: heads, entries, and the tree from which tiles and proofs are made."""

from collections.abc import Iterator

from loket.core.tlog.merkle import Frontier, HashAt, range_root, root
from loket.core.tlog.tiles import ENTRIES, TILE_HEIGHT, TILE_WIDTH, Level, encode_bundle
from loket.node.store.error import NotHeldError, StoreError
from loket.node.store.links import Link
from loket.node.store.records import LogHead

_CHUNK = 1024
_HEAD = "SELECT origin, owner_node, own, size, frontier, root, projected_to FROM log"
_RANGE = 'FROM log_entry WHERE origin=? AND "index">=? AND "index"<? ORDER BY "index"'
_DATA = "SELECT data " + _RANGE
_LEAVES = "SELECT leaf_hash " + _RANGE
_TILE = "SELECT hash FROM tile_hash WHERE origin=? AND level=? AND n>=? AND n<? ORDER BY n"


class LogReading:
    """The logs held here, as of one state of the database."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def head(self, origin: str) -> LogHead | None:
        """Return how far this log goes here, None if it is not held."""
        found = self._link.rows(_HEAD + " WHERE origin=?", (origin,))
        return _head(*found[0]) if found else None

    def heads(self) -> list[LogHead]:
        """Return all logs held here, by origin."""
        return [_head(*row) for row in self._link.rows(_HEAD + " ORDER BY origin" + self._link.binary_order)]

    def entries(self, origin: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes of the entries [start, end); NotHeldError when one of them is not here."""
        return self._column(_DATA, origin, start, end)

    def leaf_hashes(self, origin: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the leaf hashes of the entries [start, end); NotHeldError when one of them is not here."""
        return self._column(_LEAVES, origin, start, end)

    def hash_at(self, origin: str) -> HashAt:
        """Return the log's hash source for `core.tlog.merkle`; each call reads at most 128 hashes."""

        def full_subtree(level: int, n: int) -> bytes:
            rest = level % TILE_HEIGHT
            return root(self._tile_hashes(origin, level // TILE_HEIGHT, n << rest, (n + 1) << rest))

        return full_subtree

    def root_at(self, origin: str, size: int) -> bytes:
        """Return the root that the log had at `size`; NotHeldError when it does not go that far."""
        return range_root(0, size, self.hash_at(origin))

    def tile(self, origin: str, level: Level, n: int, width: int = TILE_WIDTH) -> bytes:
        """Return a tile (c2sp.org/tlog-tiles): `width` hashes, or an entry bundle for level "entries".

        NotHeldError when the log does not go that far.
        """
        if not 1 <= width <= TILE_WIDTH or n < 0:
            message = f"no tile of width {width} at {n}"
            raise NotHeldError(message)
        start, end = n * TILE_WIDTH, n * TILE_WIDTH + width
        if level == ENTRIES:
            return encode_bundle(list(self.entries(origin, start, end)))
        return b"".join(self._tile_hashes(origin, level, start, end))

    def act_index(self, act: str) -> tuple[str, int] | None:
        """Return the origin and index of an act of this node, None if it was not done."""
        found = self._link.rows('SELECT origin, "index" FROM own_act WHERE act=?', (act,))
        return (found[0][0], found[0][1]) if found else None

    def _tile_hashes(self, origin: str, level: int, start: int, end: int) -> list[bytes]:
        if level == 0:
            return list(self.leaf_hashes(origin, start, end))
        hashes = [row[0] for row in self._link.rows(_TILE, (origin, level, start, end))]
        if len(hashes) != end - start:
            message = f"{origin} has no full subtrees {start} to {end} at tile level {level}"
            raise NotHeldError(message)
        return hashes

    def _column(self, sql: str, origin: str, start: int, end: int) -> Iterator[bytes]:
        for low in range(start, end, _CHUNK):
            high = min(end, low + _CHUNK)
            found = self._link.rows(sql, (origin, low, high))
            if len(found) != high - low:
                message = f"{origin} does not hold the entries {low} to {high}"
                raise NotHeldError(message)
            for (value,) in found:
                yield value


def _head(
    origin: str, owner_node: str, own: int, size: int, frontier: bytes, root_hash: bytes, projected_to: int
) -> LogHead:
    tree = Frontier.from_bytes(frontier)
    if tree.size != size:
        message = f"{origin}: the tree kept is of {tree.size} entries, the log of {size}"
        raise StoreError(message)
    return LogHead(origin, owner_node, bool(own), size, tree, root_hash, projected_to)
