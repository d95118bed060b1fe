"""Events of a page at its printer: what the printer reported, and what an officer found when he looked."""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.terms import PageFound, PageState


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterReported:
    """How a page's job stands at the printer now, and why.

    `state`: accepted, printing, stopped, cancelled or unknown; submitted again where the printer was too busy
    to take it, and nothing was printed. `reasons`: keywords of RFC 8011.
    """

    KIND: ClassVar = "printer_reported"
    case: str
    job: str
    state: PageState
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPageLookedFor:
    """An officer has looked into the printer for a page of which nobody knew what became of it."""

    KIND: ClassVar = "printed_page_looked_for"
    case: str
    job: str
    found: PageFound


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementText:
    """The sealed part of an endorsement page: the whole name and observations; either may be empty."""

    name: str
    observations: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementSubmitted:
    """An endorsement page waits for the printer; what becomes of its job is told as of a data page."""

    KIND: ClassVar = "endorsement_submitted"
    case: str
    booklet: str
    job: str
    sealed: EndorsementText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementChecked:
    """An officer compared the printed endorsement page with what was ordered, letter by letter."""

    KIND: ClassVar = "endorsement_checked"
    case: str
    job: str
    agrees: bool
