"""Tiles, proofs and bulk intake of logs."""

import hashlib

import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.tlog import merkle, tiles, verify
from loket.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from loket.core.tlog.entry import encode
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Ed25519Signer
from loket.node.store.error import NotHeldError, StoreError
from loket.node.store.log_files import LogDatabase, LogFolder, export_log
from loket.node.store.tree import extend

ORIGIN = "loket.test/polman/1/office"
OTHER = "loket.test/palu/1/office"
SIGNER = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))


def signed(reading, size: int) -> bytes:
    return sign_checkpoint(Checkpoint(ORIGIN, size, reading.root_at(ORIGIN, size)), SIGNER)


def test_subtrees_that_become_full_are_those_of_the_leaves():
    leaves = [hashlib.sha256(bytes([n % 256])).digest() for n in range(256 * 256 + 300)]
    frontier, full = extend(merkle.Frontier.empty(), leaves)

    assert frontier.root() == merkle.root(leaves)
    level_1 = [merkle.root(leaves[start : start + 256]) for start in range(0, 256 * 257, 256)]
    assert [(n, node) for level, n, node in full if level == 1] == list(enumerate(level_1))
    assert [(n, node) for level, n, node in full if level == 2] == [(0, merkle.root(level_1[:256]))]


def test_a_tree_extended_in_parts_is_the_same():
    leaves = [hashlib.sha256(bytes([n % 256])).digest() for n in range(1000)]
    frontier, full = merkle.Frontier.empty(), []
    for start in range(0, 1000, 77):
        frontier, more = extend(frontier, leaves[start : start + 77])
        full += more
    assert (frontier, full) == extend(merkle.Frontier.empty(), leaves)


@pytest.mark.parametrize("start", [0, 100, 256, 300])
def test_a_tree_extended_with_subtrees_that_are_known_is_the_same(start):
    leaves = [hashlib.sha256(bytes([n % 256])).digest() for n in range(1000)]
    known = {n: merkle.root(leaves[n * 256 : n * 256 + 256]) for n in (1, 2)}
    before, _ = extend(merkle.Frontier.empty(), leaves[:start])

    assert extend(before, leaves[start:], known) == extend(before, leaves[start:])


def test_proofs_are_those_of_another_implementation(store, append_entries):
    with store.writing() as log:
        append_entries(log, 600)

    tree = pymerkle.InmemoryTree(algorithm="sha256")
    with store.reading() as log:
        for data in log.entries(ORIGIN, 0, 600):
            tree.append_entry(data)
        hash_at = log.hash_at(ORIGIN)
        for old, new in ((1, 600), (256, 512), (300, 599)):
            proof = merkle.consistency_proof(old, new, hash_at)
            merkle.verify_consistency(old, new, tree.get_root(old), tree.get_root(new), proof)
        (leaf,) = log.leaf_hashes(ORIGIN, 511, 512)
        proof = merkle.inclusion_proof(511, 600, hash_at)
        merkle.verify_inclusion(511, 600, leaf, proof, tree.get_root(600))


def test_tiles_hold_hashes_and_bundles_hold_entries(store, append_entries):
    with store.writing() as log:
        append_entries(log, 300)
    with store.reading() as log:
        leaves = list(log.leaf_hashes(ORIGIN, 0, 300))
        assert log.tile(ORIGIN, 0, 0) == b"".join(leaves[:256])
        assert log.tile(ORIGIN, 0, 1, 44) == b"".join(leaves[256:])
        assert log.tile(ORIGIN, 1, 0, 1) == merkle.root(leaves[:256])
        bundle = log.tile(ORIGIN, "entries", 1, 44)
        assert tiles.decode_bundle(bundle) == list(log.entries(ORIGIN, 256, 300))
        for level, n, width in ((0, 1, 45), (1, 0, 2), (2, 0, 1), ("entries", 2, 1), (0, 0, 0), (0, -1, 1)):
            with pytest.raises(NotHeldError):
                log.tile(ORIGIN, level, n, width)


def test_a_log_verifies_out_of_the_database_and_out_of_files(store, append_entries, tmp_path):
    folder = tmp_path / "files"
    for more, size in ((300, 300), (250, 550)):
        with store.writing() as log:
            append_entries(log, more)
        with store.reading() as log:
            note = signed(log, size)
            database = verify.verify_log(LogDatabase(log, ORIGIN, note), [SIGNER.vkey])
            assert export_log(log, ORIGIN, folder, note) == size
        assert verify.verify_log(LogFolder(folder), [SIGNER.vkey]) == database
        assert database.size == size


def test_a_checkpoint_of_another_log_is_not_exported(store, append_entries, tmp_path):
    with store.writing() as log:
        append_entries(log, 3)
    with store.reading() as log:
        for wrong in (Checkpoint(ORIGIN, 3, bytes(32)), Checkpoint(ORIGIN, 4, bytes(32))):
            with pytest.raises(StoreError):
                export_log(log, ORIGIN, tmp_path / "files", sign_checkpoint(wrong, SIGNER))
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize("path", ["../secret", "tile/0/../../secret", "/etc/passwd", "tile/0/001"])
def test_only_tiles_are_read_out_of_a_folder(tmp_path, path):
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(TlogError):
        LogFolder(tmp_path / "files").tile(path)


def test_another_node_s_log_is_taken_in_bulk(store, an_entry):
    data = [encode(an_entry(index, origin=OTHER)) for index in range(700)]
    hashes = [merkle.hash_leaf(one) for one in data]
    with store.writing() as log:
        log.open_log(OTHER, "palu", own=False)
        log.store_foreign(OTHER, 0, data[:500], hashes[:500])
    with store.writing() as log:
        log.store_foreign(OTHER, 500, data[500:], hashes[500:])

    with store.reading() as log:
        head = log.head(OTHER)
        assert (head.size, head.root, head.own) == (700, merkle.root(hashes), False)
        assert list(log.entries(OTHER, 0, 700)) == data
        assert log.root_at(OTHER, 512) == merkle.root(hashes[:512])
        assert [one.origin for one in log.heads()] == [OTHER, ORIGIN]
        assert log.act_index("act-1") is None


def test_entries_that_do_not_follow_are_refused(store, an_entry):
    data = [encode(an_entry(0, origin=OTHER))]
    hashes = [merkle.hash_leaf(data[0])]
    with store.writing() as log:
        log.open_log(OTHER, "palu", own=False)
        for origin, start, leaf_hashes in ((OTHER, 1, hashes), (OTHER, 0, []), (ORIGIN, 0, hashes)):
            with pytest.raises(StoreError):
                log.store_foreign(origin, start, data, leaf_hashes)


def test_this_node_writes_to_no_log_of_another(store, an_entry):
    entry = an_entry(0, origin=OTHER)
    with store.writing() as log:
        log.open_log(OTHER, "palu", own=False)
        with pytest.raises(StoreError):
            log.append(entry, encode(entry))
        with pytest.raises(StoreError):
            log.open_log(OTHER, "palu", own=True)


def test_a_closed_log_takes_nothing_more(store, append_entries, an_entry):
    with store.writing() as log:
        append_entries(log, 1)
        log.close_log(ORIGIN)
    entry = an_entry(1)
    with store.writing() as log, pytest.raises(StoreError):
        log.append(entry, encode(entry))


def test_what_is_projected_is_what_is_held(store, append_entries):
    with store.writing() as log:
        append_entries(log, 2)
        log.set_projected(ORIGIN, 2)
        with pytest.raises(StoreError):
            log.set_projected(ORIGIN, 3)
    with store.reading() as log:
        assert log.head(ORIGIN).projected_to == 2
