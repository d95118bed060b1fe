"""Opening and closing the office's day."""

from datetime import date

from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import OfficeDay
from loket.core.domain.rules.day import StockCounted, close_day, open_day
from loket.core.domain.rules.stock_count import Lying
from loket.core.domain.stock_terms import Place
from loket.core.domain.terms import BalanceItem, DocumentKind, Role

DAY = date(2024, 6, 20)
OPEN = OfficeDay(office=OFFICE, day="2024-06-20", opened_at=1, opened_by="rahma")
EXPECTED = {
    BalanceItem.CASH: 350_000,
    BalanceItem.RECEIPTS: 1,
    BalanceItem.BLANKS: 590,
    BalanceItem.PRINTED: 9,
    BalanceItem.SPOILT: 1,
    BalanceItem.HANDED_OVER: 8,
}


def opened(*, counted=None, why=None, known=None, still_open=None, roles=(Role.CASHIER,)):
    expected = {BalanceItem.CASH: 100_000, BalanceItem.BLANKS: 600}
    return open_day(
        officer=an_officer(*roles),
        today=DAY,
        known=known,
        still_open=still_open,
        expected=expected,
        counted=expected if counted is None else counted,
        why=why or {},
    )


VAULT = Lying(kind=DocumentKind.ORDINARY, place=Place.VAULT)


def closed(*, counted=None, why=None, still_open=OPEN, second="tini", deposited=0, stock=None, stock_why=""):
    """`stock`: blanks in the vault, of the 590 that the log says."""
    return close_day(
        officer=an_officer(Role.CASHIER),
        second=None if second is None else an_officer(Role.QUALITY_TESTER, officer=second),
        still_open=still_open,
        expected=EXPECTED,
        counted=EXPECTED | (counted or {}),
        why=why or {},
        deposited_rupiah=deposited,
        stock=StockCounted(
            expected={VAULT: 590}, counted={VAULT: 590 if stock is None else stock}, why={VAULT: stock_why}
        ),
    )


def test_a_day_opens_with_the_cash_and_the_blanks_that_lie_there():
    assert opened() == e.DayOpened(
        day=DAY,
        lines=(
            e.BalanceLine(item=BalanceItem.CASH, expected=100_000, counted=100_000),
            e.BalanceLine(item=BalanceItem.BLANKS, expected=600, counted=600),
        ),
    )


def test_a_day_is_opened_once():
    assert opened(known=OPEN).reasons == (Reason.DAY_ALREADY_OPENED,)


def test_a_day_is_not_opened_while_an_earlier_one_is_open():
    earlier = OfficeDay(office=OFFICE, day="2024-06-19", opened_at=1)

    assert opened(still_open=earlier).reasons == (Reason.EARLIER_DAY_NOT_CLOSED,)


def test_who_keeps_neither_cash_nor_stock_does_not_open():
    assert opened(roles=(Role.INTERVIEWER,)).reasons == (Reason.OFFICER_LACKS_ROLE,)


def test_what_is_not_counted_is_asked_for():
    refused = opened(counted={BalanceItem.CASH: 100_000})

    assert [(one.reason, one.field) for one in refused.objections] == [
        (Reason.FIELD_MISSING, "counted_blanks")
    ]


def test_a_balanced_day_closes():
    decision = closed(deposited=350_000)

    assert isinstance(decision, e.DayClosed)
    assert (decision.day, decision.second_officer, decision.deposited_rupiah) == (DAY, "tini", 350_000)
    assert {line.item: line.counted for line in decision.lines} == EXPECTED


def test_each_difference_has_to_be_explained():
    refused = closed(counted={BalanceItem.CASH: 300_000}, stock=589)

    assert [(one.reason, one.field) for one in refused.objections] == [
        (Reason.VARIANCE_NOT_EXPLAINED, "why_cash"),
        (Reason.VARIANCE_NOT_EXPLAINED, "why_lying_ordinary_vault_in_stock"),
    ]


def test_an_explained_difference_is_written_down_and_one_that_is_none_is_not_explained():
    decision = closed(stock=589, stock_why="one under the cutter", why={BalanceItem.CASH: "nothing"})

    why = {line.item: line.why for line in decision.lines if line.why}
    assert why == {BalanceItem.BLANKS: "one under the cutter"}
    assert [(line.place, line.expected, line.counted) for line in decision.stock] == [(Place.VAULT, 590, 589)]


def test_two_officers_count():
    assert closed(second=None).reasons == (Reason.SECOND_OFFICER_NEEDED,)
    assert closed(second="officer-1").reasons == (Reason.SECOND_OFFICER_NEEDED,)


def test_no_day_closes_that_was_not_opened():
    assert closed(still_open=None).reasons == (Reason.DAY_NOT_OPENED,)


def test_no_more_goes_to_the_bank_than_was_counted():
    assert closed(deposited=350_001).reasons == (Reason.DEPOSIT_EXCEEDS_CASH,)
    assert closed(deposited=-1).reasons == (Reason.DEPOSIT_EXCEEDS_CASH,)
