"""`loket drill polman-2024`: the office of the scenario, beside one that depends on its centre."""

import logging
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from loket.drills.country.figures import Figures
from loket.drills.country.played import Played
from loket.drills.error import DrillError

NEEDS_CENTRE: Final = {"loket": False, "dependent": True}
"""The two offices that are played: of the same people, by the same officers, with the same outage."""


@dataclass(frozen=True, slots=True)
class DayOver:
    """A day of one of the offices is over: so many applicants and passports so far."""

    office: str
    day: date
    came: int
    issued: int


Progress = Callable[[DayOver], None]


def play(figures: Figures, folder: Path, *, seed: int, office: str, progress: Progress) -> Played:
    """Play one of the two offices in an empty folder, in this process, in which Django is set up."""
    from loket.drills.country.judge import judge
    from loket.drills.country.world import a_world

    # That nobody answers during an outage is no news.
    logging.getLogger("loket.node.followers").setLevel(logging.WARNING)
    with a_world(folder, figures, seed=seed, needs_centre=NEEDS_CENTRE[office]) as world:
        world.run(lambda day, came, issued: progress(DayOver(office, day, came, issued)))
        return judge(world)


def play_both(figures: Figures, folder: Path, *, seed: int, progress: Progress) -> dict[str, Played]:
    """Play both at once; each is one process with its own time, and neither hears of the other."""
    spawn = multiprocessing.get_context("spawn")
    ends: dict[Connection, str] = {}
    processes = []
    for office in NEEDS_CENTRE:
        here, there = spawn.Pipe(duplex=False)
        process = spawn.Process(
            target=_alone, args=(there, figures, folder / office, seed, office), name=office, daemon=True
        )
        process.start()
        there.close()
        ends[here] = office
        processes.append(process)
    try:
        played = _listen(ends, seed, progress)
    finally:
        for process in processes:
            process.terminate()
            process.join()
    return played


def _listen(ends: dict[Connection, str], seed: int, progress: Progress) -> dict[str, Played]:
    played: dict[str, Played] = {}
    while len(played) < len(ends):
        for end in wait([one for one, office in ends.items() if office not in played]):
            if not isinstance(end, Connection):
                continue
            try:
                told = end.recv()
            except EOFError:
                message = (
                    f"the {ends[end]} office stopped before its weeks were over; again with --seed {seed}"
                )
                raise DrillError(message) from None
            if isinstance(told, Played):
                played[ends[end]] = told
            else:
                progress(told)
    return {office: played[office] for office in NEEDS_CENTRE}


def _alone(end: Connection, figures: Figures, folder: Path, seed: int, office: str) -> None:
    import django

    django.setup()
    end.send(play(figures, folder, seed=seed, office=office, progress=end.send))
