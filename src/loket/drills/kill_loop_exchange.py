"""Kill an office and its centre (SIGKILL) at random while officers go on: in the end both hold the same."""

import random
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import urllib3

from loket.drills import people
from loket.drills.headless import Found, Process
from loket.drills.office_client import CounterError, File, OfficeClient
from loket.drills.walk import Walker

UNTIL = "allocation"
"""Cases are taken to approval: a page that was at the printer when its office was killed waits for a look."""

SETTLE_SECONDS = 60.0
_RETRY_SECONDS = 0.1
_LONGEST_OUTAGE_SECONDS = 120.0


@dataclass(slots=True)
class ExchangeKillReport:
    """`acts`: act ids that the office acknowledged; `retries`: acts sent again after a kill."""

    acts: dict[str, int] = field(default_factory=dict)
    retries: int = 0
    kills: dict[str, int] = field(default_factory=lambda: {"office": 0, "centre": 0})
    found: Found | None = None


class StubbornClient(OfficeClient):
    """An officer who sends an act again, as the same act, until the office has answered."""

    report: ExchangeKillReport

    def act(
        self,
        stem: str,
        fields: Mapping[str, Any] | None = None,
        *,
        case: str = "",
        files: Mapping[str, File] | None = None,
        act: str = "",
    ) -> dict[str, Any]:
        """See OfficeClient."""
        chosen = act or secrets.token_hex(16)
        done = self._until_answered(
            lambda: OfficeClient.act(self, stem, fields, case=case, files=files, act=chosen)
        )
        self.report.acts[chosen] = done["index"]
        return done

    def case(self, case: str) -> dict[str, Any]:
        """See OfficeClient."""
        return self._until_answered(lambda: OfficeClient.case(self, case))

    def _until_answered(self, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        deadline = time.monotonic() + _LONGEST_OUTAGE_SECONDS
        while True:
            try:
                return ask()
            except (urllib3.exceptions.HTTPError, CounterError):
                if time.monotonic() > deadline:
                    raise
                self.report.retries += 1
                time.sleep(_RETRY_SECONDS)


class Killer(threading.Thread):
    """Kills one of two processes after a random time, starts it again, and so on until told to stop."""

    def __init__(
        self,
        processes: Mapping[str, Process],
        chance: random.Random,
        report: ExchangeKillReport,
        longest_pause_s: float,
    ) -> None:
        super().__init__(name="killer", daemon=True)
        self._processes = processes
        self._chance = chance
        self._report = report
        self._longest_pause_s = longest_pause_s
        self._stop_now = threading.Event()
        self.failed: Exception | None = None

    def run(self) -> None:
        """Kill and start; what goes wrong in it is kept in `failed`."""
        try:
            while not self._stop_now.wait(self._longest_pause_s * self._chance.random()):
                name = self._chance.choice(sorted(self._processes))
                self._processes[name].kill()
                self._report.kills[name] += 1
                self._processes[name].start()
        except Exception as error:
            self.failed = error
            raise

    def stop(self) -> None:
        """Let both run from now on."""
        self._stop_now.set()
        self.join()
        if self.failed is not None:
            raise self.failed


def run_exchange_kill_loop(
    *,
    office: Process,
    centre: Process,
    officers: Mapping[str, StubbornClient],
    look: Callable[[], Found],
    acts: int,
    kills: int,
    blanks: int,
    area: str,
    seed: int,
    longest_pause_s: float = 0.6,
) -> ExchangeKillReport:
    """Take made-up applicants to approval, killing meanwhile; then let all settle.

    It goes on until so many acts are acknowledged and each process was killed `kills` times. Both
    processes run when it begins. The report's `found` is the last look at both stores.
    """
    chance = random.Random(seed)  # noqa: S311 - a drill repeats by its seed, as far as two processes can
    report = ExchangeKillReport()
    for client in officers.values():
        client.report = report
    walker = Walker(officers, lambda _who, _what: None)
    walker.receive("KIRIM-0001", blanks)
    killer = Killer({"office": office, "centre": centre}, chance, report, longest_pause_s)
    killer.start()
    try:
        number = 0
        while len(report.acts) < acts or min(report.kills.values()) < kills:
            person = people.make_up(number, chance, area=area, renewal=number % 3 != 0)
            walker.walk(person, until=UNTIL)
            number += 1
            if killer.failed is not None:
                break
    finally:
        killer.stop()
    report.found = _settled(look, number)
    return report


def _settled(look: Callable[[], Found], cases: int) -> Found:
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        found = look()
        settled = (
            found.entries_at_office == found.entries_at_centre
            and found.secured == cases
            and not found.open_obligations
            and not found.violations
        )
        if settled or time.monotonic() > deadline:
            return found
        time.sleep(1.0)
