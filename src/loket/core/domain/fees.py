"""Fees are date-effective data: which amount applies to a document on a day (PP 28/2019, PP 45/2024)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from loket.core.domain.error import DomainError
from loket.core.domain.terms import DocumentKind


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount in rupiah and the regulation it comes from."""

    amount_rupiah: int
    tariff: str


@dataclass(frozen=True, slots=True)
class Tariff:
    """One regulation: in force from a day; amounts by document kind and years of validity."""

    regulation: str
    first_day: date
    amounts_rupiah: Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Tariffs:
    """Every tariff, oldest first."""

    tariffs: tuple[Tariff, ...]

    def fee(self, kind: DocumentKind, years: int, *, on: date) -> Fee | None:
        """The fee of the day, or None when no tariff in force names it."""
        in_force = [tariff for tariff in self.tariffs if tariff.first_day <= on]
        if not in_force:
            return None
        amount = in_force[-1].amounts_rupiah.get((kind.value, years))
        return None if amount is None else Fee(amount, in_force[-1].regulation)


def tariffs_from(data: Mapping[str, object]) -> Tariffs:
    """Read the office's tariff file: [[tariff]] regulation, first_day; [[tariff.fee]] kind, years, rupiah.

    Raises DomainError naming the place that cannot be read.
    """
    listed = data.get("tariff")
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
        message = "the tariff file has no [[tariff]]"
        raise DomainError(message)
    tariffs = tuple(_tariff(item, place) for place, item in enumerate(listed, 1))
    if any(later.first_day <= earlier.first_day for earlier, later in pairwise(tariffs)):
        message = "tariffs must stand in the order of their first days"
        raise DomainError(message)
    return Tariffs(tariffs)


def _tariff(item: object, place: int) -> Tariff:
    match item:
        case {"regulation": str(regulation), "first_day": date() as first_day, "fee": list(fees)}:
            return Tariff(regulation, first_day, dict(_fee(fee, place) for fee in fees))
    message = f"tariff {place} needs regulation, first_day and [[tariff.fee]]"
    raise DomainError(message)


def _fee(item: object, place: int) -> tuple[tuple[str, int], int]:
    match item:
        case {"kind": str(kind), "years": int(years), "rupiah": int(rupiah)} if rupiah > 0:
            return (kind, years), rupiah
    message = f"a fee of tariff {place} needs kind, years and rupiah"
    raise DomainError(message)
