"""Invariants of blanks and of officers, from the entries of the logs alone."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeGuard

from loket.core.domain import events as e
from loket.core.domain.fold_office import booklet_number
from loket.core.domain.origins import TO_OFFICE, log_of
from loket.core.domain.rows import Booklet
from loket.core.domain.terms import BookletState, Duty, OrderKind, Role
from loket.core.tlog.entry import Entry
from loket.node.operations.act import SYSTEM
from loket.node.operations.invariants import Violation, events_of, office_logs
from loket.node.store.reading import Reading

# Whatever an officer's station is.
OFFICERS = tuple(role for role in Role if role not in (Role.SYSTEM, Role.HEADQUARTERS))
# Which roles may do what (one of them is enough); what is not here is the system's.
ROLES_OF: dict[type[e.Event], tuple[Role, ...]] = {
    e.ApplicationRegistered: (Role.COUNTER_OFFICER,),
    e.DocumentScanned: (Role.COUNTER_OFFICER,),
    e.DocumentsChecked: (Role.COUNTER_OFFICER,),
    e.BillingCodeIssued: (Role.CASHIER, Role.COUNTER_OFFICER),
    e.PaymentRecorded: (Role.CASHIER, Role.COUNTER_OFFICER),
    e.PhotoTaken: (Role.INTERVIEWER,),
    e.InterviewRecorded: (Role.INTERVIEWER,),
    e.PreventionListLookedUp: (Role.ADJUDICATOR, Role.APPROVER, Role.SYSTEM),
    e.ApplicationApproved: (Role.APPROVER,),
    e.BookletsReceived: (Role.ALLOCATOR,),
    e.BookletAllocated: (Role.ALLOCATOR,),
    e.DataPageSubmitted: (Role.PRINTER,),
    e.ReadBackFailed: (Role.QUALITY_TESTER,),
    e.DataPagePrinted: (Role.QUALITY_TESTER,),
    e.QualityTestFailed: (Role.QUALITY_TESTER,),
    e.QualityTestPassed: (Role.QUALITY_TESTER,),
    e.BookletSpoilt: (Role.PRINTER, Role.QUALITY_TESTER),
    e.PassportHandedOver: (Role.HANDOVER_OFFICER,),
    e.FileArchived: (Role.ARCHIVIST,),
    e.HeadOrdered: (Role.HEAD,),
    e.CaseForgotten: (Role.HEAD,),
    e.RoleGranted: (Role.HEAD,),
    e.RoleEnded: (Role.HEAD,),
    e.DocumentsReturned: (Role.COUNTER_OFFICER, Role.HEAD),
    e.ApplicationRefused: (Role.APPROVER, Role.HEAD),
    e.ApplicationDeferred: (Role.HEAD,),
    e.CancellationProposed: (
        Role.COUNTER_OFFICER,
        Role.INTERVIEWER,
        Role.ADJUDICATOR,
        Role.APPROVER,
        Role.HEAD,
    ),
    e.CancellationDropped: (Role.HEAD,),
    e.PassportCancelled: (Role.HEAD,),
    e.InterviewReportWritten: (Role.INTERVIEWER,),
    e.HitAdjudicated: (Role.ADJUDICATOR,),
    e.DuplicatesSearched: (Role.ADJUDICATOR, Role.APPROVER, Role.SYSTEM),
    e.RecordCorrected: (Role.COUNTER_OFFICER, Role.INTERVIEWER, Role.APPROVER),
    e.OldPassportRead: (Role.COUNTER_OFFICER,),
    e.FingerprintsTaken: (Role.INTERVIEWER,),
    e.SignatureTaken: (Role.INTERVIEWER,),
    e.CaseAssigned: OFFICERS,
    e.PaperActEntered: OFFICERS,
    e.FileOpened: OFFICERS,
    e.DeputyAppointed: (Role.HEAD,),
    e.DeputyEnded: (Role.HEAD,),
    e.SignInChanged: OFFICERS,
    e.StandingOrderGiven: (Role.HEAD,),
    e.StandingOrderWithdrawn: (Role.HEAD,),
    e.DayOpened: (Role.CASHIER, Role.ALLOCATOR, Role.HEAD),
    e.DayClosed: (Role.CASHIER, Role.ALLOCATOR, Role.HEAD),
}
DUTY_OF: dict[type[e.Event], Duty] = {
    e.PhotoTaken: Duty.CAPTURE,
    e.FingerprintsTaken: Duty.CAPTURE,
    e.SignatureTaken: Duty.CAPTURE,
    e.InterviewRecorded: Duty.CAPTURE,
    e.ApplicationApproved: Duty.APPROVAL,
    e.DataPagePrinted: Duty.QUALITY_TEST,
    e.QualityTestPassed: Duty.QUALITY_TEST,
    e.PassportHandedOver: Duty.HANDOVER,
}


_ENDS = e.DocumentsReturned | e.ApplicationRefused | e.ApplicationDeferred | e.PassportCancelled


@dataclass(slots=True)
class _Custody:
    """Where each number lies, as of one place of the logs."""

    shipped: Counter[str] = field(default_factory=Counter)
    received: Counter[str] = field(default_factory=Counter)
    holder: dict[str, str] = field(default_factory=dict)
    allocated: dict[str, str] = field(default_factory=dict)
    submitted: set[str] = field(default_factory=set)
    issued: set[str] = field(default_factory=set)

    def wrong(self, owner: str, event: e.Event) -> list[str]:
        """Take one act of an office in; return the numbers that it may not have touched."""
        if isinstance(event, e.BookletsReceived):
            numbers = _numbers(event)
            self.received.update(numbers)
            self.holder |= dict.fromkeys(numbers, owner)
            return [one for one in numbers if self.received[one] > 1 or self.shipped[one] > 1]
        if isinstance(event, e.BookletAllocated):
            free = event.booklet not in self.allocated and self.holder.get(event.booklet) == owner
            self.allocated[event.booklet] = event.case
            return [] if free else [event.booklet]
        if isinstance(event, e.DataPageSubmitted):
            self.submitted.add(event.booklet)
        if _unprints(event):
            self.submitted -= {booklet for booklet, case in self.allocated.items() if case == event.case}
        if isinstance(event, _ENDS):
            # A blank that no page was made for is free again.
            self.allocated = {
                booklet: case
                for booklet, case in self.allocated.items()
                if case != event.case or booklet in self.submitted
            }
        if isinstance(event, e.PassportHandedOver):
            first = event.booklet in self.allocated and event.booklet not in self.issued
            self.issued.add(event.booklet)
            return [] if first else [event.booklet]
        return []


def no_booklet_twice(reading: Reading) -> list[Violation]:
    """3: no number is shipped, received, allocated or issued twice, nor used outside its custody."""
    custody = _Custody()
    for head in reading.heads():
        if log_of(head.origin).startswith(TO_OFFICE):
            for _entry, event in events_of(reading, head):
                if isinstance(event, e.BookletsShipped):
                    custody.shipped.update(_numbers(event))
    return [
        Violation(3, f"{head.origin}:{entry.index}: {entry.kind} of {number}, which is not free there")
        for head in office_logs(reading)
        for entry, event in events_of(reading, head)
        for number in custody.wrong(head.owner_node, event)
    ]


def _numbers(event: e.BookletsShipped | e.BookletsReceived) -> list[str]:
    return [booklet_number(event.series, event.digits, n) for n in range(event.first, event.last + 1)]


def stock_equation(reading: Reading, office: str) -> list[Violation]:
    """10: delivered = blank + allocated + issued + spoilt + cancelled, counted in the log and in the rows."""
    delivered, states = _by_the_log(reading, office)
    violations = []
    if outside := states.keys() - delivered:
        violations.append(Violation(10, f"{office}: {len(outside)} blanks were used and never delivered"))
    counted = Counter(states.get(number, BookletState.IN_STOCK) for number in delivered)
    rows = reading.count_by(Booklet, "state", {"office": office})
    for state in BookletState:
        if counted[state] != rows.get(state, 0):
            text = f"{office}: {counted[state]} {state} by the log, {rows.get(state, 0)} by the rows"
            violations.append(Violation(10, text))
    if sum(rows.values()) != len(delivered):
        violations.append(
            Violation(10, f"{office}: {len(delivered)} delivered, {sum(rows.values())} accounted for")
        )
    return violations


_STATE_AFTER: dict[type[e.Event], BookletState] = {
    e.BookletAllocated: BookletState.ALLOCATED,
    e.BookletSpoilt: BookletState.SPOILT,
    e.PassportHandedOver: BookletState.ISSUED,
    e.PassportCancelled: BookletState.CANCELLED,
}


def _by_the_log(reading: Reading, office: str) -> tuple[set[str], dict[str, BookletState]]:
    """Which numbers came, and the last that was said of each."""
    delivered: set[str] = set()
    states: dict[str, BookletState] = {}
    cases: dict[str, tuple[str, bool]] = {}
    for head in office_logs(reading):
        if head.owner_node != office:
            continue
        for _entry, event in events_of(reading, head):
            booklet = getattr(event, "booklet", "")
            if isinstance(event, e.BookletsReceived):
                delivered.update(_numbers(event))
            elif booklet and type(event) in _STATE_AFTER:
                states[booklet] = _STATE_AFTER[type(event)]
            _count_case(cases, states, event)
    return delivered, states


def _count_case(cases: dict[str, tuple[str, bool]], states: dict[str, BookletState], event: e.Event) -> None:
    """Which blank a case has, and whether a page was made for it: decides what its refusal does to it."""
    if isinstance(event, e.BookletAllocated):
        cases[event.case] = (event.booklet, False)
    elif isinstance(event, e.DataPageSubmitted):
        cases[event.case] = (event.booklet, True)
    elif isinstance(event, e.BookletSpoilt):
        cases.pop(event.case, None)
    elif _unprints(event) and event.case in cases:
        cases[event.case] = (cases[event.case][0], False)
    elif isinstance(event, _ENDS) and event.case in cases:
        booklet, page = cases.pop(event.case)
        states[booklet] = BookletState.CANCELLED if page else BookletState.IN_STOCK


def _unprints(event: e.Event) -> TypeGuard[e.RecordCorrected]:
    """A page of the earlier record was not printed, or there would be no such correction."""
    return isinstance(event, e.RecordCorrected) and (event.identity or event.documents)


@dataclass(slots=True)
class _Office:
    """Who may do what, and who did which duty, as of one place of an office's log."""

    roles: dict[str, set[str]] = field(default_factory=dict)
    deputies: set[str] = field(default_factory=set)
    duties: dict[str, list[tuple[Duty, str]]] = field(default_factory=dict)
    correctors: dict[str, set[str]] = field(default_factory=dict)
    # Who gave the order last: it does not hold for the giver.
    waived: dict[tuple[str, Duty], str] = field(default_factory=dict)


