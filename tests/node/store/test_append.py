"""Appending to a node's own log."""

import hashlib

import pymerkle
import pytest
from django.db import connections

from loket.core.tlog.entry import BlobRef, encode
from loket.node.store.error import DuplicateActError, NotHeldError, StoreError

ORIGIN = "loket.test/polman/1/office"

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_an_appended_entry_is_read_back(store, an_entry):
    entry = an_entry(0)
    with store.writing() as log:
        assert log.append(entry, encode(entry)) == 0

    with store.reading() as log:
        assert list(log.entries(ORIGIN, 0, 1)) == [encode(entry)]
        assert log.head(ORIGIN).size == 1
        assert log.act_index("act-0") == (ORIGIN, 0)
        assert log.act_index("act-1") is None


def test_the_root_is_that_of_another_implementation(store, append_entries):
    with store.writing() as log:
        append_entries(log, 300)

    tree = pymerkle.InmemoryTree(algorithm="sha256")
    with store.reading() as log:
        for data in log.entries(ORIGIN, 0, 300):
            tree.append_entry(data)
        assert log.head(ORIGIN).root == tree.get_root()
        assert [log.root_at(ORIGIN, size) for size in (1, 255, 256, 257, 300)] == [
            tree.get_root(size) for size in (1, 255, 256, 257, 300)
        ]


def test_an_entry_of_another_index_is_refused(store, an_entry):
    entry = an_entry(1)
    with pytest.raises(StoreError, match="does not follow"), store.writing() as log:
        log.append(entry, encode(entry))


def test_an_act_is_written_once(store, an_entry):
    first, again = an_entry(0, act="once"), an_entry(1, act="once")
    with store.writing() as log:
        log.append(first, encode(first))

    with pytest.raises(DuplicateActError) as caught, store.writing() as log:
        log.append(again, encode(again))
    assert (caught.value.origin, caught.value.index) == (ORIGIN, 0)
    with store.reading() as log:
        assert log.head(ORIGIN).size == 1


def test_an_unknown_log_takes_nothing(store, an_entry):
    entry = an_entry(0, origin="loket.test/polman/2/office")
    with pytest.raises(NotHeldError), store.writing() as log:
        log.append(entry, encode(entry))


def test_an_exception_undoes_the_transaction(store, append_entries):
    def fail_after_three():
        with store.writing() as log:
            append_entries(log, 3)
            log.set_projected(ORIGIN, 4)

    with pytest.raises(StoreError):
        fail_after_three()

    with store.writing() as log:
        assert log.head(ORIGIN).size == 0
        append_entries(log, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET data=leaf_hash",
        "DELETE FROM log_entry",
        "DELETE FROM log",
        "UPDATE log SET size=0",
        "UPDATE log SET root=frontier",
    ],
)
def test_the_database_refuses_to_change_the_log(store, append_entries, alias, raw, statement):
    with store.writing() as log:
        append_entries(log, 2)

    with pytest.raises(connections[alias].Database.Error, match=r"never|only grow"):
        raw.execute(statement)
    with store.reading() as log:
        assert log.head(ORIGIN).size == len(list(log.entries(ORIGIN, 0, 2))) == 2


@only_sqlite  # only SQLite knows INSERT OR REPLACE
def test_replacing_an_entry_is_refused_too(store, append_entries):
    with store.writing() as log:
        append_entries(log, 1)
        with pytest.raises(connections["default"].Database.Error, match="never deleted"):
            log._link.run(
                'INSERT OR REPLACE INTO log_entry (origin, "index", leaf_hash, data) VALUES (?,0,?,?)',
                (ORIGIN, b"", b""),
            )


def test_blobs_of_an_entry_are_known_by_their_case(store, an_entry):
    photo = BlobRef(hashlib.sha256(b"photo").digest(), 5, "photos")
    entry = an_entry(0, blobs=(photo,))
    with store.writing() as log:
        log.append(entry, encode(entry))

    with store.reading() as log:
        (blob,) = log.blobs_of_case("polman", "case-0")
        assert (blob.sha256, blob.lane, blob.size, blob.here) == (photo.sha256.hex(), "photos", 5, True)
        assert log.blobs_without_receipt(ORIGIN, "centre", "photos", 10) == [blob]
