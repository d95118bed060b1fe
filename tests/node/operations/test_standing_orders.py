"""The head's orders for the whole office, on a real store."""

from datetime import date

import pytest

from builders.country import done, supplied
from builders.nodes import by
from builders.people import a_walkin
from loket.core.domain.refusals import Reason
from loket.core.domain.terms import Speed, StandingOrderKind
from loket.node.operations.give_standing_order import give_standing_order
from loket.node.operations.office_orders import orders_in_force
from loket.node.operations.rebuild import rebuild
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.withdraw_standing_order import withdraw_standing_order

DAY_MS = 24 * 3_600_000


@pytest.fixture(name="office")
def supplied_office(country):
    supplied(country)
    return country.office


def given(office, kind=StandingOrderKind.NO_SAME_DAY_SERVICE, text="", until=date(2024, 6, 21)):
    return give_standing_order(office, by("kepala"), kind=kind, text=text, until=until)


def in_force(office):
    with office.store.reading() as reading:
        return orders_in_force(office, reading)


def test_while_the_order_holds_nobody_is_registered_for_the_same_day(office):
    done(given(office))

    refused = register_applicant(office, by("rahma"), a_walkin(speed=Speed.SAME_DAY))
    assert refused.reasons == (Reason.SAME_DAY_NOT_OFFERED,)

    (order,) = in_force(office)
    done(withdraw_standing_order(office, by("kepala"), order=order.order))
    assert in_force(office) == []
    done(register_applicant(office, by("rahma"), a_walkin(speed=Speed.SAME_DAY)))


def test_an_order_ends_by_itself(office):
    done(given(office))
    office.clock.now += 2 * DAY_MS

    assert in_force(office) == []
    assert withdraw_standing_order(office, by("kepala"), order="none").reasons == (Reason.ORDER_NOT_IN_FORCE,)


def test_only_the_head_orders(office):
    refused = give_standing_order(
        office, by("dewi"), kind=StandingOrderKind.INSTRUCTION, text="x", until=date(2024, 6, 21)
    )

    assert refused.reasons == (Reason.OFFICER_LACKS_ROLE,)


def test_orders_are_the_same_after_a_rebuild(office):
    done(given(office, kind=StandingOrderKind.INSTRUCTION, text="Antrean dibuka pukul 07.30."))

    assert rebuild(office, office.name).equal
    assert [order.text for order in in_force(office)] == ["Antrean dibuka pukul 07.30."]
