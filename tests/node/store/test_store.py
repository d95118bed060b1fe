"""One writer, many readers, and what the high-water mark notices."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from loket.core.tlog.entry import encode
from loket.core.tlog.merkle import hash_leaf
from loket.node.store.databases import add_database, sqlite_database
from loket.node.store.error import DuplicateActError, QuarantineError, StoreError, StoreLockedError
from loket.node.store.high_water import SLOT_BYTES, HighWaterMark
from loket.node.store.links import open_link
from loket.node.store.records import Quarantine, QuarantineReason
from loket.node.store.store import Store

ORIGIN = "loket.test/polman/1/office"

only_postgres = pytest.mark.parametrize(
    "engine", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


# ------------------------------------------------------------------------------------------- threads


def test_two_threads_that_append_never_interleave(store, an_entry):
    def append_ten(name: str) -> None:
        for number in range(10):
            with store.writing() as log:
                first = log.head(ORIGIN).size
                for index in (first, first + 1):
                    entry = an_entry(index, act=f"{name}-{number}-{index - first}")
                    log.append(entry, encode(entry))

    threads = [threading.Thread(target=append_ten, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.reading() as log:
        assert log.head(ORIGIN).size == 40
        for name in ("a", "b"):
            for number in range(10):
                _, first = log.act_index(f"{name}-{number}-0")
                assert log.act_index(f"{name}-{number}-1") == (ORIGIN, first + 1)


def test_a_reader_sees_committed_states_only(store, append_entries):
    with store.writing() as log:
        append_entries(log, 1)
        with store.reading() as other:
            assert other.head(ORIGIN).size == 0
    with store.reading() as other:
        assert other.head(ORIGIN).size == 1


def test_a_reader_sees_one_state_throughout(store, append_entries):
    with store.reading() as reader:
        assert reader.head(ORIGIN).size == 0
        with store.writing() as log:
            append_entries(log, 3)
        assert reader.head(ORIGIN).size == 0
        assert reader.act_index("act-0") is None


def test_readers_in_many_threads_read_at_once(store, append_entries):
    with store.writing() as log:
        append_entries(log, 5)
    together = threading.Barrier(4)
    sizes = []

    def read() -> None:
        with store.reading() as log:
            together.wait(timeout=10)
            sizes.append(len(list(log.entries(ORIGIN, 0, 5))))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [5] * 4


def test_a_reader_cannot_write(store):
    with store.reading() as log, pytest.raises(log._link.errors):
        log._link.run("INSERT INTO own_act VALUES ('a', 'o', 1)")


def test_a_transaction_inside_another_is_a_mistake(store):
    with store.writing(), pytest.raises(StoreError, match="open already"), store.writing():
        pass
    with store.writing():
        pass


def test_a_closed_store_gives_nothing(open_store):
    store = open_store()
    store.close()
    with pytest.raises(StoreError), store.reading():
        pass
    with pytest.raises(StoreError), store.writing():
        pass


@only_postgres
def test_a_lost_connection_loses_its_transaction_and_nothing_else(store, append_entries, raw):
    def cut_off_while_writing() -> None:
        with store.writing() as log:
            append_entries(log, 2)
            raw.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            append_entries(log, 1)

    with store.reading() as log:
        lost = log._link.errors
    with pytest.raises(lost):
        cut_off_while_writing()

    with store.writing() as log:
        assert log.head(ORIGIN).size == 0
        append_entries(log, 1)
    with store.reading() as log:
        assert log.head(ORIGIN).size == 1


# ----------------------------------------------------------------------------------------- processes


def test_only_one_store_writes(open_store, engine):
    first = open_store()
    if engine == "sqlite":
        with pytest.raises(StoreLockedError):
            open_store()
    else:
        with first.writing():
            pass
        second = open_store()
        with pytest.raises(StoreLockedError), second.writing():
            pass
    first.close()
    with open_store().writing() as log:
        assert log.heads() == []


def test_a_store_beside_the_writer_may_read(store, open_store, append_entries):
    beside = open_store(read_only=True)
    with store.writing() as log:
        append_entries(log, 1)
    with beside.reading() as log:
        assert log.head(ORIGIN).size == 1
    with pytest.raises(StoreError), beside.writing():
        pass


@only_sqlite
def test_a_killed_process_leaves_what_it_committed(open_store, tmp_path):
    program = """
