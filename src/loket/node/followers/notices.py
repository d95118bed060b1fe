"""Telling applicants of each change of state: follows the office's log after commit.

A notice goes out at least once: between a gateway's yes and the entry that says so the node may die. Of
several changes that wait together only a case's last is told: who hears late wants to know how it stands.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag

from loket.core.domain.codec import from_parts
from loket.core.domain.months import add_months
from loket.core.domain.notices import NoticeFacts, NoticeKind
from loket.core.domain.rows import Case, HeldCase
from loket.core.domain.telling import notice_of
from loket.core.tlog.entry import Entry, decode
from loket.node.operations.node import Node
from loket.node.operations.write_notice import write_notice
from loket.node.partners.notices import Notice, NoticePort, NotSent
from loket.node.store.reading import Reading

CURSOR = "notices"
MOST_AT_ONCE = 500

Words = Callable[[NoticeKind, NoticeFacts, str], tuple[str, str]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """One round: notices that went out, those that never can, and whether some wait for the gateway."""

    sent: int = 0
    never: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    case: Case
    notice: NoticeKind
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
        """Tell of everything that the log says since the last round."""
        sent = never = 0
        while True:
            start, end, changes = self._look()
            for change in changes:
                said = self._tell(change)
                if isinstance(said, NotSent) and said.retry:
                    return Told(sent, never, waiting=True)
                fault = said.fault.value if isinstance(said, NotSent) else ""
                write_notice(
                    self._node,
                    change.case.case,
                    change.notice,
                    about=change.index,
                    channel=self._channel,
                    fault=fault,
                )
                sent, never = (sent, never + 1) if fault else (sent + 1, never)
            if end == start:
                return Told(sent, never)
            self._go_to(end)

    def _look(self) -> tuple[int, int, list[_Change]]:
        """From where to where is looked now, and of what each case's applicant is to be told."""
        node = self._node
        origin = node.origin("office")
        with node.store.reading() as reading:
            head = reading.head(origin)
            size = head.size if head else 0
            note = reading.note(CURSOR, origin)
            # An office that begins to tell people does not tell of all its past.
            start = size if note is None else int(note)
            end = min(size, start + MOST_AT_ONCE)
            last: dict[str, _Change] = {}
            for data in reading.entries(origin, start, end):
                change = self._change(reading, decode(data))
                if change is not None:
                    last[change.case.case] = change
        if note is None:
            self._go_to(size)
        return start, end, list(last.values())

    def _change(self, reading: Reading, entry: Entry) -> _Change | None:
        case = entry.subjects.get("case", "")
        if not case or reading.get(HeldCase, (self._node.name, case)) is not None:
            return None
        row = reading.get(Case, (self._node.name, case))
        if row is None or row.registration is None or row.notified_to >= entry.index:
            return None
        event = from_parts(entry.kind, entry.subjects, entry.body, None)
        notice = notice_of(event, row)
        return None if notice is None else _Change(row, notice, entry.index)

    def _tell(self, change: _Change) -> object:
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
        # The same notice has the same id after a crash, so that a folder holds it once.
        named = hashlib.sha256(f"{self._node.origin('office')}:{change.index}".encode()).hexdigest()
        return self._port.send(
            Notice(
                id=named[:32],
                to_email=applicant.email,
                to_phone=applicant.phone,
                language=applicant.language,
                subject=subject,
                body=body,
            )
        )

    def _go_to(self, index: int) -> None:
        origin = self._node.origin("office")
        with self._node.store.writing() as writing:
            writing.save_note(CURSOR, origin, index, str(index).encode())
