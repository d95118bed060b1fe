"""One official act: load, decide, append, in one transaction; the same act twice happens once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args, get_type_hints

from loket.core.domain.events import Event
from loket.core.domain.officers import in_force
from loket.core.domain.policy import DAY_MS, effective_now
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import (
    Case,
    Counter,
    HeldCase,
    LatestTime,
    Obligation,
    Officer,
    Order,
    PaperSheet,
    Policy,
)
from loket.core.domain.terms import Role
from loket.core.tlog.entry import decode
from loket.node.operations.node import Node
from loket.node.operations.on_paper import OnPaper, objections_to_sheet, objections_to_time, paper_entry
from loket.node.store.error import QuarantineError
from loket.node.store.reading import Reading
from loket.node.store.writing import Writing

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, and the act's idempotency id (random, from the form that was shown).

    `paper`: the act was done on paper, by the same officer, and is entered now.
    """

    officer: str
    act: str
    paper: OnPaper | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The act stands in the log at this index; `repeated`: it stood there already."""

    case: str
    index: int
    event: Event | None
    repeated: bool = False


class Desk:
    """What a decision may look at, inside the act's transaction."""

    def __init__(self, node: Node, writing: Writing, officer: Officer, paper: OnPaper | None = None) -> None:
        self.node = node
        self.writing = writing
        self.officer = officer
        self.clock_ms = node.clock()
        # The day that an act on paper counts for; ages and the clock's own plausibility are today's.
        self.done_ms = self.clock_ms if paper is None else paper.done_at
        self.further: list[Event] = []

    def also(self, event: Event) -> None:
        """Write this event behind the one that is decided, in the same transaction."""
        self.further.append(event)

    @property
    def today(self) -> date:
        """The office's calendar day on which the act is done."""
        return self.node.day_of(self.done_ms)

    @property
    def now(self) -> int:
        """The time from which ages count (ms): never before the latest signed time seen."""
        latest = self.writing.get(LatestTime, (self.node.name, "current"))
        return effective_now(self.clock_ms, latest.at if latest else 0)

    @property
    def clock_ahead_ms(self) -> int:
        """How far the clock is ahead of the latest signed time; negative when it is behind."""
        return self.node.clock_ahead_ms(self.writing, self.clock_ms)

    @property
    def clock_is_implausible(self) -> bool:
        """Whether a person has to look at the clock."""
        return self.node.clock_is_implausible(self.writing, self.clock_ms)

    @property
    def policy(self) -> Policy:
        """The outage policy in force."""
        return self.writing.get(Policy, (self.node.name, "current")) or Policy(office=self.node.name)

    def orders(self, case: Case) -> tuple[Order, ...]:
        """The head's orders for a case."""
        return tuple(self.writing.select(Order, {"office": self.node.name, "case": case.case}))

    def obligations(self, case: Case) -> tuple[Obligation, ...]:
        """The case's obligations."""
        return tuple(self.writing.select(Obligation, {"office": self.node.name, "case": case.case}))

    def next_number(self, book: str) -> int:
        """The next number of a numbered book."""
        last = self.writing.get(Counter, (self.node.name, book))
        return (last.last if last else 0) + 1


def officer_of(node: Node, writing: Reading, officer: str, paper: OnPaper | None = None) -> Officer:
    """The officer's row with the roles in force now, or when the sheet was written; also the system's."""
    if officer == SYSTEM:
        return Officer(office=node.name, officer=SYSTEM, name=SYSTEM, roles=(Role.SYSTEM,))
    known = writing.get(Officer, (node.name, officer))
    if known is None:
        return Officer(office=node.name, officer=officer, name="", roles=())
    if paper is None:
        return in_force(known, today_of(node, writing))
    then = replace(known, roles=tuple(grant.role for grant in known.grants if grant.at <= paper.done_at))
    return in_force(then, node.day_of(paper.done_at))


