"""Events of the office as a whole: deputies, sign-ins, standing orders, the working day."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.stock_events import StockLine
from loket.core.domain.terms import BalanceItem, SignInChange, StandingOrderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyAppointed:
    """The officer has the head's powers from the first to the last of these days."""

    KIND: ClassVar = "deputy_appointed"
    officer: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyEnded:
    """The head ended a deputy's term before its last day."""

    KIND: ClassVar = "deputy_ended"
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInChanged:
    """An officer's sign-in was opened, changed by himself, or reset by two others without the centre."""

    KIND: ClassVar = "sign_in_changed"
    officer: str
    how: SignInChange
    second_officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrderGiven:
    """An order of the head for the whole office, in force to the end of `until`. Its text names no person."""

    KIND: ClassVar = "standing_order_given"
    order: str
    kind: StandingOrderKind
    text: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrderWithdrawn:
    """The head withdrew an order before its last day."""

    KIND: ClassVar = "standing_order_withdrawn"
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """One item of the close of day: what the log says, what was counted by hand, why they differ."""

    item: BalanceItem
    expected: int
    counted: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOpened:
    """The office's day was opened: the cash in the drawer (rupiah) and the blanks in stock, both counted."""

    KIND: ClassVar = "day_opened"
    day: date
    lines: tuple[BalanceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """The office's day was closed: everything counted by hand and held against the log, by two officers.

    `deposited_rupiah` went to the bank; what is left in the drawer is the cash counted less that. `stock`:
    blanks and books by kind, place and state (none in entries from before they were counted by place).
    """

    KIND: ClassVar = "day_closed"
    day: date
    lines: tuple[BalanceLine, ...]
    deposited_rupiah: int
    second_officer: str
    stock: tuple[StockLine, ...] = ()
