"""Commands and responses in their codings (ISO/IEC 7816-3 §12.1.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.chip.apdu import Command, Response
from loket.core.icao.chip.error import ChipError

# the seven cases: none, Le, Lc, both; each short and extended
CASES = [
    ("00A40000", b"", 0),
    ("00A4000008", b"", 8),
    ("00A4000000", b"", 256),
    ("00A40000023F00", b"\x3f\x00", 0),
    ("00A40000023F0010", b"\x3f\x00", 16),
    ("00A40000023F0000", b"\x3f\x00", 256),
    ("00A40000000101", b"", 257),
    ("00A40000000000", b"", 65_536),
    ("00A4000000" + "0100" + "AA" * 256, b"\xaa" * 256, 0),
    ("00A4000000" + "0100" + "AA" * 256 + "0101", b"\xaa" * 256, 257),
    ("00A4000000" + "0002" + "3F00" + "0000", b"\x3f\x00", 65_536),
]


@pytest.mark.parametrize(("coded", "data", "ne"), CASES)
def test_every_coding_is_read_and_written(coded, data, ne):
    command = Command.parse(bytes.fromhex(coded))

    assert command == Command(0x00, 0xA4, 0x00, 0x00, data, ne)
    assert command.encode() == bytes.fromhex(coded)


def test_extended_coding_is_read_where_short_would_do():
    assert Command.parse(bytes.fromhex("00A40000 000002 3F00")).data == b"\x3f\x00"
    assert Command.parse(bytes.fromhex("00A40000 000002 3F00 0004")).ne == 4
    assert Command.parse(bytes.fromhex("00A40000 000004")).ne == 4


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "00A400",
        "00A40000023F",
        "00A40000023F000000",
        "00A400000001",
        "00A4000000000000",
        "00A40000000002AA",
        "00A40000000002AAAAAA",
    ],
)
def test_lengths_that_contradict_each_other_are_refused(wrong):
    with pytest.raises(ChipError):
        Command.parse(bytes.fromhex(wrong))


@given(
    st.binary(min_size=4, max_size=4),
    st.binary(max_size=600),
    st.integers(0, 65_536),
)
def test_what_is_written_is_read(header, data, ne):
    command = Command(*header, data=data, ne=ne)

    assert Command.parse(command.encode()) == command


@given(st.binary(max_size=700))
def test_no_bytes_raise_anything_else(data):
    for parse in (Command.parse, Response.parse):
        try:
            parsed = parse(data)
        except ChipError:
            continue
        assert parse(parsed.encode()) == parsed


def test_a_response_ends_with_its_status_word():
    assert Response.parse(bytes.fromhex("AABB9000")) == Response(b"\xaa\xbb", 0x9000)
    with pytest.raises(ChipError):
        Response.parse(b"\x90")
