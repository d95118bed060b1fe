"""A country of one office and one centre."""

import uuid

import pytest

from builders.country import make_country


@pytest.fixture
def country(tmp_path, databases_of_our_own):
    made = make_country(tmp_path)
    yield made
    made.close()


@pytest.fixture
def postgres_alias(postgres_server, postgres_template):
    """The alias of a fresh PostgreSQL database with tables."""
    import psycopg

    from loket.node.store.databases import add_database, postgres_database

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    add_database(name, postgres_database(postgres_server.replace("/postgres?", f"/{name}?")))
    yield name
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
