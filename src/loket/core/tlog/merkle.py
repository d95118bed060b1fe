"""The Merkle tree of a log: RFC 6962 §2.1 with SHA-256, and subtrees.

Subtrees and their proofs are those of draft-ietf-plants-merkle-tree-certs §4.

Hashes are 32 bytes. A hash source gives the hash of any full subtree: `hash_at(level, n)` is the hash of the
2**level leaves that start at leaf n * 2**level. Sizes and indexes count leaves; ranges are half-open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from loket.core.tlog.error import TlogError

HASH_BYTES = 32
MAX_SIZE = 2**63 - 1
EMPTY_ROOT = sha256(b"").digest()

HashAt = Callable[[int, int], bytes]


def hash_leaf(data: bytes) -> bytes:
    """RFC 6962 §2.1: the hash of a leaf."""
    return sha256(b"\x00" + data).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """RFC 6962 §2.1: the hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the tree hash over these leaf hashes; EMPTY_ROOT for none."""
    if not leaf_hashes:
        return EMPTY_ROOT
    level = list(leaf_hashes)
    # Pairing from the left and carrying an odd last hash up unchanged gives the tree of RFC 6962 §2.1.
    while len(level) > 1:
        paired = [sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        if len(level) & 1:
            paired.append(level[-1])
        level = paired
    return level[0]


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a writer must keep of a tree to append to it: the hashes of its full subtrees, largest first.

    There is one hash for each bit set in `size`.
    """

    size: int
    hashes: tuple[bytes, ...]

    @classmethod
    def empty(cls) -> "Frontier":
        """The frontier of a tree without leaves."""
        return cls(0, ())

    def append(self, leaf_hash: bytes) -> "Frontier":
        """Return the frontier of the tree with one more leaf."""
        hashes = list(self.hashes)
        size = self.size
        while size & 1:
            leaf_hash = sha256(b"\x01" + hashes.pop() + leaf_hash).digest()
            size >>= 1
        hashes.append(leaf_hash)
        return Frontier(self.size + 1, tuple(hashes))

    def root(self) -> bytes:
        """Return the tree's root."""
        if not self.hashes:
            return EMPTY_ROOT
        result = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            result = sha256(b"\x01" + left + result).digest()
        return result

    def to_bytes(self) -> bytes:
        """Return the size as a big-endian uint64, then the hashes."""
        return self.size.to_bytes(8, "big") + b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """Read what `to_bytes` wrote; TlogError when the number of hashes does not fit the size."""
        size = int.from_bytes(data[:8], "big")
        if len(data) != 8 + HASH_BYTES * size.bit_count() or size > MAX_SIZE:
            raise TlogError("frontier's length does not fit its size")
        return cls(size, tuple(data[i : i + HASH_BYTES] for i in range(8, len(data), HASH_BYTES)))


def range_root(start: int, end: int, hash_at: HashAt) -> bytes:
    """Return the hash of the subtree [start, end), which must be valid; [0, 0) gives EMPTY_ROOT."""
    if start == end == 0:
        return EMPTY_ROOT
    _check_subtree(start, end, end)
    return _range_root(start, end, hash_at)


def _range_root(start: int, end: int, hash_at: HashAt) -> bytes:
    """Return MTH(D[start:end]) from the full subtrees it is made of, smallest (rightmost) first."""
    result = b""
    while end > start:
        level = ((end - start) & -(end - start)).bit_length() - 1
        end -= 1 << level
        left = hash_at(level, end >> level)
        result = sha256(b"\x01" + left + result).digest() if result else left
    return result


def inclusion_proof(index: int, size: int, hash_at: HashAt) -> tuple[bytes, ...]:
    """Return RFC 6962 §2.1.1 PATH(index, D[size]), from the leaf's sibling up."""
    _check_size(size)
    if not 0 <= index < size:
        raise TlogError(f"no leaf {index} in a tree of {size}")
    return subtree_consistency_proof(index, index + 1, size, hash_at)


