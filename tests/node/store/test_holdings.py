"""Case keys, notes, marks, blobs and forks."""

import hashlib

import pytest

from loket.core.tlog.entry import BlobRef
from loket.node.store.error import NotHeldError, StoreError

ORIGIN = "loket.test/polman/1/office"
WRAPPED = b"TEST-WRAPPED-KEY-" + b"\x5a" * 64

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_a_case_s_key_is_kept_for_each_holder(store):
    with store.writing() as log:
        assert log.put_case_key("polman", "c1", "polman", b"one")
        assert log.put_case_key("polman", "c1", "centre", b"two")
        assert not log.put_case_key("polman", "c1", "centre", b"three")

    with store.reading() as log:
        assert log.case_key("polman", "c1", "centre") == b"two"
        assert log.case_key("palu", "c1", "centre") is None
        assert [key.wrapped for key in log.case_keys_unacked("centre", 10)] == [b"two"]
    with store.writing() as log:
        log.mark_case_key_acked("polman", "c1", "centre")
    with store.reading() as log:
        assert log.case_keys_unacked("centre", 10) == []
        assert log.case_key_holders("polman", "c1") == {"centre": True, "polman": False}


def test_keys_of_a_holder_come_page_by_page(store):
    with store.writing() as log:
        for office, case in (("palu", "c9"), ("polman", "c1"), ("polman", "c2")):
            log.put_case_key(office, case, "centre", case.encode())
            log.put_case_key(office, case, office, b"own")
    with store.reading() as log:
        first = log.case_keys_of("centre", ("", ""), 2)
        assert [key.case for key in first] == ["c9", "c1"]
        assert [key.case for key in log.case_keys_of("centre", (first[-1].office, first[-1].case), 2)] == [
            "c2"
        ]
        assert log.case_keys_of("centre", ("polman", "c2"), 2) == []


def test_a_key_is_wrapped_anew_unless_it_is_destroyed(store):
    with store.writing() as log:
        log.put_case_key("polman", "c1", "centre", b"old")
        log.mark_case_key_acked("polman", "c1", "centre")
        assert log.rewrap_case_key("polman", "c1", "centre", b"new")
        assert log.case_key("polman", "c1", "centre") == b"new"
        assert log.case_key_holders("polman", "c1") == {"centre": False}
        log.destroy_case_key("polman", "c1")
        assert not log.rewrap_case_key("polman", "c1", "centre", b"newer")
        assert log.case_key("polman", "c1", "centre") is None


def test_a_destroyed_key_does_not_come_back(store):
    with store.writing() as log:
        log.put_case_key("polman", "c1", "polman", b"one")
        log.put_case_key("polman", "c2", "polman", b"two")
        log.destroy_case_key("polman", "c1")
        log.destroy_case_key("polman", "c1")

    with store.writing() as log:
        assert log.case_key_destroyed("polman", "c1")
        assert not log.case_key_destroyed("polman", "c2")
        assert log.case_key("polman", "c1", "polman") is None
        # A copy that was long on its way.
        assert not log.put_case_key("polman", "c1", "centre", b"one")
        assert log.case_key("polman", "c1", "centre") is None


@only_sqlite  # PostgreSQL overwrites when it vacuums, which the runbook tells when
def test_a_destroyed_key_is_in_none_of_the_files(store, tmp_path):
    with store.writing() as log:
        log.put_case_key("polman", "c1", "polman", WRAPPED)
    assert any(WRAPPED in path.read_bytes() for path in tmp_path.glob("node.sqlite3*"))

    with store.writing() as log:
        log.destroy_case_key("polman", "c1")
    assert not any(WRAPPED in path.read_bytes() for path in tmp_path.glob("node.sqlite3*"))


@only_sqlite
def test_a_long_report_delays_the_overwriting_and_no_act(store, tmp_path):
    with store.writing() as log:
        log.put_case_key("polman", "c1", "polman", WRAPPED)
    with store.reading() as report:
        assert report.case_key("polman", "c1", "polman") == WRAPPED
        with store.writing() as log:
            log.destroy_case_key("polman", "c1")
        assert any(WRAPPED in path.read_bytes() for path in tmp_path.glob("node.sqlite3*"))
    with store.writing() as log:
        log.put_case_key("polman", "c2", "polman", b"another")
    assert not any(WRAPPED in path.read_bytes() for path in tmp_path.glob("node.sqlite3*"))


