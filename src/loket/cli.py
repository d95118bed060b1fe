"""The commands of Loket: thin; each enters a node's folder and calls what does the work."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from loket.config.chip_app import chip_app
from loket.config.chip_errors import ChipUsageError
from loket.config.document_app import document_app
from loket.config.enrolment_error import EnrolmentError
from loket.config.mrz_app import mrz_app
from loket.config.mrz_commands import MrzUsageError
from loket.config.pki_app import pki_app
from loket.config.printed import Json
from loket.config.printed import print_report as _print
from loket.config.processes import ProcessError
from loket.config.seal_app import seal_app
from loket.config.seal_material import SealUsageError
from loket.config.settings import SettingsError
from loket.core.domain.error import DomainError
from loket.core.domain.terms import DocumentKind
from loket.core.icao.error import IcaoError
from loket.core.tlog.error import TlogError
from loket.drills.error import DrillError
from loket.node.keys.error import KeysError
from loket.node.papers.error import PaperError
from loket.node.store.error import OlderRowsError, StoreError

app = typer.Typer(
    name="loket",
    help="The software of an immigration office that keeps issuing while the national centre is gone.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
log_app = typer.Typer(help="A node's log: verify it, show it.", no_args_is_help=True)
centre_app = typer.Typer(help="The centre: publish, ship, rebuild.", no_args_is_help=True)
trust_app = typer.Typer(help="The trust root: show it, bring it by hand.", no_args_is_help=True)
app.add_typer(log_app, name="log")
app.add_typer(centre_app, name="centre")
app.add_typer(trust_app, name="trust")
drill_app = typer.Typer(help="Drills: scenarios played in simulated time.", no_args_is_help=True)
app.add_typer(drill_app, name="drill")
app.add_typer(document_app, name="document")
app.add_typer(mrz_app, name="mrz")
app.add_typer(pki_app, name="pki")
app.add_typer(seal_app, name="seal")
app.add_typer(chip_app, name="chip")

Data = Annotated[Path, typer.Option("--data", help="The node's folder.")]


@app.command()
def serve(data: Data) -> None:
    """Run a node: its pages, its exchange and what follows its log, on 127.0.0.1."""
    from loket.config.serve import serve as run

    run(data)


@app.command()
def demo(
    data: Annotated[Path | None, typer.Option(help="Folder of the demo's data.")] = None,
    port: Annotated[int, typer.Option(min=1, max=65_533, help="First of three ports on 127.0.0.1.")] = 8100,
    headless: Annotated[bool, typer.Option(help="One day of the outage without a person.")] = False,
    empty: Annotated[bool, typer.Option(help="Put no cases in.")] = False,
) -> None:
    """An office and a centre on this machine, with made-up people; --headless runs a day of the outage."""
    from loket.config.demo import run_demo, run_headless

    raise typer.Exit(run_headless(data) if headless else run_demo(data, port=port, with_cases=not empty))


@log_app.command("verify")
def log_verify(
    place: Annotated[str, typer.Argument(help="A node's folder, a folder of tiles, or http://… of a log.")],
    as_json: Json = False,
    trust: Annotated[Path | None, typer.Option(help="Trust root to verify with.")] = None,
    key: Annotated[Path | None, typer.Option(help="Folder of the auditor's key, for an address.")] = None,
    node: Annotated[str, typer.Option(help="Which node answers at the address.")] = "centre",
) -> None:
    """Verify whole logs: signatures, every entry, every tile, the root; say the first thing that is wrong."""
    from loket.config.log_commands import verify_place

    reports = verify_place(place, trust=trust, key=key, node=node)
    lines = [
        f"{one['origin']}: {one['size']} entries verified, root {one['root']}"
        if one["verified"]
        else f"{one['origin']}: NOT VERIFIED: {one['wrong']}"
        for one in reports
    ]
    good = bool(reports) and all(one["verified"] for one in reports)
    anchor = (
        "the file given" if trust else "found at the place itself; name one with --trust to judge by your own"
    )
    lines.append(f"trust root: {anchor}")
    _print({"verified": good, "trust_root": anchor, "logs": reports}, as_json=as_json, lines=lines)
    raise typer.Exit(0 if good else 1)


@log_app.command("show")
def log_show(
    data: Annotated[Path, typer.Argument(help="A node's folder.")],
    origin: Annotated[str, typer.Option(help="One log; otherwise every own log.")] = "",
    case: Annotated[str, typer.Option(help="Entries of one case.")] = "",
    with_key: Annotated[bool, typer.Option("--with-key", help="Open sealed parts with the keys.")] = False,
    as_json: Json = False,
) -> None:
    """Print entries; what is sealed stays sealed unless --with-key finds the case's key."""
    from loket.config.log_commands import show_log

    for shown in show_log(data, origin=origin, case=case, with_key=with_key):
        print(json.dumps(shown, sort_keys=True, ensure_ascii=False) if as_json else _entry_line(shown))


