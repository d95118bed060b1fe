"""Roots against pymerkle; every proof against the recursive definitions of the documents, for small trees."""

import itertools
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from loket.core.tlog import merkle
from loket.core.tlog.error import TlogError
from loket.core.tlog.merkle import Frontier

SIZES = 40
DATA = [b"leaf %d" % i for i in range(SIZES)]
LEAVES = [merkle.hash_leaf(data) for data in DATA]
OTHER = sha256(b"some other hash").digest()


def naive_root(leaves):
    """RFC 6962 §2.1, as written there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = naive_split(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_path(m, leaves):
    """RFC 6962 §2.1.1, as written there."""
    if len(leaves) == 1:
        return []
    k = naive_split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m, leaves, whole):
    """RFC 6962 §2.1.2, as written there."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = naive_split(len(leaves))
    if m <= k:
        return [*naive_subproof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def naive_subtree_subproof(start, end, leaves, whole):
    """merkle-tree-certs §4.4.1, as written there."""
    if start == 0 and end == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = naive_split(len(leaves))
    if end <= k:
        return [*naive_subtree_subproof(start, end, leaves[:k], whole), naive_root(leaves[k:])]
    if k <= start:
        return [*naive_subtree_subproof(start - k, end - k, leaves[k:], whole), naive_root(leaves[:k])]
    return [*naive_subtree_subproof(0, end - k, leaves[k:], False), naive_root(leaves[:k])]


def hash_at(level, n):
    assert (n + 1) << level <= SIZES, "only full subtrees exist"
    return naive_root(LEAVES[n << level : (n + 1) << level])


def is_valid_subtree(start, end):
    """merkle-tree-certs §4.1."""
    width = 1
    while width < end - start:
        width *= 2
    return start % width == 0


SUBTREES = [
    (start, end) for start, end in itertools.combinations(range(SIZES + 1), 2) if is_valid_subtree(start, end)
]


def tampered(proof):
    yield [*proof, OTHER]
    if proof:
        yield proof[:-1]
        yield proof[1:]
        yield [OTHER, *proof[1:]]
        yield [*proof[:-1], OTHER]


def test_roots_agree_with_pymerkle_and_the_definition():
    other = InmemoryTree(algorithm="sha256")
    frontier = Frontier.empty()
    assert merkle.EMPTY_ROOT == merkle.root([]) == frontier.root() == sha256(b"").digest()
    for size, data in enumerate(DATA, 1):
        other.append_entry(data)
        frontier = frontier.append(merkle.hash_leaf(data))

        assert (
            other.get_root(size) == merkle.root(LEAVES[:size]) == frontier.root() == naive_root(LEAVES[:size])
        )
        assert merkle.range_root(0, size, hash_at) == frontier.root()
        assert frontier.size == size


def test_hashes_of_a_leaf_and_a_node_carry_their_prefixes():
    assert merkle.hash_leaf(b"") == bytes.fromhex(
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert merkle.hash_node(b"a", b"b") == sha256(b"\x01ab").digest()


def test_a_frontier_is_read_back_and_a_truncated_one_refused():
    frontier = Frontier.empty()
    for leaf in LEAVES[:13]:
        data = frontier.to_bytes()
        assert Frontier.from_bytes(data) == frontier
        for wrong in (data[:-1], data + b"\0", data + bytes(32)):
            with pytest.raises(TlogError):
                Frontier.from_bytes(wrong)
        frontier = frontier.append(leaf)


def test_every_inclusion_proof_is_the_defined_one_and_verifies():
    for size in range(1, SIZES + 1):
        root = naive_root(LEAVES[:size])
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, hash_at)

            assert list(proof) == naive_path(index, LEAVES[:size])
            merkle.verify_inclusion(index, size, LEAVES[index], proof, root)


def test_every_consistency_proof_is_the_defined_one_and_verifies():
    for new in range(SIZES + 1):
        for old in range(new + 1):
            proof = merkle.consistency_proof(old, new, hash_at)

            assert list(proof) == (naive_subproof(old, LEAVES[:new], True) if old else [])
            merkle.verify_consistency(old, new, naive_root(LEAVES[:old]), naive_root(LEAVES[:new]), proof)


def test_every_subtree_consistency_proof_is_the_defined_one_and_verifies():
    for size in range(1, SIZES + 1):
        root = naive_root(LEAVES[:size])
        for start, end in SUBTREES:
            if end > size:
                continue
            proof = merkle.subtree_consistency_proof(start, end, size, hash_at)

            subtree = naive_root(LEAVES[start:end])
            assert merkle.range_root(start, end, hash_at) == subtree
            assert list(proof) == naive_subtree_subproof(start, end, LEAVES[:size], True)
            merkle.verify_subtree_consistency(start, end, size, subtree, proof, root)


def test_the_subtree_8_to_13_of_14_has_four_hashes_as_in_the_witness_document():
    assert len(merkle.subtree_consistency_proof(8, 13, 14, hash_at)) == 4


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 13, 16, 21])
def test_no_tampered_subtree_proof_verifies(size):
    root = naive_root(LEAVES[:size])
    for start, end in SUBTREES:
        if end > size:
            continue
        subtree = naive_root(LEAVES[start:end])
        proof = naive_subtree_subproof(start, end, LEAVES[:size], True)
        cases = [(subtree, wrong, root) for wrong in tampered(proof)]
        cases += [
            (OTHER, proof, root),
            (subtree, proof, OTHER),
            (subtree[:-1], proof, root),
            (b"", proof, root),
        ]
        for claimed, given_proof, claimed_root in cases:
            with pytest.raises(TlogError):
                merkle.verify_subtree_consistency(start, end, size, claimed, given_proof, claimed_root)


