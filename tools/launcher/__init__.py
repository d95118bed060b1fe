"""The launcher of the work tree: environments, checks and tests. Only `catalogues` needs a library."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
STATE = ROOT / ".loket"


class LauncherError(Exception):
    """Something the launcher needs is missing; the message is one line for the person at the terminal."""
