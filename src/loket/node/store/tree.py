"""Extending the stored tree, with the subtree hashes that tiles and proofs are read from."""

from collections.abc import Iterable
from hashlib import sha256

from loket.core.tlog.merkle import Frontier
from loket.core.tlog.tiles import TILE_HEIGHT

TileHash = tuple[int, int, bytes]
"""Tile level (1 and up), number, and the hash of that full subtree of 256**level leaves."""


def extend(frontier: Frontier, leaf_hashes: Iterable[bytes]) -> tuple[Frontier, list[TileHash]]:
    """Append leaf hashes; also return the hash of each subtree of 256**level leaves that became full."""
    hashes = list(frontier.hashes)
    size = frontier.size
    full: list[TileHash] = []
    for leaf_hash in leaf_hashes:
        node, rest, height = leaf_hash, size, 0
        while rest & 1:
            node = sha256(b"\x01" + hashes.pop() + node).digest()
            rest >>= 1
            height += 1
            if not height % TILE_HEIGHT:
                full.append((height // TILE_HEIGHT, size >> height, node))
        hashes.append(node)
        size += 1
    return Frontier(size, tuple(hashes)), full
