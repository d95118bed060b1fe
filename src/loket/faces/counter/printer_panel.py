"""What the printing station says of its printer: how it stands, what to do, and the pages that are at it."""

from dataclasses import dataclass

from loket.core.domain.rows import Case
from loket.core.domain.rules.printing import FOR_EYES, is_on_its_way
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
    """One page that is not out yet; `for_eyes`: an officer has to look, or may."""

    case: Case
    name: str
    for_eyes: bool


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


def printer_panel(node: Node, reading: Reading) -> PrinterPanel:
    """Read what the printing station shows beside its queue."""
    stages = (Stage.READ_BACK, Stage.ADJUDICATION)
    waiting = reading.select(Case, {"office": node.name, "stage": stages}, order_by=("stage_since",))
    pages = tuple(
        PageAtPrinter(case, name_of(case), for_eyes=case.page.state in FOR_EYES)
        for case in waiting
        if case.page is not None and case.page.state in _NOT_YET_OUT and is_on_its_way(case)
    )
    return PrinterPanel(office_desk().printer_status(), pages)
