"""What only the system's packages can give: installed when that is allowed, else said in one line."""

import os
import shutil
import subprocess
import sys

from launcher import LauncherError


def install(package: str, *, why: str) -> None:
    """Install one Debian package as root; otherwise raise LauncherError with the line that would do it."""
    advice = f"{package} is missing ({why}). Install it with: sudo apt-get install -y {package}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise LauncherError(advice)
    print(f"Installing the Debian package {package} {why}.", file=sys.stderr, flush=True)
    # A fresh machine has no package lists yet, an old one has stale ones: then fetch them and try again.
    if not (_apt("install", "-y", "--no-install-recommends", package, quiet=True) or _after_update(package)):
        raise LauncherError(advice)


def _after_update(package: str) -> bool:
    return _apt("update") and _apt("install", "-y", "--no-install-recommends", package)


def _apt(*arguments: str, quiet: bool = False) -> bool:
    command = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", *arguments]
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    result = subprocess.run(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if quiet else None,
        check=False,
    )
    return result.returncode == 0
