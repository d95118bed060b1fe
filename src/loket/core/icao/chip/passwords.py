"""What opens a chip: the machine readable zone or the card access number (9303-11 §4.3.2, §9.7.2, §9.7.3)."""

import hashlib
from dataclasses import dataclass
from enum import IntEnum

from loket.core.icao.check_digit import FILLER, MRZ_ALPHABET, check_digit
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import Mrz

_NUMBER = 9
_LONGEST_NUMBER = 22  # TD1: 9 of the number's own field and at most 13 of the optional data
_CAN_DIGITS = 6
_CLAUSE = "9303-11 9.7.2"


class PasswordKind(IntEnum):
    """Which password PACE is done with; the value is its reference in MSE:SET AT (9303-11 §4.4.4.1)."""

    MRZ = 1
    CAN = 2


@dataclass(frozen=True, slots=True, repr=False)
class Password:
    """A password as the chip keeps it: SHA-1 of the MRZ information (20 bytes), or the number's 6 digits."""

    kind: PasswordKind
    secret: bytes

    @property
    def bac_seed(self) -> bytes:
        """K_seed of basic access control, 16 bytes (9303-11 §9.7.2); IcaoError for a card access number."""
        if self.kind is not PasswordKind.MRZ:
            raise IcaoError("password", _CLAUSE, "basic access control takes the machine readable zone only")
        return self.secret[:16]


def mrz_information(document_number: str, birth_date: MrzDate, expiry: MrzDate) -> str:
    """Return document number, birth date and expiry, each with its check digit (9303-11 §9.7.2).

    `document_number` is the whole number without fillers at its end, also where TD1 or TD2 spread it over two
    fields. Raises IcaoError for a number that no zone has.
    """
    number = document_number.rstrip(FILLER)
    if not 1 <= len(number) <= _LONGEST_NUMBER or not MRZ_ALPHABET.issuperset(number):
        raise IcaoError("document number", _CLAUSE, "is none of a machine readable zone")
    parts = (number.ljust(_NUMBER, FILLER), birth_date.text, expiry.text)
    return "".join(part + check_digit(part) for part in parts)


def mrz_password(document_number: str, birth_date: MrzDate, expiry: MrzDate) -> Password:
    """Return the password of these three data elements; IcaoError as `mrz_information`."""
    information = mrz_information(document_number, birth_date, expiry).encode("ascii")
    # 9303-11 9.7.2 fixes SHA-1 for this; it is no signature
    return Password(PasswordKind.MRZ, hashlib.sha1(information, usedforsecurity=False).digest())


def password_of(mrz: Mrz) -> Password:
    """Return the password of a machine readable zone."""
    return mrz_password(mrz.document_number, mrz.birth_date, mrz.expiry)


def can_password(number: str) -> Password:
    """Return the password of a card access number (9303-11 §4.4.1: 6 digits); IcaoError for anything else."""
    if len(number) != _CAN_DIGITS or not (number.isascii() and number.isdigit()):
        raise IcaoError("card access number", "9303-11 4.4.1", "is not of six digits")
    return Password(PasswordKind.CAN, number.encode("ascii"))
