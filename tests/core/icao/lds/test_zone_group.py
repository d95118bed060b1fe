"""Expected bytes are those that Doc 9303-10 prints, lines those of Doc 9303-4 to -6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.zone_group import read_dg1, read_dg1_lines, write_dg1
from loket.core.icao.mrz_parsing import parse

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
# Doc 9303-10 A.2.2, and the headers of the two other sizes.
TD2_FILE = (
    "614B5F1F48493C55544F4552494B53534F4E3C3C414E4E413C4D415249413C3C3C3C3C3C3C3C3C3C3C44323331343538393037"
    "55544F3734303831323246313230343135393C3C3C3C3C3C3C36"
)
HEADERS = {TD1: "615d5f1f5a", TD2: "614b5f1f48", TD3: "615b5f1f58"}


def test_the_printed_file_is_read_and_written():
    assert read_dg1_lines(bytes.fromhex(TD2_FILE)) == tuple(TD2.split())
    assert read_dg1(bytes.fromhex(TD2_FILE)) == parse(TD2)
    assert write_dg1(parse(TD2)) == bytes.fromhex(TD2_FILE)


@pytest.mark.parametrize("zone", [TD1, TD2, TD3])
def test_each_size_has_its_header_and_its_characters(zone):
    data = write_dg1(parse(zone))

    assert data == bytes.fromhex(HEADERS[zone]) + zone.replace("\n", "").encode()
    assert read_dg1_lines(data) == tuple(zone.split())


def test_lines_are_given_even_where_a_check_digit_is_wrong():
    wrong = bytes.fromhex(TD2_FILE[:-2] + "37")

    assert read_dg1_lines(wrong)[1] == "D231458907UTO7408122F1204159<<<<<<<7"
    with pytest.raises(IcaoError, match="composite"):
        read_dg1(wrong)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x61\x04\x5f\x1f\x01A", "characters"),
        (bytes.fromhex("614B5F1F48") + b"\xc3" * 72, "ASCII"),
        (bytes.fromhex("614B5F2048") + b"<" * 72, "not 5F1F"),
        (bytes.fromhex("754B5F1F48") + b"<" * 72, "not 61"),
        (
            bytes.fromhex("615B5F1F58")
            + b"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
            "visa",
        ),
    ],
)
def test_other_files_are_refused_with_the_reason(data, reason):
    with pytest.raises(IcaoError, match=reason):
        read_dg1(data)


@given(st.binary(max_size=100) | st.binary(min_size=72, max_size=72).map(bytes.fromhex("614B5F1F48").__add__))
def test_any_bytes_are_a_zone_or_an_error(data):
    try:
        read_dg1(data)
    except IcaoError:
        return
