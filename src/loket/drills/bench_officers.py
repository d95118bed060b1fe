"""Eight officers at the pages of a running office: how long a form takes, acts a second, memory held.

They take whatever case is ready, oldest first, and do its next act; no duty of a case meets an officer twice.
First flat out, which gives acts a second: of eight clients who never pause each waits for the seven others,
and how long says only how many they are. Then at work, with a second between seeing a page and sending its
form, still several times faster than people: what they wait for then is what officers would wait for.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any, Protocol

from loket.core.icao.mrz import Sex
from loket.drills import people
from loket.drills.error import DrillError
from loket.drills.office_client import CounterError, File, OfficeClient
from loket.drills.page_officer import PageOfficer, Timed
from loket.node.papers.drawings import draw_portrait, draw_scan, draw_signature

COUNT = 8
AREA = "7604"
SHIPMENT = "KIRIM-0001"
BLANKS = 2_000
TEST_QUALITY = "test_quality"
"""Its submit reads a printed page by OCR: an instrument's time, told apart from the others."""
_FEE_RUPIAH = "350000"
_MOST_OPEN = 8 * COUNT  # most of them wait for the registry
_AGAIN_SECONDS = 1.0
THINKING_SECONDS = 1.0
"""Between seeing a page and sending its form, at work."""
_SETTLING_SECONDS = 3.0  # what was sent flat out is done, and its pages are read
_PATIENCE_SECONDS = 60.0
_MOST_REFUSALS = 60
"""Pages still on the way to the printer and answers still on the way from the centre are asked for again."""
_DUTIES = frozenset({"take_photo", "record_interview", "approve_application", "test_quality", "hand_over"})
_BOOKLET = re.compile(r"\bX\d{7}\b")
_ROLES = (
    "counter_officer",
    "cashier",
    "interviewer",
    "adjudicator",
    "approver",
    "allocator",
    "printer",
    "quality_tester",
    "handover_officer",
    "archivist",
)

OFFICERS = tuple(
    people.MadeUpOfficer(f"officer{n}", f"Petugas Contoh {n}", _ROLES) for n in range(1, COUNT + 1)
)
"""Who works at the bench: each may do everything but be the head."""


class Process(Protocol):
    """A node's process."""

    address: str

    @property
    def pid(self) -> int:
        """Its number."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """An office and its centre that run, and the office's passwords by username."""

    office: Process
    centre: Process
    passwords: dict[str, str]


Start = Callable[[Path], AbstractContextManager[Nodes]]
"""Make an office with `OFFICERS` and a centre in a folder, run them, and stop them at the end."""


@dataclass(frozen=True, slots=True)
class PagesFigures:
    """What the officers waited for within `seconds`.

    `office_cpu_s`: seconds of processor that the office took for it, on all cores.
    """

    seconds: float
    timed: Timed
    cases: int
    refused: int
    office_cpu_s: float

    @property
    def acts_per_second(self) -> float:
        """Forms sent and written."""
        return len(self.timed.submits) / self.seconds

    def submits(self, stem: str = "") -> list[float]:
        """Seconds of each submit, or of one act's alone, sorted."""
        return sorted(took for one, took in self.timed.submits if stem in {"", one})


@dataclass(frozen=True, slots=True)
class Measured:
    """Both phases; what both processes held at their end, and what each held when nobody worked (bytes)."""

    flat_out: PagesFigures
    at_work: PagesFigures
    working_bytes: int
    office_bytes: int
    centre_bytes: int


@dataclass(slots=True)
class _Item:
    """A case at work: which act comes next, not before when, and who did one of its duties."""

    person: people.MadeUp
    case: str = ""
    step: int = 0
    after: float = 0.0
    refused: int = 0
    hands: set[str] = field(default_factory=set)


