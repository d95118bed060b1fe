"""Standing orders of the head for the whole office: given until a day, withdrawn before it."""

from datetime import date, timedelta

from loket.core.domain.events import StandingOrderGiven, StandingOrderWithdrawn
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Officer, StandingOrder
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.terms import Role, StandingOrderKind

LONGEST_DAYS = 90
MOST_TEXT = 500


def in_force(order: StandingOrder, on: date) -> bool:
    """Whether the order holds on this day, its last one included."""
    return order.withdrawn_at is None and on <= order.until


def give_standing_order(
    *, officer: Officer, order: str, kind: StandingOrderKind, text: str, until: date, today: date
) -> StandingOrderGiven | Refused:
    """Give an order for the whole office. An instruction has a text; `order` is its new id."""
    objections = [
        *objections_to_role(officer, Role.HEAD),
        *objections_to_text(text, "text", most=MOST_TEXT, required=kind is StandingOrderKind.INSTRUCTION),
    ]
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        objections.append(Objection(Reason.ORDER_TERM_OUT_OF_BOUNDS, "until", {"days": LONGEST_DAYS}))
    if objections:
        return Refused(tuple(objections))
    return StandingOrderGiven(order=order, kind=kind, text=text.strip(), until=until)


def withdraw_standing_order(
    known: StandingOrder | None, *, officer: Officer, today: date
) -> StandingOrderWithdrawn | Refused:
    """Withdraw an order that is in force."""
    objections = objections_to_role(officer, Role.HEAD)
    if known is None or not in_force(known, today):
        objections.append(Objection(Reason.ORDER_NOT_IN_FORCE))
    if objections or known is None:
        return Refused(tuple(objections))
    return StandingOrderWithdrawn(order=known.order)
