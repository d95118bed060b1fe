"""How a case stands that left the clean path: its ending, a proposed cancellation, a report of negligence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from loket.core.domain.attention import is_to_be_cut
from loket.core.domain.deadlines import Deadline
from loket.core.domain.row_parts import Ending, InterviewReport, Proposal
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.interview_report import (
    objections_to_negligence,
    report_on_loss,
    report_on_proposal,
)
from loket.core.domain.terms import CancellationGround, DeferralGround, EndingKind, RefusalGround, Stage
from loket.node.operations.node import Node
from loket.node.operations.office_lists import deadlines_of
from loket.node.store.reading import Reading

GROUNDS: Mapping[EndingKind, type[Enum]] = {
    EndingKind.REFUSED: RefusalGround,
    EndingKind.DEFERRED: DeferralGround,
    EndingKind.CANCELLED: CancellationGround,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the case's page says above its forms; every part only where there is something to say.

    `by`: names of officers by their ids, for `ending.by` and `proposal.by`.
    """

    ending: Ending | None
    ground: Enum | None
    ended_by: str
    book: str
    proposal: Proposal | None
    proposed_by: str
    report: InterviewReport | None
    deadlines: tuple[Deadline, ...]
    negligence: bool
    force_majeure: bool


def ground_of(ending: Ending) -> Enum | None:
    """The ground of an ending as a member of its list; None for returned documents."""
    kind = GROUNDS.get(ending.kind)
    if kind is None:
        return None
    return next((ground for ground in kind if ground.value == ending.ground), None)


def book_after(case: Case) -> str:
    """What became of the book of an ended case: "" (there was none), "cut", "to_be_cut" (here) or "out"."""
    if case.ending is None or not case.booklet:
        return ""
    if case.ending.book_cut:
        return "cut"
    return "to_be_cut" if is_to_be_cut(case) else "out"


def standing_of(node: Node, reading: Reading, case: Case) -> Standing:
    """How the case stands now."""
    ending, proposal = case.ending, case.proposal
    orders = tuple(reading.select(Order, {"office": node.name, "case": case.case}))
    paying = case.stage is Stage.PAYMENT and case.fee is None
    found = report_on_loss(case) if paying else None
    return Standing(
        ending=ending,
        ground=ground_of(ending) if ending else None,
        ended_by=_name(node, reading, ending.by) if ending else "",
        book=book_after(case),
        proposal=proposal,
        proposed_by=_name(node, reading, proposal.by) if proposal else "",
        report=report_on_proposal(case),
        deadlines=deadlines_of(node, case),
        negligence=found is not None and bool(objections_to_negligence(case, orders)),
        force_majeure=found is not None and found.finding.value == "force_majeure" and not orders,
    )


def _name(node: Node, reading: Reading, officer: str) -> str:
    known = reading.get(Officer, (node.name, officer))
    return known.name if known and known.name else officer
