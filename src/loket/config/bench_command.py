"""`loket bench`: a node that exists for the bench alone, so that Django can be set up."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from loket.config.folder import enter, write_node_env

if TYPE_CHECKING:
    from loket.drills.bench_officers import Nodes


def run_bench_command(*, as_json: bool, quick: bool) -> int:
    """Measure and print; 0 when the aims are met. `quick`: without the office of a million entries."""
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as home:
        folder = Path(home)
        write_node_env(folder, {"LOKET_ROLE": "office", "LOKET_NODE": "bench"})
        enter(folder)
        from loket.drills.bench import main

        return main(office_and_centre, json=as_json, quick=quick)


@contextmanager
def office_and_centre(folder: Path) -> Iterator["Nodes"]:
    """An office whose officers are the bench's, and a centre, as processes; they are stopped at the end."""
    from loket.config.demo import plan
    from loket.config.demo_setup import make_demo
    from loket.config.ports import three_ports
    from loket.config.processes import NodeProcess
    from loket.drills.bench_officers import BLANKS, OFFICERS, Nodes

    with three_ports() as first:
        demo = replace(plan(folder, first), officers=OFFICERS, blanks=BLANKS)
        make_demo(demo)
        office = NodeProcess(demo.office, demo.office_port)
        centre = NodeProcess(demo.centre, demo.centre_port)
        try:
            centre.start()
            office.start()
            yield Nodes(office, centre, demo.passwords())
        finally:
            office.stop()
            centre.stop()
