"""Expected bytes are those of X.690 §8.1 and ISO/IEC 7816-4 §5.2.2, counted out by hand, or of asn1crypto."""

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import (
    MOST_FILE_BYTES,
    Tlv,
    read_all,
    read_file_length,
    read_header,
    read_only,
    read_tlv,
    write_length,
    write_tlv,
)

TAGS = st.sampled_from([0x02, 0x30, 0x5C, 0x5F1F, 0x5F2E, 0x61, 0x6E, 0x77, 0x7F2E, 0x7F61, 0xA0])


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (0, "00"),
        (0x7F, "7f"),
        (0x80, "8180"),
        (0xFF, "81ff"),
        (0x100, "820100"),
        (0xFFFF, "82ffff"),
        (0x10000, "83010000"),
    ],
)
def test_a_length_is_written_in_its_shortest_form(length, written):
    assert write_length(length).hex() == written


def test_tags_of_one_and_of_more_bytes_are_read():
    assert read_tlv(bytes.fromhex("5c0161")) == (Tlv(0x5C, b"a"), 3)
    assert read_tlv(bytes.fromhex("5f1f0161")) == (Tlv(0x5F1F, b"a"), 4)
    assert read_tlv(bytes.fromhex("7f810100")) == (Tlv(0x7F8101, b""), 4)


def test_a_tag_says_whether_elements_are_inside():
    assert [Tlv(tag, b"").constructed for tag in (0x30, 0x7F61, 0x5F2E, 0x5C)] == [True, True, False, False]


def test_a_place_inside_the_bytes_can_be_read_from():
    assert read_tlv(bytes.fromhex("0201055c0161"), 3) == (Tlv(0x5C, b"a"), 6)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "missing"),
        ("0000", "zero"),
        ("5f", "cut off"),
        ("5f8001 00", "empty byte"),
        ("5f8182838401 00", "more than 4 bytes"),
        ("30", "missing"),
        ("3080 0000", "indefinite"),
        ("3085 0000000001 00", "more than 4 bytes"),
        ("3082 01", "cut off"),
        ("3003 0201", "shorter than its length"),
    ],
)
def test_bytes_that_are_no_element_are_refused_with_the_reason(data, reason):
    with pytest.raises(IcaoError, match=reason):
        read_tlv(bytes.fromhex(data))


@pytest.mark.parametrize("data", ["0481 01 00", "0482 0080" + "00" * 128, "0482 0001 00"])
def test_only_strict_reading_refuses_a_length_that_could_be_shorter(data):
    assert read_tlv(bytes.fromhex(data))[0].tag == 4

    with pytest.raises(IcaoError, match="shortest"):
        read_tlv(bytes.fromhex(data), strict=True)


def test_the_header_is_read_without_the_value():
    assert read_header(bytes.fromhex("75823ae7")) == (0x75, 4, 0x3AE7)


def test_the_length_of_a_file_is_that_of_header_and_value():
    assert read_file_length(bytes.fromhex("75823ae77f61823a")) == 4 + 0x3AE7
    assert read_file_length(bytes.fromhex("615b5f1f58")) == 93
    assert read_file_length(bytes.fromhex("7f4e8200ff")) == 5 + 255


def test_no_chip_makes_a_reader_wait_for_a_file_without_end():
    assert read_file_length(b"\x61\x83" + (MOST_FILE_BYTES - 5).to_bytes(3, "big")) == MOST_FILE_BYTES

    with pytest.raises(IcaoError, match="more than"):
        read_file_length(b"\x61\x83" + (MOST_FILE_BYTES - 4).to_bytes(3, "big"))


def test_a_rest_and_another_tag_are_refused():
    assert read_only(bytes.fromhex("61020500"), 0x61) == b"\x05\x00"
    with pytest.raises(IcaoError, match="follows"):
        read_only(bytes.fromhex("6102050000"), 0x61)
    with pytest.raises(IcaoError, match="not 60"):
        read_only(bytes.fromhex("61020500"), 0x60)


def test_the_number_of_elements_is_bounded():
    assert len(read_all(b"\x05\x00" * 4, most=4)) == 4
    with pytest.raises(IcaoError, match="more than 4"):
        read_all(b"\x05\x00" * 5, most=4)


@given(st.lists(st.tuples(TAGS, st.binary(max_size=300)), max_size=5))
def test_what_is_written_is_read_again(elements):
    data = b"".join(write_tlv(tag, value) for tag, value in elements)

    assert read_all(data, strict=True) == tuple(Tlv(tag, value) for tag, value in elements)


@given(st.binary(max_size=64))
def test_any_bytes_are_elements_or_an_error(data):
    try:
        elements = read_all(data, strict=True)
    except IcaoError:
        return
    assert b"".join(element.encoded for element in elements) == data


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_integers_are_those_of_another_implementation(number):
    written = core.Integer(number).dump()

    assert der.write_integer(number) == written
    assert der.read_integer(read_tlv(written)[0].value) == number


@given(
    st.tuples(st.integers(0, 1), st.integers(0, 39)) | st.tuples(st.just(2), st.integers(0, 2**20)),
    st.lists(st.integers(0, 2**40), max_size=8),
)
def test_object_identifiers_are_those_of_another_implementation(root, others):
    dotted = ".".join(map(str, (*root, *others)))
    written = core.ObjectIdentifier(dotted).dump()

    assert der.write_oid(dotted) == written
    assert der.read_oid(read_tlv(written)[0].value) == dotted


@pytest.mark.parametrize("value", ["", "80", "8001", "2a81", "2a" + "81" * 10 + "01"])
def test_object_identifiers_that_are_none_are_refused(value):
    with pytest.raises(IcaoError):
        der.read_oid(bytes.fromhex(value))


@pytest.mark.parametrize("dotted", ["", "1", "3.1", "1.40", "1.x", "1.-2", "1..2", "1.²"])
def test_dotted_forms_that_are_none_are_refused(dotted):
    with pytest.raises(IcaoError):
        der.write_oid(dotted)


def test_integers_are_bounded():
    for value in (b"", bytes(9)):
        with pytest.raises(IcaoError, match="8 bytes"):
            der.read_integer(value)


def test_what_is_inside_an_element_is_read_if_it_is_the_element_that_belongs_there():
    assert der.elements_of(Tlv(0x30, bytes.fromhex("0201050500")), 0x30, "key") == (
        Tlv(0x02, b"\x05"),
        Tlv(0x05, b""),
    )
    with pytest.raises(IcaoError, match="key: the tag is not 30"):
        der.elements_of(Tlv(0x31, b""), 0x30, "key")


def test_a_set_is_written_in_the_order_of_its_elements_bytes():
    assert der.write_set_of([b"\x02\x01\x09", b"\x02\x01\x05", b"\x01\x01\xff"]) == bytes.fromhex(
        "3109 0101ff 020105 020109"
    )
