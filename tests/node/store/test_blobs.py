"""The folder of encrypted files."""

import hashlib

import pytest

from loket.node.store.blobs import BlobFolder
from loket.node.store.error import NotHeldError, StoreError

DATA = b"ciphertext" * 100
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def folder(tmp_path):
    return BlobFolder(tmp_path / "blobs")


def test_a_blob_is_named_by_its_hash_and_kept_once(folder):
    assert folder.put(DATA) == NAME == folder.put(DATA)
    assert folder.has(NAME)
    assert folder.get(NAME) == DATA
    assert folder.size(NAME) == len(DATA)


def test_a_damaged_blob_is_noticed(folder, tmp_path):
    folder.put(DATA)
    (tmp_path / "blobs" / NAME[:2] / NAME).write_bytes(b"other")
    with pytest.raises(StoreError, match="damaged"):
        folder.get(NAME)


def test_a_blob_that_is_not_here_is_said_to_be_so(folder):
    assert not folder.has(NAME)
    with pytest.raises(NotHeldError):
        folder.get(NAME)
    with pytest.raises(NotHeldError):
        folder.size(NAME)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, NAME[:-1], NAME + "\n"])
def test_what_is_no_name_never_becomes_a_path(folder, name):
    with pytest.raises(StoreError):
        folder.has(name)


def test_a_blob_may_come_in_pieces_and_go_on_later(folder, tmp_path):
    assert folder.partial(NAME) == 0
    assert folder.append_partial(NAME, 0, DATA[:300]) == 300

    again = BlobFolder(tmp_path / "blobs")
    assert again.partial(NAME) == 300
    with pytest.raises(StoreError, match="300 bytes"):
        again.append_partial(NAME, 0, DATA[:300])
    again.append_partial(NAME, 300, DATA[300:])
    assert not again.has(NAME)
    assert again.finish_partial(NAME)
    assert again.get(NAME) == DATA
    assert again.partial(NAME) == 0
    assert again.finish_partial(NAME)


def test_pieces_of_something_else_are_dropped(folder):
    folder.append_partial(NAME, 0, b"something else")
    assert not folder.finish_partial(NAME)
    assert folder.partial(NAME) == 0
    assert not folder.has(NAME)


def test_a_deleted_blob_is_gone(folder):
    folder.put(DATA)
    folder.delete(NAME)
    folder.delete(NAME)
    assert not folder.has(NAME)
