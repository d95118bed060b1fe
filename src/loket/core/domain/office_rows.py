"""Rows of an office as a whole: standing orders, its days, its officers' sign-ins."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from loket.core.domain.office_events import BalanceLine
from loket.core.domain.stock_events import StockLine
from loket.core.domain.terms import SignInChange, StandingOrderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrder:
    """An order of the head for the whole office; in force to the end of `until` unless withdrawn."""

    KEY: ClassVar = ("office", "order")
    INDEX: ClassVar = ("until",)
    office: str
    order: str
    kind: StandingOrderKind
    text: str
    until: date
    by: str
    at: int
    withdrawn_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDay:
    """One day of the office (`day` is ISO), opened and closed; None while it is not."""

    KEY: ClassVar = ("office", "day")
    INDEX: ClassVar = ()
    office: str
    day: str
    opened_at: int | None = None
    opened_by: str = ""
    opening: tuple[BalanceLine, ...] = ()
    closed_at: int | None = None
    closed_by: str = ""
    second_officer: str = ""
    closing: tuple[BalanceLine, ...] = ()
    deposited_rupiah: int = 0
    stock: tuple[StockLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What was last done to an officer's sign-in."""

    KEY: ClassVar = ("office", "officer")
    INDEX: ClassVar = ()
    office: str
    officer: str
    how: SignInChange
    at: int
    by: str
    second_officer: str = ""
