"""What `./loket COMMAND` does: the launcher's own commands, else the command line of Loket itself."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from launcher import LauncherError, check, environment, testing

NEEDS_SOMETHING = 3  # exit status: the machine lacks something that the launcher may not install

USAGE = """\
Usage: ./loket COMMAND [OPTIONS]

Of the work tree:
  test [--all] [PYTEST OPTIONS]   run the tests; --all adds the long ones and a second Python
  check [--fix] [NAMES]           lint, format, types, import floors, templates, migrations, spelling
  python [ARGUMENTS]              the Python of the test environment, with Loket importable

Everything else is Loket's own command line; `./loket demo` is the place to start:
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; most commands replace this process and never return."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    try:
        if command == "test":
            return testing.run(rest)
        if command == "check":
            return check.run(rest)
        if command == "python":
            _become(environment.ensure(environment.TEST), rest)
        if command in {"--help", "-h", "help"}:
            print(USAGE, flush=True)
            arguments = ["--help"]
        kind = environment.TEST if command == "bench" else environment.RUNTIME
        _become(environment.ensure(kind), ["-P", "-m", "loket", *arguments])
    except LauncherError as error:
        print(f"loket: {error}", file=sys.stderr)
        return NEEDS_SOMETHING
    except KeyboardInterrupt:
        return 130


def _become(python: Path, arguments: Sequence[str]) -> NoReturn:
    sys.stdout.flush()
    os.execve(python, [str(python), *arguments], environment.variables())  # noqa: S606  # the command takes over
