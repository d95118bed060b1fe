"""The Pythons of this machine that Loket supports and that really run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SUPPORTED = ("3.13", "3.12", "3.11")
SAY = "import sys; print('%d.%d' % sys.version_info[:2], sys.executable, sep='\\n')"


def a_second() -> Path | None:
    """Return a supported Python of another version than this one, the farthest first, or None."""
    mine = f"{sys.version_info.major}.{sys.version_info.minor}"
    others = [version for version in SUPPORTED if version != mine]
    farthest_first = sorted(others, key=lambda version: -abs(int(version[2:]) - sys.version_info.minor))
    for version in farthest_first:
        for candidate in _candidates(version):
            found = _that_runs(candidate, version)
            if found is not None:
                return found
    return None


def _candidates(version: str) -> Iterator[Path]:
    for folder in os.get_exec_path():
        yield Path(folder) / f"python{version}"
    for home in sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}*")):
        yield home / "bin" / "python"


def _that_runs(candidate: Path, version: str) -> Path | None:
    """Return the real interpreter behind a candidate: a version manager's stand-in may refuse to run."""
    if not candidate.exists():
        return None
    result = subprocess.run([candidate, "-c", SAY], capture_output=True, text=True, check=False)
    lines = result.stdout.split("\n")
    return Path(lines[1]) if result.returncode == 0 and lines[0] == version else None