import os, sys
from pathlib import Path
import django
django.setup()
from loket.node.store.databases import add_database, sqlite_database
from loket.node.store.store import Store
folder = Path(sys.argv[1])
add_database("killed", sqlite_database(folder / "node.sqlite3"))
store = Store(alias="killed", high_water=folder / "high-water")
with store.writing() as log:
    log.open_log("loket.test/polman/1/office", "polman", own=True)
    log.save_note("kept", "n", 1, b"")
with store.writing() as log:
    log.save_note("lost", "n", 1, b"")
    os._exit(9)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 9, done.stderr
    with open_store().writing() as log:
        assert log.note("kept", "n") == b""
        assert log.note("lost", "n") is None


# ----------------------------------------------------------------------------------- high-water mark


def restored(store, open_store, tmp_path, change):
    """The store after `change`, its SQLite file then put back to what it was before."""
    store.close()
    backup = tmp_path / "backup"
    shutil.copyfile(tmp_path / "node.sqlite3", backup)
    later = open_store()
    with later.writing() as log:
        change(log)
    later.close()
    for path in tmp_path.glob("node.sqlite3-*"):
        path.unlink()
    shutil.copyfile(backup, tmp_path / "node.sqlite3")
    return open_store()


@only_sqlite
def test_a_restored_backup_is_noticed_and_takes_no_acts(store, open_store, append_entries, tmp_path):
    with store.writing() as log:
        append_entries(log, 2)

    old = restored(store, open_store, tmp_path, lambda log: append_entries(log, 3))

    found = Quarantine(ORIGIN, QuarantineReason.DATABASE_BEHIND_MARK, 5, 2)
    assert old.check_high_water() == found == old.quarantine
    with pytest.raises(QuarantineError), old.writing():
        pass
    with old.reading() as log:
        assert log.head(ORIGIN).size == 2


def test_a_database_behind_its_mark_takes_no_acts_on_either_engine(
    store, open_store, append_entries, tmp_path
):
    with store.writing() as log:
        append_entries(log, 2)
        root = log.head(ORIGIN).root
    store.close()
    with HighWaterMark(tmp_path / "high-water") as mark:
        mark.write({ORIGIN: (3, root)})
    old = open_store()
    with pytest.raises(QuarantineError), old.writing():
        pass
    assert old.quarantine == Quarantine(ORIGIN, QuarantineReason.DATABASE_BEHIND_MARK, 3, 2)


@only_sqlite
def test_the_check_needs_not_to_be_asked_for(store, open_store, append_entries, tmp_path):
    old = restored(store, open_store, tmp_path, lambda log: append_entries(log, 3))
    with pytest.raises(QuarantineError), old.writing():
        pass


@only_sqlite
def test_entries_brought_back_from_a_mirror_end_the_quarantine(
    store, open_store, append_entries, an_entry, tmp_path
):
    old = restored(store, open_store, tmp_path, lambda log: append_entries(log, 3))
    mirrored = [encode(an_entry(index)) for index in range(3)]
    assert old.check_high_water()

    with old.writing(recovering=True) as log:
        log.store_foreign(ORIGIN, 0, mirrored, [hash_leaf(data) for data in mirrored])
        with pytest.raises(StoreError):
            append_entries(log, 1)

    assert old.check_high_water() is None
    again = an_entry(3, act="act-1")
    with pytest.raises(DuplicateActError), old.writing() as log:
        log.append(again, encode(again))
    with old.writing() as log:
        append_entries(log, 1)


@only_sqlite
def test_other_entries_than_the_acknowledged_ones_do_not_end_it(
    store, open_store, append_entries, an_entry, tmp_path
):
    old = restored(store, open_store, tmp_path, lambda log: append_entries(log, 2))
    others = [encode(an_entry(index, act=f"other-{index}")) for index in range(3)]
    with old.writing(recovering=True) as log:
        log.store_foreign(ORIGIN, 0, others, [hash_leaf(data) for data in others])
    assert old.check_high_water() == Quarantine(ORIGIN, QuarantineReason.ROOT_DIFFERS, 2, 3)


