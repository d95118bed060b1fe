"""Lists of an office's cases that wait for somebody: not collected, proposed for cancellation, negligence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from loket.core.domain.attention import CALLED_BACK, TO_BE_CUT
from loket.core.domain.deadlines import Deadline, deadlines
from loket.core.domain.rows import Case, Order
from loket.core.domain.rules.interview_report import objections_to_negligence
from loket.core.domain.terms import Stage
from loket.node.operations.cancel_passport import uncollected_from
from loket.node.operations.node import Node
from loket.node.store.reading import Reading

# Where a case is that has not come to rest: a proposed cancellation fetches an archived file back.
_AT_WORK = tuple(stage for stage in Stage if stage not in (Stage.ENDED, Stage.ARCHIVED, Stage.FORGOTTEN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncollected:
    """A passport that was ready on `ready_on`; from `cancellable_from` on the head may cancel it."""

    case: Case
    ready_on: date
    cancellable_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A case whose cancellation is proposed, with what it waits for and until when."""

    case: Case
    deadlines: tuple[Deadline, ...]


def uncollected(node: Node, reading: Reading) -> list[Uncollected]:
    """Passports that nobody collected in the time for it, the longest waiting first."""
    today = node.day_of(node.clock())
    ready = reading.select(Case, {"office": node.name, "stage": Stage.HANDOVER}, order_by=("stage_since",))
    listed = []
    for case in ready:
        first_day = uncollected_from(node, reading, case)
        if case.ready_at is not None and first_day is not None and first_day <= today:
            ready_on = node.day_of(case.ready_at)
            listed.append(Uncollected(case=case, ready_on=ready_on, cancellable_from=first_day))
    return sorted(listed, key=lambda one: one.ready_on)


def called_back(node: Node, reading: Reading) -> list[Case]:
    """Cases whose passport is out and recalled or revoked, the longest first, wherever their file lies."""
    return reading.select(Case, {"office": node.name, "attention": CALLED_BACK}, order_by=("stage_since",))


def to_be_cut(node: Node, reading: Reading) -> list[Case]:
    """Ended cases whose printed book lies in the office uncut."""
    return reading.select(Case, {"office": node.name, "attention": TO_BE_CUT}, order_by=("stage_since",))


def proposed_cancellations(node: Node, reading: Reading) -> list[Proposed]:
    """Cases whose cancellation is proposed, the most urgent first."""
    cases = reading.select(Case, {"office": node.name, "stage": _AT_WORK})
    proposed = [
        Proposed(case=case, deadlines=deadlines_of(node, case)) for case in cases if case.proposal is not None
    ]
    return sorted(proposed, key=lambda one: one.deadlines[0].stands.due)


def negligence_undecided(node: Node, reading: Reading) -> list[Case]:
    """Cases whose interview report found negligence, until the head defers them or lets them go on."""
    cases = reading.select(Case, {"office": node.name, "stage": Stage.PAYMENT}, order_by=("stage_since",))
    return [case for case in cases if case.reports and objections_to_negligence(case, _orders(reading, case))]


def deadlines_of(node: Node, case: Case) -> tuple[Deadline, ...]:
    """The deadlines that run for this case today."""
    return deadlines(
        case,
        day_of=node.day_of,
        today=node.day_of(node.clock()),
        calendar=node.calendar,
        practice=node.practice,
    )


def _orders(reading: Reading, case: Case) -> tuple[Order, ...]:
    orders: Iterable[Order] = reading.select(Order, {"office": case.office, "case": case.case})
    return tuple(orders)
