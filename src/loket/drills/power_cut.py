"""Cut the power of an office at any step, again and again; what it acknowledged must stand afterwards.

An office lives through several cuts, each from what the one before left. After each the files are opened by
the store as it always runs (Python's sqlite3), in this process; the office itself ran in another, over a disk
that loses what was not synced (`power_cut_disk`).
"""

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from loket.drills.aftermath import missing_acts, wrong_in_log, wrong_in_rows
from loket.drills.error import DrillError
from loket.drills.power_cut_disk import SECTORS
from loket.drills.power_cut_office import CutOrder
from loket.drills.small_office import (
    DATABASE,
    MARK,
    ORIGIN,
    act_id,
    office_keys,
    small_office,
    use_database,
)
from loket.node.store.databases import migrate
from loket.node.store.high_water import HighWaterMark
from loket.node.store.records import QuarantineReason
from loket.node.store.store import Store

CUTS_IN_A_LIFE = 12
MOST_STEPS = 900
"""Steps (writes, syncs) before a cut, at most; an act takes about forty."""


@dataclass(slots=True)
class PowerCutReport:
    """What the drill saw. `lost`: by cut ("SEED/LIFE/CUT"), what did not stand afterwards."""

    cuts: int = 0
    acknowledged: int = 0
    unacknowledged_but_kept: int = 0
    old_backups_caught: int = 0
    trace: list[tuple[str, int, int]] = field(default_factory=list)
    """By cut: its seed, its step, and the acts acknowledged before it."""
    lost: dict[str, list[str]] = field(default_factory=dict)


def run_power_cuts(
    folder: Path, *, cuts: int, seed: int, environment: Mapping[str, str], synchronous: str = "FULL"
) -> PowerCutReport:
    """Cut the power `cuts` times; `environment` is the whole one of an office's process.

    `folder` must be new. DrillError if the office ends otherwise than by a cut.
    """
    report = PowerCutReport()
    folder.mkdir(parents=True)
    template = folder / "template.sqlite3"
    migrate(use_database(template))
    _close(template)
    with _office_process(environment) as office:
        life = 0
        while report.cuts < cuts:
            _live(folder / f"life-{life}", template, office, report, f"{seed}/{life}", synchronous, cuts)
            life += 1
    return report


def _live(
    life: Path,
    template: Path,
    office: "_Office",
    report: PowerCutReport,
    seed: str,
    synchronous: str,
    cuts: int,
) -> None:
    """One office, from its first act through some cuts, or until it lost something."""
    chance = random.Random(seed)  # noqa: S311 - a drill repeats by its seed
    now, after = life / "now", life / "after"
    now.mkdir(parents=True)
    shutil.copyfile(template, now / DATABASE)
    office_keys(life / "keys", chance.randbytes)
    acknowledged: dict[int, int] = {}
    for number in range(CUTS_IN_A_LIFE):
        if report.cuts == cuts:
            return
        after.mkdir()
        order = CutOrder(
            life=str(life),
            first=len(acknowledged),
            seed=f"{seed}/{number}",
            cut_at=int(MOST_STEPS * chance.random() ** 2),  # often early, while the office still recovers
            sector=chance.choice(SECTORS),
            synchronous=synchronous,
        )
        new = office.run(order)
        acknowledged |= new
        report.cuts += 1
        report.acknowledged += len(new)
        report.trace.append((order.seed, order.cut_at, len(new)))
        # The next cut comes to an office that nobody opened in between: its recovery is cut as well.
        shutil.rmtree(now)
        shutil.copytree(after, now)
        lost, one_more = _look(life, after, acknowledged, order.seed)
        report.unacknowledged_but_kept += one_more
        if lost:
            report.lost[order.seed] = lost
            return
        report.old_backups_caught += _catch_old_backup(life, after, now)
        shutil.rmtree(after)


# -------------------------------------------------------------------------------------- looking after


def _look(life: Path, after: Path, acknowledged: Mapping[int, int], seed: str) -> tuple[list[str], bool]:
    """Open what the cut left; return what is wrong, and whether the act in hand at the cut stands too."""
    lost = _wrong_in_file(after / DATABASE)
    if lost:
        return lost, False
    if _marked(after / MARK) <= max(acknowledged.values(), default=-1):
        lost.append("the high-water mark is behind what was acknowledged")
    with Store(alias=use_database(after / DATABASE), high_water=after / MARK) as store:
        node = small_office(life, store, chance=random.Random(seed))  # noqa: S311
        quarantine = store.check_high_water()
        if quarantine is not None:
            lost.append(f"quarantine: {quarantine.reason}")
        lost += missing_acts(node, acknowledged) + wrong_in_log(node) + wrong_in_rows(node)
        with store.reading() as reading:
            one_more = reading.act_index(act_id(len(acknowledged))) is not None
    _close(after / DATABASE)
    return lost, one_more


def _wrong_in_file(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [f"the database does not open: {error}"]
    finally:
        connection.close()
    return [] if answer == [("ok",)] else [f"integrity_check: {len(answer)} findings"]


def _catch_old_backup(life: Path, after: Path, now: Path) -> int:
    """Put an earlier state beside today's mark; return 1 if it was caught, DrillError if it was not.

    The earlier state is of the cut before; where that has as much as is marked, there is nothing to catch.
    """
    backup = life / "backup.sqlite3"
    caught = 0
    if backup.exists():
        place = life / "restored"
        place.mkdir()
        shutil.copyfile(backup, place / DATABASE)
        with suppress(FileNotFoundError):
            shutil.copyfile(now / MARK, place / MARK)
        with Store(alias=use_database(place / DATABASE), high_water=place / MARK) as store:
            with store.reading() as reading:
                head = reading.head(ORIGIN)
            marked = _marked(place / MARK)
            quarantine = store.check_high_water()
            behind = marked > (head.size if head else 0)
            found = quarantine is not None and quarantine.reason is QuarantineReason.DATABASE_BEHIND_MARK
            if behind is not found:
                message = f"a backup behind its mark: {behind}; quarantine: {found} ({life.name})"
                raise DrillError(message)
            caught = int(found)
        _close(place / DATABASE)
        shutil.rmtree(place)
    shutil.copyfile(after / DATABASE, backup)  # closed, hence whole
    return caught


def _marked(path: Path) -> int:
    with HighWaterMark(path) as mark:
        return (mark.marks or {}).get(ORIGIN, (0, b""))[0]


def _close(database: Path) -> None:
    """Let go of the database in this process, so that its write-ahead log is folded in and gone."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


# ----------------------------------------------------------------------------------------- the office


class _Office:
    """The process of `power_cut_office`."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def run(self, order: CutOrder) -> dict[int, int]:
        """Give the order; return the acts that were acknowledged before the cut, with their indexes."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            message = "the office has no pipes"
            raise DrillError(message)
        stdin.write(msgspec.json.encode(order) + b"\n")
        stdin.flush()
        acknowledged: dict[int, int] = {}
        for line in stdout:
            word, *numbers = line.decode().split()
            if word == "cut":
                return acknowledged
            if word != "ack":
                break
            number, index = map(int, numbers)
            acknowledged[number] = index
        message = f"the office ended without a cut (seed {order.seed})"
        raise DrillError(message)


@contextmanager
def _office_process(environment: Mapping[str, str]) -> Iterator[_Office]:
    process = subprocess.Popen(
        [sys.executable, "-m", "loket.drills.power_cut_office"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(environment),
    )
    with process:
        try:
            yield _Office(process)
        finally:
            if process.stdin is not None:
                process.stdin.close()
