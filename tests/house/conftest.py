"""The house as its tests see it: the files that belong to it, parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"


@dataclass(frozen=True, slots=True)
class Module:
    """One module of Loket: its path below the root, its dotted name, its text and its syntax tree."""

    path: str
    name: str
    text: str
    tree: ast.Module


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@pytest.fixture(scope="session")
def modules() -> tuple[Module, ...]:
    """Every module below src/, generated migrations aside."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        if path.parent.name == "migrations":
            continue
        text = path.read_text(encoding="utf-8")
        name = ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__")
        found.append(Module(str(path.relative_to(ROOT)), name, text, ast.parse(text)))
    return tuple(found)
