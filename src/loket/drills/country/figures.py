"""What a played scenario needs of its file: every figure that an office's weeks are made of."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from loket.drills.scenario import FOLDER, ScenarioError

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """When the centre was gone, tried again, and whole again; on trial it answers in `trial_hours` only."""

    lost_at: datetime
    trial_at: datetime
    back_at: datetime
    trial_hours: tuple[time, time]
    in_process_when_lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Applicants: how many a day, when, and the shares of renewals, same-day service and urgency."""

    a_day: int
    begin: time
    end: time
    renewals: float
    same_day: float
    urgent: float
    spoilt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A working day: which days, without which, from when until when, and its break."""

    weekdays: frozenset[int]
    holidays: frozenset[date]
    begin: time
    break_begin: time
    break_end: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Blanks: delivered on the first day, and later on a day."""

    first: int
    later: int
    later_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was reported, to be held against what is played. No drill decides anything by it but `stopped`."""

    online_registration: str
    without_passport: int
    issued_on_trial: int
    stopped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A scenario; `pace` counts working days from the interview, `minutes` those of an act.

    `stopped_acts`: which acts the dependent office cannot do while the centre is gone.
    """

    name: str
    office: str
    title: str
    full_name: str
    zone: ZoneInfo
    area_code: str
    hours: Hours
    outage: Outage
    first_day: date
    last_day: date
    arrivals: Arrivals
    pace: Mapping[str, int]
    minutes: Mapping[str, int]
    supply: Supply
    history: History
    stopped_acts: frozenset[str]
    list_at: time
    persons_listed: int
    exchange_every_minutes: int
    bank_through_centre: bool


def read_figures(name: str) -> Figures:
    """Read a scenario of ours by name; ScenarioError names a figure that is missing."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        message = f"no scenario {name!r}"
        raise ScenarioError(message)
    try:
        return _figures(name, tomllib.loads(path.read_text(encoding="utf-8")))
    except KeyError as error:
        message = f"{path.name} lacks {error.args[0]}"
        raise ScenarioError(message) from error


def _figures(name: str, data: Mapping[str, Any]) -> Figures:
    office, run, centre = data["office"], data["run"], data["centre"]
    history = _history(data["history"])
    return Figures(
        name=name,
        office=office["name"],
        title=office["title"],
        full_name=office["full_name"],
        zone=ZoneInfo(office["timezone"]),
        area_code=office["area_code"],
        hours=_hours(office, data["day"]),
        outage=_outage(data["outage"]),
        first_day=run["from"],
        last_day=run["to"],
        arrivals=_arrivals(office, data["arrivals"], data["stock"]),
        pace=data["pace"],
        minutes=data["service_minutes"],
        supply=Supply(
            first=data["stock"]["first_delivery"],
            later=data["stock"]["later_delivery"],
            later_on=data["stock"]["later_delivery_on"],
        ),
        history=history,
        stopped_acts=frozenset(act for word in history.stopped for act in data["dependent"].get(word, ())),
        list_at=centre["list_at"],
        persons_listed=centre["persons_listed"],
        exchange_every_minutes=centre["exchange_every_minutes"],
        bank_through_centre=centre["bank_through_centre"],
    )


def _hours(office: Mapping[str, Any], day: Mapping[str, Any]) -> Hours:
    return Hours(
        weekdays=frozenset(_WEEKDAYS.index(name) for name in office["working_days"]),
        holidays=frozenset(office["holidays"]),
        begin=day["from"],
        break_begin=day["break_from"],
        break_end=day["break_until"],
        end=day["until"],
    )


def _outage(outage: Mapping[str, Any]) -> Outage:
    begin, end = outage["trial_hours"]
    return Outage(
        lost_at=outage["centre_lost_at"],
        trial_at=outage["reachable_on_trial_at"],
        back_at=outage["fully_back_at"],
        trial_hours=(begin, end),
        in_process_when_lost=outage["in_process_when_lost"],
    )


def _arrivals(office: Mapping[str, Any], arrivals: Mapping[str, Any], stock: Mapping[str, Any]) -> Arrivals:
    return Arrivals(
        a_day=office["passport_applicants_a_day"],
        begin=arrivals["from"],
        end=arrivals["until"],
        renewals=arrivals["renewals"],
        same_day=arrivals["same_day"],
        urgent=arrivals["urgent"],
        spoilt=stock["spoilt"],
    )


def _history(history: Mapping[str, Any]) -> History:
    return History(
        online_registration=history["online_registration"],
        without_passport=history["applicants_without_passport"],
        issued_on_trial=history["issued_on_trial_by_26_june"],
        stopped=tuple(history["stopped"]),
    )
