"""`loket mrz`: its two commands, thin; the work is in mrz_commands."""

from typing import Annotated

import typer

from loket.config.mrz_commands import (
    encode_zone,
    parse_zone,
    refused,
    wanted_from,
    zone_as_lines,
    zone_text,
)
from loket.config.printed import Json, print_report
from loket.core.icao.error import IcaoError

mrz_app = typer.Typer(help="Machine readable zones: read them, write them.", no_args_is_help=True)


@mrz_app.command("parse")
def mrz_parse(
    lines: Annotated[
        list[str] | None, typer.Argument(help="The lines of one zone, a file that holds them, or -.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read a zone (TD1, TD2, TD3, MRV-A, MRV-B); 1 if a rule is broken, and which."""
    report = parse_zone(zone_text(lines or ()))
    print_report(report, as_json=as_json, lines=zone_as_lines(report))
    raise typer.Exit(0 if report["valid"] else 1)


@mrz_app.command("encode")
def mrz_encode(
    context: typer.Context,
    fields: Annotated[str, typer.Argument(help="A JSON object with the fields: a file, or -.")] = "",
    format_: Annotated[str, typer.Option("--format", help="TD1, TD2, TD3, MRV-A or MRV-B.")] = "",
    document_code: Annotated[str, typer.Option(help="One or two letters, such as PP.")] = "",
    issuing_state: Annotated[str, typer.Option(help="Three letters, or D.")] = "",
    primary_identifier: Annotated[
        str, typer.Option("--primary", "--surname", help="As people write it.")
    ] = "",
    secondary_identifier: Annotated[
        str, typer.Option("--secondary", "--given-names", help="If there is one.")
    ] = "",
    document_number: Annotated[
        str, typer.Option("--document-number", "--number", help="Spaces become fillers.")
    ] = "",
    nationality: Annotated[str, typer.Option(help="Three letters, or D.")] = "",
    birth_date: Annotated[str, typer.Option(help="YYMMDD (< unknown) or YYYY-MM-DD (X unknown).")] = "",
    sex: Annotated[str, typer.Option(help="F, M or X.")] = "",
    expiry: Annotated[str, typer.Option("--expiry", "--expiry-date", help="YYMMDD or YYYY-MM-DD.")] = "",
    optional_data: Annotated[
        str, typer.Option("--optional-data", "--optional", help="If there is any.")
    ] = "",
    optional_data_lower: Annotated[str, typer.Option(help="TD1: of the middle line.")] = "",
    empty_check_digit: Annotated[str, typer.Option(help="TD3: < or 0, for empty optional data.")] = "",
    truncation: Annotated[str, typer.Option(help="initials, fixed, or widths such as 10,7,7,6/5.")] = "",
    a_umlaut: Annotated[str, typer.Option(help="AE or A.")] = "",
    a_ring: Annotated[str, typer.Option(help="AA or A.")] = "",
    n_tilde: Annotated[str, typer.Option(help="N or NXX.")] = "",
    o_umlaut: Annotated[str, typer.Option(help="OE or O.")] = "",
    u_umlaut: Annotated[str, typer.Option(help="UE, UXX or U.")] = "",
    as_json: Json = False,
) -> None:
    """Write a zone from its fields, or say which rule of Doc 9303 a field breaks."""
    # Each option bears the name of its field.
    given = {name.rstrip("_"): value for name, value in context.params.items() if value}
    wanted = wanted_from(fields) if fields else {}
    try:
        report = encode_zone(wanted | {n: v for n, v in given.items() if n not in {"fields", "as_json"}})
    except IcaoError as error:
        report = refused(error)
    print_report(report, as_json=as_json, lines=report["lines"] if report["valid"] else zone_as_lines(report))
    raise typer.Exit(0 if report["valid"] else 1)
