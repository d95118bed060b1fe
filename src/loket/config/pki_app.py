"""`loket pki`: what headquarters does offline with the keys of travel documents; thin over `pki_commands`."""

from pathlib import Path
from typing import Annotated

import typer

from loket.config.printed import Json, print_report

pki_app = typer.Typer(
    help="Keys of travel documents, test keys only: authorities, signers, lists, lint.", no_args_is_help=True
)

Folder = Annotated[Path, typer.Argument(help="Headquarters' folder of the country's test keys.")]


@pki_app.command("make-test-csca")
def make_test_csca(
    folder: Folder,
    following: Annotated[
        bool, typer.Option("--next", help="The next authority of this country, with its link.")
    ] = False,
    rsa: Annotated[bool, typer.Option("--rsa", help="RSA-PSS, 4096 bits, instead of P-384.")] = False,
) -> None:
    """Make a country signing authority of TEST keys, and its revocation lists for 90 days."""
    from loket.config.pki_commands import make_test_csca as run

    _say(run(folder, following=following, rsa=rsa))


@pki_app.command("issue-signers")
def issue_signers(
    folder: Folder,
    office: Annotated[str, typer.Option(help="For which office.")],
    quota: Annotated[int, typer.Option(min=1, max=10_000_000, help="Signatures of each.")] = 5_000,
    types: Annotated[
        list[str] | None, typer.Option(help="Document codes; P means all that begin so.")
    ] = None,
    seal: Annotated[str, typer.Option(help="Two letters: a signer of seals, too.")] = "",
    token_key: Annotated[
        Path | None, typer.Option(help="Certify this public key, of the office's token (PEM).")
    ] = None,
) -> None:
    """Issue the document signers that an office needs to sign alone for 60 days and one renewal."""
    from loket.config.pki_commands import issue_signers as run

    lines = run(
        folder, office, quota=quota, document_types=types or ["P"], seal_letters=seal, token_key=token_key
    )
    _say(lines)


@pki_app.command("make-token-key")
def make_token_key(
    module: Annotated[Path, typer.Option(help="The token's PKCS#11 library.")],
    token: Annotated[str, typer.Option(help="The token's label.")],
    label: Annotated[str, typer.Option(help="The new key's label; begins with TEST.")],
    pin_file: Annotated[Path, typer.Option(help="File with the token's PIN, readable by its owner alone.")],
    out: Annotated[Path, typer.Option(help="Where the public half is written (PEM).")],
    curve: Annotated[str, typer.Option(help="A curve of docs/formats/pki.md.")] = "secp256r1",
) -> None:
    """Make a TEST key in the office's token; prints the terms that name it."""
    from loket.config.pki_commands import make_token_key as run
    from loket.node.keys.token_keys import TokenPlace

    _say(run(TokenPlace(module=module, token=token, label=label), curve=curve, pin_file=pin_file, out=out))


@pki_app.command("crls")
def crls(
    folder: Folder,
    revoke: Annotated[list[str] | None, typer.Option(help="Serial number to revoke (hex).")] = None,
    days: Annotated[int, typer.Option(min=1, max=730, help="How far ahead.")] = 90,
) -> None:
    """Sign the next revocation lists, one for each 48 hours; they prevail over all earlier ones."""
    from loket.config.pki_commands import sign_lists

    _say(sign_lists(folder, revoke=revoke or [], days=days))


@pki_app.command("master-list")
def master_list(
    folder: Folder,
    add: Annotated[list[Path] | None, typer.Option(help="Certificates of others (DER or PEM).")] = None,
) -> None:
    """Sign a master list of the country's authorities and of others' that were looked at."""
    from loket.config.pki_commands import sign_master_list

    _say(sign_master_list(folder, add or []))


@pki_app.command("show")
def show(
    folder: Annotated[Path, typer.Argument(help="Headquarters' folder, or an office's.")],
    rate: Annotated[float, typer.Option(min=0, help="Signatures a day.")] = 40,
    as_json: Json = False,
) -> None:
    """Say which keys there are, how long they sign, and how long each office can go on alone."""
    from loket.config.pki_commands import show as run
    from loket.config.pki_commands import show_lines

    report = run(folder, rate_per_day=rate)
    print_report(report, as_json=as_json, lines=show_lines(report))


@pki_app.command("lint")
def lint(
    path: Annotated[Path, typer.Argument(help="A certificate, revocation list or master list, or a folder.")],
    as_json: Json = False,
) -> None:
    """Hold certificates and lists against the profile of Doc 9303-12; 1 if something demanded is not kept."""
    from loket.config.pki_commands import has_errors, lint_lines, lint_path

    reports = lint_path(path)
    print_report({"reports": reports}, as_json=as_json, lines=lint_lines(reports))
    raise typer.Exit(1 if has_errors(reports) or not reports else 0)


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
