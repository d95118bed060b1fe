"""Vectors: the worked examples of Doc 9303-3 §4.9 and of parts 4, 5 and 6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.check_digit import MRZ_ALPHABET, check_digit, verify_check_digit
from loket.core.icao.error import IcaoError

MRZ_TEXT = st.text(alphabet=sorted(MRZ_ALPHABET), max_size=44)


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("520727", "3"),
        ("AB2134<<<", "5"),
        ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"),
        ("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<", "2"),
        ("HA672242<658022549601086<<<<<<<", "8"),
        ("", "0"),
    ],
)
def test_the_worked_examples_of_the_standard(text, digit):
    assert check_digit(text) == digit


@given(MRZ_TEXT, MRZ_TEXT)
def test_three_blocks_of_ten_keep_the_weights_in_step(left, right):
    # 7 + 3 + 1 repeats every three places: a left part of 30 places only adds its own digit.
    left = left[:30].ljust(30, "<")

    assert check_digit(left + right) == str((int(check_digit(left)) + int(check_digit(right))) % 10)


@pytest.mark.parametrize("text", ["a", " ", "É", "٣", "AB-1"])
def test_a_character_outside_the_alphabet_is_refused(text):
    with pytest.raises(IcaoError) as caught:
        check_digit(text)

    assert caught.value.clause == "9303-3 4.9"


def test_a_filler_stands_for_the_check_digit_only_of_an_empty_field():
    verify_check_digit("<<<<", "<", "optional data", may_be_filler=True)
    verify_check_digit("<<<<", "0", "optional data", may_be_filler=True)
    for text, may_be_filler in (("A<<<", True), ("<<<<", False)):
        with pytest.raises(IcaoError):
            verify_check_digit(text, "<", "optional data", may_be_filler=may_be_filler)


def test_an_error_names_field_and_clause_but_not_the_text():
    with pytest.raises(IcaoError) as caught:
        verify_check_digit("520727", "4", "birth date")

    assert caught.value.field == "birth date"
    assert "520727" not in str(caught.value)
