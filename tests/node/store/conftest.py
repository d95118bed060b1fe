"""An office's store with an empty log, and entries for it."""

import sqlite3

import pytest
from django.db import connections

from loket.core.tlog.entry import BlobRef, Entry, encode
from loket.node.store.store import Store

ORIGIN = "loket.test/polman/1/office"


@pytest.fixture
def store(open_store) -> Store:
    """The office's store with its empty log."""
    store = open_store()
    with store.writing() as log:
        log.open_log(ORIGIN, "polman", own=True)
    return store


@pytest.fixture
def an_entry():
    return make_entry


def make_entry(index: int, *, act: str = "", origin: str = ORIGIN, blobs: tuple[BlobRef, ...] = ()) -> Entry:
    return Entry(
        origin=origin,
        index=index,
        kind="application_approved",
        subjects={"case": f"case-{index % 7}"},
        act=act or f"act-{index}",
        officer="officer-1",
        role="approver",
        at=1_700_000_000_000 + index,
        body={},
        sealed=None,
        blobs=blobs,
    )


def append(log, count: int, origin: str = ORIGIN) -> None:
    start = log.head(origin).size
    for index in range(start, start + count):
        entry = make_entry(index, origin=origin)
        log.append(entry, encode(entry))


@pytest.fixture
def append_entries():
    return append


@pytest.fixture
def raw(alias, engine):
    """A connection of its own that asks nobody, as an intruder or a person with a shell has."""
    settings = connections.settings[alias]
    if engine == "sqlite":
        connection = sqlite3.connect(settings["NAME"], isolation_level=None)
    else:
        import psycopg

        connection = psycopg.connect(
            dbname=settings["NAME"], host=settings["HOST"], user=settings["USER"], autocommit=True
        )
    yield connection
    connection.close()
