"""`loket bench`: a node that exists for the bench alone, so that Django can be set up."""

import tempfile
from pathlib import Path

from loket.config.folder import enter, write_node_env


def run_bench_command(*, as_json: bool) -> int:
    """Measure and print; 0 when the aims are met."""
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as home:
        folder = Path(home)
        write_node_env(folder, {"LOKET_ROLE": "office", "LOKET_NODE": "bench"})
        enter(folder)
        from loket.drills.bench import main

        return main(json=as_json)