def consistency_proof(old: int, new: int, hash_at: HashAt) -> tuple[bytes, ...]:
    """Return RFC 6962 §2.1.2 PROOF(old, D[new]); empty for old 0 and for old equal to new."""
    _check_size(new)
    if not 0 <= old <= new:
        raise TlogError(f"no tree of {old} in a tree of {new}")
    return subtree_consistency_proof(0, old, new, hash_at) if old else ()


def subtree_consistency_proof(start: int, end: int, size: int, hash_at: HashAt) -> tuple[bytes, ...]:
    """Return merkle-tree-certs §4.4.1 SUBTREE_PROOF(start, end, D[size])."""
    _check_subtree(start, end, size)
    low, high = 0, size  # the subtree of D[size] under which [start, end) still lies
    proof: list[bytes] = []
    known = True  # the verifier knows the hash of what is left of [start, end)
    while (start, end) != (low, high):
        middle = low + _split(high - low)
        if end <= middle:
            proof.append(_range_root(middle, high, hash_at))
            high = middle
        elif start >= middle:
            proof.append(_range_root(low, middle, hash_at))
            low = middle
        else:  # start == low, as [start, end) is valid: what remains to be proven is [middle, end)
            proof.append(_range_root(low, middle, hash_at))
            low = start = middle
            known = False
    if not known:
        proof.append(_range_root(low, high, hash_at))
    return tuple(reversed(proof))


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """TlogError unless `proof` shows that the leaf stands at `index` in the tree (RFC 6962 §2.1.1)."""
    _check_size(size)
    if not 0 <= index < size:
        raise TlogError(f"no leaf {index} in a tree of {size}")
    verify_subtree_consistency(index, index + 1, size, leaf_hash, proof, root)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """TlogError unless `proof` shows that the old tree begins the new one (RFC 6962 §2.1.2).

    The empty tree begins every tree; its proof is empty.
    """
    _check_size(new)
    if not 0 <= old <= new:
        raise TlogError(f"no tree of {old} in a tree of {new}")
    if old == 0:
        if proof or old_root != EMPTY_ROOT or (new == 0 and new_root != EMPTY_ROOT):
            raise TlogError("consistency with the empty tree is not proven so")
        return
    verify_subtree_consistency(0, old, new, old_root, proof, new_root)


def verify_subtree_consistency(
    start: int,
    end: int,
    size: int,
    subtree_root: bytes,
    proof: Sequence[bytes],
    root: bytes,
) -> None:
    """TlogError unless `proof` shows [start, end) to be part of the tree (merkle-tree-certs §4.4.3)."""
    _check_subtree(start, end, size)
    if any(len(one) != HASH_BYTES for one in (subtree_root, root, *proof)):
        raise TlogError("a hash in a proof is not 32 bytes")
    first, last, top = start, end - 1, size - 1
    # Climb to the largest full subtree at the right end of [start, end); of a subtree that is full, or ends
    # where the tree ends, that is the whole of it.
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    remaining = iter(proof)
    if first == last:
        subtree = whole = subtree_root
    else:
        subtree = whole = next(remaining, b"")
    for sibling in remaining:
        if top == 0:
            raise TlogError("proof is too long")
        if last & 1 or last == top:
            if first < last:
                subtree = sha256(b"\x01" + sibling + subtree).digest()
            whole = sha256(b"\x01" + sibling + whole).digest()
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            whole = sha256(b"\x01" + whole + sibling).digest()
        first, last, top = first >> 1, last >> 1, top >> 1
    if top != 0:
        raise TlogError("proof is too short")
    if subtree != subtree_root or whole != root:
        raise TlogError(f"proof does not place [{start}, {end}) in the tree of {size}")


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def _check_size(size: int) -> None:
    if not 0 <= size <= MAX_SIZE:
        raise TlogError(f"no tree has the size {size}")


def _check_subtree(start: int, end: int, size: int) -> None:
    # merkle-tree-certs §4.1: start is a multiple of the smallest power of two that is at least end - start
    _check_size(size)
    if not 0 <= start < end <= size or start % (1 << (end - start - 1).bit_length()):
        raise TlogError(f"[{start}, {end}) is no subtree of a tree of {size}")