def measure_pages(
    start: Start,
    folder: Path,
    *,
    warm_up_seconds: float,
    flat_out_seconds: float,
    at_work_seconds: float,
    idle_seconds: float,
) -> Measured:
    """Let the officers work for so long; what happens before the warm-up has ended does not count."""
    with start(folder) as nodes:
        officers = [
            PageOfficer(OfficeClient(nodes.office.address, one.username, nodes.passwords[one.username]))
            for one in OFFICERS
        ]
        _receive(officers[0], officers[1])
        for woman in (False, True):  # drawn before the clock runs
            _portrait(woman)
        for number in range(1, len(_PAPERS) + 1):
            _scan(number)
        hall = _Hall()
        threads = [threading.Thread(target=hall.work, args=(officer,), daemon=True) for officer in officers]
        for thread in threads:
            thread.start()
        hall.wait(warm_up_seconds)
        flat_out = _phase(nodes.office, hall, officers, flat_out_seconds)
        hall.thinking_seconds = THINKING_SECONDS
        hall.wait(_SETTLING_SECONDS)
        at_work = _phase(nodes.office, hall, officers, at_work_seconds)
        hall.stop()
        for thread in threads:
            thread.join(_PATIENCE_SECONDS)
        hall.raise_what_failed()
        working = memory_bytes(nodes.office.pid) + memory_bytes(nodes.centre.pid)
        time.sleep(idle_seconds)
        office, centre = memory_bytes(nodes.office.pid), memory_bytes(nodes.centre.pid)
        return Measured(flat_out, at_work, working, office, centre)


def _phase(office: Process, hall: "_Hall", officers: Sequence[PageOfficer], seconds: float) -> PagesFigures:
    for officer in officers:
        officer.timed = Timed()
    began, cases, refused = time.perf_counter(), hall.ended, hall.refused
    cpu = cpu_seconds(office.pid)
    hall.wait(seconds)
    took, timed = time.perf_counter() - began, [officer.timed for officer in officers]
    pages = [one for each in timed for one in tuple(each.pages)]
    submits = [one for each in timed for one in tuple(each.submits)]
    cpu = cpu_seconds(office.pid) - cpu
    return PagesFigures(took, Timed(pages, submits), hall.ended - cases, hall.refused - refused, cpu)


def memory_bytes(pid: int) -> int:
    """What a process holds of the machine's memory: its own, and its part of what it shares (Linux: PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    message = "the kernel does not say what a process holds"
    raise DrillError(message)


def cpu_seconds(pid: int) -> float:
    """Seconds of processor that a process has taken, its system calls with them (proc(5), stat)."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not exceed; of a single value, that one."""
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _receive(officer: PageOfficer, second: PageOfficer) -> None:
    """The blanks, as soon as the office has read of them in the centre's log."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    fields = {"shipment": SHIPMENT, "counted": str(BLANKS), **second.as_second}
    while not officer.submit(officer.open("/stock"), "/stock", fields).written:
        if time.monotonic() > deadline:
            message = "the shipment did not come"
            raise DrillError(message)
        time.sleep(0.2)


class _Hall:
    """The cases that wait, and who takes which."""

    def __init__(self) -> None:
        self.ended = 0
        self.refused = 0
        self.thinking_seconds = 0.0
        self._lock = threading.Lock()
        self._ready: list[_Item] = []
        self._open = 0
        self._number = 0
        self._chance = Random(8)  # noqa: S311 - made-up people, the same each time
        self._stop = threading.Event()
        self._failed: list[Exception] = []

    def wait(self, seconds: float) -> None:
        """Let time pass, unless an officer cannot go on."""
        self._stop.wait(seconds)

    def stop(self) -> None:
        """Nobody takes another case."""
        self._stop.set()

    def raise_what_failed(self) -> None:
        """Raise what stopped an officer, if anything did."""
        if self._failed:
            raise self._failed[0]

    def work(self, officer: PageOfficer) -> None:
        """One officer's day, in a thread of its own."""
        try:
            while not self._stop.is_set():
                item = self._next(officer.username)
                if item is None:
                    self._stop.wait(0.01)
                else:
                    self._give_back(item, self._act(officer, item))
        except (CounterError, DrillError, OSError, ValueError) as error:
            self._failed.append(error)
            self._stop.set()

    def _next(self, username: str) -> _Item | None:
        """The oldest case that is ready for this officer, else a new applicant."""
        now = time.monotonic()
        with self._lock:
            for place, item in enumerate(self._ready):
                kept_away = STEPS[item.step] in _DUTIES and username in item.hands
                if item.after <= now and not kept_away:
                    return self._ready.pop(place)
            if self._open >= _MOST_OPEN:
                return None
            self._open += 1
            self._number += 1
            return _Item(people.make_up(self._number, self._chance, area=AREA, renewal=False))

    def _give_back(self, item: _Item, written: bool) -> None:  # noqa: FBT001 - what the act said
        with self._lock:
            if written:
                item.step += 1
                item.refused = 0
            else:
                self.refused += 1
                item.refused += 1
                if item.refused > _MOST_REFUSALS:
                    message = f"{STEPS[item.step]} was refused {item.refused} times"
                    raise DrillError(message)
                item.after = time.monotonic() + _AGAIN_SECONDS
            if item.step < len(STEPS):
                self._ready.append(item)
                self._ready.sort(key=lambda one: one.person.number)
            else:
                self._open -= 1
                self.ended += 1

    def _act(self, officer: PageOfficer, item: _Item) -> bool:
        """Open the page, look at it, send its form, follow."""
        stem = STEPS[item.step]
        if stem in _DUTIES:
            item.hands.add(officer.username)
        if stem == "register_applicant":
            action = page = "/stations/registration"
        else:
            page = f"/cases/{item.case}"
            action = f"{page}/{stem}"
        shown = officer.open(page)
        fields, files = _filled(item, stem, shown)
        if stem == "take_photo":  # the page shows what was found on the picture
            officer.send_aside(f"{action}/judge", files)
        self._stop.wait(self.thinking_seconds)
        done = officer.submit(shown, action, fields, files)
        item.case = done.case or item.case
        return done.written