def today_of(node: Node, reading: Reading) -> date:
    """The office's day, which no clock set back makes an earlier one."""
    latest = reading.get(LatestTime, (node.name, "current"))
    return node.day_of(effective_now(node.clock(), latest.at if latest else 0))


def _repeated(
    writing: Writing,
    by: By,
    role: Role,
    case: str,
    decide: Callable[..., Event | Refused],
    place: tuple[str, int],
) -> Done | Refused:
    """The act stands there already; an id that stands for another act is refused, not taken for done."""
    entry = decode(next(writing.entries(place[0], place[1], place[1] + 1)))
    stands_for = entry.subjects.get("case", "")
    if by.paper is not None:
        sheet = writing.get(PaperSheet, (entry.origin.split("/")[1], by.paper.sheet))
        if sheet is None or sheet.case != stands_for:
            return refuse(Reason.ACT_ID_USED)
    same = (
        (entry.officer, entry.role) == (by.officer, role.value)
        and case in ("", stands_for)
        and entry.kind in (_kinds(decide) or {entry.kind})
    )
    return Done(stands_for, place[1], None, repeated=True) if same else refuse(Reason.ACT_ID_USED)


def _kinds(decide: Callable[..., Event | Refused]) -> set[str]:
    """The kinds of event that a decision may come to, as it is annotated; none where it is not."""
    found = get_type_hints(decide).get("return")
    return {kind.KIND for kind in get_args(found) or (found,) if hasattr(kind, "KIND")}


def perform(
    node: Node,
    by: By,
    role: Role,
    decide: Callable[[Desk], Event | Refused],
    *,
    case: str = "",
    whatever_the_clock: bool = False,
    annotated: Callable[..., Event | Refused] | None = None,
) -> Done | Refused:
    """Do an act; `case` where it concerns one. `role` is written into the entry.

    While the clock is implausibly far ahead of the last recorded act, only the head's confirmation is taken.
    What a decision did in the store before it was refused does not stay.
    """
    try:
        with node.store.writing() as writing:
            known = writing.act_index(by.act)
            if known is not None:
                return _repeated(writing, by, role, case, annotated or decide, known)
            desk = Desk(node, writing, officer_of(node, writing, by.officer, by.paper), by.paper)
            if desk.clock_is_implausible and not whatever_the_clock:
                facts = {"days": desk.clock_ahead_ms // DAY_MS}
                return Refused((Objection(Reason.CLOCK_IMPLAUSIBLE, facts=facts),))
            if by.paper is not None:
                _refuse(objections_to_time(node, by.paper))
            decision = decide(desk)
            if isinstance(decision, Refused):
                raise _RefusedError(decision)
            if by.paper is not None:
                _refuse(objections_to_sheet(node, writing, by.paper, decision))
            index = node.append(writing, decision, officer=by.officer, role=role, act=by.act)
            if by.paper is not None:
                desk.further.insert(0, paper_entry(node, writing, by.paper, decision))
            for place, event in enumerate(desk.further, 2):
                node.append(writing, event, officer=by.officer, role=role, act=f"{by.act}/{place}")
            return Done(getattr(decision, "case", ""), index, decision)
    except QuarantineError:
        return refuse(Reason.OFFICE_IN_QUARANTINE)
    except _RefusedError as refused:
        return refused.refused


class _RefusedError(Exception):
    """Ends the transaction of an act that is refused: nothing of it stays."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


def _refuse(objections: Sequence[Objection]) -> None:
    if objections:
        raise _RefusedError(Refused(tuple(objections)))


def perform_on_case(
    node: Node, by: By, role: Role, case: str, decide: Callable[[Desk, Case], Event | Refused]
) -> Done | Refused:
    """Do an act on a case."""

    def on_case(desk: Desk) -> Event | Refused:
        if desk.writing.get(HeldCase, (node.name, case)) is not None:
            return refuse(Reason.CASE_HELD)
        row = desk.writing.get(Case, (node.name, case))
        return refuse(Reason.CASE_UNKNOWN) if row is None else decide(desk, row)

    return perform(node, by, role, on_case, case=case, annotated=decide)
