"""The import rule holds, and the core asks for time and chance instead of taking them."""

import ast
import os
import subprocess
import sys

CLOCKS = {"now", "utcnow", "today"}
CLOCK_OWNERS = {"datetime", "date"}


def test_each_floor_imports_only_floors_below_it(root):
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    result = subprocess.run(
        [sys.executable, "-c", lint],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_core_reads_no_clock(modules):
    readings = [
        f"{module.path}:{node.lineno}"
        for module in modules
        if module.name.startswith("loket.core")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in CLOCK_OWNERS
    ]

    assert readings == []


def test_only_the_wiring_reads_the_environment(modules):
    readers = {
        module.name
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    }

    assert {name for name in readers if not name.startswith("loket.config")} == set()
