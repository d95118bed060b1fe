"""Invariants of officers, from the entries of the logs alone."""

from dataclasses import dataclass, field

from loket.core.domain import events as e
from loket.core.domain.terms import Duty, OrderKind, Role
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
    e.BookletLost: (Role.PRINTER, Role.QUALITY_TESTER, Role.HANDOVER_OFFICER, Role.HEAD),
    e.ManifestImported: (Role.ALLOCATOR, Role.HEAD),
    e.BlanksMoved: (Role.ALLOCATOR, Role.HEAD, Role.PRINTER),
    e.BlanksTransferred: (Role.ALLOCATOR, Role.HEAD),
    e.BlanksReported: (Role.ALLOCATOR, Role.HEAD, Role.PRINTER, Role.QUALITY_TESTER),
    e.VarianceResolved: (Role.ALLOCATOR, Role.HEAD),
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