@only_sqlite
def test_a_log_given_up_for_a_new_incarnation_ends_the_quarantine(
    store, open_store, append_entries, tmp_path
):
    old = restored(store, open_store, tmp_path, lambda log: append_entries(log, 3))
    assert old.check_high_water()
    successor = "loket.test/polman/2/office"
    with old.writing(recovering=True) as log:
        log.close_log(ORIGIN)
        log.open_log(successor, "polman", own=True)
    old.lift_quarantine()
    with old.writing() as log:
        append_entries(log, 1, origin=successor)
    old.close()
    assert open_store().check_high_water() is None


def test_a_crash_between_commit_and_mark_moves_the_mark(store, open_store, append_entries, tmp_path):
    with store.writing() as log:
        append_entries(log, 2)
    before = (tmp_path / "high-water").read_bytes()
    with store.writing() as log:
        append_entries(log, 1)
    store.close()
    (tmp_path / "high-water").write_bytes(before)

    again = open_store()
    assert again.check_high_water() is None
    assert again._mark.marks[ORIGIN][0] == 3


def test_a_lost_mark_is_noticed(store, open_store, append_entries, tmp_path):
    with store.writing() as log:
        append_entries(log, 2)
    store.close()
    (tmp_path / "high-water").unlink()
    assert open_store().check_high_water() == Quarantine(ORIGIN, QuarantineReason.MARK_MISSING, None, 2)


def test_a_new_node_has_nothing_to_check(open_store):
    assert open_store().check_high_water() is None


@pytest.fixture
def mark(tmp_path):
    with HighWaterMark(tmp_path / "mark") as opened:
        yield opened


def test_the_newest_mark_is_read_back(mark, tmp_path):
    for size in range(5):
        mark.write({"a": (size, bytes(32)), "b": (size + 1, b"r" * 32)})
    with HighWaterMark(tmp_path / "mark") as again:
        assert again.marks == {"a": (4, bytes(32)), "b": (5, b"r" * 32)}
        again.write({"a": (6, bytes(32))})
    with HighWaterMark(tmp_path / "mark") as again:
        assert again.marks == {"a": (6, bytes(32))}


@pytest.mark.parametrize("cut", [0, 8, 20, 60, 90])
def test_a_write_that_was_cut_off_leaves_the_mark_before_it(mark, tmp_path, cut):
    mark.write({"a": (1, bytes(32))})
    mark.write({"a": (2, bytes(32))})
    whole = (tmp_path / "mark").read_bytes()
    mark.write({"a": (3, bytes(32))})
    torn = bytearray((tmp_path / "mark").read_bytes())
    # Slots are written in turn: the third write goes where the first one stood.
    torn[SLOT_BYTES + cut : 2 * SLOT_BYTES] = whole[SLOT_BYTES + cut :]
    (tmp_path / "mark").write_bytes(torn)
    with HighWaterMark(tmp_path / "mark") as again:
        assert again.marks == {"a": (2, bytes(32))}


def test_a_mark_that_is_damaged_throughout_is_no_mark(mark, tmp_path):
    mark.write({"a": (1, bytes(32))})
    (tmp_path / "mark").write_bytes(bytes(2 * SLOT_BYTES))
    with HighWaterMark(tmp_path / "mark") as again:
        assert again.marks is None


# --------------------------------------------------------------------------------- lost connections


class CutLink:
    """A connection of a server that may go away, as PostgreSQL's does."""

    def __init__(self, link, server):
        self._link = link
        self._server = server
        self._alias = server["alias"]

    def __getattr__(self, name):
        return getattr(self._link, name)

    def _ask(self):
        if self._alias != self._server["alias"]:
            raise sqlite3.OperationalError("the server closed the connection")

    def begin_writing(self):
        self._ask()
        self._link.begin_writing()

    def begin_reading(self):
        self._ask()
        self._link.begin_reading()

    def rollback(self):
        self._ask()
        self._link.rollback()


