"""Kill an office's process (SIGKILL) at random, start it again, and go on: nothing lost, nothing repeated."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loket.drills.aftermath import missing_acts, wrong_in_log, wrong_in_rows
from loket.drills.error import DrillError
from loket.drills.small_office import DATABASE, MARK, ORIGIN, small_office, use_database
from loket.node.store.databases import migrate
from loket.node.store.store import Store

MOST_ACTS_BEFORE_A_KILL = 20
_START_SECONDS = 1.5
_ACT_SECONDS = 0.004
_KILLED = -9


@dataclass(slots=True)
class KillReport:
    """What the drill saw; `repeated`: acts that stood already when they were done again after a kill."""

    acts: int = 0
    kills: int = 0
    repeated: int = 0
    wrong: list[str] = field(default_factory=list)


def run_kill_loop(folder: Path, *, acts: int, seed: int, environment: Mapping[str, str]) -> KillReport:
    """Let an office do so many acts in a new `folder`, killing it again and again.

    `environment` is the whole one of an office's process. DrillError, which names the
    seed, when it ends otherwise than killed.
    """
    chance = random.Random(seed)  # noqa: S311 - a drill repeats by its seed
    folder.mkdir(parents=True)
    alias = use_database(folder / DATABASE)
    migrate(alias)
    report = KillReport()
    acknowledged: dict[int, int] = {}
    while len(acknowledged) < acts:
        _run_until_killed(folder, acts, acknowledged, report, chance, environment, seed)
    report.acts = len(acknowledged)
    with Store(alias=alias, high_water=folder / MARK) as store:
        node = small_office(folder, store, chance=chance)
        quarantine = store.check_high_water()
        if quarantine is not None:
            report.wrong.append(f"quarantine: {quarantine.reason}")
        report.wrong += missing_acts(node, acknowledged) + wrong_in_log(node) + wrong_in_rows(node)
        with store.reading() as reading:
            head = reading.head(ORIGIN)
        # The log's own first entry, and each act once.
        if head is None or head.size != acts + 1:
            report.wrong.append(f"{acts} acts made {head.size if head else 0} entries")
    return report


def _run_until_killed(
    folder: Path,
    acts: int,
    acknowledged: dict[int, int],
    report: KillReport,
    chance: random.Random,
    environment: Mapping[str, str],
    seed: int,
) -> None:
    """Start the office and kill it: while it starts, or in one of its next acts."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "loket.drills.kill_loop_office",
            str(folder),
            str(len(acknowledged)),
            str(acts),
        ],
        stdout=subprocess.PIPE,
        env=dict(environment),
    )
    with process:
        if chance.random() < 0.1:
            timer = threading.Timer(_START_SECONDS * chance.random(), process.kill)
            timer.start()
            _listen(process, acknowledged, report, kill_after=acts, pause_s=0)
            timer.cancel()
        else:
            kill_after = chance.randrange(MOST_ACTS_BEFORE_A_KILL)
            _listen(process, acknowledged, report, kill_after, _ACT_SECONDS * chance.random())
    if process.returncode not in {0, _KILLED}:
        message = f"the office ended by itself with {process.returncode} (seed {seed})"
        raise DrillError(message)
    report.kills += process.returncode == _KILLED


def _listen(
    process: "subprocess.Popen[bytes]",
    acknowledged: dict[int, int],
    report: KillReport,
    kill_after: int,
    pause_s: float,
) -> None:
    """Note what is acknowledged, to the end; kill some time after so many acts."""
    if process.stdout is None:
        message = "the office has no pipe"
        raise DrillError(message)
    for count, line in enumerate(process.stdout):
        _, number, index, repeated = line.split()
        acknowledged[int(number)] = int(index)
        report.repeated += repeated == b"1"
        if count == kill_after:
            time.sleep(pause_s)
            process.kill()
