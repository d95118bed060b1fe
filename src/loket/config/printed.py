"""What a command prints: one JSON object, or lines for a terminal."""

import json
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def print_report(report: dict[str, Any], *, as_json: bool, lines: list[str]) -> None:
    """Print the report as JSON if that is asked for, or else its lines."""
    print(json.dumps(report, indent=2, sort_keys=True) if as_json else "\n".join(lines))
