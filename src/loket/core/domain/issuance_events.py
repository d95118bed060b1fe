"""Events from approval to handover and archive, and what the head orders for one case."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.blanks import BlankRange
from loket.core.domain.terms import (
    DocumentKind,
    Duty,
    OrderKind,
    Recipient,
    SpoilCause,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationApproved:
    """The approving officer lets the passport be made."""

    KIND: ClassVar = "application_approved"
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletsReceived:
    """A shipment of blanks is in the office's custody, but for the numbers that did not come.

    `damaged`: came and cannot be used; they are in custody, as spoilt. `number`: of the report that both
    officers sign. The last five are empty in entries from before there was a count by two officers.
    """

    KIND: ClassVar = "booklets_received"
    shipment: str
    kind: DocumentKind
    series: str
    digits: int
    first: int
    last: int
    missing: tuple[BlankRange, ...] = ()
    damaged: tuple[BlankRange, ...] = ()
    text: str = ""
    second_officer: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletAllocated:
    """One blank is bound to one approved application."""

    KIND: ClassVar = "booklet_allocated"
    case: str
    booklet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """The sealed part of a data page: everything that is printed, so that a read-back has a record.

    `endorsement`: the whole name, where the page cannot carry it and another page has to.
    """

    document_code: str
    names_visual: str
    mrz_upper: str
    mrz_lower: str
    issued_on: date
    expires_on: date
    birth_date: date
    birth_place: str
    sex: str
    endorsement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageSubmitted:
    """A data page waits to be sent to the printer."""

    KIND: ClassVar = "data_page_submitted"
    case: str
    booklet: str
    job: str
    sealed: PageRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageSending:
    """The page is about to be sent; without a later "sent" nobody knows whether it was printed."""

    KIND: ClassVar = "data_page_sending"
    case: str
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageSent:
    """The printer took the page."""

    KIND: ClassVar = "data_page_sent"
    case: str
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPageNotSent:
    """The printer refused the page for a stated fault; nothing was printed."""

    KIND: ClassVar = "data_page_not_sent"
    case: str
    job: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBackFailed:
    """The page read back differs from the record; the page is not "printed"."""

    KIND: ClassVar = "read_back_failed"
    case: str
    job: str
    differing_characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPagePrinted:
    """The page was read back and agrees with the record, character for character."""

    KIND: ClassVar = "data_page_printed"
    case: str
    job: str
    booklet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoilReport:
    """The sealed part of a report of a spoilt booklet: what happened, and who was present."""

    report: str
    present: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletSpoilt:
    """The blank is spoilt and reported; the case needs a new one, not a new application."""

    KIND: ClassVar = "booklet_spoilt"
    case: str
    booklet: str
    sealed: SpoilReport | None
    cause: SpoilCause = SpoilCause.OTHER
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletLost:
    """The case's booklet cannot be found and is reported; the case needs a new one."""

    KIND: ClassVar = "booklet_lost"
    case: str
    booklet: str
    number: str
    second_officer: str
    sealed: SpoilReport | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverBookLine:
    """The sealed part of a handover: who came."""

    recipient_name: str
    recipient_identity_number: str
    authority_papers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportHandedOver:
    """Identity checked, handover book signed; `provisional` while obligations are unanswered."""

    KIND: ClassVar = "passport_handed_over"
    case: str
    booklet: str
    line: int
    recipient: Recipient
    provisional: bool
    sealed: HandoverBookLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileArchived:
    """The paper file is on its shelf; `book_cut`: a book that waited to be cut was cut."""

    KIND: ClassVar = "file_archived"
    case: str
    shelf: str
    keep_until: date
    book_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderText:
    """The sealed part of an order of the head."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadOrdered:
    """A signed exception of the head of the office for one case."""

    KIND: ClassVar = "head_ordered"
    case: str
    order: str
    kind: OrderKind
    duty: Duty | None
    sealed: OrderText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForgotten:
    """The case's key was destroyed here; other holders acknowledge in their own logs."""

    KIND: ClassVar = "case_forgotten"
    case: str
    second_officer: str
