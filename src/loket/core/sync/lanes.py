"""What a node sends next to a peer, and when it tries again: no network, no clock, no chance of its own.

The lanes stand in order of importance; after every answer the first lane that has work and is due goes on, so
that a long scan waits for an entry and never the other way round. Each lane waits by itself after a failure:
exponential back-off with full jitter, never earlier than the peer asked for by Retry-After. A peer that was
silent in a lane and answers in it is back: the other lanes that met with silence go on at once. The polled
lanes have the short patience that finds this out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

from loket.core.sync.error import SyncError

BASE_MS: Final = 1_000
CAP_MS: Final = 300_000
POLLED_CAP_MS: Final = 30_000
LONGEST_RETRY_AFTER_MS: Final = 3_600_000
IDLE_MS: Final = 5_000

Below = Callable[[int], int]
"""(n) → a whole number from 0 to n, each as likely."""


class Lane(StrEnum):
    """What is exchanged, most important first."""

    TRUST = "trust"
    CHECKPOINT = "checkpoint"
    CASE_KEYS = "case_keys"
    ENTRIES = "entries"
    LOGS = "logs"
    LISTS = "lists"
    PHOTOS = "photos"
    SCANS = "scans"


POLLED_MS: Final[Mapping[Lane, int]] = {Lane.TRUST: 60_000, Lane.LOGS: 5_000}
"""Lanes in which only asking tells whether there is work, and how long after an answer to ask again."""


@dataclass(frozen=True, slots=True)
class LaneState:
    """`failures` in a row; nothing is sent before `not_before_ms`; `has_work`: there is something to send.

    `silent`: the last failure was that nothing came back.
    """

    failures: int = 0
    not_before_ms: int = 0
    has_work: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """The state of the exchange with one peer; lost with the process and found again from the store."""

    lanes: Mapping[Lane, LaneState] = field(
        default_factory=lambda: {lane: LaneState(has_work=lane in POLLED_MS) for lane in Lane},
    )
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class WorkFound:
    """The store was looked through: these lanes have something to send."""

    lanes: frozenset[Lane]


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The peer took it; `more`: this lane has more to send."""

    lane: Lane
    more: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer (`silent`), or one to try again after; `retry_after_ms`: what the peer asked for."""

    lane: Lane
    retry_after_ms: int | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Froze:
    """A fork was found: nothing is sent to this peer until a person has decided."""


@dataclass(frozen=True, slots=True)
class Thawed:
    """No fork with this peer is open (any more)."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send one message of this lane."""

    lane: Lane


@dataclass(frozen=True, slots=True)
class Sleep:
    """There is nothing to send before this time, unless new work is found."""

    until_ms: int


Event = WorkFound | Succeeded | Failed | Froze | Thawed
Effect = Send | Sleep


def step(
    state: ExchangeState, event: Event, now_ms: int, below: Below
) -> tuple[ExchangeState, tuple[Effect, ...]]:
    """Return the next state and what to do now: one message to send, or how long to sleep."""
    state = _changed(state, event, now_ms, below)
    return state, (_next(state, now_ms),)


def parse_retry_after(value: str, now_ms: int) -> int:
    """Read Retry-After (RFC 9110 §10.2.3), seconds or a date, as ms from now; SyncError when malformed."""
    if value.isascii() and value.isdigit() and len(value) <= 9:
        return min(int(value) * 1_000, LONGEST_RETRY_AFTER_MS)
    try:
        at_ms = int(parsedate_to_datetime(value).timestamp() * 1_000)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise SyncError("Retry-After is neither seconds nor a date") from error
    return min(max(0, at_ms - now_ms), LONGEST_RETRY_AFTER_MS)


def _changed(state: ExchangeState, event: Event, now_ms: int, below: Below) -> ExchangeState:
    match event:
        case WorkFound(lanes):
            found = {
                lane: replace(one, has_work=lane in lanes or lane in POLLED_MS)
                for lane, one in state.lanes.items()
            }
            return replace(state, lanes=found)
        case Succeeded(lane, more):
            pause = 0 if more else POLLED_MS.get(lane, 0)
            after = LaneState(0, now_ms + pause, has_work=more or lane in POLLED_MS)
            # Only a lane that met with silence itself tells that the peer is back: on a line on which long
            # messages get lost, short ones do not cut the back-off of the long ones.
            others = _heard_again(state, now_ms) if state.lanes[lane].silent else state.lanes
            return replace(state, lanes={**others, lane: after})
        case Failed(lane, retry_after_ms, silent):
            before = state.lanes[lane]
            cap_ms = POLLED_CAP_MS if lane in POLLED_MS else CAP_MS
            # full jitter: anything from nothing to the whole back-off, so that 150 offices do not come as one
            wait = below(min(cap_ms, BASE_MS << min(before.failures, 20)))
            if retry_after_ms is not None:
                wait = min(retry_after_ms, LONGEST_RETRY_AFTER_MS) + below(BASE_MS)
            after = replace(before, failures=before.failures + 1, not_before_ms=now_ms + wait, silent=silent)
            return replace(state, lanes={**state.lanes, lane: after})
        case Froze():
            return replace(state, frozen=True)
        case Thawed():
            return replace(state, frozen=False)


def _heard_again(state: ExchangeState, now_ms: int) -> dict[Lane, LaneState]:
    """The lanes when the peer is back: what met with silence waits no longer; its failures count on."""
    return {
        lane: replace(one, not_before_ms=now_ms, silent=False)
        if one.silent and one.not_before_ms > now_ms
        else one
        for lane, one in state.lanes.items()
    }


def _next(state: ExchangeState, now_ms: int) -> Effect:
    wake = now_ms + IDLE_MS
    if state.frozen:
        return Sleep(wake)
    for lane in Lane:
        one = state.lanes[lane]
        if not one.has_work:
            continue
        # a clock that was set back makes no lane wait longer than it ever would have
        if one.not_before_ms <= now_ms or one.not_before_ms > now_ms + LONGEST_RETRY_AFTER_MS + BASE_MS:
            return Send(lane)
        wake = min(wake, one.not_before_ms)
    return Sleep(wake)
