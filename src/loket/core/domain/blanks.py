"""Numbers of blanks: ranges of a series, as they are printed, typed and named in reports.

A number is the series' letters and a fixed count of digits; which letters and how many is data (`series`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loket.core.domain.error import DomainError

MOST_DIGITS = 12
MOST_RANGES = 200
"""Ranges of one act: its entry stays far below 16 kB."""
_NUMBER = re.compile(r"([A-Z]{0,3})([0-9]{1,12})")
_DASH = re.compile(r"\s*(?:-|\u2013|\u2014|S/?D)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankRange:
    """Blanks of one series from `first` to `last`, both included."""

    series: str
    digits: int
    first: int
    last: int

    def __post_init__(self) -> None:
        fits = 0 < self.digits <= MOST_DIGITS and 0 <= self.first <= self.last < 10**self.digits
        if not fits or _NUMBER.fullmatch(f"{self.series}0") is None:
            message = "a range of blanks that no series has"
            raise DomainError(message)

    def __len__(self) -> int:
        return self.last - self.first + 1

    @property
    def lowest(self) -> str:
        """The first number, as printed."""
        return booklet_number(self.series, self.digits, self.first)

    @property
    def highest(self) -> str:
        """The last number, as printed."""
        return booklet_number(self.series, self.digits, self.last)

    @property
    def said(self) -> str:
        """The range as people write it."""
        return self.lowest if self.first == self.last else f"{self.lowest}–{self.highest}"

    def numbers(self) -> Iterator[str]:
        """Every number, as printed."""
        return (booklet_number(self.series, self.digits, one) for one in range(self.first, self.last + 1))

    def holds(self, other: "BlankRange") -> bool:
        """Whether every number of the other range is one of this."""
        same = (self.series, self.digits) == (other.series, other.digits)
        return same and self.first <= other.first and other.last <= self.last

    def meets(self, other: "BlankRange") -> bool:
        """Whether a number is in both."""
        same = (self.series, self.digits) == (other.series, other.digits)
        return same and self.first <= other.last and other.first <= self.last


def booklet_number(series: str, digits: int, number: int) -> str:
    """A blank's perforated number: the series' letters and a fixed count of digits (pattern is data)."""
    return f"{series}{number:0{digits}d}"


def count_of(blanks: Iterable[BlankRange]) -> int:
    """How many blanks the ranges name."""
    return sum(len(one) for one in blanks)


def numbers_of(blanks: Iterable[BlankRange]) -> Iterator[str]:
    """Every number of the ranges."""
    return (number for one in blanks for number in one.numbers())


def said_of(blanks: Iterable[BlankRange]) -> str:
    """The ranges as people write them."""
    return ", ".join(one.said for one in blanks)


def without(whole: BlankRange, taken: Iterable[BlankRange]) -> tuple[BlankRange, ...]:
    """What is left of a range without the numbers of others, in order."""
    left, start = [], whole.first
    for gap in sorted((one for one in taken if whole.meets(one)), key=lambda one: one.first):
        if gap.first > start:
            left.append(_part(whole, start, gap.first - 1))
        start = max(start, gap.last + 1)
    if start <= whole.last:
        left.append(_part(whole, start, whole.last))
    return tuple(left)


def _part(whole: BlankRange, first: int, last: int) -> BlankRange:
    return BlankRange(series=whole.series, digits=whole.digits, first=first, last=last)


def parse_blanks(text: str) -> tuple[BlankRange, ...]:
    """Read numbers as they are typed or scanned: `X1000001-X1000010, X1000015`, one a line or by commas.

    Returns ranges in order, joined where they follow each other. DomainError for what is no number, for a
    range that runs backwards or over two series, and for a number that is named twice.
    """
    ranges = []
    for token in re.split(r"[,;\s]+", _DASH.sub("-", text.upper())):
        if token:
            ranges.append(_parsed(token))
            if len(ranges) > MOST_BLANKS_NAMED:
                message = "too many numbers at once"
                raise DomainError(message)
    joined = _joined(ranges)
    if len(joined) > MOST_RANGES:
        message = "too many ranges at once"
        raise DomainError(message)
    return joined


MOST_BLANKS_NAMED = 2_000


def _parsed(token: str) -> BlankRange:
    ends = [_NUMBER.fullmatch(end) for end in token.split("-")]
    first, last = ends[0], ends[-1]
    if len(ends) not in (1, 2) or first is None or last is None:
        message = "not a number of a blank"
        raise DomainError(message)
    # The second number may leave its letters out: X1000001-1000010.
    if last[1] not in ("", first[1]) or len(last[2]) != len(first[2]) or int(last[2]) < int(first[2]):
        message = "not a range of blanks of one series"
        raise DomainError(message)
    return BlankRange(series=first[1], digits=len(first[2]), first=int(first[2]), last=int(last[2]))


def _joined(ranges: Iterable[BlankRange]) -> tuple[BlankRange, ...]:
    joined: list[BlankRange] = []
    for one in sorted(ranges, key=lambda each: (each.series, each.digits, each.first)):
        before = joined[-1] if joined else None
        if before is not None and before.meets(one):
            message = "a number that is named twice"
            raise DomainError(message)
        follows = before is not None and (before.series, before.digits, before.last + 1) == (
            one.series,
            one.digits,
            one.first,
        )
        if before is not None and follows:
            joined[-1] = _part(before, before.first, one.last)
        else:
            joined.append(one)
    return tuple(joined)
