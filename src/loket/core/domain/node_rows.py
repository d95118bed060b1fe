"""Rows of a node as a whole: lists, policy, books, logs read, trust, held entries, key holders."""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.node_events import Blob
from loket.core.domain.row_parts import HeldEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class PreventionList:
    """The newest prevention list that this node has read ("current" is its key)."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str
    version: int
    as_of: int
    persons: int
    blob: Blob
    national_origin: str
    national_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The outage policy in force ("current" is its key); version 0 is the default (design 1.3)."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str = "current"
    version: int = 0
    hand_over_renewal_list_days: int = 7
    list_fresh_hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The last number given in a numbered book (queue of a day, receipts, handover book, ...)."""

    KEY: ClassVar = ("office", "book")
    INDEX: ClassVar = ()
    office: str
    book: str
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLog:
    """How far another node's log was read; its content up to `size` is projected."""

    KEY: ClassVar = ("office", "origin")
    INDEX: ClassVar = ()
    office: str
    origin: str
    size: int
    root: bytes
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestTime:
    """The latest signed time seen; ages count from it, so that no clock set back extends anything."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRoot:
    """The newest trust root that was read ("current" is its key)."""

    KEY: ClassVar = ("office", "name")
    INDEX: ClassVar = ()
    office: str
    name: str
    version: int
    note: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCase:
    """Entries that wait, oldest first; they delay their own case only (invariant 8)."""

    KEY: ClassVar = ("office", "case")
    INDEX: ClassVar = ()
    office: str
    case: str
    entries: tuple[HeldEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """Who has acknowledged the destruction of a forgotten case's key."""

    KEY: ClassVar = ("office", "case", "holder")
    INDEX: ClassVar = ()
    office: str
    case: str
    holder: str
    destroyed_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedCheckpoint:
    """National log: the last observed checkpoint of an office's log."""

    KEY: ClassVar = ("office", "origin")
    INDEX: ClassVar = ()
    office: str
    origin: str
    size: int
    root: bytes
    at: int