STEPS = (
    "register_applicant",
    "scan_document",
    "scan_document",
    "scan_document",
    "check_documents",
    "issue_billing_code",
    "record_payment",
    "take_photo",
    "take_fingerprints",
    "take_signature",
    "record_interview",
    "look_up_prevention_list",
    "approve_application",
    "allocate_booklet",
    "print_data_page",
    "test_quality",
    "hand_over",
    "archive_file",
)
"""A first passport's way, act by act; the handover waits until the centre's registry has answered."""
_PAPERS = ("identity_card", "family_card", "birth_certificate")


def _filled(item: _Item, stem: str, page: str) -> tuple[dict[str, Any], dict[str, File]]:
    """What the officer types, and the files they choose."""
    person = item.person
    if stem == "register_applicant":
        return dict(person.fields), {}
    if stem == "scan_document":
        paper = _PAPERS[item.step - 1]
        return {"paper": paper}, {"scan": (f"{paper}.jpg", _scan(item.step), "image/jpeg")}
    if stem == "take_photo":
        return {}, {"photo": ("photo.jpg", _portrait(person.woman), "image/jpeg")}
    if stem == "take_signature":
        return {}, {"signature": ("signature.png", draw_signature(1), "image/png")}
    if stem == "hand_over":
        found = _BOOKLET.search(page)
        return {
            "passport_number_read": found[0] if found else "",
            "recipient": "applicant",
            "recipient_name": person.full_name,
            "recipient_identity_number": person.nik,
            "identity_confirmed": "on",
            "book_signed": "on",
        }, {}
    return dict(_TYPED.get(stem, {})), {}


@cache
def _scan(number: int) -> bytes:
    return draw_scan("ktp" if number == 1 else "akta", [("Nama", "Nur Contoh"), ("Nomor", str(number))])


@cache
def _portrait(woman: bool) -> bytes:  # noqa: FBT001 - one of two drawings
    return draw_portrait(int(woman), Sex.FEMALE if woman else Sex.MALE)


_TYPED: dict[str, dict[str, Any]] = {
    "check_documents": {"originals_seen": list(_PAPERS)},
    "record_payment": {"amount_rupiah": _FEE_RUPIAH},
    "record_interview": {"purpose": "Umrah", "notes": "Tujuan jelas.", "advice": "go_on"},
    "archive_file": {"shelf": "A-001"},
}
