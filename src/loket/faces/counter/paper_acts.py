"""Entering what was done on paper in a power cut: which acts, and the list of the sheets entered so far."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.rows import Officer, PaperSheet
from loket.core.domain.rules.on_paper import ON_PAPER
from loket.faces.counter.acts.act import CaseAct, OfficeAct
from loket.faces.counter.frame import page
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.node import current_node

# The acts that come to an event which can have happened on paper.
STEMS = frozenset(
    {
        "register_applicant",
        "check_documents",
        "return_documents",
        "issue_billing_code",
        "record_payment",
        "record_interview",
        "write_interview_report",
        "spoil_booklet",
        "hand_over",
        "archive_file",
    }
)
KINDS = frozenset(event.KIND for event in ON_PAPER)
_SHOWN = 200


def from_paper(request: HttpRequest, act: CaseAct | OfficeAct) -> bool:
    """Whether the page was asked for the form with the sheet's fields, and the act can have one."""
    return "paper" in request.GET and act.stem in STEMS


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that was entered, and who entered it."""

    row: PaperSheet
    officer: str


@any_officer
@never_cache
@require_safe
def paper_acts(request: OfficerRequest) -> HttpResponse:
    """How an act is entered from paper, and which sheets were, newest first: a missing number stands out."""
    node = current_node()
    with node.store.reading() as reading:
        rows = reading.select(PaperSheet, {"office": node.name}, order_by=("-done_at",), limit=_SHOWN)
        names = {one.officer: one.name for one in reading.select(Officer, {"office": node.name})}
    sheets = [Sheet(row, names.get(row.officer, row.officer)) for row in rows]
    return page(request, "counter/paper_acts.html", {"sheets": sheets})
