"""Fees are date-effective data: which amounts apply to an application on a day (PP 28/2019, PP 45/2024)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from loket.core.domain.error import DomainError
from loket.core.domain.terms import DocumentKind, Surcharge


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount in rupiah and the regulation it comes from."""

    amount_rupiah: int
    tariff: str


@dataclass(frozen=True, slots=True)
class FeePart:
    """One line of an assessment: the booklet's kind or a surcharge, and its amount (0: waived)."""

    what: str
    amount_rupiah: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an application costs: the booklet first, then its surcharges; all from one regulation."""

    parts: tuple[FeePart, ...]
    tariff: str

    @property
    def amount_rupiah(self) -> int:
        """The sum of the parts."""
        return sum(part.amount_rupiah for part in self.parts)


@dataclass(frozen=True, slots=True)
class Tariff:
    """One regulation: in force from a day; amounts by document kind and years of validity, and surcharges."""

    regulation: str
    first_day: date
    amounts_rupiah: Mapping[tuple[str, int], int]
    surcharges_rupiah: Mapping[Surcharge, int] = field(default_factory=dict)
    waived_in_force_majeure: frozenset[Surcharge] = frozenset()


@dataclass(frozen=True, slots=True)
class Tariffs:
    """Every tariff, oldest first."""

    tariffs: tuple[Tariff, ...]

    def fee(self, kind: DocumentKind, years: int, *, on: date) -> Fee | None:
        """The booklet's fee of the day, or None when no tariff in force names it."""
        assessed = self.assess(kind, years, on=on)
        return None if assessed is None else Fee(assessed.amount_rupiah, assessed.tariff)

    def assess(
        self,
        kind: DocumentKind,
        years: int,
        *,
        on: date,
        surcharges: tuple[Surcharge, ...] = (),
        force_majeure: bool = False,
    ) -> Assessment | None:
        """What an application costs on a day; None when the tariff in force does not name one of its parts.

        `years`: of validity. `force_majeure`: found by an interview report and granted (PMK 51/PMK.02/2020);
        what the tariff waives then stays a part, of 0 rupiah. A surcharge counts once.
        """
        in_force = [tariff for tariff in self.tariffs if tariff.first_day <= on]
        if not in_force:
            return None
        tariff = in_force[-1]
        booklet = tariff.amounts_rupiah.get((kind.value, years))
        if booklet is None or not tariff.surcharges_rupiah.keys() >= set(surcharges):
            return None
        waived = tariff.waived_in_force_majeure if force_majeure else frozenset()
        added = tuple(
            FeePart(surcharge.value, 0 if surcharge in waived else tariff.surcharges_rupiah[surcharge])
            for surcharge in Surcharge
            if surcharge in surcharges
        )
        return Assessment((FeePart(kind.value, booklet), *added), tariff.regulation)


def tariffs_from(data: Mapping[str, object]) -> Tariffs:
    """Read the office's tariff file: [[tariff]] regulation, first_day; [[tariff.fee]] kind, years, rupiah.

    A tariff may have [[tariff.surcharge]] what, rupiah, and waived_in_force_majeure, a list of surcharges.
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
        case {"regulation": str(regulation), "first_day": date() as first_day, "fee": list(fees), **others}:
            surcharges = dict(_surcharge(each, place) for each in _listed(others, "surcharge", place))
            waived = frozenset(
                _named(each, place) for each in _listed(others, "waived_in_force_majeure", place)
            )
            return Tariff(regulation, first_day, dict(_fee(fee, place) for fee in fees), surcharges, waived)
    message = f"tariff {place} needs regulation, first_day and [[tariff.fee]]"
    raise DomainError(message)


def _listed(others: Mapping[object, object], name: str, place: int) -> list[object]:
    listed = others.get(name, [])
    if not isinstance(listed, list):
        message = f"{name} of tariff {place} is not a list"
        raise DomainError(message)
    return listed


def _fee(item: object, place: int) -> tuple[tuple[str, int], int]:
    match item:
        case {"kind": str(kind), "years": int(years), "rupiah": int(rupiah)} if rupiah > 0:
            return (kind, years), rupiah
    message = f"a fee of tariff {place} needs kind, years and rupiah"
    raise DomainError(message)


def _surcharge(item: object, place: int) -> tuple[Surcharge, int]:
    match item:
        case {"what": what, "rupiah": int(rupiah)} if rupiah > 0:
            return _named(what, place), rupiah
    message = f"a surcharge of tariff {place} needs what and rupiah"
    raise DomainError(message)


def _named(what: object, place: int) -> Surcharge:
    for surcharge in Surcharge:
        if surcharge.value == what:
            return surcharge
    message = f"tariff {place} names a surcharge that is not known"
    raise DomainError(message)