def _entry_line(shown: dict[str, Any]) -> str:
    place = f"{shown['index']:>7} {shown['at']} {shown['kind']:<28} {shown['officer']:<16}"
    return f"{place} {shown['body']} {shown.get('sealed', '')}"


@log_app.command("export")
def log_export(
    data: Annotated[Path, typer.Argument(help="A node's folder.")],
    target: Annotated[Path, typer.Argument(help="An empty folder, on a stick for example.")],
) -> None:
    """Write every log of a node as tlog-tiles files, with the trust root beside them."""
    from loket.config.log_commands import export_logs

    for origin, folder in export_logs(data, target):
        print(f"{origin} → {folder}")


@app.command()
def rebuild(
    data: Data,
    replace: Annotated[
        bool, typer.Option(help="Put the refolded rows in the place of the live ones.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Refold all rows from the logs and prove them equal to the live ones."""
    from loket.config.rebuild_command import rebuild_node

    report = rebuild_node(data, replace=replace)
    lines = [
        f"{one['owner']}: {one['entries']} entries, {one['rows']} rows, "
        + ("equal" if one["equal"] else f"DIFFERENT: {one['differences']}")
        for one in report["owners"]
    ]
    _print(report, as_json=as_json, lines=lines)
    raise typer.Exit(0 if report["equal"] or replace else 1)


@trust_app.command("show")
def trust_show(data: Data) -> None:
    """Print the trust root in force."""
    from loket.config.trust_commands import trust_text

    print(trust_text(data), end="")


@trust_app.command("import")
def trust_import(
    data: Data, file: Annotated[Path, typer.Argument(help="A signed trust root, from a stick.")]
) -> None:
    """Bring a newer trust root by hand; the node must not be running."""
    from loket.config.trust_commands import import_trust

    print(f"trust root {import_trust(data, file)} accepted")


@centre_app.command("rebuild")
def centre_rebuild(
    data: Annotated[Path, typer.Option("--data", help="The new, empty centre's folder; made here.")],
    headquarters: Annotated[Path, typer.Option(help="Folder of headquarters' keys.")],
    lost: Annotated[Path, typer.Option(help="Folder of the centre that was lost: only node.env is read.")],
    trust: Annotated[Path, typer.Option(help="The trust root in force, as a file.")],
    out: Annotated[Path, typer.Option(help="Where the next trust root is written, for the offices.")],
    officers: Annotated[Path | None, typer.Option(help="Officials to enrol (JSON).")] = None,
    cut_off: Annotated[
        list[str] | None, typer.Option(help="ORIGIN=SIZE of a log of the lost centre.")
    ] = None,
) -> None:
    """Start an empty centre with new keys; the offices' logs fill it again (docs/runbooks/centre-lost.md)."""
    from loket.config.centre_commands import make_next_centre

    for line in make_next_centre(
        data,
        headquarters=headquarters,
        lost=lost,
        trust=trust,
        out=out,
        officers=officers,
        cut_offs=cut_off or (),
    ):
        print(line)


@centre_app.command("compare")
def centre_compare(data: Data, office: Annotated[Path, typer.Option(help="The office's folder.")]) -> None:
    """Compare the centre's rows of an office with the office's own, all of them."""
    from loket.config.centre_commands import compare

    different = compare(office, data)
    print("\n".join(different[:50]) if different else "equal: every row of the office is at the centre")
    raise typer.Exit(1 if different else 0)


@centre_app.command("publish-list")
def centre_publish_list(data: Data, file: Annotated[Path, typer.Argument(help="The list, JSON.")]) -> None:
    """Publish a prevention list to every enrolled office; the centre must not be running."""
    from loket.config.centre_commands import publish_list

    print(f"prevention list {publish_list(data, file)} published")


@centre_app.command("ship")
def centre_ship(
    data: Data,
    office: Annotated[str, typer.Option(help="To which office.")],
    shipment: Annotated[str, typer.Option(help="The shipment's number.")],
    first: Annotated[int, typer.Option(help="First number.")],
    last: Annotated[int, typer.Option(help="Last number.")],
    series: Annotated[str, typer.Option(help="Letters before the digits.")] = "X",
    digits: Annotated[int, typer.Option(help="How many digits.")] = 7,
    kind: Annotated[DocumentKind, typer.Option(help="Of which document.")] = DocumentKind.ORDINARY,
    although_missing: Annotated[
        bool, typer.Option(help="Although an office's log is not back at a rebuilt centre.")
    ] = False,
) -> None:
    """Write a shipment of blank booklets to an office's log; the centre must not be running."""
    from loket.config.centre_commands import ship

    ship(
        data,
        office=office,
        shipment=shipment,
        series=series,
        digits=digits,
        first=first,
        last=last,
        kind=kind,
        although_missing=although_missing,
    )
    print(f"shipment {shipment} of {last - first + 1} blanks is written to {office}")


@app.command()
def enrol(
    data: Data,
    trust: Annotated[Path, typer.Option(help="The first trust root, signed.")],
    officers: Annotated[Path, typer.Option(help="Officers and first passwords (JSON).")],
) -> None:
    """Give a new node its tables, its trust root and its officers."""
    from loket.config.enrol import enrol as run
    from loket.config.enrol import read_officers

    run(data, trust_note=trust.read_bytes(), officers=read_officers(officers)).store.close()
    print(f"{data} is enrolled")


@app.command()
def invariants(
    office: Annotated[Path, typer.Option(help="The office's folder.")],
    centre: Annotated[Path, typer.Option(help="The centre's folder.")],
) -> None:
    """Check the invariants on an office and its centre, beside their running processes."""
    from loket.config.inspect_nodes import open_pair, violations_of

    violations = violations_of(open_pair(office, centre))
    for one in violations:
        print(f"{one.number}: {one.text}")
    print(f"{len(violations)} violations")
    raise typer.Exit(1 if violations else 0)


@app.command()
def bench(
    as_json: Json = False,
    quick: Annotated[bool, typer.Option(help="Without the office of a million entries.")] = False,
) -> None:
    """Speeds as ratios against bare limits measured in the same run."""
    from loket.config.bench_command import run_bench_command

    raise typer.Exit(run_bench_command(as_json=as_json, quick=quick))


@drill_app.callback()
def drill() -> None:
    """Drills: scenarios played in simulated time, on the real code."""


@drill_app.command("polman-2024")
def drill_polman(
    seed: Annotated[int, typer.Option(min=0, help="The same seed plays the same weeks.")] = 2024,
    as_json: Json = False,
    html: Annotated[Path | None, typer.Option(help="Write the timeline into this one file.")] = None,
) -> None:
    """Five weeks of the outage of 2024, beside an office that depends on the centre; 0 if all held."""
    from loket.config.drill_commands import run_polman

    raise typer.Exit(run_polman(seed=seed, as_json=as_json, html=html))


_WRONG: dict[type[Exception], str] = {
    SettingsError: "Folder, alamat, atau pengaturan ini tidak dapat dipakai.",
    EnrolmentError: "Simpul tidak dapat disiapkan.",
    ProcessError: "Proses simpul tidak dapat dijalankan.",
    OlderRowsError: "Baris basis data dibuat oleh versi Loket yang lebih lama.",
    StoreError: "Basis data tidak dapat dipakai; mungkin dipakai proses lain.",
    KeysError: "Kunci atau akar kepercayaan ini tidak dapat dipakai.",
    TlogError: "Catatan log ini tidak dapat dibaca.",
    DomainError: "Isi berkas ini tidak dapat dipakai.",
    DrillError: "Latihan tidak dapat dilanjutkan.",
    MrzUsageError: "Permintaan ini tidak dapat dibaca.",
    SealUsageError: "Permintaan ini tidak dapat dibaca.",
    ChipUsageError: "Cip ini tidak dapat disajikan.",
    PaperError: "Berkas ini tidak dapat dibaca.",
    IcaoError: "Ini melanggar aturan dokumen perjalanan (Doc 9303).",
    FileNotFoundError: "Berkas ini tidak ada.",
}


def main() -> None:
    """Run a command; what a person can mend is two lines, in both languages, not a traceback."""
    try:
        app()
    except tuple(_WRONG) as error:
        said = next(text for kind, text in _WRONG.items() if isinstance(error, kind))
        detail = f"no such file: {error.filename}" if isinstance(error, FileNotFoundError) else error
        print(f"loket: {said}\nloket: {detail}")
        raise SystemExit(2) from error
