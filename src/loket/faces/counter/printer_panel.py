"""What the printing station says of its printer: how it stands, what to do, and the pages that are at it."""

from dataclasses import dataclass

from loket.core.domain.row_parts import Endorsement, Page
from loket.core.domain.rows import Case
from loket.core.domain.rules.endorsement import is_owed, may_be_printed
from loket.core.domain.rules.printing import is_on_its_way, pages_of
from loket.core.domain.terms import PageState, Stage
from loket.faces.counter.desk import office_desk
from loket.faces.counter.frame import name_of
from loket.node.devices.printer import PrinterState, PrinterStatus
from loket.node.operations.node import Node
from loket.node.store.reading import Reading

_NOT_YET_OUT = frozenset(PageState) - {
    PageState.SENT,
    PageState.FAILED,
    PageState.READ_BACK_FAILED,
    PageState.PRINTED,
}


@dataclass(frozen=True, slots=True)
class PageAtPrinter:
    """One page that is not out yet.

    `page` is None where an endorsement page is owed and waits to be printed.
    """

    case: Case
    name: str
    page: Page | Endorsement | None

    @property
    def for_eyes(self) -> bool:
        """Whether only eyes know what came out."""
        return self.page is not None and self.page.state in {PageState.CANCELLED, PageState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class PrinterPanel:
    """`status`: as the follower last heard it; None before its first round."""

    status: PrinterStatus | None
    pages: tuple[PageAtPrinter, ...]

    @property
    def stands_still(self) -> bool:
        """Whether somebody has to do something at the printer."""
        return self.status is not None and (
            bool(self.status.reasons) or self.status.state in {PrinterState.STOPPED, PrinterState.UNREACHABLE}
        )

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, for words."""
        if self.status is None:
            return ()
        unreachable = self.status.state is PrinterState.UNREACHABLE
        return self.status.reasons or (("unreachable",) if unreachable else ())


def pages_on_way(case: Case) -> list[Page | Endorsement]:
    """The pages of a case that are at the printer or wait for it, for the case's own page."""
    return [page for page in pages_of(case) if page.state in _NOT_YET_OUT] if is_on_its_way(case) else []


def printer_panel(node: Node, reading: Reading) -> PrinterPanel:
    """Read what the printing station shows beside its queue."""
    stages = (Stage.READ_BACK, Stage.ADJUDICATION)
    waiting = reading.select(Case, {"office": node.name, "stage": stages}, order_by=("stage_since",))
    pages = tuple(
        PageAtPrinter(case, name_of(case), page)
        for case in waiting
        if is_on_its_way(case)
        for page in pages_of(case)
        if page.state in _NOT_YET_OUT
    )
    pages += tuple(
        PageAtPrinter(case, name_of(case), None)
        for case in waiting
        if case.stage is Stage.READ_BACK and is_owed(case) and may_be_printed(case)
    )
    return PrinterPanel(office_desk().printer_status(), pages)