def four_eyes(reading: Reading) -> list[Violation]:
    """14: no act without the role; no two of the four duties of a case by one officer, unless ordered.

    Nor is it approved by who corrected the identity in its record.
    """
    violations = []
    offices: dict[str, _Office] = {}
    for head in office_logs(reading):
        office = offices.setdefault(head.owner_node, _Office())
        for entry, event in events_of(reading, head):
            where = f"{head.origin}:{entry.index}"
            if not _has_role(office, entry, event):
                violations.append(Violation(14, f"{where}: {entry.kind} without the role"))
            if _second_duty(office, entry, event):
                violations.append(Violation(14, f"{where}: {entry.kind} by an officer of another duty"))
            _remember(office, entry, event)
    return violations


def _has_role(office: _Office, entry: Entry, event: e.Event) -> bool:
    needed = ROLES_OF.get(type(event), (Role.SYSTEM,))
    if entry.officer == SYSTEM:
        # Enrolment grants as long as nobody is head.
        nobody_is_head = not any(Role.HEAD in roles for roles in office.roles.values())
        return Role.SYSTEM in needed or (isinstance(event, e.RoleGranted) and nobody_is_head)
    # When a deputy's term was, the fold of the day decided; here it is enough that there was one.
    as_head = {Role.HEAD.value} if entry.officer in office.deputies else set()
    return not (office.roles.get(entry.officer, set()) | as_head).isdisjoint(needed)


