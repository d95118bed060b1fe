"""Finger image record of ISO/IEC 19794-4:2005, which Doc 9303-10 §4.7.3 names for fingers (data group 3).

A general header of 32 bytes, then for each image a header of 14 bytes and the image. Numbers are big-endian.
Only what an office captures or a chip keeps is written and read: single fingers, one view of each, 8 bits of
grey, 500 pixels per inch, live scan, uncompressed, WSQ or PNG. Anything else raises IcaoError.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from loket.core.icao.error import IcaoError

PIXELS_PER_INCH = 500
MOST_RECORD_BYTES = 8_000_000

_Code = TypeVar("_Code", bound=IntEnum)

_STANDARD = "ISO/IEC 19794-4:2005"
_FORMAT = b"FIR\0"
_VERSION = b"010\0"
_HEADER = struct.Struct(">4s4sHIHHBBHHHHBBH")
_VIEW = struct.Struct(">IBBBBBHHB")
_UNKNOWN_DEVICE = 0
_LEVEL_31 = 31  # 500 pixels per inch, 8 bits of grey
_PER_INCH = 1
_UNDEFINED_QUALITY = 254
_WSQ_START = b"\xff\xa0"
_WSQ_END = b"\xff\xa1"
_WSQ_FRAME = b"\xff\xa2"
# Transform, quantization and Huffman tables, restart interval, comment.
_WSQ_TABLES = frozenset({b"\xff\xa4", b"\xff\xa5", b"\xff\xa6", b"\xff\xa7", b"\xff\xa8"})
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"


class FingerPosition(IntEnum):
    """Which finger, by the codes of the standard (as in ANSI/NIST-ITL 1)."""

    RIGHT_THUMB = 1
    RIGHT_INDEX = 2
    RIGHT_MIDDLE = 3
    RIGHT_RING = 4
    RIGHT_LITTLE = 5
    LEFT_THUMB = 6
    LEFT_INDEX = 7
    LEFT_MIDDLE = 8
    LEFT_RING = 9
    LEFT_LITTLE = 10


class ImpressionType(IntEnum):
    """How the finger lay on the glass."""

    LIVE_PLAIN = 0
    LIVE_ROLLED = 1


class ImageCompression(IntEnum):
    """How the images are kept: without loss but for WSQ, which is a chip's."""

    UNCOMPRESSED = 0
    WSQ = 2
    PNG = 5


@dataclass(frozen=True, slots=True)
class FingerView:
    """One finger's image. `quality` is 0 to 100, None where the device says nothing; sizes in pixels.

    `data` is the image in the record's compression: rows of 8-bit grey from the upper left, or a
    PNG or WSQ of them.
    """

    position: FingerPosition
    width: int
    height: int
    data: bytes
    quality: int | None = None
    impression: ImpressionType = ImpressionType.LIVE_PLAIN


@dataclass(frozen=True, slots=True)
class FingerRecord:
    """The fingers of one person, each at most once, in the order in which they stand in the record."""

    compression: ImageCompression
    views: tuple[FingerView, ...]
    capture_device: int = _UNKNOWN_DEVICE

    def __post_init__(self) -> None:
        """Refuse what the record cannot say; raises IcaoError."""
        if not 1 <= len(self.views) <= len(FingerPosition):
            raise _wrong("number of fingers", "not 1 to 10")
        if len({view.position for view in self.views}) != len(self.views):
            raise _wrong("finger position", "a finger stands in the record twice")
        if not 0 <= self.capture_device <= 0xFFFF:
            raise _wrong("capture device", "not 0 to 65535")
        for view in self.views:
            _check_view(view, self.compression)


def write_finger_record(record: FingerRecord) -> bytes:
    """Return the record as bytes; raises IcaoError when it is longer than MOST_RECORD_BYTES."""
    views = b"".join(_view_bytes(view) for view in record.views)
    length = _HEADER.size + len(views)
    if length > MOST_RECORD_BYTES:
        raise _wrong("record length", f"more than {MOST_RECORD_BYTES} bytes")
    header = _HEADER.pack(
        _FORMAT,
        _VERSION,
        0,  # the upper two of the length's six bytes
        length,
        record.capture_device,
        _LEVEL_31,
        len(record.views),
        _PER_INCH,
        PIXELS_PER_INCH,
        PIXELS_PER_INCH,
        PIXELS_PER_INCH,
        PIXELS_PER_INCH,
        8,
        record.compression,
        0,
    )
    return header + views


