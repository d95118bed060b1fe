"""`loket chip`: its commands, thin; the work is in chip_commands."""

from pathlib import Path
from typing import Annotated

import typer

chip_app = typer.Typer(help="Virtual chips of passports.", no_args_is_help=True)

_PORT = 35963  # vsmartcard's


@chip_app.callback()
def chip() -> None:
    """Virtual chips of passports."""


@chip_app.command("serve")
def chip_serve(
    chip: Annotated[Path, typer.Argument(help="A chip's file, or a folder with one.")],
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The reader's port; 0 with --listen: any.")
    ] = _PORT,
    host: Annotated[str, typer.Option(help="Where the reader is.")] = "127.0.0.1",
    listen: Annotated[bool, typer.Option("--listen", help="Let the reader connect to this port.")] = False,
) -> None:
    """Be a chip on a virtual reader (vsmartcard's vpcd), until stopped."""
    from loket.config.chip_commands import serve_chip

    serve_chip(chip, host=host, port=port, listening=listen, tell=typer.echo)
