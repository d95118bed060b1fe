"""The machine readable zone: TD1, TD2, TD3, MRV-A and MRV-B (Doc 9303-4, -5, -6 and -7, each §4.2).

Each class holds checked values and writes its lines; `parse` in mrz_parsing.py reads lines back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from loket.core.icao.check_digit import FILLER, MRZ_ALPHABET, check_digit
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.names import Name, Style, Truncation, name_field
from loket.core.icao.transliteration import DEFAULT_TRANSLITERATION, Transliteration

_NUMBER = 9
_EMPTY_CHECK_DIGITS = frozenset({FILLER, "0"})


class Sex(Enum):
    """The sex as the zone writes it; the visual zone writes X for the filler (Doc 9303-3 §4.4)."""

    FEMALE = "F"
    MALE = "M"
    UNSPECIFIED = FILLER

    @property
    def visual(self) -> str:
        """The letter of the visual zone."""
        return "X" if self is Sex.UNSPECIFIED else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrz:
    """What all formats carry. States are stored without fillers ("D" for "D<<"); so are numbers.

    `truncation` and `transliteration` are the issuing State's choices for writing `name`.
    Creating one raises IcaoError when a value cannot stand in its field.
    """

    document_code: str
    issuing_state: str
    name: Name
    document_number: str
    nationality: str
    birth_date: MrzDate
    sex: Sex
    expiry: MrzDate
    truncation: Style = Truncation.INITIALS
    transliteration: Transliteration = DEFAULT_TRANSLITERATION

    clause: ClassVar[str]
    codes: ClassVar[str]
    """First letters that a document code of this format may have."""
    name_length: ClassVar[int]
    longest_number: ClassVar[int] = _NUMBER

    def __post_init__(self) -> None:
        """Check each element against its field."""
        _check_document_code(self.document_code, self.codes, self.clause)
        _check_state(self.issuing_state, "issuing State", self.clause)
        _check_state(self.nationality, "nationality", self.clause)
        _check_number(self.document_number, self.longest_number, self.clause)
        if not self.expiry.is_whole:
            raise IcaoError("expiry", self.clause, "a part is unknown")

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines from top to bottom."""
        raise NotImplementedError

    @property
    def name_field(self) -> str:
        """The name as this format writes it, with fillers to the end of the field."""
        return name_field(
            self.name, self.name_length, style=self.truncation, transliteration=self.transliteration
        )

    def _two_lines(self, *after_expiry: str) -> tuple[str, str]:
        number, number_check, _ = _number_fields(self.document_number)
        upper = _padded(self.document_code, 2) + _padded(self.issuing_state, 3) + self.name_field
        fields = (number, number_check, _padded(self.nationality, 3), *self._dates, *after_expiry)
        return upper, "".join(fields)

    @property
    def _dates(self) -> tuple[str, ...]:
        birth, expiry = self.birth_date.text, self.expiry.text
        return birth, check_digit(birth), self.sex.value, expiry, check_digit(expiry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Td3(Mrz):
    """A passport's zone: two lines of 44 (Doc 9303-4 §4.2).

    `optional` is at most 14 characters. `empty_optional_check_digit` is what stands for the check digit
    of empty optional data: the issuing State's choice of "<" or "0".
    """

    optional: str = ""
    empty_optional_check_digit: str = FILLER

    clause: ClassVar[str] = "9303-4 4.2"
    codes: ClassVar[str] = "P"
    name_length: ClassVar[int] = 39

    def __post_init__(self) -> None:
        """Check each element against its field."""
        Mrz.__post_init__(self)
        _check_optional(self.optional, 14, self.clause)
        if self.empty_optional_check_digit not in _EMPTY_CHECK_DIGITS:
            raise IcaoError("optional data", self.clause, "its empty check digit is neither < nor 0")

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines."""
        optional = _padded(self.optional, 14)
        optional_check = check_digit(optional) if self.optional else self.empty_optional_check_digit
        upper, lower = self._two_lines(optional, optional_check)
        return upper, lower + composite_check_digit((upper, lower + FILLER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Td2(Mrz):
    """A two-line document of 36 characters a line (Doc 9303-6 §4.2).

    `optional` is at most 7 characters, less what a document number longer than 9 takes of them.
    """

    optional: str = ""

    clause: ClassVar[str] = "9303-6 4.2"
    codes: ClassVar[str] = "ACI"
    name_length: ClassVar[int] = 31
    longest_number: ClassVar[int] = _NUMBER + 5

    def __post_init__(self) -> None:
        """Check each element against its field."""
        Mrz.__post_init__(self)
        _check_optional(self.optional, 7 - len(_number_fields(self.document_number)[2]), self.clause)

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines."""
        optional = _padded(_number_fields(self.document_number)[2] + self.optional, 7)
        upper, lower = self._two_lines(optional)
        return upper, lower + composite_check_digit((upper, lower + FILLER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Td1(Mrz):
    """A card: three lines of 30 characters (Doc 9303-5 §4.2).

    `optional` is at most 15 characters (upper line), less what a document number longer than 9 takes of
    them; `optional_lower` is at most 11 (middle line).
    """

    optional: str = ""
    optional_lower: str = ""

    clause: ClassVar[str] = "9303-5 4.2"
    codes: ClassVar[str] = "ACI"
    name_length: ClassVar[int] = 30
    longest_number: ClassVar[int] = _NUMBER + 13

    def __post_init__(self) -> None:
        """Check each element against its field."""
        Mrz.__post_init__(self)
        _check_optional(self.optional, 15 - len(_number_fields(self.document_number)[2]), self.clause)
        _check_optional(self.optional_lower, 11, self.clause)

    @property
    def lines(self) -> tuple[str, str, str]:
        """The three lines."""
        number, number_check, overflow = _number_fields(self.document_number)
        upper = _padded(self.document_code, 2) + _padded(self.issuing_state, 3) + number + number_check
        upper += _padded(overflow + self.optional, 15)
        middle = "".join(self._dates) + _padded(self.nationality, 3) + _padded(self.optional_lower, 11)
        lower = self.name_field
        return upper, middle + composite_check_digit((upper, middle + FILLER, lower)), lower


@dataclass(frozen=True, slots=True, kw_only=True)
class MrvA(Mrz):
    """A visa of two lines of 44 characters, without a composite check digit (Doc 9303-7 §4.2)."""

    optional: str = ""

    clause: ClassVar[str] = "9303-7 4.2"
    codes: ClassVar[str] = "V"
    name_length: ClassVar[int] = 39
    optional_length: ClassVar[int] = 16

    def __post_init__(self) -> None:
        """Check each element against its field."""
        Mrz.__post_init__(self)
        _check_optional(self.optional, self.optional_length, self.clause)

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines."""
        return self._two_lines(_padded(self.optional, self.optional_length))


@dataclass(frozen=True, slots=True, kw_only=True)
class MrvB(MrvA):
    """A visa of two lines of 36 characters, without a composite check digit (Doc 9303-7 §5.2)."""

    clause: ClassVar[str] = "9303-7 5.2"
    name_length: ClassVar[int] = 31
    optional_length: ClassVar[int] = 8


def composite_check_digit(lines: Sequence[str]) -> str:
    """Return the composite check digit over the places that TD1, TD2 and TD3 name for it.

    `lines` are two of 44 (TD3) or 36 (TD2), or three of 30 (TD1); what stands in the place of the
    composite check digit itself does not matter. Raises IcaoError for other shapes.
    """
    shape = tuple(map(len, lines))
    if shape in {(44, 44), (36, 36)}:
        lower = lines[1][:-1]
        # Places 1-10, 14-20 and 22 to the last but one: all but nationality and sex.
        return check_digit(lower[0:10] + lower[13:20] + lower[21:])
    if shape == (30, 30, 30):
        upper, middle = lines[0], lines[1]
        return check_digit(upper[5:30] + middle[0:7] + middle[8:15] + middle[18:29])
    raise IcaoError("lines", "9303-3 4.2", "neither two lines of 44 or 36 nor three of 30")


def check_composite(lines: Sequence[str]) -> None:
    """Raise IcaoError unless the composite check digit of these lines (TD1, TD2, TD3) is right."""
    if composite_check_digit(lines) != lines[1][-1]:
        raise IcaoError("composite check digit", "9303-3 4.9", "the check digit is wrong")


def _padded(text: str, length: int) -> str:
    return text.ljust(length, FILLER)


def _number_fields(number: str) -> tuple[str, str, str]:
    """Return nine places, the place of the check digit, and what goes to the optional data.

    A number longer than nine leaves a filler in the place of its check digit and goes on in the optional
    data: the rest, the check digit, a filler (Doc 9303-5 §4.2.2 note j, 9303-6 §4.2.2 note j).
    """
    if len(number) <= _NUMBER:
        padded = _padded(number, _NUMBER)
        return padded, check_digit(padded), ""
    return number[:_NUMBER], FILLER, number[_NUMBER:] + check_digit(number) + FILLER


def _check_document_code(code: str, first: str, clause: str) -> None:
    well_formed = len(code) == 2 and code[0] in first and (code[1] == FILLER or _is_latin(code[1]))
    # 9303-5 and -6 §4.2.2: an official document's second letter is not V, for a visa is told by its V.
    if not well_formed or (code[0] != "P" and code[1] == "V" and "V" not in first):
        raise IcaoError("document code", clause, f"not one of {'/'.join(first)} and another letter or filler")


def _check_state(state: str, field: str, clause: str) -> None:
    if not (1 <= len(state) <= 3 and _is_latin(state)):
        raise IcaoError(field, clause, "not a code of one to three letters")


def _check_number(number: str, longest: int, clause: str) -> None:
    trimmed = number.strip(FILLER) == number and number != ""
    # A filler inside a long number could not be told from the end of the number.
    unambiguous = len(number) <= _NUMBER or FILLER not in number
    if not (trimmed and unambiguous and len(number) <= longest and MRZ_ALPHABET.issuperset(number)):
        raise IcaoError("document number", clause, f"not 1 to {longest} of A-Z, 0-9, < inside")


def _check_optional(optional: str, longest: int, clause: str) -> None:
    trimmed = not optional.endswith(FILLER)
    if not (trimmed and len(optional) <= longest and MRZ_ALPHABET.issuperset(optional)):
        raise IcaoError("optional data", clause, f"not at most {longest} of A-Z, 0-9, < but at the end")


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.isupper()
