"""The office's day on a real store: what the log says is what was written since the last close."""

import pytest

from builders.country import bring_to, done, supplied
from builders.nodes import by
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import OfficeDay
from loket.core.domain.terms import BalanceItem, OrderKind, Stage, Tender
from loket.node.operations.close_day import close_day
from loket.node.operations.give_order import give_order
from loket.node.operations.issue_billing_code import issue_billing_code
from loket.node.operations.office_day import day_still_open, expected_at_closing, expected_at_opening
from loket.node.operations.open_day import open_day
from loket.node.operations.rebuild import rebuild
from loket.node.operations.record_payment import record_payment
from loket.node.operations.stock import lying_now

CASH, BLANKS = BalanceItem.CASH, BalanceItem.BLANKS
DAY_MS = 24 * 3_600_000


@pytest.fixture(name="office")
def supplied_office(country):
    supplied(country)
    return country.office


def opened(office, cash=0, blanks=5):
    return open_day(office, by("rahma"), counted={CASH: cash, BLANKS: blanks}, why={})


def closed(office, counted, *, why=None, deposited=0):
    return close_day(
        office,
        by("rahma"),
        counted=counted,
        why=why or {},
        deposited_rupiah=deposited,
        second_officer="tini",
        stock_counted=lying(office),
        stock_why={},
    )


def lying(office):
    with office.store.reading() as reading:
        return lying_now(office, reading)


def what_the_log_says(office):
    with office.store.reading() as reading:
        return expected_at_closing(office, reading, day_still_open(office, reading))


def test_the_log_says_what_was_received_printed_spoilt_and_handed_over_since_the_opening(office):
    earlier = bring_to(office, Stage.HANDOVER)
    order = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), earlier, kind=order, duty=None, why="Umrah"))
    done(opened(office, blanks=4))

    bring_to(office, Stage.FILING, case=earlier)

    # The receipt, the print and the blank of that case were before the day was opened.
    assert what_the_log_says(office) == {
        CASH: 0,
        BalanceItem.RECEIPTS: 0,
        BalanceItem.PRINTED: 0,
        BalanceItem.SPOILT: 0,
        BalanceItem.HANDED_OVER: 1,
    }


def test_a_receipt_for_a_proof_of_payment_brings_no_cash(office):
    done(opened(office))

    bring_to(office, Stage.PHOTO)

    said = what_the_log_says(office)
    assert (said[BalanceItem.RECEIPTS], said[CASH]) == (1, 0)


def test_what_the_close_left_in_the_drawer_is_what_the_next_day_begins_with(office):
    done(open_day(office, by("rahma"), counted={CASH: 200_000, BLANKS: 5}, why={CASH: "change"}))
    counted = what_the_log_says(office)
    done(closed(office, counted, deposited=150_000))

    office.clock.now += DAY_MS
    with office.store.reading() as reading:
        assert expected_at_opening(office, reading) == {CASH: 50_000, BLANKS: 5}
    assert opened(office, cash=0).reasons == (Reason.VARIANCE_NOT_EXPLAINED,)
    done(opened(office, cash=50_000))


def test_a_day_left_open_is_closed_before_the_next_is_opened(office):
    done(opened(office))
    office.clock.now += DAY_MS

    assert opened(office).reasons == (Reason.EARLIER_DAY_NOT_CLOSED,)
    done(closed(office, what_the_log_says(office)))
    done(opened(office))


def test_the_days_are_the_same_after_a_rebuild(office):
    done(opened(office))
    done(closed(office, what_the_log_says(office)))

    assert rebuild(office, office.name).equal
    with office.store.reading() as reading:
        (day,) = reading.select(OfficeDay, {"office": office.name})
    assert (day.opened_by, day.closed_by, day.second_officer) == ("rahma", "rahma", "tini")


def test_cash_taken_for_a_receipt_enters_what_the_drawer_should_hold(office):
    done(opened(office, cash=0))
    case = bring_to(office, Stage.PAYMENT)
    done(issue_billing_code(office, by("rahma"), case))

    done(record_payment(office, by("rahma"), case, amount_rupiah=350_000, tender=Tender.CASH))

    assert (what_the_log_says(office)[CASH], what_the_log_says(office)[BalanceItem.RECEIPTS]) == (350_000, 1)
    too_little = {**what_the_log_says(office), CASH: 300_000}
    assert closed(office, too_little).reasons == (Reason.VARIANCE_NOT_EXPLAINED,)
    done(closed(office, what_the_log_says(office), deposited=350_000))


def test_what_comes_between_a_close_and_the_next_opening_is_in_the_next_days_counts(office):
    done(opened(office))
    done(closed(office, what_the_log_says(office)))
    case = bring_to(office, Stage.PAYMENT)
    done(issue_billing_code(office, by("rahma"), case))
    done(record_payment(office, by("rahma"), case, amount_rupiah=350_000, tender=Tender.CASH))
    bring_to(office, Stage.HANDOVER, case=case)
    order = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=order, duty=None, why="Umrah"))
    bring_to(office, Stage.FILING, case=case)

    office.clock.now += DAY_MS
    assert opened(office, blanks=4).reasons == (Reason.VARIANCE_NOT_EXPLAINED,)
    done(opened(office, cash=350_000, blanks=4))

    # The cash is in what was counted at the opening, and not counted a second time.
    assert what_the_log_says(office) == {
        CASH: 350_000,
        BalanceItem.RECEIPTS: 1,
        BalanceItem.PRINTED: 1,
        BalanceItem.SPOILT: 0,
        BalanceItem.HANDED_OVER: 1,
    }
