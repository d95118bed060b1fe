"""Telling applicants of each change of state: follows the office's log after commit.

A notice goes out at least once: between a gateway's yes and the entry that says so the node may die. Of
several changes that wait together only a case's last is told: who hears late wants to know how it stands.
What waits is kept in a note beside the cursor, so that one address that nobody can reach holds up no other.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event as Flag

from loket.core.domain.codec import from_parts
from loket.core.domain.events import CaseForgotten
from loket.core.domain.months import add_months
from loket.core.domain.notices import NoticeFacts, NoticeKind
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Case, HeldCase, TimelineLine
from loket.core.domain.telling import TELLING_KINDS, notice_of
from loket.core.tlog.entry import decode
from loket.node.followers.notices_waiting import Backlog, Waiting, load_backlog, save_backlog
from loket.node.operations.node import Node
from loket.node.operations.write_notice import write_notice
from loket.node.partners.notices import Notice, NoticeFault, NoticePort, NotSent
from loket.node.store.reading import Reading

MOST_AT_ONCE = 500
# So many failures in a row and no success: it is the gateway, not the addresses.
FAILURES_OF_A_GATEWAY = 3
_TIDY_EVERY_MS = 3_600_000

Words = Callable[[NoticeKind, NoticeFacts, str], tuple[str, str]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """One round: notices that went out, and those that never can.

    `waiting`: to come back later than usual, for the gateway takes none or nothing can be written.
    """

    sent: int = 0
    never: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    case: Case
    notice: NoticeKind
    origin: str
    index: int


class NoticesFollower:
    """Follows the office's own log. `words` says subject and body of a notice; `channel` names the port."""

    def __init__(
        self, node: Node, port: NoticePort, *, words: Words, channel: str, office_title: str
    ) -> None:
        self._node = node
        self._port = port
        self._words = words
        self._channel = channel
        self._office_title = office_title
        self._wake = Flag()
        self._sent_at: int | None = None
        self._tidied_at: int | None = None

    def wake(self) -> None:
        """Something was committed that somebody may have to be told of."""
        self._wake.set()

    def run(self, stop: Flag, *, every_seconds: float = 5.0) -> None:
        """Tell until told to stop; a gateway that is down is asked again ever later, five minutes at most."""
        pause = every_seconds
        while not stop.is_set():
            self._wake.clear()
            told = self.run_once()
            if told.sent or told.never:
                _log.info("notices: %d sent, %d that nobody can be sent", told.sent, told.never)
            pause = min(pause * 2, 300.0) if told.waiting else every_seconds
            stop.wait(pause) if told.waiting else self._wake.wait(pause)

    def run_once(self) -> Told:
        """Tell of everything that the log says since the last round, and of what was left then.

        Nothing is sent while nothing can be written: it would be sent again and again.
        """
        if not self._can_write():
            return Told(waiting=True)
        self._tidy()
        while True:
            known, backlog = self._look()
            if backlog is None:
                return Told(waiting=True)
            self._save(known, backlog)
            if known is not None and backlog.cursor == known.cursor:
                return self._tell_all(backlog)

    def _can_write(self) -> bool:
        node = self._node
        if node.store.quarantine is not None:
            return False
        with node.store.reading() as reading:
            return not node.clock_is_implausible(reading, node.clock())

    def _tidy(self) -> None:
        now = self._node.clock()
        if self._tidied_at is None or not 0 <= now - self._tidied_at < _TIDY_EVERY_MS:
            self._port.tidy(now)
            self._tidied_at = now

    def _save(self, known: Backlog | None, backlog: Backlog) -> None:
        if backlog != known:
            with self._node.store.writing() as writing:
                save_backlog(writing, self._node.origin("office"), backlog)

    def _look(self) -> tuple[Backlog | None, Backlog | None]:
        """What was known, and with what the log says since; None while a forgotten case's notices stay."""
        origin = self._node.origin("office")
        with self._node.store.reading() as reading:
            head = reading.head(origin)
            size = head.size if head else 0
            known = load_backlog(reading, origin)
            if known is None:
                # An office that begins to tell people does not tell of all its past.
                return None, Backlog(cursor=size)
            end = min(size, known.cursor + MOST_AT_ONCE)
            waiting = dict(known.waiting)
            for data in reading.entries(origin, known.cursor, end):
                entry = decode(data)
                case = entry.subjects.get("case", "")
                if entry.kind == CaseForgotten.KIND:
                    waiting.pop(case, None)
                    if not self._forget(reading, case):
                        return known, None
                elif case and entry.kind in TELLING_KINDS:
                    known_one = waiting.get(case)
                    waiting[case] = replace(known_one, next_at=0) if known_one else Waiting(since=entry.index)
        return known, Backlog(cursor=end, waiting=waiting)

    def _forget(self, reading: Reading, case: str) -> bool:
        lines = reading.select(TimelineLine, {"office": self._node.name, "case": case})
        told = [line for line in lines if line.event in TELLING_KINDS]
        kept = [line for line in told if not self._port.forget(_notice_id(line.origin, line.index))]
        return not kept

    def _tell_all(self, backlog: Backlog) -> Told:
        """Tell of everything that is due, what was not tried for the longest time first."""
        now = self._node.clock()
        left = dict(backlog.waiting)
        failed: list[_Change] = []
        sent = never = 0
        for case in sorted(left, key=lambda one: left[one].tried_at):
            if not left[case].due(now):
                continue
            change = self._change(case, left[case].since)
            if change is None:
                if not self._is_held(case):
                    del left[case]
                continue
            said = self._send(change)
            if isinstance(said, NotSent) and said.retry:
                failed.append(change)
                if len(failed) >= FAILURES_OF_A_GATEWAY and not sent:
                    break
                continue
            fault = said.fault.value if isinstance(said, NotSent) else ""
            if not fault:
                self._sent_at = now
            if self._write(change, fault):
                del left[case]
                sent, never = (sent, never + 1) if fault else (sent + 1, never)
        never += self._after_failures(failed, left, now)
        self._save(backlog, Backlog(cursor=backlog.cursor, waiting=left))
        still = any(change.case.case in left for change in failed)
        return Told(sent, never, waiting=still and not sent)

    def _after_failures(self, failed: list[_Change], left: dict[str, Waiting], now: int) -> int:
        """Say of each when it is tried again; returns how many were given up.

        A failure speaks against an address only where the gateway took another notice since: an office that
        is cut off for weeks gives nobody up.
        """
        given_up = 0
        for change in failed:
            case = change.case.case
            item = left[case].failed(about=change.index, now=now, gateway_worked_at=self._sent_at)
            left[case] = item
            if item.hopeless(now) and self._write(change, NoticeFault.NOT_TAKEN.value):
                del left[case]
                given_up += 1
        return given_up

    def _write(self, change: _Change, fault: str) -> bool:
        """Whether the entry stands, or nobody needs it any more."""
        done = write_notice(
            self._node,
            change.case.case,
            change.notice,
            about=change.index,
            channel=self._channel,
            fault=fault,
        )
        settled = {Reason.NOTICE_ALREADY_SENT, Reason.CASE_UNKNOWN}
        return not isinstance(done, Refused) or settled.issuperset(done.reasons)

    def _is_held(self, case: str) -> bool:
        with self._node.store.reading() as reading:
            return reading.get(HeldCase, (self._node.name, case)) is not None

    def _change(self, case: str, since: int) -> _Change | None:
        """The last thing since then that the applicant is to be told of; None of a case that is held."""
        node = self._node
        origin = node.origin("office")
        with node.store.reading() as reading:
            row = reading.get(Case, (node.name, case))
            held = reading.get(HeldCase, (node.name, case)) is not None
            if held or row is None or row.registration is None:
                return None
            lines = reading.select(TimelineLine, {"office": node.name, "case": case}, order_by=("-number",))
            for line in lines:
                new = line.origin == origin and line.index >= since and line.index > row.notified_to
                if not new or line.event not in TELLING_KINDS:
                    continue
                entry = decode(next(reading.entries(origin, line.index, line.index + 1)))
                notice = notice_of(from_parts(entry.kind, entry.subjects, entry.body, None), row)
                if notice is not None:
                    return _Change(row, notice, origin, line.index)
        return None

    def _send(self, change: _Change) -> object:
        case = change.case
        if case.registration is None:
            message = "a forgotten case has nobody to be told"
            raise ValueError(message)
        applicant = case.registration.applicant
        collect_by = None
        if case.ready_at is not None:
            collect_by = add_months(self._node.day_of(case.ready_at), self._node.practice.uncollected_months)
        facts = NoticeFacts(
            application_number=case.application_number,
            office=self._office_title,
            queue_number=case.queue_number,
            deferred_until=case.ending.until if case.ending else None,
            collect_by=collect_by,
        )
        subject, body = self._words(change.notice, facts, applicant.language)
        return self._port.send(
            Notice(
                id=_notice_id(change.origin, change.index),
                to_email=applicant.email,
                to_phone=applicant.phone,
                language=applicant.language,
                subject=subject,
                body=body,
            )
        )


def _notice_id(origin: str, index: int) -> str:
    """The same notice has the same id after a crash, so that a folder holds it once."""
    return hashlib.sha256(f"{origin}:{index}".encode()).hexdigest()[:32]
