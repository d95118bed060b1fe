"""Every check digit that a zone carries beside the one that its characters give (Doc 9303-3 §4.9)."""

from dataclasses import dataclass

from loket.core.icao.check_digit import FILLER, check_digit
from loket.core.icao.mrz import composite_check_digit
from loket.core.icao.mrz_parsing import zone_lines

_SIZE_OF_TD1 = 3
_WIDTH_OF_TD3 = 44


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit: what it covers, what stands there, what should, and whether that agrees."""

    field: str
    stands: str
    computed: str
    is_right: bool


def check_digits(text: str) -> tuple[CheckDigit, ...]:
    """Return the check digits of a zone in their order, the composite (not on visas) last.

    Says nothing about the fields themselves. Raises IcaoError for lines of no known shape or alphabet.
    """
    lines = zone_lines(text)
    if len(lines) == _SIZE_OF_TD1:
        upper, middle, _ = lines
        number = _number(upper[5:14], upper[14], upper[15:30])
        return (number, *_dates(middle[0:15]), _composite(lines))
    upper, lower = lines
    if upper.startswith("V"):
        return (_plain("document number", lower[0:9], lower[9]), *_dates(lower[13:28]))
    if len(lower) == _WIDTH_OF_TD3:
        number = _plain("document number", lower[0:9], lower[9])
        return (number, *_dates(lower[13:28]), _optional(lower[28:42], lower[42]), _composite(lines))
    return (_number(lower[0:9], lower[9], lower[28:35]), *_dates(lower[13:28]), _composite(lines))


def _plain(field: str, covered: str, stands: str) -> CheckDigit:
    computed = check_digit(covered)
    return CheckDigit(field, stands, computed, stands == computed)


def _dates(places: str) -> tuple[CheckDigit, CheckDigit]:
    return _plain("birth date", places[0:6], places[6]), _plain("expiry", places[8:14], places[14])


def _optional(covered: str, stands: str) -> CheckDigit:
    computed = check_digit(covered)
    # 9303-4 4.2.2: the check digit of optional data that is empty may be a filler.
    empty = not covered.strip(FILLER) and stands == FILLER
    return CheckDigit("optional data", stands, computed, empty or stands == computed)


def _number(principal: str, stands: str, optional: str) -> CheckDigit:
    """The number of TD1 and TD2; a long one has its check digit in the optional data (note j of §4.2.2)."""
    if stands != FILLER:
        return _plain("document number", principal, stands)
    overflow = optional.partition(FILLER)[0]
    if len(overflow) < 2:
        return CheckDigit("document number", stands, check_digit(principal), is_right=False)
    return _plain("document number", principal + overflow[:-1], overflow[-1])


def _composite(lines: tuple[str, ...]) -> CheckDigit:
    computed = composite_check_digit(lines)
    return CheckDigit("composite check digit", lines[1][-1], computed, lines[1][-1] == computed)