def read_finger_record(data: bytes) -> FingerRecord:
    """Read a record that `write_finger_record` could have written; raises IcaoError for any other bytes."""
    if not _HEADER.size < len(data) <= MOST_RECORD_BYTES:
        raise _wrong("record length", "too short or too long for a record")
    form, version, upper, length, device, level, count, *rest = _HEADER.unpack_from(data)
    units, scan_x, scan_y, image_x, image_y, depth, compression, reserved = rest
    if form != _FORMAT or version != _VERSION:
        raise _wrong("format identifier and version", "not FIR, 010")
    if upper or length != len(data):
        raise _wrong("record length", "not the length of the record")
    if (level, units, depth) != (_LEVEL_31, _PER_INCH, 8):
        raise _wrong("image acquisition level", "not level 31 per inch with 8 bits")
    if {scan_x, scan_y, image_x, image_y} != {PIXELS_PER_INCH}:
        raise _wrong("resolution", "not 500 pixels per inch")
    if reserved:
        raise _wrong("reserved bytes", "not zero")
    views = _read_views(data, count)
    return FingerRecord(_member(ImageCompression, compression, "compression"), views, device)


def _read_views(data: bytes, count: int) -> tuple[FingerView, ...]:
    views = []
    place = _HEADER.size
    for _ in range(count):
        if len(data) - place < _VIEW.size:
            raise _wrong("finger image", "the record ends before it")
        length, position, of, number, quality, impression, width, height, reserved = _VIEW.unpack_from(
            data, place
        )
        if not _VIEW.size < length <= len(data) - place:
            raise _wrong("length of finger data block", "does not fit into the record")
        if (of, number) != (1, 1):
            raise _wrong("view number", "not the only view of its finger")
        if reserved:
            raise _wrong("reserved byte", "not zero")
        views.append(
            FingerView(
                position=_member(FingerPosition, position, "finger position"),
                width=width,
                height=height,
                data=data[place + _VIEW.size : place + length],
                quality=None if quality == _UNDEFINED_QUALITY else quality,
                impression=_member(ImpressionType, impression, "impression type"),
            )
        )
        place += length
    if place != len(data):
        raise _wrong("record length", "something follows the last finger")
    return tuple(views)


def _view_bytes(view: FingerView) -> bytes:
    header = _VIEW.pack(
        _VIEW.size + len(view.data),
        view.position,
        1,
        1,
        _UNDEFINED_QUALITY if view.quality is None else view.quality,
        view.impression,
        view.width,
        view.height,
        0,
    )
    return header + view.data


def _check_view(view: FingerView, compression: ImageCompression) -> None:
    if not (1 <= view.width <= 0xFFFF and 1 <= view.height <= 0xFFFF):
        raise _wrong("line length", "not 1 to 65535 pixels")
    if view.quality is not None and not 0 <= view.quality <= 100:
        raise _wrong("finger image quality", "not 0 to 100")
    if compression is ImageCompression.UNCOMPRESSED:
        if len(view.data) != view.width * view.height:
            raise _wrong("finger image", "not one byte for each pixel")
        return
    if compression is ImageCompression.WSQ:
        if _wsq_size(view.data) != (view.width, view.height):
            raise _wrong("finger image", "not a WSQ of this size")
        return
    # ISO/IEC 15948 §11.2.2: the first chunk says width, height, bit depth and colour type.
    head = _PNG_SIGNATURE + struct.pack(">I4sIIBB", 13, b"IHDR", view.width, view.height, 8, 0)
    if not view.data.startswith(head) or not view.data.endswith(_PNG_END):
        raise _wrong("finger image", "not a PNG of this size in 8 bits of grey")


def _wsq_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a WSQ image; None when it is none (WSQ Specification 3.1, annex A)."""
    if not data.startswith(_WSQ_START) or not data.endswith(_WSQ_END):
        return None
    place = len(_WSQ_START)
    while len(data) - place >= 4:
        marker, length = data[place : place + 2], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == _WSQ_FRAME and length >= 8 and len(data) - place > length:
            # length, black, white, lines, samples of a line
            height, width = struct.unpack_from(">HH", data, place + 6)
            return width, height
        if marker not in _WSQ_TABLES or length < 2:
            return None
        place += 2 + length
    return None


def _member(kind: type[_Code], number: int, field: str) -> _Code:
    if number not in {member.value for member in kind}:
        raise _wrong(field, "not a code that is read here")
    return kind(number)


def _wrong(field: str, reason: str) -> IcaoError:
    return IcaoError(field, _STANDARD, reason)
