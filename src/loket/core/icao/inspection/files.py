"""Which of some files are a chip's: told by what is in them, never by their names (Doc 9303-10 §3, §4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.foreign_asn1 import BrokenOffError, outermost, whole
from loket.core.icao.inspection.private_keys import is_private_key
from loket.core.icao.inspection.security_object import CONTENT_TYPES
from loket.core.icao.lds import der
from loket.core.icao.lds.files import ElementaryFile

# The tags that may begin a file's content (Doc 9303-10 §4.7). A file is taken for one of the chip's if its
# length fills it exactly or if its content begins as it should: one wrong bit leaves one of the two signs.
_FIRST_INSIDE: dict[ElementaryFile, frozenset[int]] = {
    ElementaryFile.COM: frozenset({0x5F01}),
    ElementaryFile.SOD: frozenset({0x30}),
    ElementaryFile.DG1: frozenset({0x5F1F}),
    ElementaryFile.DG2: frozenset({0x7F61}),
    ElementaryFile.DG3: frozenset({0x7F61}),
    ElementaryFile.DG4: frozenset({0x7F61}),
    ElementaryFile.DG5: frozenset({0x02}),
    ElementaryFile.DG6: frozenset({0x02}),
    ElementaryFile.DG7: frozenset({0x02}),
    ElementaryFile.DG11: frozenset({0x5C}),
    ElementaryFile.DG12: frozenset({0x5C}),
    ElementaryFile.DG14: frozenset({0x30, 0x31}),
    ElementaryFile.DG15: frozenset({0x30}),
    ElementaryFile.DG16: frozenset({0x02}),
}
_APPLICATION_IDENTIFIER = 0x4F  # inside EF.DIR, whose entries have the tag of data group 1
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_WITHIN = 512  # only version and digest algorithms stand before the content's type
_CONTENT_TYPES = tuple(der.write_oid(oid) for oid in CONTENT_TYPES)
_SEQUENCE, _SET = 0x30, 0x31
_PADDING = (b"\x00", b"\xff", b"\x90")


@dataclass(frozen=True, slots=True)
class LdsFiles:
    """A chip's files by what they are.

    `data_groups` maps 1..16 to stored bytes. `is_whole_chip` is False if there is a security object alone.
    `doubled` names what two different files claim to be; `damaged` files that are one element of a tag no
    file of the chip has; `others` everything that was passed over.
    """

    security_object: bytes | None = None
    data_groups: Mapping[int, bytes] = field(default_factory=dict)
    common: bytes | None = None
    private_keys: tuple[bytes, ...] = ()
    doubled: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    is_whole_chip: bool = True


def identify(files: Iterable[tuple[str, bytes]]) -> LdsFiles:
    """Sort files (name, bytes) by what they are; raises nothing for what they contain."""
    found: dict[ElementaryFile, bytes] = {}
    doubled: set[str] = set()
    keys: list[bytes] = []
    bare: list[bytes] = []
    damaged: list[str] = []
    others: list[str] = []
    for name, data in files:
        file = kind_of(data)
        if file is not None:
            if found.setdefault(file, data) != data:
                doubled.add(file.title)
        elif is_private_key(data):
            keys.append(data)
        elif is_bare_signed_data(data) and _says_security_object(data):
            bare.append(data)
        elif _is_one_element(data):
            damaged.append(name)
        else:
            others.append(name)
    if ElementaryFile.SOD not in found and bare:
        found[ElementaryFile.SOD] = bare[0]
        doubled |= {ElementaryFile.SOD.title} if len(set(bare)) > 1 else set()
    return LdsFiles(
        security_object=found.get(ElementaryFile.SOD),
        data_groups={file.data_group: data for file, data in found.items() if file.data_group is not None},
        common=found.get(ElementaryFile.COM),
        private_keys=tuple(keys),
        doubled=tuple(sorted(doubled)),
        damaged=tuple(damaged),
        others=tuple(others),
    )


def security_object_alone(data: bytes) -> LdsFiles:
    """Return what there is to inspect if only a security object is given."""
    return LdsFiles(security_object=data, is_whole_chip=False)


def kind_of(data: bytes) -> ElementaryFile | None:
    """Return which file of the eMRTD application this is, or None."""
    head = outermost(data)
    if head is None:
        return None
    try:
        file = ElementaryFile.of_tag(head.tag)
    except IcaoError:
        return None
    inside = outermost(data[head.header_length : head.header_length + 16])
    if inside is not None and inside.tag == _APPLICATION_IDENTIFIER and file is ElementaryFile.DG1:
        return None
    begins_well = inside is not None and inside.tag in _FIRST_INSIDE.get(file, frozenset())
    return file if begins_well or _fills(data) else None


def is_bare_signed_data(data: bytes) -> bool:
    """Whether these bytes begin as CMS signed data without the tag of EF.SOD."""
    head = outermost(data)
    if head is None or head.tag != _SEQUENCE:
        return False
    return data[head.header_length :].startswith(_SIGNED_DATA)


def _says_security_object(data: bytes) -> bool:
    """Whether signed data may list hashes of data groups: EF.CardSecurity and master lists do not."""
    return any(content_type in data[:_WITHIN] for content_type in _CONTENT_TYPES)


def _fills(data: bytes) -> bool:
    """Whether one element fills the file, but for padding."""
    try:
        stored, following = whole(data, "file", "9303-10 3", longest=len(data))
    except IcaoError:
        return False
    return not following or not data[len(stored) :].strip(b"\x00")


def _is_one_element(data: bytes) -> bool:
    head = outermost(data)
    return head is not None and head.tag not in {_SEQUENCE, _SET} and _fills(data)


def without_padding(data: bytes) -> bytes | None:
    """Return a file without the fill bytes that follow its one element; None if there are none."""
    try:
        stored, following = whole(data, "file", "9303-10 3", longest=len(data))
    except IcaoError:
        return None
    rest = data[len(stored) :]
    return stored if following and any(not rest.strip(fill) for fill in _PADDING) else None


def is_broken_off(data: bytes) -> bool:
    """Whether a file ends before its own length says."""
    try:
        whole(data, "file", "9303-10 3", longest=len(data))
    except BrokenOffError:
        return True
    except IcaoError:
        return False
    return False
