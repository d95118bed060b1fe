"""Images are those of the WSQ library; the frame is written down once more by hand."""

import io

import pytest
import wsq  # noqa: F401 -- makes Pillow write WSQ
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from loket.core.icao.error import IcaoError
from loket.core.icao.finger_images import (
    FingerPosition,
    FingerRecord,
    FingerView,
    ImageCompression,
    read_finger_record,
    write_finger_record,
)
from loket.core.icao.lds.finger_group import finger_subtype, read_dg3, write_dg3
from loket.core.icao.lds.tlv import write_tlv

# Doc 9303-10 §4.7.3 and CBEFF: bits 1 and 2 the hand (01 right, 10 left), bits 3 to 5 the finger.
SUBTYPES = {
    FingerPosition.RIGHT_THUMB: 0b00101,
    FingerPosition.RIGHT_INDEX: 0b01001,
    FingerPosition.RIGHT_MIDDLE: 0b01101,
    FingerPosition.RIGHT_RING: 0b10001,
    FingerPosition.RIGHT_LITTLE: 0b10101,
    FingerPosition.LEFT_THUMB: 0b00110,
    FingerPosition.LEFT_INDEX: 0b01010,
    FingerPosition.LEFT_MIDDLE: 0b01110,
    FingerPosition.LEFT_RING: 0b10010,
    FingerPosition.LEFT_LITTLE: 0b10110,
}


@pytest.fixture(scope="module")
def ridges():
    """Return a WSQ of 300 × 280 pixels of stripes."""
    picture = Image.new("L", (300, 280), 255)
    for row in range(0, 280, 8):
        picture.paste(20, (0, row, 300, row + 4))
    written = io.BytesIO()
    picture.save(written, "WSQ")
    return written.getvalue()


def _record(data, position=FingerPosition.RIGHT_INDEX, width=300):
    return FingerRecord(ImageCompression.WSQ, (FingerView(position, width, 280, data, quality=90),))


def test_every_finger_has_its_number():
    assert {position: finger_subtype(position) for position in FingerPosition} == SUBTYPES


def test_a_record_in_wsq_is_read_and_written(ridges):
    data = write_finger_record(_record(ridges))

    assert data[29] == 2  # ISO/IEC 19794-4: compression algorithm WSQ
    assert read_finger_record(data) == _record(ridges)
    assert Image.open(io.BytesIO(read_finger_record(data).views[0].data)).size == (300, 280)


def test_a_wsq_of_another_size_or_cut_off_is_refused(ridges):
    for data, width in (
        (ridges, 301),
        (ridges[:-1], 300),
        (ridges[:40] + b"\xff\xa1", 300),
        (b"\xff\xa0\xff\xa1", 300),
    ):
        with pytest.raises(IcaoError, match="WSQ"):
            _record(data, width=width)


def test_data_group_3_frames_each_finger(ridges):
    records = (_record(ridges), _record(ridges, FingerPosition.LEFT_INDEX))
    framed = b"".join(
        write_tlv(
            0x7F60,
            bytes.fromhex(f"a112 80020101 810108 8201{subtype} 87020101 88020007")
            + write_tlv(0x5F2E, write_finger_record(record)),
        )
        for record, subtype in zip(records, ("09", "0a"), strict=True)
    )
    expected = write_tlv(0x63, write_tlv(0x7F61, b"\x02\x01\x02" + framed))

    assert write_dg3(records) == expected
    assert read_dg3(expected) == records


def test_a_group_without_fingers_is_read():
    assert read_dg3(bytes.fromhex("63067f6103020100")) == ()
    # with random bytes, so that its hash says nothing (BSI TR-03110)
    assert read_dg3(bytes.fromhex("630a7f6107020100 5302abcd".replace(" ", ""))) == ()


def test_only_single_fingers_in_wsq_are_written(ridges):
    grey = FingerRecord(ImageCompression.UNCOMPRESSED, (FingerView(FingerPosition.LEFT_RING, 1, 1, b"\0"),))
    both = FingerRecord(
        ImageCompression.WSQ,
        (
            FingerView(FingerPosition.LEFT_RING, 300, 280, ridges),
            FingerView(FingerPosition.RIGHT_RING, 300, 280, ridges),
        ),
    )
    for record in (grey, both):
        with pytest.raises(IcaoError, match="one finger in WSQ"):
            write_dg3((record,))


@given(st.data())
def test_a_damaged_group_is_read_as_something_or_is_an_error(ridges, data):
    damaged = bytearray(write_dg3((_record(ridges),)))
    damaged[data.draw(st.integers(0, 260))] ^= data.draw(st.integers(1, 255))
    try:
        read_dg3(bytes(damaged))
    except IcaoError:
        return