@pytest.fixture
def fails_over(store, alias, append_entries, tmp_path):
    """A store whose server fails over to a copy that holds two entries of the three acknowledged."""
    store.close()
    server = {"alias": alias}
    running = Store(
        alias=alias,
        high_water=tmp_path / "high-water",
        connect=lambda _, *, writing: CutLink(open_link(server["alias"], writing=writing), server),
    )
    with running.writing() as log:
        append_entries(log, 2)
    standby = tmp_path / "standby.sqlite3"
    with (
        closing(sqlite3.connect(tmp_path / "node.sqlite3")) as source,
        closing(sqlite3.connect(standby)) as target,
    ):
        source.backup(target)
    with running.writing() as log:
        append_entries(log, 1)
    with running.reading() as log:
        assert log.head(ORIGIN).size == 3
    add_database(f"{alias}_standby", sqlite_database(standby))
    server["alias"] = f"{alias}_standby"
    yield running
    running.close()


@only_sqlite
def test_a_server_that_fails_over_to_a_copy_without_the_tail_takes_no_acts(fails_over):
    with pytest.raises(QuarantineError), fails_over.writing():
        pass
    assert fails_over.quarantine == Quarantine(ORIGIN, QuarantineReason.DATABASE_BEHIND_MARK, 3, 2)


@only_sqlite
def test_a_reader_that_meets_the_copy_is_enough_to_know_of_it(fails_over):
    with fails_over.reading() as log:
        assert log.head(ORIGIN).size == 2
    assert fails_over.quarantine == Quarantine(ORIGIN, QuarantineReason.DATABASE_BEHIND_MARK, 3, 2)


@only_sqlite
def test_a_quarantine_is_known_before_the_first_act(store, open_store, append_entries, tmp_path):
    old = restored(store, open_store, tmp_path, lambda log: append_entries(log, 3))
    assert old.quarantine == Quarantine(ORIGIN, QuarantineReason.DATABASE_BEHIND_MARK, 3, 0)


@only_postgres
def test_a_server_that_was_restarted_fails_no_reader_and_no_act(store, append_entries, raw):
    with store.writing() as log:
        append_entries(log, 2)
    with store.reading() as one, store.reading() as other:
        assert one.head(ORIGIN) == other.head(ORIGIN)
    raw.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with store.reading() as one, store.reading() as other:
        assert one.head(ORIGIN).size == other.head(ORIGIN).size == 2
    with store.writing() as log:
        append_entries(log, 1)
    assert store.quarantine is None


def test_who_waits_for_a_log_to_grow_is_told_after_the_commit(store, append_entries):
    sizes = []

    def look() -> None:
        with store.reading() as log:
            sizes.append(log.head(ORIGIN).size)

    store.when_grown(look)
    with store.writing() as log:
        append_entries(log, 2)
    with store.writing() as log:
        log.save_note("kept", "n", 1, b"")
    assert sizes == [2]


# ----------------------------------------------------------------------------------------- forgetting


@only_sqlite
@pytest.mark.parametrize("how", ["check", "act"])
def test_what_a_killed_process_still_had_to_forget_is_forgotten_by_the_next(
    store, append_entries, tmp_path, how
):
    name = b"SECRET-7604110203850007"
    with store.writing() as log:
        log.put_case_key("polman", "c", "polman", name)
    with store.reading() as report:
        report.heads()
        with store.writing() as log:
            log.destroy_case_key("polman", "c")
        # The power goes here: the report kept the write-ahead log from being emptied.
        after = tmp_path / "after"
        after.mkdir()
        for path in tmp_path.glob("node.sqlite3*"):
            shutil.copyfile(path, after / path.name)
    shutil.copyfile(tmp_path / "high-water", after / "high-water")
    assert any(name in path.read_bytes() for path in after.iterdir()), "there is something to forget"

    add_database(f"after_{how}_{id(store)}", sqlite_database(after / "node.sqlite3"))
    with Store(alias=f"after_{how}_{id(store)}", high_water=after / "high-water") as again:
        if how == "check":
            assert again.check_high_water() is None
        else:
            with again.writing() as log:
                append_entries(log, 1)
        assert not any(name in path.read_bytes() for path in after.iterdir())
