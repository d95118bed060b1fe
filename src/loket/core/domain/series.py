"""Which series of numbered blanks there are: letters and digits for each kind of document, as data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loket.core.domain.blanks import MOST_DIGITS
from loket.core.domain.error import DomainError
from loket.core.domain.terms import DocumentKind

_LETTERS = re.compile(r"[A-Z]{0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One pattern: blanks of this kind carry one of these letters and so many digits."""

    kind: DocumentKind
    letters: tuple[str, ...]
    digits: int

    def __post_init__(self) -> None:
        if not self.letters or not all(_LETTERS.fullmatch(one) for one in self.letters):
            message = f"series.toml: {self.kind}: letters are 0 to 3 capitals each"
            raise DomainError(message)
        if not 0 < self.digits <= MOST_DIGITS:
            message = f"series.toml: {self.kind}: digits are 1 to {MOST_DIGITS}"
            raise DomainError(message)

    def said(self) -> str:
        """The pattern as people write it, such as `X/E + 7`."""
        return f"{'/'.join(self.letters)} + {self.digits}"


@dataclass(frozen=True, slots=True)
class SeriesBook:
    """Every pattern that is known; a kind may have several, and one of none is not shipped or received."""

    patterns: tuple[Series, ...]

    def fits(self, kind: DocumentKind, series: str, digits: int) -> bool:
        """Whether blanks of this kind may carry these letters and so many digits."""
        return any(
            (one.kind, one.digits) == (kind, digits) and series in one.letters for one in self.patterns
        )

    def of(self, kind: DocumentKind) -> tuple[Series, ...]:
        """The patterns of one kind."""
        return tuple(one for one in self.patterns if one.kind is kind)


# No firm source (the letters are those that are seen on passports); an office or the centre edits its file.
USUAL = SeriesBook(
    (
        Series(kind=DocumentKind.ORDINARY, letters=("A", "B", "C", "X"), digits=7),
        Series(kind=DocumentKind.ELECTRONIC, letters=("X", "E"), digits=7),
        Series(kind=DocumentKind.EMERGENCY, letters=("S",), digits=7),
    )
)


def series_from(data: Mapping[str, object]) -> SeriesBook:
    """Read series.toml, its table `series`; DomainError says what is not understood."""
    listed = data.get("series")
    if set(data) != {"series"} or not isinstance(listed, list):
        message = "series.toml: a list of [[series]] is expected, and nothing else"
        raise DomainError(message)
    return SeriesBook(tuple(_one(place, entry) for place, entry in enumerate(listed, 1)))


def _one(place: int, entry: object) -> Series:
    if not isinstance(entry, Mapping) or set(entry) != {"kind", "letters", "digits"}:
        message = f"series.toml: series {place} has kind, letters and digits, and nothing else"
        raise DomainError(message)
    kind, letters, digits = entry["kind"], entry["letters"], entry["digits"]
    known = [one for one in DocumentKind if one.value == kind]
    if not known:
        message = f"series.toml: series {place} is of a kind that is not known"
        raise DomainError(message)
    if not isinstance(letters, list) or not all(isinstance(one, str) for one in letters):
        message = f"series.toml: series {place}: letters is a list of texts"
        raise DomainError(message)
    if type(digits) is not int:
        message = f"series.toml: series {place}: digits is a number"
        raise DomainError(message)
    return Series(kind=known[0], letters=tuple(letters), digits=digits)
