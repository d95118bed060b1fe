"""A node's database on each engine, its tables made once and copied for every test."""

import os
import shutil
import tempfile
import uuid
from pathlib import Path

import django
import pytest

from loket.node.store.databases import add_database, migrate, postgres_database, sqlite_database
from loket.node.store.store import Store

os.environ.setdefault("LOKET_ROLE", "office")
os.environ.setdefault("LOKET_NODE", "polman")
os.environ.setdefault("LOKET_DATA", tempfile.mkdtemp(prefix="loket-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.django_settings")
django.setup()


@pytest.fixture(scope="session")
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