def test_a_proof_of_one_place_does_not_verify_in_another():
    size = 21
    root = naive_root(LEAVES[:size])
    for index in range(size):
        proof = naive_path(index, LEAVES[:size])
        for other in range(size):
            if other != index:
                with pytest.raises(TlogError):
                    merkle.verify_inclusion(other, size, LEAVES[index], proof, root)


def test_the_empty_tree_begins_every_tree_with_no_proof():
    root = naive_root(LEAVES[:5])
    for old_root, new, new_root, proof in [
        (OTHER, 5, root, []),
        (merkle.EMPTY_ROOT, 5, root, [OTHER]),
        (merkle.EMPTY_ROOT, 0, root, []),
    ]:
        with pytest.raises(TlogError):
            merkle.verify_consistency(0, new, old_root, new_root, proof)


@pytest.mark.parametrize(
    ("start", "end", "size"), [(1, 3, 8), (4, 9, 16), (3, 3, 8), (5, 4, 8), (0, 9, 8), (-2, 0, 8)]
)
def test_a_range_that_is_no_subtree_is_refused(start, end, size):
    with pytest.raises(TlogError):
        merkle.subtree_consistency_proof(start, end, size, hash_at)
    with pytest.raises(TlogError):
        merkle.verify_subtree_consistency(start, end, size, OTHER, [], OTHER)


@pytest.mark.parametrize(("first", "size"), [(-1, 4), (5, 4), (0, -1), (0, 2**63)])
def test_places_outside_the_tree_are_refused(first, size):
    with pytest.raises(TlogError):
        merkle.inclusion_proof(first, size, hash_at)
    with pytest.raises(TlogError):
        merkle.verify_inclusion(first, size, OTHER, [], OTHER)
    with pytest.raises(TlogError):
        merkle.consistency_proof(first, size, hash_at)
    with pytest.raises(TlogError):
        merkle.verify_consistency(first, size, OTHER, OTHER, [])


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**63 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=64),
)
def test_an_arbitrary_proof_is_refused_and_never_crashes(start, end, size, proof):
    with pytest.raises(TlogError):
        merkle.verify_subtree_consistency(start, end, size, OTHER, proof, LEAVES[0])
