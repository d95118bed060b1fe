"""`./loket check`: everything that reads the code without running it, one line a tool."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import ROOT, SRC, LauncherError, environment

SETTINGS = "loket.config.django_settings"
# Types and migrations read Django's settings, and those belong to a node. This one is never started.
AN_OFFICE = {"DJANGO_SETTINGS_MODULE": SETTINGS, "LOKET_ROLE": "office", "LOKET_NODE": "check"}


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its command line, the one that mends, and the files it looks at."""

    name: str
    command: tuple[str, ...]
    mend: tuple[str, ...] | None
    subjects: Callable[[], Iterator[Path]]


def run(arguments: Sequence[str]) -> int:
    """Run every tool, or those named, and say how each went; return 0 if none failed.

    `--fix` first mends what a tool can mend.
    """
    wanted = [argument for argument in arguments if argument != "--fix"]
    tools = [tool for tool in TOOLS if not wanted or tool.name in wanted or tool.command[0] in wanted]
    if not tools:
        raise LauncherError(f"no such check; there are: {', '.join(tool.name for tool in TOOLS)}")
    python = environment.ensure(environment.TEST)
    with tempfile.TemporaryDirectory(prefix="loket-check-") as folder:
        environ = {**environment.variables(), **AN_OFFICE, "LOKET_DATA": folder}
        if "--fix" in arguments:
            for tool in tools:
                if tool.mend and any(tool.subjects()):
                    _start(python, tool.mend, environ)
        failed = [tool.name for tool in tools if not _passes(tool, python, environ)]
    print(f"loket check: failed: {', '.join(failed)}" if failed else "loket check: all ok", flush=True)
    return 1 if failed else 0


def _passes(tool: Tool, python: Path, environ: Mapping[str, str]) -> bool:
    if not any(tool.subjects()):
        print(f"{tool.name:<14} nothing to check yet", flush=True)
        return True
    started = time.monotonic()
    result = _start(python, tool.command, environ)
    verdict = "ok" if result.returncode == 0 else "FAILED"
    print(f"{tool.name:<14} {verdict:<6}  {time.monotonic() - started:.1f} s", flush=True)
    if result.returncode != 0:
        sys.stdout.write(result.stdout)
        sys.stdout.flush()
    return result.returncode == 0


def _start(
    python: Path, command: Sequence[str], environ: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python.with_name(command[0])), *command[1:]],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _python_files() -> Iterator[Path]:
    return SRC.rglob("*.py")


def _templates() -> Iterator[Path]:
    return SRC.rglob("*.html")


def _settings() -> Iterator[Path]:
    return SRC.glob(f"{SETTINGS.replace('.', '/')}*")


def _documents() -> Iterator[Path]:
    return ROOT.glob("*.md")


LINT_IMPORTS = ("lint-imports", "--no-cache")
CODESPELL = ("codespell", *sorted(file.name for file in ROOT.glob("*.md")), "docs", "src", "tools")
TOOLS = (
    Tool("ruff check", ("ruff", "check", "."), ("ruff", "check", "--fix", "."), _python_files),
    Tool("ruff format", ("ruff", "format", "--check", "."), ("ruff", "format", "."), _python_files),
    Tool("mypy", ("mypy", "src", "tools"), None, _python_files),
    Tool("import floors", LINT_IMPORTS, None, _python_files),
    Tool("djlint format", ("djlint", "src", "--check"), ("djlint", "src", "--reformat"), _templates),
    Tool("djlint lint", ("djlint", "src", "--lint"), None, _templates),
    Tool("migrations", ("django-admin", "makemigrations", "--check", "--dry-run"), None, _settings),
    Tool("codespell", CODESPELL, None, _documents),
)
