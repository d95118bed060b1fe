"""Opening and closing the office's day: what is counted by hand against what the log says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from loket.core.domain.events import BalanceLine, DayClosed, DayOpened
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import OfficeDay, Officer
from loket.core.domain.rules.common import objections_to_role, objections_to_second, objections_to_text
from loket.core.domain.rules.stock_count import Lying, balance_of, count_lines
from loket.core.domain.terms import BalanceItem, Role

AT_OPENING = (BalanceItem.CASH, BalanceItem.BLANKS)
# Blanks are counted by kind and place, and summed for the balance.
AT_CLOSING = tuple(item for item in BalanceItem if item is not BalanceItem.BLANKS)
KEEPERS = (Role.CASHIER, Role.ALLOCATOR, Role.HEAD)
MOST_WHY = 500


def _lines(
    items: tuple[BalanceItem, ...],
    expected: Mapping[BalanceItem, int],
    counted: Mapping[BalanceItem, int],
    why: Mapping[BalanceItem, str],
) -> tuple[tuple[BalanceLine, ...], list[Objection]]:
    """Each item with what the log says and what was counted; a difference has to be explained."""
    lines, objections = [], []
    for item in items:
        if item not in counted or counted[item] < 0:
            objections.append(Objection(Reason.FIELD_MISSING, f"counted_{item}"))
            continue
        reason = why.get(item, "").strip()
        differs = counted[item] != expected[item]
        if differs and not reason:
            facts = {"item": item.value, "expected": expected[item], "counted": counted[item]}
            objections.append(Objection(Reason.VARIANCE_NOT_EXPLAINED, f"why_{item}", facts))
        objections += objections_to_text(reason, f"why_{item}", most=MOST_WHY, required=False)
        lines.append(
            BalanceLine(
                item=item,
                expected=expected[item],
                counted=counted[item],
                why=reason if differs else "",
            )
        )
    return tuple(lines), objections


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCounted:
    """Books by kind, place and state: what the log says, what was counted, and why they differ."""

    expected: Mapping[Lying, int]
    counted: Mapping[Lying, int]
    why: Mapping[Lying, str]


NO_STOCK = StockCounted(expected={}, counted={}, why={})


def open_day(
    *,
    officer: Officer,
    today: date,
    known: OfficeDay | None,
    still_open: OfficeDay | None,
    expected: Mapping[BalanceItem, int],
    counted: Mapping[BalanceItem, int],
    why: Mapping[BalanceItem, str],
) -> DayOpened | Refused:
    """Open today: the cash in the drawer (rupiah) and the blanks in stock are counted.

    `known`: today's row, if there is one; `still_open`: a day that was opened and never closed.
    """
    objections = objections_to_role(officer, *KEEPERS)
    if known is not None and known.opened_at is not None:
        objections.append(Objection(Reason.DAY_ALREADY_OPENED))
    elif still_open is not None:
        objections.append(Objection(Reason.EARLIER_DAY_NOT_CLOSED, facts={"day": still_open.day}))
    lines, wrong = _lines(AT_OPENING, expected, counted, why)
    objections += wrong
    return Refused(tuple(objections)) if objections else DayOpened(day=today, lines=lines)


def close_day(
    *,
    officer: Officer,
    second: Officer | None,
    still_open: OfficeDay | None,
    expected: Mapping[BalanceItem, int],
    counted: Mapping[BalanceItem, int],
    why: Mapping[BalanceItem, str],
    deposited_rupiah: int,
    stock: StockCounted = NO_STOCK,
) -> DayClosed | Refused:
    """Close the day that is open: cash, receipts, stock, prints and handovers balance, or each says why not.

    Two officers count. `deposited_rupiah` went to the bank; the rest stays in the drawer for the next day.
    `stock`: books by kind, place and state; where one differs, nothing is allocated until two officers have
    counted again.
    """
    objections = [*objections_to_role(officer, *KEEPERS), *objections_to_second(second, officer)]
    if still_open is None:
        objections.append(Objection(Reason.DAY_NOT_OPENED))
    lines, wrong = _lines(AT_CLOSING, expected, counted, why)
    objections += wrong
    stock_lines, wrong = count_lines(stock.expected, stock.counted, stock.why)
    objections += wrong
    if not 0 <= deposited_rupiah <= counted.get(BalanceItem.CASH, 0):
        objections.append(Objection(Reason.DEPOSIT_EXCEEDS_CASH, "deposited_rupiah"))
    if objections or second is None or still_open is None:
        return Refused(tuple(objections))
    return DayClosed(
        day=date.fromisoformat(still_open.day),
        lines=(*lines, balance_of(stock_lines)),
        deposited_rupiah=deposited_rupiah,
        second_officer=second.officer,
        stock=stock_lines,
    )
