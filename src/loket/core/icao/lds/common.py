"""EF.COM and EF.DIR: which data groups and which applications a chip has (Doc 9303-10 §4.6 and §3.11)."""

import re
from dataclasses import dataclass

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.files import LDS1_APPLICATION, ElementaryFile
from loket.core.icao.lds.tlv import read_all, read_only, tag_bytes, write_template, write_tlv

LDS_VERSIONS = ("0107", "0108")
UNICODE_VERSION = "040000"

_COM = 0x60
_LDS_VERSION = 0x5F01
_UNICODE_VERSION = 0x5F36
_TAG_LIST = 0x5C
_APPLICATION = 0x61
_APPLICATION_IDENTIFIER = 0x4F
_MOST_APPLICATIONS = 16
_COM_CLAUSE = "9303-10 4.6"
_DIR_CLAUSE = "9303-10 3.11"


@dataclass(frozen=True, slots=True)
class CommonData:
    """EF.COM: version of the structure ("0107", "0108"), of Unicode ("040000"), and tags of the data groups.

    Versions are four and six digits. Tags stand as read: another issuer's list may hold what no group has.
    """

    tags: tuple[int, ...]
    lds_version: str = "0107"
    unicode_version: str = UNICODE_VERSION

    def __post_init__(self) -> None:
        """Refuse versions that are no digits; raises IcaoError."""
        if not re.fullmatch("[0-9]{4}", self.lds_version):
            raise IcaoError("LDS version", _COM_CLAUSE, "not four digits")
        if not re.fullmatch("[0-9]{6}", self.unicode_version):
            raise IcaoError("Unicode version", _COM_CLAUSE, "not six digits")

    @property
    def data_groups(self) -> tuple[int, ...]:
        """The numbers of the listed data groups in the list's order, without tags that no group has."""
        numbers = {file.tag: file.data_group for file in ElementaryFile if file.data_group}
        return tuple(number for tag in self.tags if (number := numbers.get(tag)) is not None)


def write_com(common: CommonData) -> bytes:
    """Return EF.COM; raises IcaoError when a tag belongs to no data group or is listed twice."""
    if len(common.data_groups) != len(common.tags) or len(set(common.tags)) != len(common.tags):
        raise IcaoError("tag list", _COM_CLAUSE, "a tag that no data group has, or one twice")
    return write_template(
        _COM,
        (
            write_tlv(_LDS_VERSION, common.lds_version.encode("ascii")),
            write_tlv(_UNICODE_VERSION, common.unicode_version.encode("ascii")),
            write_tlv(_TAG_LIST, b"".join(map(tag_bytes, common.tags))),
        ),
    )


def common_data(data_groups: tuple[int, ...], *, lds_version: str = "0107") -> CommonData:
    """Return EF.COM's content for data groups by number, in ascending order; raises IcaoError."""
    tags = (ElementaryFile.of_data_group(number).tag for number in sorted(data_groups))
    return CommonData(tuple(tag for tag in tags if tag is not None), lds_version)


def read_com(data: bytes) -> CommonData:
    """Read EF.COM; raises IcaoError."""
    elements = {element.tag: element.value for element in read_all(read_only(data, _COM, field="EF.COM"))}
    missing = {_LDS_VERSION, _UNICODE_VERSION, _TAG_LIST} - elements.keys()
    if missing:
        raise IcaoError("EF.COM", _COM_CLAUSE, "a version or the tag list is missing")
    return CommonData(
        # Tags of data groups have one byte each.
        tuple(elements[_TAG_LIST]),
        _digits(elements[_LDS_VERSION]),
        _digits(elements[_UNICODE_VERSION]),
    )


def write_dir(applications: tuple[bytes, ...] = (LDS1_APPLICATION,)) -> bytes:
    """Return EF.DIR: one template for each application identifier (Doc 9303-10 §3.11)."""
    return b"".join(
        write_template(_APPLICATION, (write_tlv(_APPLICATION_IDENTIFIER, identifier),))
        for identifier in applications
    )


def read_dir(data: bytes) -> tuple[bytes, ...]:
    """Return the application identifiers that EF.DIR lists, in its order; raises IcaoError."""
    found = []
    for template in read_all(data, most=_MOST_APPLICATIONS):
        if template.tag != _APPLICATION:
            raise IcaoError("EF.DIR", _DIR_CLAUSE, "not application templates alone")
        identifiers = [part.value for part in read_all(template.value) if part.tag == _APPLICATION_IDENTIFIER]
        if len(identifiers) != 1:
            raise IcaoError("EF.DIR", _DIR_CLAUSE, "a template without one application identifier")
        found.append(identifiers[0])
    return tuple(found)


def _digits(value: bytes) -> str:
    return value.decode("ascii", errors="replace")
