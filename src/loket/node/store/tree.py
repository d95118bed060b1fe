"""Extending the stored tree, with the subtree hashes that tiles and proofs are read from."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from loket.core.tlog.merkle import Frontier
from loket.core.tlog.tiles import TILE_HEIGHT, TILE_WIDTH

TileHash = tuple[int, int, bytes]
"""Tile level (1 and up), number, and the hash of that full subtree of 256**level leaves."""

_NONE: Mapping[int, bytes] = {}


def extend(
    frontier: Frontier, leaf_hashes: Sequence[bytes], subtrees: Mapping[int, bytes] = _NONE
) -> tuple[Frontier, list[TileHash]]:
    """Append leaf hashes; also return the hash of each subtree of 256**level leaves that became full.

    `subtrees`: hashes of full subtrees of 256 leaves, by number, that are known already and so not computed.
    """
    hashes = list(frontier.hashes)
    size, at = frontier.size, 0
    full: list[TileHash] = []
    while at < len(leaf_hashes):
        n = size >> TILE_HEIGHT
        known = not size % TILE_WIDTH and n in subtrees and len(leaf_hashes) - at >= TILE_WIDTH
        if known:
            node, height = subtrees[n], TILE_HEIGHT
            full.append((1, n, node))
        else:
            node, height = leaf_hashes[at], 0
        step = 1 << height
        rest = size >> height
        while rest & 1:
            node = sha256(b"\x01" + hashes.pop() + node).digest()
            rest >>= 1
            height += 1
            if not height % TILE_HEIGHT:
                full.append((height // TILE_HEIGHT, size >> height, node))
        hashes.append(node)
        size += step
        at += step
    return Frontier(size, tuple(hashes)), full
