"""`loket document`: its command, thin; the work is in document_commands."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from loket.config.printed import Json, print_report

document_app = typer.Typer(help="Travel documents of any country.", no_args_is_help=True)


@document_app.callback()
def document() -> None:
    """Travel documents of any country."""


@document_app.command("inspect")
def document_inspect(
    path: Annotated[Path, typer.Argument(help="A folder of a chip's files, or one security object.")],
    csca: Annotated[
        Path | None, typer.Option(help="Whom to trust: a certificate, a master list, or a folder of them.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="The day to judge by, 2026-11-28; otherwise today.")] = None,
    as_json: Json = False,
) -> None:
    """Passive authentication and chip checks; 0 successful, 1 failed, 2 undetermined, 3 nothing readable."""
    # Foreign ASN.1 and its libraries are read for this command alone.
    from loket.config.document_commands import UNREADABLE, UnreadableError, inspect_place

    try:
        inspected = inspect_place(path, csca=csca, at=at)
    except UnreadableError as error:
        print(f"loket: {error}", file=sys.stderr)
        raise typer.Exit(UNREADABLE) from error
    print_report(inspected.as_json, as_json=as_json, lines=inspected.lines)
    raise typer.Exit(inspected.status)
