"""The office's day: which one is open, and what the log says that is to be counted."""

from loket.core.domain.events import (
    BookletSpoilt,
    DataPagePrinted,
    PassportHandedOver,
    PaymentRecorded,
)
from loket.core.domain.rows import Booklet, OfficeDay, TimelineLine
from loket.core.domain.rules import day as rules
from loket.core.domain.terms import BalanceItem, BookletState, Role, Tender
from loket.node.operations.act import officer_of
from loket.node.operations.node import Node
from loket.node.store.reading import Reading

_FAR = 1 << 62


def day_still_open(node: Node, reading: Reading) -> OfficeDay | None:
    """The day that was opened and is not closed; at most one is."""
    days = reading.select(OfficeDay, {"office": node.name}, order_by=("-day",), limit=1)
    return days[0] if days and days[0].opened_at is not None and days[0].closed_at is None else None


def last_closed(node: Node, reading: Reading) -> OfficeDay | None:
    """The newest closed day."""
    days = reading.select(OfficeDay, {"office": node.name}, order_by=("-day",), limit=2)
    return next((day for day in days if day.closed_at is not None), None)


def expected_at_opening(node: Node, reading: Reading) -> dict[BalanceItem, int]:
    """What should lie there: the cash that the last close left in the drawer (rupiah), the blanks."""
    last = last_closed(node, reading)
    left = 0
    if last is not None:
        counted = {line.item: line.counted for line in last.closing}
        left = counted.get(BalanceItem.CASH, 0) - last.deposited_rupiah
    return {BalanceItem.CASH: left, BalanceItem.BLANKS: _blanks(node, reading)}


def _blanks(node: Node, reading: Reading) -> int:
    return reading.count(Booklet, {"office": node.name, "state": BookletState.IN_STOCK})


def expected_at_closing(node: Node, reading: Reading, opened: OfficeDay) -> dict[BalanceItem, int]:
    """What the log says of everything that was written since the day was opened."""
    lines = reading.select(TimelineLine, {"office": node.name}, between={"at": (opened.opened_at or 0, _FAR)})
    payments = [line for line in lines if line.event == PaymentRecorded.KIND]
    receipts = [line for line in payments if line.facts.get("receipt_number")]
    cash = sum(
        int(line.facts["amount_rupiah"]) for line in receipts if line.facts.get("tender") == Tender.CASH
    )
    opening = {line.item: line.counted for line in opened.opening}

    def count(kind: str) -> int:
        return sum(line.event == kind for line in lines)

    return {
        BalanceItem.CASH: opening.get(BalanceItem.CASH, 0) + cash,
        BalanceItem.RECEIPTS: len(receipts),
        BalanceItem.BLANKS: _blanks(node, reading),
        BalanceItem.PRINTED: count(DataPagePrinted.KIND),
        BalanceItem.SPOILT: count(BookletSpoilt.KIND),
        BalanceItem.HANDED_OVER: count(PassportHandedOver.KIND),
    }


def keeper_role(node: Node, officer: str) -> Role:
    """The role in which this officer keeps the day's count."""
    with node.store.reading() as reading:
        held = officer_of(node, reading, officer).roles
    return next((role for role in rules.KEEPERS if role in held), Role.CASHIER)
