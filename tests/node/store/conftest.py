"""A store on each engine, its tables made once and copied for every test."""

import os
import shutil
import sqlite3
import tempfile
import uuid
from pathlib import Path

import django
import pytest

os.environ.setdefault("LOKET_ROLE", "office")
os.environ.setdefault("LOKET_NODE", "polman")
os.environ.setdefault("LOKET_DATA", tempfile.mkdtemp(prefix="loket-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.django_settings")
django.setup()

from loket.core.tlog.entry import BlobRef, Entry, encode
from loket.node.store.databases import add_database, migrate, postgres_database, sqlite_database
from loket.node.store.store import Store

ORIGIN = "loket.test/polman/1/office"


@pytest.fixture(scope="session", autouse=True)
def databases_of_our_own(django_db_blocker):
    """Each test makes its own node's database; there is none to roll back."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory, databases_of_our_own) -> Path:
    path = tmp_path_factory.mktemp("template") / "node.sqlite3"
    add_database("template", sqlite_database(path))
    migrate("template")
    django.db.connections["template"].close()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server, databases_of_our_own) -> str:
    import psycopg

    name = f"template_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    add_database("pg_template", postgres_database(postgres_server.replace("/postgres?", f"/{name}?")))
    migrate("pg_template")
    django.db.connections["pg_template"].close()
    return name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request) -> str:
    return request.param


@pytest.fixture
def alias(engine, request, tmp_path):
    """The alias of a fresh database with tables."""
    name = f"test_{uuid.uuid4().hex}"
    if engine == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        path = tmp_path / "node.sqlite3"
        shutil.copyfile(template, path)
        add_database(name, sqlite_database(path))
        yield name
    else:
        import psycopg

        server = request.getfixturevalue("postgres_server")
        template = request.getfixturevalue("postgres_template")
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        add_database(name, postgres_database(server.replace("/postgres?", f"/{name}?")))
        yield name
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_store(alias, tmp_path):
    """Open the store of this test's database, as often as asked; all are closed at the end."""
    opened = []

    def _open(**options) -> Store:
        options.setdefault("high_water", tmp_path / "high-water")
        opened.append(Store(alias=alias, **options))
        return opened[-1]

    yield _open
    for store in opened:
        store.close()


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
    settings = django.db.connections.settings[alias]
    if engine == "sqlite":
        connection = sqlite3.connect(settings["NAME"], isolation_level=None)
    else:
        import psycopg

        connection = psycopg.connect(
            dbname=settings["NAME"], host=settings["HOST"], user=settings["USER"], autocommit=True
        )
    yield connection
    connection.close()
