"""Standing orders of the head for the whole office."""

from datetime import date, timedelta

import pytest

from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import StandingOrder
from loket.core.domain.rules.standing_orders import give_standing_order, in_force, withdraw_standing_order
from loket.core.domain.terms import Role, StandingOrderKind

DAY = date(2024, 6, 20)
INSTRUCTION = StandingOrderKind.INSTRUCTION


def given(*, kind=INSTRUCTION, text="Antrean dibuka pukul 07.30.", until=DAY, role=Role.HEAD):
    return give_standing_order(
        officer=an_officer(role), order="o1", kind=kind, text=text, until=until, today=DAY
    )


def an_order(**changes):
    values = {"office": OFFICE, "order": "o1", "kind": INSTRUCTION, "text": "x", "until": DAY, "by": "kepala"}
    return StandingOrder(**(values | {"at": 1} | changes))


def test_the_head_gives_an_instruction_until_a_day():
    assert given() == e.StandingOrderGiven(
        order="o1", kind=INSTRUCTION, text="Antrean dibuka pukul 07.30.", until=DAY
    )


def test_only_the_head_gives_one():
    assert given(role=Role.APPROVER).reasons == (Reason.OFFICER_LACKS_ROLE,)


def test_an_instruction_says_something_and_the_end_of_same_day_service_need_not():
    assert given(text=" ").reasons == (Reason.FIELD_MISSING,)
    assert isinstance(given(kind=StandingOrderKind.NO_SAME_DAY_SERVICE, text=""), e.StandingOrderGiven)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (90, True), (91, False)])
def test_an_order_ends_within_ninety_days(days, allowed):
    decision = given(until=DAY + timedelta(days=days))

    if allowed:
        assert isinstance(decision, e.StandingOrderGiven)
    else:
        assert decision.reasons == (Reason.ORDER_TERM_OUT_OF_BOUNDS,)


def test_an_order_holds_to_the_end_of_its_last_day_unless_it_is_withdrawn():
    assert in_force(an_order(), DAY)
    assert not in_force(an_order(), DAY + timedelta(days=1))
    assert not in_force(an_order(withdrawn_at=2), DAY)


def test_what_is_in_force_is_withdrawn_once():
    head = an_officer(Role.HEAD)

    assert withdraw_standing_order(an_order(), officer=head, today=DAY) == e.StandingOrderWithdrawn(
        order="o1"
    )
    for known in (None, an_order(withdrawn_at=2), an_order(until=DAY - timedelta(days=1))):
        assert withdraw_standing_order(known, officer=head, today=DAY).reasons == (Reason.ORDER_NOT_IN_FORCE,)
