"""`loket drill`: scenarios played in simulated time, in a folder that is thrown away."""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from loket.config.folder import enter, write_node_env

if TYPE_CHECKING:
    from loket.drills.country.report import Line, Report

SCENARIO = "polman-2024"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder with a name that nobody guesses is made in it
_ROOM_BYTES = 1_000_000_000
_OFFICES = {"loket": "Loket", "dependent": "bergantung pada pusat · depends on the centre"}


def run_polman(*, seed: int, as_json: bool, html: Path | None) -> int:
    """Play both offices, print the report, write the page; 0 when nothing was violated, 1 otherwise."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="loket-drill-", dir=_place()) as home:
        folder = Path(home)
        write_node_env(folder, {"LOKET_ROLE": "office", "LOKET_NODE": "drill"})
        enter(folder)
        from loket.drills import polman
        from loket.drills.country.figures import read_figures
        from loket.drills.country.report import lines, report
        from loket.drills.country.words import reason_words

        figures = read_figures(SCENARIO)
        days = (figures.last_day - figures.first_day).days + 1
        with _progress() as shown:
            bars = {office: shown.add_task(said, total=days, said="") for office, said in _OFFICES.items()}
            played = polman.play_both(
                figures,
                folder,
                seed=seed,
                progress=lambda over: shown.update(
                    bars[over.office], advance=1, said=f"{over.day:%d-%m-%Y} · {over.issued} paspor"
                ),
            )
        made = report(figures, played, seed=seed, seconds=time.monotonic() - began)
        if html is not None:
            from loket.drills.country.page import page

            html.write_text(page(figures, played, seed=seed, violations=made["violations"]), encoding="utf-8")
        if as_json:
            sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
        else:
            _print(lines(figures, played, reason_words), made)
    return 1 if made["violations"] else 0


def _place() -> Path | None:
    """Memory, where there is room: these nodes lose no power, and another drill cuts it for real."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES else None


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _print(lines: "list[Line]", made: "Report") -> None:
    console = Console()
    table = Table(title=f"{SCENARIO}, seed {made['seed']}, {made['seconds']} s", show_lines=True)
    table.add_column("")
    table.add_column("Loket", style="bold")
    table.add_column(_OFFICES["dependent"])
    table.add_column("diberitakan · reported")
    for line in lines:
        table.add_row(f"{line.indonesian}\n{line.english}", line.loket, line.dependent, line.history)
    console.print(table)
    for one in made["violations"]:
        console.print(f"VIOLATED {one}", style="bold red")
