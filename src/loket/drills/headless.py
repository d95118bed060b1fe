"""One day of the outage without a person: ten applicants, the centre killed for real and started again.

It ends well only if the passports were issued, every record is secured at the centre after it came back, the
obligations were answered, and every invariant that can be checked from outside held.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol

from loket.drills import people
from loket.drills.office_client import OfficeClient
from loket.drills.scenario import Scenario
from loket.drills.walk import Walker

SETTLE_SECONDS = 120.0
_SEED = 26_062_024


class Process(Protocol):
    """A node's process."""

    address: str

    def start(self) -> None:
        """Start it and wait until it answers."""

    def kill(self) -> None:
        """SIGKILL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look at both nodes' stores found."""

    issued: int
    secured: int
    open_obligations: int
    answered_obligations: int
    booklets_twice: int
    entries_at_office: int
    entries_at_centre: int
    violations: tuple[str, ...]
    chips: int = 0


def run_day(
    scenario: Scenario,
    *,
    centre: Process,
    sign_in: Callable[[], Mapping[str, OfficeClient]],
    blanks: int,
    electronic: tuple[str, int],
    look: Callable[[], Found],
) -> int:
    """Play the day and return the exit code: 0 when all held, 1 otherwise.

    `electronic`: shipment and count of the blanks with chips; four of ten applicants ask for one.
    """
    started = time.monotonic()

    def tell(who: str, what: str) -> None:
        print(f"{time.monotonic() - started:7.1f} s  {who:<10} {what}", flush=True)

    walker = Walker(sign_in(), tell)
    walker.receive("KIRIM-0001", blanks)
    walker.receive(*electronic)
    centre.kill()
    tell("outage", "the centre's process is killed")
    rng = Random(_SEED)  # noqa: S311 - made-up people, the same each time
    count = scenario.applicants_a_day
    cases = []
    for number in range(count):
        person = people.make_up(
            number, rng, area=scenario.area_code, renewal=number % 5 > 1, electronic=is_electronic(number)
        )
        cases.append(walker.walk(person).case)
    tell("office", f"{len(cases)} applicants served with the centre gone")
    before = look()
    tell(
        "office", f"{before.open_obligations} obligations wait, {before.secured} cases secured at the centre"
    )
    centre.start()
    tell("outage", "the centre's process is back")
    found = _settled(look, count)
    return _judge(found, before, count, tell)


def is_electronic(number: int) -> bool:
    """Which of the made-up applicants ask for an electronic passport: four of ten, new ones and renewals."""
    return number % 5 in (1, 3)


def _settled(look: Callable[[], Found], count: int) -> Found:
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        found = look()
        done = (
            found.secured == count
            and not found.open_obligations
            and not found.violations
            # What a follower wrote meanwhile, the office's reading of an answer say, is on its way too.
            and found.entries_at_office == found.entries_at_centre
        )
        if done or time.monotonic() > deadline:
            return found
        time.sleep(1.0)


def _judge(found: Found, before: Found, count: int, tell: Callable[[str, str], None]) -> int:
    electronic = sum(map(is_electronic, range(count)))
    must = {
        f"{found.issued} of {count} passports issued": found.issued == count,
        f"{found.chips} of {electronic} chips written, read back and tested": found.chips == electronic,
        f"{found.secured} of {count} cases secured at the centre": found.secured == count,
        "nothing was secured at a centre that was gone": before.secured == 0,
        f"{found.answered_obligations} obligations answered, {found.open_obligations} open": (
            found.open_obligations == 0 and found.answered_obligations >= before.open_obligations > 0
        ),
        f"{found.booklets_twice} numbers issued twice": found.booklets_twice == 0,
        f"{found.entries_at_office} entries at the office, {found.entries_at_centre} of them at the centre": (
            found.entries_at_office == found.entries_at_centre
        ),
        f"{len(found.violations)} invariants violated": not found.violations,
    }
    for said, holds in must.items():
        tell("held" if holds else "NOT HELD", said)
    for violation in found.violations:
        tell("violated", violation)
    return 0 if all(must.values()) else 1
