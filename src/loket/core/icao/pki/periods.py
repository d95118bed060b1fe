"""A stretch of time from a first to a last second, as certificates say it."""

from dataclasses import dataclass
from datetime import datetime

from loket.core.icao.error import IcaoError


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included; moments with a time zone, in whole seconds."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse an end before the start, and moments that no certificate can say."""
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise IcaoError("period", "RFC 5280 4.1.2.5", "a moment has no time zone")
        if self.start.microsecond or self.end.microsecond:
            raise IcaoError("period", "RFC 5280 4.1.2.5", "a moment has fractions of a second")
        if self.end < self.start:
            raise IcaoError("period", "RFC 5280 4.1.2.5", "ends before it begins")

    def holds(self, moment: datetime) -> bool:
        """Return whether the moment lies within."""
        return self.start <= moment <= self.end

    def within(self, other: "Period") -> bool:
        """Return whether all of this lies within the other."""
        return other.start <= self.start and self.end <= other.end
