"""An event in its place: who, when, in which log."""

from dataclasses import dataclass

from loket.core.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event with the envelope of its entry. `at` is wall time in ms (data, never order).

    `read_at`: of an entry of another log, the time of the own entry "read" that brought it into effect (ms).
    """

    event: Event
    origin: str
    index: int
    at: int
    officer: str
    role: str
    read_at: int | None = None
