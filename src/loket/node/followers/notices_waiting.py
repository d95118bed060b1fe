"""Notices that wait: how far the log was looked through, which cases are still to be told, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import msgspec

from loket.node.store.reading import Reading
from loket.node.store.writing import Writing

CURSOR = "notices"
# RFC 5321, 4.5.4.1: not tried again within half an hour, and not given up within four or five days.
FIRST_PAUSE_MS = 30 * 60_000
LONGEST_PAUSE_MS = 12 * 3_600_000
GIVEN_UP_AFTER_MS = 5 * 24 * 3_600_000
FEWEST_TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One case's applicant is to be told of something since the entry `since`.

    `about`: the entry that failed first at `first_at` and last at `tried_at` (ms), `tries` times although the
    gateway worked; it is not tried before `next_at`.
    """

    since: int
    about: int = -1
    tries: int = 0
    first_at: int = 0
    tried_at: int = 0
    next_at: int = 0

    def due(self, now: int) -> bool:
        """Whether it is tried now; a clock that was set back keeps nothing for longer than the pause."""
        return not now < self.next_at <= now + LONGEST_PAUSE_MS

    def failed(self, *, about: int, now: int, gateway_worked_at: int | None) -> "Waiting":
        """After one more failure; counted only where the gateway has taken something since the last one."""
        before = self
        if before.about != about:
            before = Waiting(since=self.since, about=about, first_at=now, tried_at=now)
        item = replace(before, tried_at=now)
        if gateway_worked_at is None or gateway_worked_at < before.tried_at:
            return item
        pause = min(FIRST_PAUSE_MS << item.tries, LONGEST_PAUSE_MS)
        return replace(item, tries=item.tries + 1, next_at=now + pause)

    def hopeless(self, now: int) -> bool:
        """Whether it was tried often enough for long enough."""
        return self.tries >= FEWEST_TRIES and now - self.first_at >= GIVEN_UP_AFTER_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """The log is looked through up to `cursor`; `waiting` by case."""

    cursor: int
    waiting: Mapping[str, Waiting] = field(default_factory=dict)


# Learnt while one thread imports (docs/adr/0012-decoders-at-import.md).
_BACKLOG: msgspec.json.Decoder[Backlog | int] = msgspec.json.Decoder(Backlog | int)


def load_backlog(reading: Reading, origin: str) -> Backlog | None:
    """What was kept; None in an office that never told anybody."""
    note = reading.note(CURSOR, origin)
    if note is None:
        return None
    kept = _BACKLOG.decode(note)
    # At first a note was the cursor alone.
    return Backlog(cursor=kept) if isinstance(kept, int) else kept


def save_backlog(writing: Writing, origin: str, backlog: Backlog) -> None:
    """Keep it; a cursor never goes back."""
    writing.save_note(CURSOR, origin, backlog.cursor, msgspec.json.encode(backlog))
