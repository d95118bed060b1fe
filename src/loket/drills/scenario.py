"""Scenario files: figures of an office, reported or assumed, that drills and the demo are played from."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "scenarios"


class ScenarioError(Exception):
    """A scenario file lacks a figure; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What drills need: the office, its daily applicants, the cases in process when the centre was lost."""

    office: str
    title: str
    timezone: str
    area_code: str
    applicants_a_day: int
    in_process_when_lost: int
    centre_lost_at: datetime


def read_scenario(name: str) -> Scenario:
    """Read a scenario of ours by name; ScenarioError names a figure that is missing."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        message = (
            f"no scenario {name!r}; there are: {', '.join(sorted(p.stem for p in FOLDER.glob('*.toml')))}"
        )
        raise ScenarioError(message)
    figures = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        office, outage = figures["office"], figures["outage"]
        return Scenario(
            office=office["name"],
            title=office["title"],
            timezone=office["timezone"],
            area_code=office["area_code"],
            applicants_a_day=office["passport_applicants_a_day"],
            in_process_when_lost=outage["in_process_when_lost"],
            centre_lost_at=outage["centre_lost_at"],
        )
    except KeyError as error:
        message = f"{path.name} lacks {error.args[0]}"
        raise ScenarioError(message) from error
