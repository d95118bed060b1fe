"""What several rules ask: the stage, the officer's role, four eyes."""

from collections.abc import Iterable

from loket.core.domain.orders import order_id
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.terms import Duty, OrderKind, Role, Stage

ISSUING_STATE = "IDN"


def objections_to_role(officer: Officer, *roles: Role) -> list[Objection]:
    """The officer must hold one of these roles."""
    if any(role in officer.roles for role in roles):
        return []
    return [Objection(Reason.OFFICER_LACKS_ROLE, facts={"role": roles[0].value})]


def objections_to_stage(case: Case, *stages: Stage) -> list[Objection]:
    """The case must wait for one of these stages."""
    if case.forgotten:
        return [Objection(Reason.CASE_FORGOTTEN)]
    if case.stage in stages:
        return []
    if case.ending is not None:
        return [Objection(Reason.CASE_ENDED, facts={"ending": case.ending.kind.value})]
    return [Objection(Reason.CASE_NOT_AT_THIS_STAGE, facts={"stage": case.stage.value})]


def objections_to_undecided(case: Case) -> list[Objection]:
    """What a proposed cancellation keeps from happening until the head has decided."""
    return [] if case.proposal is None else [Objection(Reason.CANCELLATION_UNDECIDED)]


def objections_to_four_eyes(
    case: Case, officer: Officer, duty: Duty, orders: Iterable[Order]
) -> list[Objection]:
    """No two of the four duties of one case by one officer, unless the head ordered it (invariant 14)."""
    waiver = waiver_of(case, duty, orders)
    if waiver is not None and waiver.by != officer.officer:
        return []
    objections = [
        Objection(Reason.SAME_OFFICER_DID_ANOTHER_DUTY, facts={"duty": done.duty.value})
        for done in case.duties
        if done.officer == officer.officer and done.duty is not duty
    ]
    if objections and waiver is not None:
        objections.append(Objection(Reason.ORDER_FOR_ONESELF))
    return objections


def waiver_of(case: Case, duty: Duty, orders: Iterable[Order]) -> Order | None:
    """The order that one officer may do this duty and another one of the case.

    It holds for everybody but its giver, head or deputy: who could waive the second pair of eyes for himself
    would be the only pair. A colleague does the duty, or the other of head and deputy orders it.
    """
    waived = order_id(case.case, OrderKind.SAME_OFFICER, duty)
    return next((order for order in orders if order.order == waived), None)


def objections_to_second(
    second: Officer | None, officer: Officer, field: str = "second_officer"
) -> list[Objection]:
    """A second officer, who has a role in the office and is another than the first."""
    if second is None or second.officer == officer.officer or not set(second.roles) - {Role.SYSTEM}:
        return [Objection(Reason.SECOND_OFFICER_NEEDED, field)]
    return []


def objections_to_text(value: str, field: str, *, most: int, required: bool = True) -> list[Objection]:
    """A text field: present when required, not too long, no control characters."""
    if not value.strip():
        return [Objection(Reason.FIELD_MISSING, field)] if required else []
    objections = []
    if len(value) > most:
        objections.append(Objection(Reason.FIELD_TOO_LONG, field, {"most": most}))
    if any(not character.isprintable() and character != "\n" for character in value):
        objections.append(Objection(Reason.FIELD_HAS_CONTROL_CHARACTERS, field))
    return objections
