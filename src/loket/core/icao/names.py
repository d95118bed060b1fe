"""The name field of the machine readable zone and its truncation (Doc 9303-3 §4.6, 9303-4 §4.2.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from loket.core.icao.check_digit import FILLER
from loket.core.icao.error import IcaoError
from loket.core.icao.transliteration import DEFAULT_TRANSLITERATION, Transliteration

_CLAUSE = "9303-3 4.6"
_SEPARATOR = FILLER * 2
# What a truncated field keeps of the secondary identifier at the least: << and its first letter.
_LEAST_SECONDARY = len(_SEPARATOR) + 1
_SHORT_FIELD = 31
_FIXED_SHARE_OF_SECONDARY = {True: 5, False: 10}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its two identifiers; a mononym is a primary identifier alone (Doc 9303-3 §4.6)."""

    primary: str
    secondary: str = ""


class Truncation(Enum):
    """How a name that does not fit is shortened; each State chooses (Doc 9303-4 §4.2.3)."""

    INITIALS = "initials"
    """Last components become initials first; earlier ones stay whole as long as they can."""
    FIXED = "fixed"
    """Every component of the primary identifier gets the same number of characters."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Truncation by hand: the number of letters each component keeps; components beyond are dropped."""

    primary: tuple[int, ...]
    secondary: tuple[int, ...] = ()


Style = Truncation | Widths


def name_field(
    name: Name,
    length: int,
    *,
    style: Style = Truncation.INITIALS,
    transliteration: Transliteration = DEFAULT_TRANSLITERATION,
) -> str:
    """Return the name field of exactly `length` characters: 39 for TD3, 31 for TD2, 30 for TD1.

    A name that fits is never truncated; a truncated field ends in a letter (Doc 9303-4 §4.2.3).
    Raises IcaoError when the name has no letter, or when given widths do not make such a field.
    """
    primary = transliteration.components(name.primary)
    secondary = transliteration.components(name.secondary)
    if not primary:
        raise IcaoError("name", _CLAUSE, "the primary identifier has no letter")
    whole = _joined(primary, secondary)
    if len(whole) <= length:
        return whole.ljust(length, FILLER)
    if isinstance(style, Widths):
        return _by_hand(primary, secondary, style, length)
    if not secondary:
        return _joined(_cut(primary, length), ())
    if style is Truncation.FIXED:
        return _fixed(primary, secondary, length)
    return _initials(primary, secondary, length)


def parse_name_field(field: str) -> Name:
    """Read a name field back: components parted by one space, in A-Z.

    Raises IcaoError when the field holds anything but letters and fillers in the order of §4.6.
    """
    written = field.rstrip(FILLER)
    primary, _, secondary = written.partition(_SEPARATOR)
    components = [*primary.split(FILLER), *(secondary.split(FILLER) if secondary else ())]
    if not all(_is_latin(component) for component in components):
        raise IcaoError("name", _CLAUSE, "not a primary and a secondary identifier of letters")
    return Name(primary.replace(FILLER, " "), secondary.replace(FILLER, " "))


def _is_latin(component: str) -> bool:
    return component.isascii() and component.isalpha() and component.isupper()


def _joined(primary: Sequence[str], secondary: Sequence[str]) -> str:
    identifiers = (FILLER.join(primary), FILLER.join(secondary))
    return _SEPARATOR.join(identifier for identifier in identifiers if identifier)


def _width(components: Sequence[str]) -> int:
    return sum(map(len, components)) + len(components) - 1


def _cut(components: Sequence[str], room: int) -> list[str]:
    """Take letters off the last component down to its initial, then off the one before, and so on."""
    kept = list(components)
    for index in reversed(range(len(kept))):
        excess = _width(kept) - room
        if excess > 0:
            kept[index] = kept[index][: max(1, len(kept[index]) - excess)]
    while _width(kept) > room:
        kept.pop()
    return _grown(kept, components, room)


def _grown(kept: list[str], components: Sequence[str], room: int) -> list[str]:
    """Give room that is left to the first components that were shortened."""
    for index, whole in enumerate(components[: len(kept)]):
        spare = room - _width(kept)
        kept[index] = whole[: len(kept[index]) + max(0, spare)]
    return kept


def _even(components: Sequence[str], room: int) -> list[str]:
    """Give every component the same number of letters, the first ones one more if it does not divide."""
    components = components[: (room + 1) // 2]
    width = max(len(component) for component in components)
    while _width([component[:width] for component in components]) > room:
        width -= 1
    return _grown_by_one([component[:width] for component in components], components, room)


def _grown_by_one(kept: list[str], components: Sequence[str], room: int) -> list[str]:
    for index, whole in enumerate(components):
        if _width(kept) < room:
            kept[index] = whole[: len(kept[index]) + 1]
    return kept


def _initials(primary: Sequence[str], secondary: Sequence[str], length: int) -> str:
    room = length - _LEAST_SECONDARY
    kept = list(primary)
    for index in range(len(kept) - 1, 0, -1):
        if _width(kept) > room:
            kept[index] = kept[index][:1]
    if _width(kept) > room:
        kept = _cut(kept, room)
    return _with_secondary(primary, kept, secondary, length)


def _fixed(primary: Sequence[str], secondary: Sequence[str], length: int) -> str:
    share = min(_FIXED_SHARE_OF_SECONDARY[length <= _SHORT_FIELD], _width(secondary))
    room = length - len(_SEPARATOR) - share
    kept = list(primary) if _width(primary) <= room else _even(primary, room)
    return _with_secondary(primary, kept, secondary, length)


def _with_secondary(whole: Sequence[str], primary: list[str], secondary: Sequence[str], length: int) -> str:
    """Fill what the primary identifier leaves, so that the field ends in a letter."""
    room = length - len(_SEPARATOR) - _width(primary)
    given = _cut(secondary, room)
    if _width(given) == room:
        return _joined(primary, given)
    # One place is left and the next component needs two (a filler and its initial): a shortened primary
    # component takes the place, or else the primary identifier gives up one letter more.
    grown = _grown(list(primary), whole, length - len(_SEPARATOR) - _width(given))
    field = _joined(grown, given)
    if len(field) == length:
        return field
    smaller = _cut(primary, _width(primary) - 1)
    return _joined(smaller, _cut(secondary, length - len(_SEPARATOR) - _width(smaller)))


def _by_hand(primary: Sequence[str], secondary: Sequence[str], widths: Widths, length: int) -> str:
    field = _joined(_kept(primary, widths.primary), _kept(secondary, widths.secondary))
    has_both = _SEPARATOR in field or not secondary
    if len(field) != length or not has_both:
        raise IcaoError("name", "9303-4 4.2.3", "these widths do not fill the field with both identifiers")
    return field


def _kept(components: Sequence[str], widths: tuple[int, ...]) -> list[str]:
    if any(width < 1 for width in widths):
        raise IcaoError("name", "9303-4 4.2.3", "a component keeps at least one letter")
    return [component[:width] for component, width in zip(components, widths, strict=False)]
