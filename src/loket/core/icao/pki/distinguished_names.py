"""Names of issuers and subjects in certificates (Doc 9303-12 §7.1.1.1)."""

from dataclasses import dataclass
from typing import Final

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import der

COUNTRY: Final = "2.5.4.6"
ORGANIZATION: Final = "2.5.4.10"
UNIT: Final = "2.5.4.11"
SERIAL_NUMBER: Final = "2.5.4.5"
COMMON_NAME: Final = "2.5.4.3"
LOCALITY: Final = "2.5.4.7"
_CLAUSE: Final = "9303-12 7.1.1.1"
# RFC 5280 appendix A.1: ub-common-name and its like.
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinguishedName:
    """C, O, OU, serialNumber, CN in this order; `country` is two capital letters; empty parts are absent."""

    country: str
    organization: str = ""
    unit: str = ""
    serial_number: str = ""
    common_name: str

    def __post_init__(self) -> None:
        """Refuse what no certificate may be named."""
        letters = self.country.isascii() and self.country.isalpha() and self.country.isupper()
        if len(self.country) != 2 or not letters:
            raise IcaoError("countryName", _CLAUSE, "not two capital letters")
        if not self.common_name:
            raise IcaoError("commonName", _CLAUSE, "is missing")
        parts = (self.organization, self.unit, self.serial_number, self.common_name)
        if max(map(len, parts)) > _LONGEST:
            raise IcaoError("name", "RFC 5280 A.1", "a part is longer than 64 characters")

    def der(self) -> bytes:
        """Return the Name (DER)."""
        attributes = (
            # Both MUST be PrintableString.
            (COUNTRY, _printable(self.country)),
            (ORGANIZATION, _text(self.organization)),
            (UNIT, _text(self.unit)),
            (SERIAL_NUMBER, _printable(self.serial_number)),
            (COMMON_NAME, _text(self.common_name)),
        )
        return der.sequence(*(attribute(oid, value) for oid, value in attributes if value))


def attribute(oid: str, value: bytes) -> bytes:
    """Return a RelativeDistinguishedName of one attribute; `value` is an encoded string."""
    return der.set_of([der.sequence(der.oid(oid), value)])


def locality(code: str) -> bytes:
    """Return the Name that names a State by its code in the machine readable zone (Doc 9303-12 §7.1.1.2)."""
    return der.sequence(attribute(LOCALITY, _printable(code)))


def _printable(text: str) -> bytes:
    if not text:
        return b""
    try:
        return der.printable(text)
    except ValueError:
        raise IcaoError("name", _CLAUSE, "has a character that a PrintableString has not") from None


def _text(text: str) -> bytes:
    # 9303-12 table 5: either PrintableString or UTF8String.
    if not text:
        return b""
    try:
        return der.printable(text)
    except ValueError:
        return der.utf8(text)
