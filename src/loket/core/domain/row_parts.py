"""Values inside rows: scans, fee, payment, look-up, page, handover, duties, held entries."""

from dataclasses import dataclass

from loket.core.domain.events import Blob, HandoverBookLine, PageRecord
from loket.core.domain.terms import Duty, PageState, PaperKind, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One scanned paper; `number` counts the case's scans from 1."""

    number: int
    paper: PaperKind
    blob: Blob
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """The fee assessed and its billing code."""

    billing_code: str
    amount_rupiah: int
    tariff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Paid, by bank reference or by the office's numbered receipt (one of the two)."""

    bank_reference: str
    receipt_number: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """The last prevention-list look-up of a case."""

    list_version: int
    list_as_of: int
    national_origin: str
    national_size: int
    hits: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The data page in work: its print job and state; `record` None where forgotten."""

    job: str
    state: PageState
    record: PageRecord | None
    differing_characters: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """The line in the handover book."""

    line: int
    recipient: Recipient
    provisional: bool
    at: int
    signed_for: HandoverBookLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDone:
    """Which officer did which of the four duties."""

    duty: Duty
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEntry:
    """Where an entry that could not be projected stands, and why."""

    origin: str
    index: int
    why: str
