"""The office's day: which one is open, and what the log says that is to be counted."""

from loket.core.domain.counting import PRINTED
from loket.core.domain.events import (
    BookletSpoilt,
    PassportHandedOver,
    PaymentRecorded,
)
from loket.core.domain.rows import OfficeDay, TimelineLine
from loket.core.domain.rules import day as rules
from loket.core.domain.terms import BalanceItem, Role, Tender
from loket.node.operations.act import officer_of
from loket.node.operations.node import Node
from loket.node.operations.stock import blanks_in_stock
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
    """What should lie there: the cash (rupiah) that the last close left and what came since, the blanks."""
    last = last_closed(node, reading)
    cash = 0
    if last is not None and last.closed_at is not None:
        counted = {line.item: line.counted for line in last.closing}
        cash = counted.get(BalanceItem.CASH, 0) - last.deposited_rupiah
        cash += _cash(_receipts(_lines(node, reading, last.closed_at)))
    return {BalanceItem.CASH: cash, BalanceItem.BLANKS: _blanks(node, reading)}


def _blanks(node: Node, reading: Reading) -> int:
    return blanks_in_stock(reading, node.name)


def _lines(node: Node, reading: Reading, after: int) -> list[TimelineLine]:
    return reading.select(TimelineLine, {"office": node.name}, between={"at": (after + 1, _FAR)})


def _receipts(lines: list[TimelineLine]) -> list[TimelineLine]:
    return [line for line in lines if line.event == PaymentRecorded.KIND and line.facts.get("receipt_number")]


def _cash(receipts: list[TimelineLine]) -> int:
    return sum(
        int(line.facts["amount_rupiah"]) for line in receipts if line.facts.get("tender") == Tender.CASH
    )


def expected_at_closing(node: Node, reading: Reading, opened: OfficeDay) -> dict[BalanceItem, int]:
    """What the log says of everything that was written since the last close, so that nothing is in no count.

    What came between that close and the opening is in the cash that was counted at the opening. The office's
    first day counts from its opening.
    """
    opened_at = opened.opened_at or 0
    last = last_closed(node, reading)
    # A day is opened again by nobody, so the last close is before this opening.
    since = last.closed_at if last is not None and last.closed_at is not None else opened_at
    lines = _lines(node, reading, since)
    receipts = _receipts(lines)
    cash = _cash([line for line in receipts if line.at > opened_at])
    opening = {line.item: line.counted for line in opened.opening}

    def count(kind: str) -> int:
        return sum(line.event == kind for line in lines)

    return {
        BalanceItem.CASH: opening.get(BalanceItem.CASH, 0) + cash,
        BalanceItem.RECEIPTS: len(receipts),
        BalanceItem.PRINTED: sum(map(count, PRINTED)),
        BalanceItem.SPOILT: count(BookletSpoilt.KIND),
        BalanceItem.HANDED_OVER: count(PassportHandedOver.KIND),
    }


def keeper_role(node: Node, officer: str) -> Role:
    """The role in which this officer keeps the day's count."""
    with node.store.reading() as reading:
        held = officer_of(node, reading, officer).roles
    return next((role for role in rules.KEEPERS if role in held), Role.CASHIER)
