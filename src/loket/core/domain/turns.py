"""Turns: which roles have something to do with a case at each stage, and as which an officer comes to it."""

from loket.core.domain.rows import Officer
from loket.core.domain.terms import Role, Stage

TURNS: dict[Stage, tuple[Role, ...]] = {
    Stage.DOCUMENTS: (Role.COUNTER_OFFICER,),
    Stage.INTERVIEW_REPORT: (Role.INTERVIEWER, Role.ADJUDICATOR, Role.HEAD),
    Stage.PAYMENT: (Role.CASHIER, Role.COUNTER_OFFICER),
    Stage.PHOTO: (Role.INTERVIEWER,),
    Stage.INTERVIEW: (Role.INTERVIEWER,),
    Stage.LOOK_UP: (Role.ADJUDICATOR, Role.APPROVER),
    # An adjudicator decides; who approves, or the head, ends what he confirmed.
    Stage.ADJUDICATION: (Role.ADJUDICATOR, Role.APPROVER, Role.HEAD),
    Stage.APPROVAL: (Role.APPROVER,),
    Stage.ALLOCATION: (Role.ALLOCATOR,),
    Stage.PRINTING: (Role.PRINTER,),
    Stage.READ_BACK: (Role.QUALITY_TESTER,),
    Stage.HANDOVER: (Role.HANDOVER_OFFICER,),
    Stage.FILING: (Role.ARCHIVIST,),
    Stage.ENDED: (Role.ARCHIVIST,),
    Stage.ENDED: (Role.ARCHIVIST,),
}
"""Stages that are not here wait for nobody."""


def has_turn(officer: Officer, stage: Stage) -> bool:
    """Whether a case at this stage waits for a role that the officer holds."""
    return any(role in TURNS.get(stage, ()) for role in officer.roles)


def comes_as(officer: Officer, stage: Stage | None) -> Role | None:
    """The role in which the officer comes to a case: one that has its turn, else his first; None without."""
    turns = TURNS.get(stage, ()) if stage is not None else ()
    return next((role for role in turns if role in officer.roles), None) or next(iter(officer.roles), None)
