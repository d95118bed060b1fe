"""The layout is written down here once more by hand, field by field from the standard's two tables."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.finger_images import (
    FingerPosition,
    FingerRecord,
    FingerView,
    ImageCompression,
    ImpressionType,
    read_finger_record,
    write_finger_record,
)

TWO_FINGERS = FingerRecord(
    ImageCompression.UNCOMPRESSED,
    (
        FingerView(FingerPosition.RIGHT_THUMB, 3, 2, bytes(range(6)), quality=80),
        FingerView(FingerPosition.LEFT_LITTLE, 1, 1, b"\xff", impression=ImpressionType.LIVE_ROLLED),
    ),
    capture_device=0x0102,
)
# ISO/IEC 19794-4:2005, general record header (32 bytes) and finger image header (14 bytes each).
TWO_FINGERS_BYTES = bytes.fromhex(
    "46495200"  # format identifier: "FIR", 0
    "30313000"  # version: "010", 0
    "000000000043"  # record length: 32 + 14 + 6 + 14 + 1 = 67
    "0102"  # capture device
    "001f"  # image acquisition level: 31
    "02"  # number of fingers
    "01"  # scale units: inch
    "01f4" "01f4"  # scan resolution: 500, 500
    "01f4" "01f4"  # image resolution: 500, 500
    "08"  # pixel depth
    "00"  # compression: none, no bit packing
    "0000"  # reserved
    "00000014"  # length of the block: 14 + 6
    "01"  # position: right thumb
    "01" "01"  # views of this finger; number of this view
    "50"  # quality: 80
    "00"  # impression: live-scan plain
    "0003" "0002"  # horizontal, vertical line length
    "00"  # reserved
    "000102030405"
    "0000000f"
    "0a"  # position: left little finger
    "01" "01"
    "fe"  # quality: undefined
    "01"  # impression: live-scan rolled
    "0001" "0001"
    "00"
    "ff"
)  # fmt: skip


def small_png(width, height):
    """A PNG in 8 bits of grey put together by hand (ISO/IEC 15948 §5)."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_byte(place, value):
    changed = bytearray(TWO_FINGERS_BYTES)
    changed[place] = value
    return bytes(changed)


def test_a_record_is_written_byte_by_byte_as_the_tables_say():
    assert write_finger_record(TWO_FINGERS) == TWO_FINGERS_BYTES


def test_what_was_written_is_read():
    assert read_finger_record(TWO_FINGERS_BYTES) == TWO_FINGERS


def test_ten_fingers_are_one_record():
    views = tuple(FingerView(position, 5, 4, small_png(5, 4), 60) for position in FingerPosition)
    record = FingerRecord(ImageCompression.PNG, views)
    data = write_finger_record(record)

    assert data[18] == 10
    assert data[29] == 5
    assert read_finger_record(data) == record


def test_positions_are_numbered_as_in_the_standard():
    assert [position.value for position in FingerPosition] == list(range(1, 11))
    assert FingerPosition(1).name == "RIGHT_THUMB"
    assert FingerPosition(6).name == "LEFT_THUMB"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 0x47),  # another format
        (6, 0x31),  # version 011
        (8, 1),  # longer than it is
        (13, 0x44),  # one byte longer
        (13, 0x42),  # one byte shorter
        (17, 30),  # another acquisition level
        (18, 0),  # no finger
        (18, 1),  # a finger too few
        (18, 3),  # a finger too many
        (19, 2),  # per centimetre
        (21, 0xF3),  # 499 per inch
        (28, 7),  # depth
        (29, 2),  # WSQ, which is not read here
        (29, 5),  # said to be PNG
        (31, 1),  # reserved
        (35, 0x15),  # block longer than its image
        (32, 0xFF),  # block longer than the record
        (36, 0),  # unknown finger
        (36, 11),  # no finger at all
        (36, 10),  # the same finger twice
        (37, 2),  # two views
        (38, 2),  # the second view
        (39, 101),  # quality above 100
        (40, 8),  # swipe
        (42, 4),  # wider than its image
        (45, 1),  # reserved
    ],
)
def test_a_record_that_says_something_else_is_refused(place, value):
    with pytest.raises(IcaoError):
        read_finger_record(with_byte(place, value))


@pytest.mark.parametrize(
    "record",
    [
        lambda: FingerRecord(ImageCompression.UNCOMPRESSED, ()),
        lambda: FingerRecord(ImageCompression.UNCOMPRESSED, (TWO_FINGERS.views[0],) * 2),
        lambda: FingerRecord(ImageCompression.UNCOMPRESSED, TWO_FINGERS.views, 65536),
        lambda: FingerRecord(
            ImageCompression.UNCOMPRESSED, (FingerView(FingerPosition.RIGHT_INDEX, 2, 2, b"\0" * 3),)
        ),
        lambda: FingerRecord(
            ImageCompression.UNCOMPRESSED, (FingerView(FingerPosition.RIGHT_INDEX, 0, 2, b""),)
        ),
        lambda: FingerRecord(
            ImageCompression.PNG, (FingerView(FingerPosition.RIGHT_INDEX, 4, 4, small_png(4, 5)),)
        ),
    ],
)
def test_a_record_that_cannot_be_is_not_made(record):
    with pytest.raises(IcaoError):
        record()


@given(st.binary(max_size=120))
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(data):
    with pytest.raises(IcaoError):
        read_finger_record(data)


@given(st.integers(0, len(TWO_FINGERS_BYTES) - 1), st.integers(0, 255))
@settings(max_examples=200)
def test_what_is_read_is_written_again_as_it_was(place, value):
    data = with_byte(place, value)
    try:
        record = read_finger_record(data)
    except IcaoError:
        return

    assert write_finger_record(record) == data
