"""Dates of the machine readable zone: YYMMDD, unknown parts as fillers (Doc 9303-3 §4.7, §4.8)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from loket.core.icao.check_digit import FILLER
from loket.core.icao.error import IcaoError

_CLAUSE = "9303-3 4.7"
_LENGTH = 6
_UNKNOWN = FILLER * 2
_CENTURY = 100
# Stands in for an unknown year: 29 February must then be possible.
_LEAP_YEAR = 2000
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MrzDate:
    """A date as the zone writes it: year 0-99, month 1-12, day 1-31, each None when unknown."""

    year: int | None
    month: int | None
    day: int | None

    def __post_init__(self) -> None:
        """Refuse a part that no calendar has."""
        year_fits = self.year is None or 0 <= self.year < _CENTURY
        month_fits = self.month is None or 1 <= self.month <= _MONTHS
        if not (year_fits and month_fits):
            raise IcaoError("date", _CLAUSE, "no such year or month")
        # The zone has no century, and 00 may be 1900 or 2000: 29 February 00 is let pass.
        year = _LEAP_YEAR + (self.year or 0)
        longest = 31 if self.month is None else monthrange(year, self.month)[1]
        if self.day is not None and not 1 <= self.day <= longest:
            raise IcaoError("date", _CLAUSE, "no such day in that month")

    @classmethod
    def of(cls, day: date) -> "MrzDate":
        """Return the zone's form of a whole date."""
        return cls(day.year % _CENTURY, day.month, day.day)

    @classmethod
    def parse(cls, text: str, field: str) -> "MrzDate":
        """Read six characters; raises IcaoError naming `field` when they are no date."""
        parts = [text[0:2], text[2:4], text[4:6]]
        readable = all(part == _UNKNOWN or (part.isascii() and part.isdigit()) for part in parts)
        if len(text) != _LENGTH or not readable:
            raise IcaoError(field, _CLAUSE, "not a date of six digits")
        try:
            return cls(*(None if part == _UNKNOWN else int(part) for part in parts))
        except IcaoError as error:
            raise IcaoError(field, error.clause, error.reason) from None

    @property
    def text(self) -> str:
        """The six characters of the zone."""
        return "".join(_UNKNOWN if part is None else f"{part:02}" for part in self._parts)

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day are all known."""
        return None not in self._parts

    def latest_until(self, limit: date) -> date | None:
        """Return the latest date not after `limit` that reads like this; None when a part is unknown.

        For a birth date, `limit` is the day of issue. For an expiry, add the longest validity to it.
        """
        if self.year is None or self.month is None or self.day is None:
            return None
        for century in (limit.year // _CENTURY, limit.year // _CENTURY - 1):
            year = century * _CENTURY + self.year
            if self.day <= monthrange(year, self.month)[1] and date(year, self.month, self.day) <= limit:
                return date(year, self.month, self.day)
        return None

    @property
    def _parts(self) -> tuple[int | None, int | None, int | None]:
        return self.year, self.month, self.day
