"""What a chip keeps without power, and the bytes that it is kept in (docs/formats/chip.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from loket.core.icao.chip.curves import RandomBytes
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.error import IcaoError
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.tlv import read_all, read_only, write_template, write_tlv

SERIAL_BYTES = 8
PERSONALISATION_KEY_BYTES = 16
MRZ_SECRET_BYTES = 20
CAPACITY_BYTES = 262_144
"""Bytes of all files together."""
MOST_WRONG_PERSONALISATION_KEYS = 8

_VERSION = 1
_CLAUSE = "ISO/IEC 7816-4"
_MEMORY = 0x7F61
_VERSION_TAG, _SERIAL, _PERSONALISATION_KEY, _LOCKED, _MRZ, _CAN = 0x80, 0x81, 0x82, 0x83, 0x84, 0x85
_CHIP_KEY, _ACTIVE_KEY, _FAILURES, _FILE = 0x86, 0x87, 0x88, 0xA9
_IN_MASTER_FILE, _FID, _CONTENT = 0x80, 0x81, 0x82
_MOST_FAILURES = 0xFFFF

Files: TypeAlias = Mapping[ElementaryFile, bytes]


@dataclass(frozen=True, slots=True, repr=False)
class ChipMemory:
    """The memory of a virtual chip: what stays when the power goes.

    `serial`: 8 bytes, random. `personalisation_key`: 16 bytes, None once the chip is locked. `mrz_secret`:
    SHA-1 of the MRZ information. `failures`: wrong keys since the last right one.
    """

    serial: bytes
    personalisation_key: bytes | None
    locked: bool = False
    mrz_secret: bytes | None = None
    can: bytes | None = None
    chip_authentication_key: ChipKey | None = None
    active_authentication_key: ChipKey | None = None
    failures: int = 0
    files: Files = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse what no chip can hold; ChipError."""
        if len(self.serial) != SERIAL_BYTES or not 0 <= self.failures <= _MOST_FAILURES:
            raise ChipError("chip memory", _CLAUSE, "its serial or counter is impossible")
        if (self.personalisation_key is None) != self.locked:
            raise ChipError("chip memory", _CLAUSE, "a locked chip has no personalisation key, another has")
        if (
            self.personalisation_key is not None
            and len(self.personalisation_key) != PERSONALISATION_KEY_BYTES
        ):
            raise ChipError("chip memory", _CLAUSE, "the personalisation key is not of 16 bytes")
        if self.mrz_secret is not None and len(self.mrz_secret) != MRZ_SECRET_BYTES:
            raise ChipError("chip memory", _CLAUSE, "the secret of the zone is not of 20 bytes")
        if sum(map(len, self.files.values())) > CAPACITY_BYTES:
            raise ChipError("chip memory", _CLAUSE, "the files are more than the chip holds")

    @classmethod
    def blank(cls, personalisation_key: bytes, random_bytes: RandomBytes) -> "ChipMemory":
        """Return the memory of a chip as its maker delivers it: a serial by chance, a key to write it."""
        return cls(random_bytes(SERIAL_BYTES), personalisation_key)

    @property
    def half_written(self) -> bool:
        """Whether writing was begun and never ended by the lock: such a chip is spoilt."""
        return not self.locked and bool(self.files or self.mrz_secret or self.can or self._has_keys)

    @property
    def _has_keys(self) -> bool:
        return self.chip_authentication_key is not None or self.active_authentication_key is not None

    def encode(self) -> bytes:
        """Return the memory as bytes."""
        parts = [
            write_tlv(_VERSION_TAG, bytes((_VERSION,))),
            write_tlv(_SERIAL, self.serial),
            write_tlv(_LOCKED, bytes((self.locked,))),
            write_tlv(_FAILURES, self.failures.to_bytes(2, "big")),
        ]
        chip, active = self.chip_authentication_key, self.active_authentication_key
        optional = {
            _PERSONALISATION_KEY: self.personalisation_key,
            _MRZ: self.mrz_secret,
            _CAN: self.can,
            _CHIP_KEY: None if chip is None else chip.encode(),
            _ACTIVE_KEY: None if active is None else active.encode(),
        }
        parts += [write_tlv(tag, value) for tag, value in optional.items() if value is not None]
        parts += [_write_file(file, content) for file, content in self.files.items()]
        return write_template(_MEMORY, parts)

    @classmethod
    def decode(cls, data: bytes) -> "ChipMemory":
        """Read what `encode` wrote; raises IcaoError for anything else."""
        elements = read_all(read_only(data, _MEMORY, field="chip memory"))
        files = dict(_read_file(element.value) for element in elements if element.tag == _FILE)
        single = [element for element in elements if element.tag != _FILE]
        values = {element.tag: element.value for element in single}
        known = {
            _VERSION_TAG,
            _SERIAL,
            _PERSONALISATION_KEY,
            _LOCKED,
            _MRZ,
            _CAN,
            _CHIP_KEY,
            _ACTIVE_KEY,
            _FAILURES,
        }
        if len(values) != len(single) or not values.keys() <= known:
            raise ChipError("chip memory", _CLAUSE, "has unknown parts, or one twice")
        if values.get(_VERSION_TAG) != bytes((_VERSION,)):
            raise ChipError("chip memory", _CLAUSE, "is of an unknown version")
        chip, active = values.get(_CHIP_KEY), values.get(_ACTIVE_KEY)
        return cls(
            serial=values.get(_SERIAL, b""),
            personalisation_key=values.get(_PERSONALISATION_KEY),
            locked=values.get(_LOCKED) == b"\x01",
            mrz_secret=values.get(_MRZ),
            can=values.get(_CAN),
            chip_authentication_key=None if chip is None else ChipKey.decode(chip),
            active_authentication_key=None if active is None else ChipKey.decode(active),
            failures=int.from_bytes(values.get(_FAILURES, b""), "big"),
            files=MappingProxyType(files),
        )


def _write_file(file: ElementaryFile, content: bytes) -> bytes:
    return write_template(
        _FILE,
        (
            write_tlv(_IN_MASTER_FILE, bytes((file.in_master_file,))),
            write_tlv(_FID, file.fid.to_bytes(2, "big")),
            write_tlv(_CONTENT, content),
        ),
    )


def _read_file(value: bytes) -> tuple[ElementaryFile, bytes]:
    parts = {element.tag: element.value for element in read_all(value, most=3)}
    place, fid = parts.get(_IN_MASTER_FILE) == b"\x01", int.from_bytes(parts.get(_FID, b""), "big")
    file = file_of(fid, in_master_file=place)
    if file is None or _CONTENT not in parts:
        raise IcaoError("chip memory", _CLAUSE, "holds a file that no chip has")
    return file, parts[_CONTENT]


def file_of(fid: int, *, in_master_file: bool) -> ElementaryFile | None:
    """Return the file with this identifier in the master file or in the application; None."""
    for file in ElementaryFile:
        if file.fid == fid and file.in_master_file == in_master_file:
            return file
    return None