def test_the_latest_note_counts_and_none_goes_back(store):
    with store.writing() as log:
        log.save_note("checkpoint", ORIGIN, 5, b"five")
        log.save_note("checkpoint", ORIGIN, 5, b"five, cosigned")
        with pytest.raises(StoreError):
            log.save_note("checkpoint", ORIGIN, 4, b"four")
        log.save_note("trust", "loket.test", 1, b"root")
    with store.reading() as log:
        assert log.note("checkpoint", ORIGIN) == b"five, cosigned"
        assert log.note("checkpoint", "other") is None
        assert [(note.name, note.size) for note in log.notes("trust")] == [("loket.test", 1)]


def test_a_holder_s_mark_never_goes_back(store):
    with store.writing() as log:
        assert log.save_holder_mark(ORIGIN, "centre", 8, b"r8", b"n8", 100)
        assert not log.save_holder_mark(ORIGIN, "centre", 7, b"r7", b"n7", 200)
        assert log.save_holder_mark(ORIGIN, "second", 3, b"r3", b"n3", 100)
    with store.reading() as log:
        assert [(mark.holder, mark.size) for mark in log.holder_marks(ORIGIN)] == [
            ("centre", 8),
            ("second", 3),
        ]


def test_blobs_wait_to_be_fetched_and_to_be_confirmed(store):
    refs = [BlobRef(hashlib.sha256(bytes([n])).digest(), n, "scans") for n in range(3)]
    names = [ref.sha256.hex() for ref in refs]
    with store.writing() as log:
        for index, ref in enumerate(refs):
            log.put_blob(ref, origin=ORIGIN, index=index, office="polman", case="c1")
        log.put_blob(refs[0], origin=ORIGIN, index=9, office="polman", case="c9")
        elsewhere = BlobRef(hashlib.sha256(b"elsewhere").digest(), 1, "photos")
        log.put_blob(elsewhere, origin="loket.test/ambon/1/office", index=99, office="ambon", case="c1")
    with store.writing() as log:
        assert [blob.sha256 for blob in log.blobs_not_here([ORIGIN], 2)] == [names[2], names[1]]
        assert log.blobs_not_here([], 2) == []
        log.blob_is_here(names[0])
        log.blob_is_here(names[1])
        assert [blob.sha256 for blob in log.blobs_not_here([ORIGIN], 9)] == names[2:]
        assert [blob.sha256 for blob in log.blobs_without_receipt(ORIGIN, "centre", "scans", 9)] == names[:2]
        log.save_blob_receipt(names[0], "centre", b"receipt", 5)
        assert [blob.sha256 for blob in log.blobs_without_receipt(ORIGIN, "centre", "scans", 9)] == names[1:2]
        assert [blob.sha256 for blob in log.blobs_without_receipt(ORIGIN, "second", "scans", 9)] == names[:2]
        assert log.blobs_without_receipt(ORIGIN, "centre", "photos", 9) == []
    with store.reading() as log:
        assert [blob.receipts for blob in log.blobs_of_case("polman", "c1")] == [("centre",), (), ()]
        assert log.blob_receipt(names[0], "centre") == b"receipt"
        assert log.blob(names[0]).case == "c1"
        assert log.blob("0" * 64) is None
    with store.writing() as log, pytest.raises(NotHeldError):
        log.blob_is_here("0" * 64)


def test_a_fork_stays_open_until_a_person_has_decided(store):
    with store.writing() as log:
        log.save_fork(ORIGIN, 5, b"ours", b"theirs")
        log.save_fork(ORIGIN, 5, b"ours", b"theirs")
    with store.reading() as log:
        (fork,) = log.forks(only_open=True)
        assert (fork.ours, fork.theirs) == (b"ours", b"theirs")
    with store.writing() as log:
        log.close_fork(ORIGIN, 5)
        assert log.forks(only_open=True) == []
        assert [fork.open for fork in log.forks()] == [False]
