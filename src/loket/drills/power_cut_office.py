"""The process whose power is cut: an office over a simulated disk, one fork for each cut.

`python -m loket.drills.power_cut_office` reads orders (`CutOrder` as a line of JSON) and answers each with
lines on stdout: `ack NUMBER INDEX` for each act that was acknowledged before the cut, `cut` when the power is
gone, or `failed` when the office ended otherwise. Python's own sqlite3 opens none of its files.
"""

import os
import random
import sys
from pathlib import Path
from typing import NoReturn

import django
import msgspec

from loket.drills.power_cut_disk import CutDisk, CutVfs, MarkOnCutDisk
from loket.drills.power_cut_link import ApswConnect
from loket.drills.small_office import DATABASE, MARK, OFFICE, perform_act, small_office, use_database
from loket.node.operations.rebuild import rebuild
from loket.node.store.high_water import HighWaterMark
from loket.node.store.store import Store

REBUILD_EVERY = 23
"""Acts between two rebuilds, each of which empties the write-ahead log: nothing deleted may stay in it."""


class CutOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Run the office in `life`/now from act `first` on; the power goes at step `cut_at`."""

    life: str
    first: int
    seed: str
    cut_at: int
    sector: int
    synchronous: str


def run_until_cut(order: CutOrder) -> NoReturn:
    """Do acts until the power is cut, which ends this process."""
    life = Path(order.life)
    now = life / "now"
    chance = random.Random(order.seed)  # noqa: S311 - a drill repeats by its seed
    disk = CutDisk(life / "after", chance=random.Random(order.seed), sector=order.sector, cut_at=order.cut_at)  # noqa: S311
    for path in now.iterdir():
        if path.name.startswith((DATABASE, MARK)):
            disk.load(path)
    store = Store(
        alias=use_database(now / DATABASE),
        high_water=HighWaterMark(now / MARK, MarkOnCutDisk(disk)),
        connect=ApswConnect(CutVfs(disk), order.synchronous),
    )
    node = small_office(life, store, chance=chance)
    number = order.first
    while True:
        done = perform_act(node, number)
        os.write(sys.stdout.fileno(), f"ack {number} {done.index}\n".encode())
        number += 1
        if not number % REBUILD_EVERY:
            rebuild(node, OFFICE, replace=True)


def serve() -> None:
    """Answer orders until stdin ends."""
    while line := sys.stdin.buffer.readline():
        order = msgspec.json.decode(line, type=CutOrder)
        child = os.fork()
        if child == 0:
            try:
                run_until_cut(order)
            finally:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
        _, status = os.waitpid(child, 0)
        cut = os.waitstatus_to_exitcode(status) == CutDisk.CUT
        os.write(sys.stdout.fileno(), b"cut\n" if cut else b"failed\n")


if __name__ == "__main__":
    django.setup()
    serve()
