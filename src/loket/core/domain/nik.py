"""The population number (NIK): 6 area digits, DDMMYY (day + 40 for women), 4 serial digits.

There is no check digit and the area stays after moving; a date that differs is a warning, never a refusal.
"""

from datetime import date

from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.terms import Sex

NIK_DIGITS = 16
_WOMEN_ADD = 40


def objections_to(nik: str) -> tuple[Objection, ...]:
    """Say every reason why this cannot be a NIK."""
    if len(nik) != NIK_DIGITS or not (nik.isascii() and nik.isdigit()):
        return (Objection(Reason.NIK_NOT_16_DIGITS, "nik"),)
    if nik[12:] == "0000":
        return (Objection(Reason.NIK_SERIAL_ZERO, "nik"),)
    return ()


def agrees_with(nik: str, *, birth_date: date, sex: Sex) -> bool:
    """Whether the date inside a well-formed NIK is this birth date; disagreement is only a warning."""
    day = birth_date.day + (_WOMEN_ADD if sex is Sex.FEMALE else 0)
    return nik[6:12] == f"{day:02d}{birth_date.month:02d}{birth_date.year % 100:02d}"


def masked(nik: str) -> str:
    """For pages that need not show the whole number: first four and last four digits."""
    return f"{nik[:4]} •••• •••• {nik[-4:]}"
