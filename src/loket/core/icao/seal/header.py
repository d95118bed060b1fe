"""The header of a seal: who signed it with which certificate, when, and what it is of (Doc 9303-13 §2.2)."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from loket.core.icao.error import IcaoError
from loket.core.icao.seal import c40

MAGIC = 0xDC
_CLAUSE = "9303-13 2.2"
_VERSION_BYTE = {3: 2, 4: 3}
_VERSION_OF = {byte: version for version, byte in _VERSION_BYTE.items()}
_FIXED_REFERENCE = 5
_SIGNER = 4
_DATE_BYTES = 3
_LONGEST_REFERENCE = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class SealHeader:
    """What a header says. Creating one raises IcaoError for a value that cannot stand in its field.

    `version` 3 has a certificate reference of exactly five characters, 4 one of 1 to 255. `issuing_country`
    is without fillers; `signer` is the two-letter country and the two-letter common name of the signer's
    certificate; `certificate_reference` its serial number in hexadecimal, in capitals.
    `feature_reference` and `category` name the use case (use_cases.py).
    """

    version: int = 4
    issuing_country: str
    signer: str
    certificate_reference: str
    issued: date
    signed: date
    feature_reference: int
    category: int

    def __post_init__(self) -> None:
        """Check each field."""
        if self.version not in _VERSION_BYTE:
            raise IcaoError("version", _CLAUSE, "neither 3 nor 4")
        _check_text(self.issuing_country, 1, 3, "issuing country", digits=False)
        _check_text(self.signer, _SIGNER, _SIGNER, "signer", digits=True)
        least, longest = (_FIXED_REFERENCE,) * 2 if self.version == 3 else (1, _LONGEST_REFERENCE)
        _check_text(self.certificate_reference, least, longest, "certificate reference", digits=True)
        if not 1 <= self.feature_reference <= 254:
            raise IcaoError("feature definition reference", _CLAUSE, "not 1 to 254")
        if not 1 <= self.category <= 254:
            raise IcaoError("document type category", _CLAUSE, "not 1 to 254")

    @property
    def encoded(self) -> bytes:
        """The header's bytes."""
        length = "" if self.version == 3 else f"{len(self.certificate_reference):02X}"
        return b"".join(
            (
                bytes([MAGIC, _VERSION_BYTE[self.version]]),
                c40.encode(self.issuing_country.ljust(3)),
                c40.encode(self.signer + length + self.certificate_reference),
                date_bytes(self.issued),
                date_bytes(self.signed),
                bytes([self.feature_reference, self.category]),
            )
        )


class ReferenceLength(Enum):
    """How the certificate reference of a version 4 header says its length.

    The standard has two hexadecimal digits. Papers of two German series are in circulation that have two
    decimal ones, or the five characters of version 3 and no length at all.
    """

    HEXADECIMAL = 16
    DECIMAL = 10
    FIXED = 0


def parse_header(
    data: bytes, length: ReferenceLength = ReferenceLength.HEXADECIMAL
) -> tuple[SealHeader, int]:
    """Read the header at the start of a seal; return it and where the message begins. Raises IcaoError."""
    if data[:1] != bytes([MAGIC]):
        raise IcaoError("magic constant", _CLAUSE, "the bytes do not begin with DC")
    version = _VERSION_OF.get(data[1]) if len(data) > 1 else None
    if version is None:
        raise IcaoError("version", _CLAUSE, "the version byte is neither 02 nor 03")
    country = _c40(data, 2, 2, "issuing country")
    signer, reference, at = _signer(data, version, length)
    issued = parse_date(_part(data, at, _DATE_BYTES, "document issue date"), "document issue date")
    signed = parse_date(_part(data, at + 3, _DATE_BYTES, "signature date"), "signature date")
    feature_reference, category = _part(data, at + 6, 2, "feature definition reference")
    header = SealHeader(
        # A version 4 with a reference of five characters and no length is a version 3 in all but its byte.
        version=version if length is not ReferenceLength.FIXED else 3,
        issuing_country=country.rstrip(),
        signer=signer,
        certificate_reference=reference,
        issued=issued,
        signed=signed,
        feature_reference=feature_reference,
        category=category,
    )
    return header, at + 8


def _signer(data: bytes, version: int, said: ReferenceLength) -> tuple[str, str, int]:
    """Return signer, certificate reference and where the dates begin."""
    if version == 3 or said is ReferenceLength.FIXED:
        text = _c40(data, 4, 6, "signer")
        return text[:_SIGNER], text[_SIGNER:], 10
    text = _c40(data, 4, 4, "signer")
    try:
        length = int(text[_SIGNER:], said.value)
    except ValueError:
        raise IcaoError("certificate reference", _CLAUSE, f"its length is not {said.name.lower()}") from None
    size = -(-length // 3) * 2
    reference = _c40(data, 8, size, "certificate reference")
    if len(reference) != length:
        raise IcaoError("certificate reference", _CLAUSE, "not as long as it says")
    return text[:_SIGNER], reference, 8 + size


def date_bytes(day: date) -> bytes:
    """Return a date as three bytes: the number that month, day and year make (Doc 9303-13 §2.6.2)."""
    return (day.month * 1_000_000 + day.day * 10_000 + day.year).to_bytes(_DATE_BYTES, "big")


def parse_date(data: bytes, field: str) -> date:
    """Read three bytes as a date; raises IcaoError naming `field`."""
    number = int.from_bytes(data, "big")
    try:
        return date(number % 10_000, number // 1_000_000, number // 10_000 % 100)
    except ValueError:
        raise IcaoError(field, "9303-13 2.6", "no date") from None


def _part(data: bytes, at: int, length: int, field: str) -> bytes:
    part = data[at : at + length]
    if len(part) != length:
        raise IcaoError(field, _CLAUSE, "the seal ends within it")
    return part


def _c40(data: bytes, at: int, length: int, field: str) -> str:
    try:
        return c40.decode(_part(data, at, length, field))
    except IcaoError as error:
        raise IcaoError(field, error.clause, error.reason) from None


def _check_text(text: str, least: int, longest: int, field: str, *, digits: bool) -> None:
    of_the_alphabet = (
        text.isascii() and (text.isalnum() if digits else text.isalpha()) and text.upper() == text
    )
    if not (of_the_alphabet and least <= len(text) <= longest):
        what = "capitals and digits" if digits else "capitals"
        raise IcaoError(field, _CLAUSE, f"not {least} to {longest} {what}")
