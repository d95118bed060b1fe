"""A log verifies when everything in it is right, and says what is wrong first when something is not."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.tlog import checkpoint, entry, merkle, tiles, verify
from loket.core.tlog.checkpoint import Checkpoint, Cosigner
from loket.core.tlog.entry import Entry
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Ed25519Signer

ORIGIN = "loket.example/TEST/1"
LOG = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))
WITNESS = Cosigner("witness.example/TEST", Ed25519PrivateKey.from_private_bytes(b"TES2" * 8))


def an_entry(index):
    return Entry(
        origin=ORIGIN,
        index=index,
        kind="even" if index % 2 == 0 else "odd",
        subjects={"case": "c-01"},
        act=f"act-{index}",
        officer="budi",
        role="capture",
        at=1_000 + index,
        body={},
        sealed=None,
        blobs=(),
    )


class ALog:
    """A log in memory: `encoded` entries, and the tiles over them by their definition."""

    def __init__(self, encoded, size=None):
        self.tiles = {}
        self.size = len(encoded) if size is None else size
        hashes = [merkle.hash_leaf(one) for one in encoded]
        self.root = merkle.root(hashes)
        for n in range(0, len(encoded), 256):
            part = encoded[n : n + 256]
            self.tiles[tiles.tile_path("entries", n // 256, len(part))] = tiles.encode_bundle(part)
        level = 0
        while hashes:
            for n in range(0, len(hashes), 256):
                part = hashes[n : n + 256]
                self.tiles[tiles.tile_path(level, n // 256, len(part))] = b"".join(part)
            hashes = [merkle.root(hashes[n : n + 256]) for n in range(0, len(hashes) - 255, 256)]
            level += 1

    def checkpoint(self):
        return checkpoint.sign_checkpoint(Checkpoint(ORIGIN, self.size, self.root), LOG)

    def tile(self, path):
        if path not in self.tiles:
            raise TlogError("no such file")
        return self.tiles[path]


def encoded_log(size):
    return [entry.encode(an_entry(index)) for index in range(size)]


def damaged(path, data):
    changed = bytearray(data)
    changed[path] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 700, 1024])
def test_a_log_that_is_right_verifies(size):
    log = ALog(encoded_log(size))
    seen, told = [], []
    result = verify.verify_log(
        log,
        [LOG.vkey],
        on_entry=lambda index, read: seen.append((index, read)),
        progress=lambda done, of: told.append((done, of)),
    )

    assert (result.origin, result.size, result.root) == (ORIGIN, size, log.root)
    assert seen == [(index, an_entry(index)) for index in range(size)]
    assert sum(result.kinds.values()) == size
    assert result.kinds.get("even", 0) == (size + 1) // 2
    assert (result.first_at, result.last_at) == ((1_000, 999 + size) if size else (None, None))
    assert told[-1:] == ([(size, size)] if size else [])
    assert result.signed_by == (LOG.vkey,)


def test_a_log_of_more_than_two_levels_of_tiles_verifies():
    size = 65_536 + 300

    assert verify.verify_log(ALog(encoded_log(size)), [LOG.vkey]).size == size


@pytest.mark.slow
def test_a_wrong_hash_in_a_full_upper_tile_is_named():
    log = ALog(encoded_log(65_536))
    path = "tile/1/000"
    log.tiles[path] = damaged(32 * 200, log.tiles[path])
    with pytest.raises(TlogError, match=r"entry 51200: hash 200 of tile/1/000"):
        verify.verify_log(log, [LOG.vkey])


def test_cosigners_are_verified_and_named():
    log = ALog(encoded_log(3))
    signed = log.checkpoint()
    text = Checkpoint(ORIGIN, 3, log.root).text()
    log.checkpoint = lambda: checkpoint.add_signatures(signed, WITNESS.cosign(text, 5))

    assert verify.verify_log(log, [LOG.vkey, WITNESS.vkey]).signed_by == (LOG.vkey, WITNESS.vkey)
    with pytest.raises(TlogError, match="its own log"):
        verify.verify_log(log, [WITNESS.vkey])
    log.checkpoint = lambda: checkpoint.add_signatures(
        signed, WITNESS.cosign(Checkpoint(ORIGIN, 4, log.root).text(), 5)
    )
    with pytest.raises(TlogError, match="wrong"):
        verify.verify_log(log, [LOG.vkey, WITNESS.vkey])


def test_a_checkpoint_of_another_key_is_wrong_before_anything_is_read():
    log = ALog(encoded_log(3))
    log.tiles = {}
    impostor = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TES3" * 8))
    with pytest.raises(TlogError, match="no known key"):
        verify.verify_log(log, [impostor.vkey])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"origin": "loket.example/TEST/2"}, "entry 300: belongs to another log"),
        ({"index": 299}, "entry 300: says that it is number 299"),
        ({"act": "act-17"}, "entry 300: its act act-17 was already logged"),
    ],
)
def test_an_entry_out_of_place_is_named(changes, message):
    encoded = encoded_log(600)
    encoded[300] = entry.encode(replace(an_entry(300), **changes))
    with pytest.raises(TlogError, match=message):
        verify.verify_log(ALog(encoded), [LOG.vkey])


def test_an_entry_that_is_not_canonical_is_named():
    encoded = encoded_log(600)
    encoded[599] += b"\0"
    with pytest.raises(TlogError, match="entry 599: 1 bytes after the end"):
        verify.verify_log(ALog(encoded), [LOG.vkey])


def test_an_entry_that_was_exchanged_after_signing_is_named():
    log, encoded = ALog(encoded_log(600)), encoded_log(600)
    encoded[400] = entry.encode(replace(an_entry(400), officer="someone else"))
    log.tiles["tile/entries/001"] = tiles.encode_bundle(encoded[256:512])
    with pytest.raises(TlogError, match="entry 400: its hash is not the one in its tile"):
        verify.verify_log(log, [LOG.vkey])
    log.tiles["tile/0/001"] = b"".join(merkle.hash_leaf(one) for one in encoded[256:512])
    with pytest.raises(TlogError, match=r"entry 256: hash 1 of tile/1/000.p/2"):
        verify.verify_log(log, [LOG.vkey])
    log.tiles["tile/1/000.p/2"] = ALog(encoded).tiles["tile/1/000.p/2"]
    with pytest.raises(TlogError, match="root at size 600"):
        verify.verify_log(log, [LOG.vkey])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("tile/entries/000", "entry 0: tile/entries/000 is missing"),
        ("tile/entries/002.p/88", r"entry 512: tile/entries/002.p/88 is missing"),
        ("tile/0/001", "entry 256: tile/0/001 is missing"),
        ("tile/1/000.p/2", r"entry 0: tile/1/000.p/2 is missing"),
    ],
)
def test_a_missing_tile_is_named(path, message):
    log = ALog(encoded_log(600))
    del log.tiles[path]
    with pytest.raises(TlogError, match=message):
        verify.verify_log(log, [LOG.vkey])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("tile/entries/001", r"entry 256: tile/entries/001, which begins with it, is malformed"),
        ("tile/0/002.p/88", r"entry 512: tile/0/002.p/88: tile of 2815 bytes is not 88 hashes wide"),
        ("tile/1/000.p/2", r"entry 0: tile/1/000.p/2: tile of 63 bytes"),
    ],
)
def test_a_cut_tile_is_named(path, message):
    log = ALog(encoded_log(600))
    log.tiles[path] = log.tiles[path][:-1]
    with pytest.raises(TlogError, match=message):
        verify.verify_log(log, [LOG.vkey])


def test_a_bundle_that_lacks_its_last_entry_is_named():
    log = ALog(encoded_log(600))
    log.tiles["tile/entries/001"] = tiles.encode_bundle(encoded_log(600)[256:511])
    with pytest.raises(TlogError, match="entry 511: tile/entries/001 holds 255 entries"):
        verify.verify_log(log, [LOG.vkey])


def test_full_tiles_stand_in_for_partial_ones_that_are_gone():
    older, newer = ALog(encoded_log(300)), ALog(encoded_log(512))
    log = ALog([], size=300)
    log.root = older.root
    log.tiles = {
        **older.tiles,
        "tile/entries/001": newer.tiles["tile/entries/001"],
        "tile/0/001": newer.tiles["tile/0/001"],
    }
    del log.tiles["tile/entries/001.p/44"], log.tiles["tile/0/001.p/44"]

    assert verify.verify_log(log, [LOG.vkey]).size == 300


def test_a_log_shorter_or_longer_than_it_says_is_wrong():
    longer = ALog(encoded_log(300))
    longer.size = 299
    with pytest.raises(TlogError):
        verify.verify_log(longer, [LOG.vkey])
    shorter = ALog(encoded_log(300), size=301)
    with pytest.raises(TlogError, match="entry 256"):
        verify.verify_log(shorter, [LOG.vkey])


def test_act_ids_are_told_apart_among_many():
    seen = verify._SeenActs()
    acts = [f"act-{i}" for i in range(70_000)]

    assert all(seen.add(act) for act in acts)
    assert not any(seen.add(act) for act in acts[::500])
