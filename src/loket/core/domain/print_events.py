"""Events of a page at its printer: what the printer reported, and what an officer found when he looked."""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.terms import PageFound, PageState


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterReported:
    """How a page's job stands at the printer now, and why.

    `state`: accepted, printing, stopped, cancelled or unknown; `reasons`: keywords of RFC 8011.
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
