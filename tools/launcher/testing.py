"""`./loket test`: what the tests need, then the tests; with --all the long ones and a second Python too."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from launcher import ROOT, LauncherError, debian, environment, pythons

ALL = "not exhaustive and not short"
QUICK = "not slow and not exhaustive"
QUICK_AND_ALONE = "not slow and not exhaustive and not journey and not postgres and not process"
PARTS = ("devices", "keys", "papers", "partners", "store")
BENEATH = ("tests/core", "tests/launcher", *(f"tests/node/{part}" for part in PARTS))
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PRINTER = {"ippeveprinter": "cups-ipp-utils", "avahi-daemon": "avahi-daemon", "dbus-daemon": "dbus"}


def run(arguments: Sequence[str]) -> int:
    """Run the tests and return the exit status: 0 only if every part passed."""
    everything = "--all" in arguments
    rest = [argument for argument in arguments if argument != "--all"]
    _have_a_browser()
    if everything:
        _have_a_printer()
        _have_a_token()
    parts = [_pytest(environment.ensure(environment.TEST), ALL if everything else QUICK, rest)]
    if everything:
        parts.append(_under_a_second_python(rest))
    return next((status for status in parts if status), 0)


def _have_a_browser() -> None:
    if any(shutil.which(name) for name in BROWSERS):
        return
    try:
        debian.install("chromium", why="for the tests that use the pages")
    except LauncherError as error:
        print(f"loket: {error}\nloket: going on without the journeys.", file=sys.stderr)


def _have_a_printer() -> None:
    """CUPS' own IPP Everywhere printer, and the services without which it does not start."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    for program, package in PRINTER.items():
        if shutil.which(program, path=path):
            continue
        try:
            debian.install(package, why="for the tests that print")
        except LauncherError as error:
            print(f"loket: {error}\nloket: going on without that printer.", file=sys.stderr)
            return


def _have_a_token() -> None:
    """SoftHSM2, a PKCS#11 token in software."""
    if shutil.which("softhsm2-util"):
        return
    try:
        debian.install("softhsm2", why="for the tests of keys in a token")
    except LauncherError as error:
        print(f"loket: {error}\nloket: going on without a token.", file=sys.stderr)


def _under_a_second_python(rest: Sequence[str]) -> int:
    second = pythons.a_second()
    if second is None:
        print("loket: not run a second time: no other Python 3.11 to 3.13 runs on this machine.", flush=True)
        return 0
    # What stands on the core and the node's parts is the same code on any Python; these meet the libraries.
    places = rest or BENEATH
    return _pytest(environment.ensure(environment.TEST, second), QUICK_AND_ALONE, places)


def _pytest(python: Path, marks: str, rest: Sequence[str]) -> int:
    version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"loket: tests under {version}{f' ({marks})' if marks else ''}", flush=True)
    started = time.monotonic()
    command = [str(python), "-P", "-m", "pytest", "-n", "2", "--dist", "worksteal", "-m", marks, *rest]
    status = subprocess.run(command, cwd=ROOT, env=environment.variables(), check=False).returncode
    print(f"loket: {version}: exit status {status} after {time.monotonic() - started:.0f} s", flush=True)
    return status
