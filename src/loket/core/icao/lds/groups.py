"""Data groups 7, 13 and 15, groups kept as bytes, and reading any group by its tag (Doc 9303-10 §4.7)."""

from dataclasses import dataclass
from typing import TypeAlias

from loket.core.icao.error import IcaoError
from loket.core.icao.finger_images import FingerRecord
from loket.core.icao.lds import der
from loket.core.icao.lds.details import (
    DocumentDetails,
    PersonalDetails,
    PersonToNotify,
    read_dg11,
    read_dg12,
    read_dg16,
)
from loket.core.icao.lds.face_group import Face, read_dg2
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.finger_group import read_dg3
from loket.core.icao.lds.pictures import picture_size
from loket.core.icao.lds.security_infos import SecurityInfo, read_dg14
from loket.core.icao.lds.tlv import read_all, read_header, read_only, write_template, write_tlv
from loket.core.icao.lds.zone_group import read_dg1
from loket.core.icao.mrz import Td1, Td2, Td3

_DG7, _DG13, _DG15 = 0x67, 0x6D, 0x6F
_SIGNATURE = 0x5F43
_MOST_SIGNATURES = 9


@dataclass(frozen=True, slots=True)
class DataGroup1:
    """The machine readable zone."""

    zone: Td1 | Td2 | Td3


@dataclass(frozen=True, slots=True)
class DataGroup2:
    """The face."""

    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class DataGroup3:
    """Fingers."""

    fingers: tuple[FingerRecord, ...]


@dataclass(frozen=True, slots=True)
class DataGroup7:
    """Pictures of the signature, JPEG or JPEG 2000."""

    pictures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DataGroup14:
    """Protocols and keys of the chip."""

    infos: tuple[SecurityInfo, ...]


@dataclass(frozen=True, slots=True)
class DataGroup15:
    """The key of active authentication: a SubjectPublicKeyInfo as bytes."""

    public_key: bytes


@dataclass(frozen=True, slots=True)
class DataGroup16:
    """Whom to call."""

    persons: tuple[PersonToNotify, ...]


@dataclass(frozen=True, slots=True)
class OtherDataGroup:
    """A group that is not read here (4 to 6, 8 to 10, 13): its number, and what stands inside its tag."""

    number: int
    content: bytes


DataGroup: TypeAlias = (
    DataGroup1
    | DataGroup2
    | DataGroup3
    | DataGroup7
    | PersonalDetails
    | DocumentDetails
    | DataGroup14
    | DataGroup15
    | DataGroup16
    | OtherDataGroup
)


def read_data_group(data: bytes) -> DataGroup:
    """Read a whole data group, whichever its tag says it is; raises IcaoError."""
    tag, _, _ = read_header(data)
    number = ElementaryFile.of_tag(tag).data_group
    match number:
        case None:
            raise IcaoError("data group", "9303-10 4.7", "not the tag of a data group")
        case 1:
            return DataGroup1(read_dg1(data))
        case 2:
            return DataGroup2(read_dg2(data))
        case 3:
            return DataGroup3(read_dg3(data))
        case 7:
            return DataGroup7(read_dg7(data))
        case 11:
            return read_dg11(data)
        case 12:
            return read_dg12(data)
        case 14:
            return DataGroup14(read_dg14(data))
        case 15:
            return DataGroup15(read_dg15(data))
        case 16:
            return DataGroup16(read_dg16(data))
        case _:
            return OtherDataGroup(number, read_only(data, tag))


def write_dg7(pictures: tuple[bytes, ...]) -> bytes:
    """Return data group 7 of pictures of the signature; raises IcaoError when one is no picture."""
    if not 1 <= len(pictures) <= _MOST_SIGNATURES:
        raise IcaoError("number of signatures", "9303-10 4.7.7", f"not 1 to {_MOST_SIGNATURES}")
    for picture in pictures:
        picture_size(picture)
    written = (write_tlv(_SIGNATURE, picture) for picture in pictures)
    return write_template(_DG7, (der.write_integer(len(pictures)), *written))


def read_dg7(data: bytes) -> tuple[bytes, ...]:
    """Return the pictures of data group 7; raises IcaoError."""
    parts = read_all(read_only(data, _DG7, field="data group 7"), most=_MOST_SIGNATURES + 1)
    pictures = tuple(part.value for part in parts if part.tag == _SIGNATURE)
    counts = [
        der.read_integer(part.value, "number of signatures") for part in parts if part.tag == der.INTEGER
    ]
    if counts != [len(pictures)]:
        raise IcaoError("number of signatures", "9303-10 4.7.7", "not as many as there are")
    return pictures


def write_dg13(content: bytes) -> bytes:
    """Return data group 13, whose content is the issuing State's own affair."""
    return write_tlv(_DG13, content)


def write_dg15(public_key: bytes) -> bytes:
    """Return data group 15 of a SubjectPublicKeyInfo in DER; raises IcaoError when it is none."""
    _check_public_key(public_key)
    return write_tlv(_DG15, public_key)


def read_dg15(data: bytes) -> bytes:
    """Return the SubjectPublicKeyInfo of data group 15 as it is; raises IcaoError when it is none."""
    public_key = read_only(data, _DG15, field="data group 15")
    _check_public_key(public_key)
    return public_key


def _check_public_key(public_key: bytes) -> None:
    parts = read_all(read_only(public_key, der.SEQUENCE, field="public key"), most=3)
    if [part.tag for part in parts] != [der.SEQUENCE, der.BIT_STRING]:  # RFC 5280 §4.1
        raise IcaoError("public key", "9303-10 4.7.15", "not an algorithm and a key")
