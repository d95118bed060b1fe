"""Tiles: the paths and shapes of the document, and proofs out of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.tlog import merkle, tiles
from loket.core.tlog.error import TlogError


@pytest.mark.parametrize(
    ("level", "n", "width", "path"),
    [
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),  # the example of the document
        (0, 0, 256, "tile/0/000"),
        (0, 1234, 5, "tile/0/x001/234.p/5"),
        (63, 999, 255, "tile/63/999.p/255"),
        (10, 1000, 256, "tile/10/x001/000"),
        ("entries", 1234, 5, "tile/entries/x001/234.p/5"),
        ("entries", 0, 256, "tile/entries/000"),
    ],
)
def test_a_tile_path_reads_as_in_the_document(level, n, width, path):
    assert tiles.tile_path(level, n, width) == path
    assert tiles.parse_tile_path(path) == (level, n, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile/0/001/234",
        "tile/0/x001/x234",
        "tile/0/x001234",
        "tile/0/000.p/0",
        "tile/0/000.p/05",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/entry/000",
        "tile/0/../000",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/" + "x001/" * 2000 + "000",
    ],
)
def test_what_is_no_tile_path_is_refused(path):
    with pytest.raises(TlogError):
        tiles.parse_tile_path(path)


@pytest.mark.parametrize(
    ("level", "n", "width"), [(64, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)]
)
def test_there_is_no_path_to_a_tile_that_cannot_be(level, n, width):
    with pytest.raises(TlogError):
        tiles.tile_path(level, n, width)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 63) | st.just("entries"), st.integers(0, 2**63), st.integers(1, 256))
def test_a_path_reads_back(level, n, width):
    assert tiles.parse_tile_path(tiles.tile_path(level, n, width)) == (level, n, width)


def test_the_tiles_of_a_tree_of_70_000_are_those_of_the_document():
    found = list(tiles.tiles_for(70_000))

    assert found[:273] == [(0, n, 256) for n in range(273)]
    assert found[273:] == [(0, 273, 112), (1, 0, 256), (1, 1, 17), (2, 0, 1)]


@pytest.mark.parametrize(
    ("size", "found"),
    [(0, []), (1, [(0, 0, 1)]), (255, [(0, 0, 255)]), (256, [(0, 0, 256), (1, 0, 1)])],
)
def test_the_tiles_of_small_trees(size, found):
    assert list(tiles.tiles_for(size)) == found


def test_a_bundle_is_entries_after_their_lengths():
    assert tiles.encode_bundle([b"", b"ab", bytes(258)]) == b"\0\0" + b"\0\2ab" + b"\1\2" + bytes(258)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=50), max_size=30))
def test_a_bundle_reads_back(entries):
    assert tiles.decode_bundle(tiles.encode_bundle(entries)) == entries


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_arbitrary_bytes_are_a_bundle_or_refused(data):
    try:
        entries = tiles.decode_bundle(data)
    except TlogError:
        return
    assert tiles.encode_bundle(entries) == data


@pytest.mark.parametrize("data", [b"\0", b"\0\2a", b"\0\1a\0", bytes(2 * 257)])
def test_a_cut_or_overfull_bundle_is_refused(data):
    with pytest.raises(TlogError):
        tiles.decode_bundle(data)


def test_a_bundle_takes_256_entries_of_65_535_bytes_and_no_more():
    with pytest.raises(TlogError):
        tiles.encode_bundle([b""] * 257)
    with pytest.raises(TlogError):
        tiles.encode_bundle([bytes(65_536)])
    assert len(tiles.encode_bundle([bytes(65_535)])) == 65_537


LEAVES = [merkle.hash_leaf(b"%d" % i) for i in range(70_000)]


def hashes_of(size):
    """By tile level: MTH of each run of 256**level leaves, by its definition."""
    levels = [LEAVES[:size]]
    while len(levels[-1]) >= 256:
        below = levels[-1]
        levels.append([merkle.root(below[i : i + 256]) for i in range(0, len(below) - 255, 256)])
    return levels


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700, 66_000])
def test_proofs_out_of_tiles_verify(size):
    levels = hashes_of(size)
    stored = {
        (level, n, width): b"".join(levels[level][n * 256 : n * 256 + width])
        for level, n, width in tiles.tiles_for(size)
    }
    hash_at = tiles.hash_at_from_tiles(lambda *place: stored[place], size)
    root = merkle.root(LEAVES[:size])

    assert merkle.range_root(0, size, hash_at) == root
    for index in {0, size // 3, size // 2, size - 1}:
        merkle.verify_inclusion(
            index, size, LEAVES[index], merkle.inclusion_proof(index, size, hash_at), root
        )
        old = index + 1
        proof = merkle.consistency_proof(old, size, hash_at)
        merkle.verify_consistency(old, size, merkle.root(LEAVES[:old]), root, proof)
    for start in range(0, size, 256 * 50):
        end = min(size, start + 256)
        proof = merkle.subtree_consistency_proof(start, end, size, hash_at)
        merkle.verify_subtree_consistency(start, end, size, merkle.root(LEAVES[start:end]), proof, root)
    for level, n in [(0, size), (-1, 0), (0, -1), (size.bit_length(), 0)]:
        with pytest.raises(TlogError):
            hash_at(level, n)


def test_a_tile_of_another_width_is_refused():
    hash_at = tiles.hash_at_from_tiles(lambda _level, _n, width: bytes(32 * width - 1), 5)
    with pytest.raises(TlogError):
        hash_at(0, 0)


def test_a_tile_is_fetched_once_while_it_is_in_use():
    fetched = []

    def fetch(level, n, width):
        fetched.append((level, n))
        return bytes(32 * width)

    hash_at = tiles.hash_at_from_tiles(fetch, 100_000)
    for n in range(256):
        hash_at(0, n)
    assert fetched == [(0, 0)]