def _second_duty(office: _Office, entry: Entry, event: e.Event) -> bool:
    duty = DUTY_OF.get(type(event))
    case = entry.subjects.get("case", "")
    if duty is None or office.waived.get((case, duty), entry.officer) != entry.officer:
        return False
    corrected = duty is Duty.APPROVAL and entry.officer in office.correctors.get(case, set())
    return corrected or any(
        done is not duty and by == entry.officer for done, by in office.duties.get(case, ())
    )


def _remember(office: _Office, entry: Entry, event: e.Event) -> None:
    case = entry.subjects.get("case", "")
    duty = DUTY_OF.get(type(event))
    if duty is not None:
        office.duties.setdefault(case, []).append((duty, entry.officer))
    if isinstance(event, e.RecordCorrected) and event.identity:
        office.correctors.setdefault(case, set()).add(entry.officer)
    if isinstance(event, e.RoleGranted):
        office.roles.setdefault(event.officer, set()).add(event.role)
    elif isinstance(event, e.DeputyAppointed):
        office.deputies.add(event.officer)
    elif isinstance(event, e.RoleEnded):
        office.roles.setdefault(event.officer, set()).discard(event.role)
    elif isinstance(event, e.HeadOrdered) and event.kind is OrderKind.SAME_OFFICER and event.duty is not None:
        office.waived[case, event.duty] = entry.officer
