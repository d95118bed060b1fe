"""The process that is killed: an office that does acts as fast as it can.

`python -m loket.drills.kill_loop_office FOLDER FIRST END` does the acts [FIRST, END) and says each that is
acknowledged as a line `ack NUMBER INDEX REPEATED` on stdout.
"""

import os
import random
import sys
from pathlib import Path

import django

from loket.drills.small_office import DATABASE, MARK, perform_act, small_office, use_database
from loket.node.store.store import Store


def run(folder: Path, first: int, end: int) -> None:
    """Do the acts, the first of which may stand already."""
    with Store(alias=use_database(folder / DATABASE), high_water=folder / MARK) as store:
        # Case ids and nonces are chance: another start must not repeat those of the one before.
        node = small_office(folder, store, chance=random.SystemRandom())
        for number in range(first, end):
            done = perform_act(node, number)
            os.write(sys.stdout.fileno(), f"ack {number} {done.index} {done.repeated:d}\n".encode())


if __name__ == "__main__":
    django.setup()
    run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
