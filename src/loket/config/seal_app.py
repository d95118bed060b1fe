"""`loket seal`: its commands, thin; the work is in seal_commands.

Foreign certificates and their libraries are read for these commands alone, and so imported within them.
"""

from pathlib import Path
from typing import Annotated

import typer

from loket.config.printed import Json, print_report
from loket.core.icao.error import IcaoError

seal_app = typer.Typer(help="Visible digital seals: make, read and verify them.", no_args_is_help=True)
Source = Annotated[
    str, typer.Argument(help="Hexadecimal or base64, a file (text, bytes, JPEG, PNG, PDF), or -.")
]


@seal_app.command("decode")
def seal_decode(seal: Source, as_json: Json = False) -> None:
    """Say what a seal holds, without verifying anything; 1 if it cannot be read."""
    from loket.config.seal_commands import decode_seal, find_seal, seal_as_lines

    report = decode_seal(find_seal(seal))
    print_report(report, as_json=as_json, lines=seal_as_lines(report))
    raise typer.Exit(0 if report["readable"] else 1)


@seal_app.command("verify")
def seal_verify(
    seal: Source,
    certificate: Annotated[
        list[Path] | None, typer.Option("--certificate", help="The signer's, or a folder of many.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The signer's public key in its place.")] = None,
    csca: Annotated[list[Path] | None, typer.Option(help="Authorities that may issue it.")] = None,
    trust: Annotated[Path | None, typer.Option(help="Trust root, for the note of an older paper.")] = None,
    as_json: Json = False,
) -> None:
    """Verify a seal; 0 if its signer was found and its signature is right, otherwise 1."""
    from loket.config.seal_commands import seal_as_lines, verify_source

    report = verify_source(seal, certificates=certificate or (), key=key, csca=csca or (), trust=trust)
    print_report(report, as_json=as_json, lines=seal_as_lines(report))
    raise typer.Exit(0 if report["overall"] == "successful" else 1)


@seal_app.command("signer")
def seal_signer(
    data: Annotated[Path, typer.Option("--data", help="The office's folder.")],
    out: Annotated[Path, typer.Option(help="Folder for the two certificates, DER.")],
) -> None:
    """Write the certificate of an office's seal signer, and of who issued it, for whoever verifies."""
    from loket.config.seal_keys import write_signer

    for path in write_signer(data, out):
        print(path)


@seal_app.command("encode")
def seal_encode(
    wanted: Annotated[str, typer.Argument(help="JSON with use_case, header and features: a file, or -.")],
    key: Annotated[Path, typer.Option(help="The signer's private key, PKCS #8.")],
    certificate: Annotated[Path | None, typer.Option(help="The signer's certificate.")] = None,
    out: Annotated[Path | None, typer.Option(help="A .png or .svg DataMatrix, .bin, .b64 or .hex.")] = None,
    as_json: Json = False,
) -> None:
    """Make and sign a seal; prints it in hexadecimal, or writes it as the file's name ends."""
    from loket.config.seal_commands import decode_seal, encode_seal, seal_as_lines, wanted_seal, write_seal

    try:
        seal = encode_seal(wanted_seal(wanted), key=key, certificate=certificate)
    except IcaoError as error:
        said = {"field": error.field, "clause": error.clause, "reason": error.reason}
        report = {"readable": False, "error": said}
        print_report(report, as_json=as_json, lines=seal_as_lines(report))
        raise typer.Exit(1) from None
    if out is not None:
        write_seal(seal, out)
    print_report(decode_seal(seal.encoded), as_json=as_json, lines=[] if out else [seal.encoded.hex()])
