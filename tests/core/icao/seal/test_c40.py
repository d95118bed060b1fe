"""C40: examples of Doc 9303-13 §2.6 and BSI TR-03137-1 annex B; shifts and ASCII by ISO/IEC 16022."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.seal import c40

SEALS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", max_size=60)


@pytest.mark.parametrize(
    ("text", "encoded"),
    [("XK CD", "EB0466A9"), ("XKCD", "EB11FE45"), ("VISA01", "DE515826"), ("BSI01", "62D719C9"), ("", "")],
)
def test_examples_of_the_standards_come_out(text, encoded):
    assert c40.encode(text).hex().upper() == encoded
    assert c40.decode(bytes.fromhex(encoded)) == text


@given(SEALS)
def test_a_text_of_seals_takes_the_least_even_number_of_bytes_not_below_two_thirds_of_it(text):
    encoded = c40.encode(text)

    assert len(encoded) == -(-len(text) // 3) * 2
    assert c40.decode(encoded) == text


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_all_of_ascii_is_read_back_and_the_bytes_are_even(text):
    encoded = c40.encode(text)

    assert len(encoded) % 2 == 0
    assert c40.decode(encoded) == text


def test_shifts_are_read_as_the_symbology_defines_them():
    # a is place 1 of Shift 3, "-" place 12 of Shift 2 (ISO/IEC 16022, table of C40): 2 1 14 | 1 12 0.
    first = (1600 * 2 + 40 * 1 + 14 + 1).to_bytes(2, "big")
    second = (1600 * 1 + 40 * 12 + 0 + 1).to_bytes(2, "big")

    assert c40.decode(first + second) == "aA-"
    assert c40.encode("aA-") == first + second


def test_ascii_behind_an_unlatch_is_read_with_its_digit_pairs_and_its_way_back():
    # 254 unlatch, 67 = B + 1, 142 = the pair 12, 230 latch to C40, then VISA01's first three.
    assert c40.decode(bytes.fromhex("FE438EE6DE51")) == "B12VIS"
    assert c40.decode(bytes.fromhex("FE4381")) == "B"  # 129: padding to the end


@pytest.mark.parametrize("data", ["EB", "FEEB", "FE00", "0000", "FA01", "0642"])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(IcaoError):
        c40.decode(bytes.fromhex(data))


@given(st.binary(max_size=40))
def test_no_bytes_raise_anything_but_the_error_of_this_package(data):
    with suppress(IcaoError):
        c40.decode(data)


def test_what_is_no_ascii_is_refused():
    with pytest.raises(IcaoError):
        c40.encode("É")
