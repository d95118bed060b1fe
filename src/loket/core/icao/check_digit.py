"""Check digits of the machine readable zone (Doc 9303-3 §4.9)."""

from itertools import cycle

from loket.core.icao.error import IcaoError

FILLER = "<"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE = {FILLER: 0} | {character: value for value, character in enumerate(_ALPHABET)}
_CLAUSE = "9303-3 4.9"

# The 37 characters that a machine readable zone may hold (Doc 9303-3 §4.3).
MRZ_ALPHABET = frozenset(_VALUE)


def check_digit(text: str) -> str:
    """Return the check digit, one of "0" to "9": weights 7, 3, 1 repeating, modulus 10.

    Raises IcaoError when a character is outside A-Z, 0-9 and the filler.
    """
    total = 0
    for character, weight in zip(text, cycle((7, 3, 1)), strict=False):
        value = _VALUE.get(character)
        if value is None:
            raise IcaoError("check digit", _CLAUSE, "a character outside A-Z, 0-9 and <")
        total += value * weight
    return str(total % 10)


def verify_check_digit(text: str, digit: str, field: str, *, may_be_filler: bool = False) -> None:
    """Raise IcaoError unless `digit` is the check digit of `text`.

    With `may_be_filler`, "<" stands for the check digit of a field that holds fillers alone, as the
    optional data of a TD3 document may have it (Doc 9303-4 §4.2.2).
    """
    if may_be_filler and digit == FILLER and not text.strip(FILLER):
        return
    if check_digit(text) != digit:
        raise IcaoError(field, _CLAUSE, "the check digit is wrong")
