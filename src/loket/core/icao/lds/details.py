"""Data groups 11, 12 and 16: more about the holder, the document, and whom to call (Doc 9303-10 §4.7.11 ff.).

Texts are UTF-8; parts of a text are set apart by `<`, as the standard has it. Dates are digits, CCYYMMDD.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from loket.core.icao.error import IcaoError
from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import Tlv, read_all, read_only, tag_bytes, write_template, write_tlv

_DG11, _DG12, _DG16 = 0x6B, 0x6C, 0x70
_TAG_LIST = 0x5C
_SEVERAL = 0xA0
_OTHER_NAME = 0x5F0F
_OTHER_PERSON = 0x5F1A
_MOST_ELEMENTS = 64
_MOST_PERSONS = 15
# A field of PersonalDetails and its tag, in the order of the standard's table.
_PERSONAL = (
    ("full_name", 0x5F0E),
    ("other_names", _OTHER_NAME),
    ("personal_number", 0x5F10),
    ("birth_date", 0x5F2B),
    ("birth_place", 0x5F11),
    ("address", 0x5F42),
    ("telephone", 0x5F12),
    ("profession", 0x5F13),
    ("title", 0x5F14),
    ("summary", 0x5F15),
    ("proof_of_citizenship", 0x5F16),
    ("other_documents", 0x5F17),
    ("custody", 0x5F18),
)
_DOCUMENT = (
    ("issuing_authority", 0x5F19),
    ("issue_date", 0x5F26),
    ("other_persons", _OTHER_PERSON),
    ("observations", 0x5F1B),
    ("tax_or_exit_requirements", 0x5F1C),
    ("front", 0x5F1D),
    ("rear", 0x5F1E),
    ("personalised_at", 0x5F55),
    ("personalisation_system", 0x5F56),
)
_PERSON = (("recorded", 0x5F50), ("name", 0x5F51), ("telephone", 0x5F52), ("address", 0x5F53))
_BYTES = frozenset({"proof_of_citizenship", "front", "rear"})
_DIGITS = {"birth_date": 8, "issue_date": 8, "recorded": 8, "personalised_at": 14}
_SEVERAL_TAGS = frozenset({_OTHER_NAME, _OTHER_PERSON})

_Value: TypeAlias = str | bytes | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDetails:
    """Data group 11. Empty is what the issuer does not say; `proof_of_citizenship` is a picture."""

    full_name: str = ""
    other_names: tuple[str, ...] = ()
    personal_number: str = ""
    birth_date: str = ""
    birth_place: str = ""
    address: str = ""
    telephone: str = ""
    profession: str = ""
    title: str = ""
    summary: str = ""
    proof_of_citizenship: bytes = b""
    other_documents: str = ""
    custody: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDetails:
    """Data group 12. `personalised_at` is CCYYMMDDhhmmss; `front` and `rear` are pictures of the document."""

    issuing_authority: str = ""
    issue_date: str = ""
    other_persons: tuple[str, ...] = ()
    observations: str = ""
    tax_or_exit_requirements: str = ""
    front: bytes = b""
    rear: bytes = b""
    personalised_at: str = ""
    personalisation_system: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToNotify:
    """One person of data group 16; `recorded` is the day on which this was written down."""

    recorded: str = ""
    name: str = ""
    telephone: str = ""
    address: str = ""


def write_dg11(details: PersonalDetails) -> bytes:
    """Return data group 11 with what is said and no more; raises IcaoError for nothing or a wrong date."""
    return _write(_DG11, details, _PERSONAL)


def write_dg12(details: DocumentDetails) -> bytes:
    """Return data group 12; raises as write_dg11 does."""
    return _write(_DG12, details, _DOCUMENT)


def read_dg11(data: bytes) -> PersonalDetails:
    """Read data group 11; raises IcaoError. Elements that the standard does not name are skipped."""
    return PersonalDetails(**_read(read_only(data, _DG11, field="data group 11"), _PERSONAL))


def read_dg12(data: bytes) -> DocumentDetails:
    """Read data group 12; raises IcaoError. Elements that the standard does not name are skipped."""
    return DocumentDetails(**_read(read_only(data, _DG12, field="data group 12"), _DOCUMENT))


def read_dg16(data: bytes) -> tuple[PersonToNotify, ...]:
    """Read data group 16, which is not written here; raises IcaoError."""
    parts = read_all(read_only(data, _DG16, field="data group 16"), most=_MOST_PERSONS + 1)
    # The first person stands in A1, the second in A2, and so on.
    persons = [part for part in parts if 0xA1 <= part.tag <= 0xA0 + _MOST_PERSONS]
    counts = [der.read_integer(part.value, "number of persons") for part in parts if part.tag == der.INTEGER]
    if counts != [len(persons)]:
        raise IcaoError("number of persons", "9303-10 4.7.16", "not as many as there are")
    return tuple(PersonToNotify(**_read(person.value, _PERSON)) for person in persons)


def _write(
    tag: int, details: PersonalDetails | DocumentDetails, fields: tuple[tuple[str, int], ...]
) -> bytes:
    tags, elements = [], []
    for name, element_tag in fields:
        value: _Value = getattr(details, name)
        if not value:
            continue
        tags.append(tag_bytes(element_tag))
        elements.append(_element(name, element_tag, value))
    if not elements:
        raise _wrong("data group", "nothing to say")
    return write_template(tag, (write_tlv(_TAG_LIST, b"".join(tags)), *elements))


def _element(name: str, tag: int, value: _Value) -> bytes:
    if isinstance(value, bytes):
        return write_tlv(tag, value)
    if isinstance(value, tuple):
        names = (write_tlv(tag, text.encode()) for text in value)
        return write_template(_SEVERAL, (der.write_integer(len(value)), *names))
    if name in _DIGITS and not re.fullmatch(f"[0-9]{{{_DIGITS[name]}}}", value):
        raise _wrong(name, f"not {_DIGITS[name]} digits")
    return write_tlv(tag, value.encode())


def _read(template: bytes, fields: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    names = {tag: name for name, tag in fields}
    found: dict[str, _Value] = {}
    several: list[str] = []
    for element in _flat(read_all(template, most=_MOST_ELEMENTS)):
        name = names.get(element.tag)
        if name is None:
            continue
        if element.tag in _SEVERAL_TAGS:
            several.append(_text(element.value, name))
            found[name] = tuple(several)
        elif name in found:
            raise _wrong(name, "twice")
        else:
            found[name] = element.value if name in _BYTES else _text(element.value, name)
    return found


def _flat(elements: tuple[Tlv, ...]) -> Iterator[Tlv]:
    """Yield the elements, and in the place of what holds several names, those names."""
    for element in elements:
        if element.tag == _SEVERAL:
            yield from read_all(element.value, most=_MOST_ELEMENTS)
        else:
            yield element


def _text(value: bytes, name: str) -> str:
    digits = _DIGITS.get(name)
    if digits is not None and 2 * len(value) == digits:
        text = value.hex()  # binary coded decimals, which older issuers write
    else:
        try:
            text = value.decode()
        except UnicodeDecodeError:
            raise _wrong(name, "not UTF-8") from None
    if digits is not None and not re.fullmatch(f"[0-9]{{{digits}}}", text):
        raise _wrong(name, f"not {digits} digits")
    return text


def _wrong(field: str, reason: str) -> IcaoError:
    return IcaoError(field, "9303-10 4.7.11", reason)
