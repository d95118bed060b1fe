"""Staffing: which stages nobody can do with the officers there are, and whether four eyes can be kept."""

from collections.abc import Iterable, Sequence

from loket.core.domain.rows import Officer
from loket.core.domain.terms import Duty, Role, Stage

NEEDED: dict[Stage, tuple[Role, ...]] = {
    Stage.DOCUMENTS: (Role.COUNTER_OFFICER,),
    Stage.PAYMENT: (Role.CASHIER, Role.COUNTER_OFFICER),
    Stage.PHOTO: (Role.INTERVIEWER,),
    Stage.INTERVIEW: (Role.INTERVIEWER,),
    Stage.LOOK_UP: (Role.ADJUDICATOR, Role.APPROVER),
    Stage.ADJUDICATION: (Role.ADJUDICATOR,),
    Stage.APPROVAL: (Role.APPROVER,),
    Stage.ALLOCATION: (Role.ALLOCATOR,),
    Stage.PRINTING: (Role.PRINTER,),
    Stage.READ_BACK: (Role.QUALITY_TESTER,),
    Stage.HANDOVER: (Role.HANDOVER_OFFICER,),
    Stage.FILING: (Role.ARCHIVIST,),
}
"""The roles of which one takes a case on from each stage of the clean path."""
ROLE_OF_DUTY: dict[Duty, Role] = {
    Duty.CAPTURE: Role.INTERVIEWER,
    Duty.APPROVAL: Role.APPROVER,
    Duty.QUALITY_TEST: Role.QUALITY_TESTER,
    Duty.HANDOVER: Role.HANDOVER_OFFICER,
}


def may_do(officer: Officer, stage: Stage) -> bool:
    """Whether the officer can take a case on from this stage."""
    return not set(NEEDED[stage]).isdisjoint(officer.roles)


def unstaffed(officers: Iterable[Officer]) -> tuple[Stage, ...]:
    """The stages that nobody can do, in the order of a case's way."""
    held = {role for officer in officers for role in officer.roles}
    return tuple(stage for stage, roles in NEEDED.items() if held.isdisjoint(roles))


def duties_shared(officers: Sequence[Officer]) -> int:
    """How many of the four duties different officers can do for one case; 4 keeps four eyes (invariant 14).

    A largest matching of duties and officers, by augmenting paths.
    """
    doer: dict[str, Duty] = {}

    def find(duty: Duty, asked: set[str]) -> bool:
        for officer in officers:
            if ROLE_OF_DUTY[duty] not in officer.roles or officer.officer in asked:
                continue
            asked.add(officer.officer)
            if officer.officer not in doer or find(doer[officer.officer], asked):
                doer[officer.officer] = duty
                return True
        return False

    return sum(find(duty, set()) for duty in Duty)
