"""Whether an act costs the same on a long log as on a short one: offices of each length, in turn."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median

from loket.drills.bench_office import BareSqlite
from loket.drills.grown_office import ACTS_IN_A_CASE, act_on_case, grown_office
from loket.drills.small_office import ORIGIN
from loket.node.operations.node import Node

SIZES = (10_000, 100_000, 1_000_000)
CASES = 40
_WARM_UP_CASES = 2


@dataclass(slots=True)
class GrowthFigures:
    """One office: entries before the acts, seconds to make it and of each act (and its CPU's), by kind."""

    entries: int
    fill_s: float
    wall: list[list[float]] = field(default_factory=lambda: [[] for _ in range(ACTS_IN_A_CASE)])
    cpu: list[list[float]] = field(default_factory=lambda: [[] for _ in range(ACTS_IN_A_CASE)])
    bare: list[float] = field(default_factory=list)

    @property
    def act_s(self) -> float:
        """An act from call to return: the mean over the kinds of acts of each kind's median."""
        return fmean(map(median, self.wall))

    @property
    def cpu_s(self) -> float:
        """The processor's part of it, without waiting for the disk."""
        return fmean(map(median, self.cpu))

    @property
    def bare_s(self) -> float:
        """One commit of the same entries to SQLite alone, on the same disk."""
        return median(self.bare)


def measure_growth(
    folder: Path, sizes: Sequence[int], cases: int, progress: Callable[[str], None]
) -> list[GrowthFigures]:
    """Make the offices, then do whole cases at each in turn, so that all meet the same weather."""
    with ExitStack() as stack:
        bare = BareSqlite(folder / "bare-growth.sqlite3")
        stack.callback(bare.close)
        offices: list[tuple[Node, GrowthFigures]] = []
        for size in sizes:
            progress(f"an office of {size:,} entries")
            began = time.perf_counter()
            node = stack.enter_context(grown_office(folder / f"office-{size}", size))
            took = time.perf_counter() - began
            offices.append((node, GrowthFigures(_size(node), took)))
        progress("acts at each of them in turn")
        for number in range(1, _WARM_UP_CASES + cases + 1):
            for node, figures in offices:
                _one_case(node, number, bare, figures if number > _WARM_UP_CASES else GrowthFigures(0, 0.0))
        return [figures for _, figures in offices]


def _size(node: Node) -> int:
    with node.store.reading() as reading:
        head = reading.head(ORIGIN)
    return head.size if head else 0


def _one_case(node: Node, number: int, bare: BareSqlite, figures: GrowthFigures) -> None:
    case, indexes = "", []
    for step in range(ACTS_IN_A_CASE):
        began, cpu_began = time.perf_counter(), time.thread_time()
        done = act_on_case(node, number, step, case)
        figures.wall[step].append(time.perf_counter() - began)
        figures.cpu[step].append(time.thread_time() - cpu_began)
        case = done.case
        indexes.append(done.index)
    with node.store.reading() as reading:
        entries = list(reading.entries(ORIGIN, indexes[0], indexes[-1] + 1))
    figures.bare.append(bare.commit(entries) / len(entries))
