"""Check digits of specimens: Doc 9303-4 to -7 and the misprinted ones of 9303-11 D.2."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.mrz_check_digits import check_digits
from loket.core.icao.mrz_parsing import parse, zone_lines

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2_LONG = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226"


def stands(text):
    return [(one.field, one.stands, one.is_right) for one in check_digits(text)]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        (TD3, "62910"),
        # The long number's digit is the last of what goes on in the optional data: 734 and 9.
        (TD2_LONG, "9728"),
        (TD1, "7296"),
        (MRV_B, "316"),
    ],
)
def test_the_check_digits_of_specimens_stand_where_the_standard_prints_them(text, digits):
    assert [(stood, right) for _, stood, right in stands(text)] == [(digit, True) for digit in digits]


def test_a_wrong_digit_is_said_with_the_one_that_is_computed():
    wrong = TD3.replace("7408122", "7408123")

    found = {one.field: (one.stands, one.computed) for one in check_digits(wrong) if not one.is_right}

    # The composite covers the digit of the birth date too, so it is wrong with it.
    assert found["birth date"] == ("3", "2")
    assert "composite check digit" in found


@pytest.mark.parametrize("digit", ["<", "0"])
def test_optional_data_that_is_empty_may_have_a_filler_or_0(digit):
    text = f"P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC11T002JM4D<<9608122F2310314<<<<<<<<<<<<<<{digit}4"

    assert ("optional data", digit, True) in stands(text)


def test_a_date_is_named_before_the_composite_that_covers_it():
    with pytest.raises(IcaoError) as refused:
        parse("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408123F1204159<<<<<<<6")
    assert refused.value.field == "birth date"


def test_small_letters_are_refused_as_such():
    with pytest.raises(IcaoError) as refused:
        zone_lines(TD3.lower())
    assert "small letters" in refused.value.reason


def test_an_official_document_has_no_v_as_its_second_letter():
    text = TD1.replace("I<UTO", "IVUTO")  # the composite starts behind the document code

    with pytest.raises(IcaoError) as refused:
        parse(text)
    assert refused.value.field == "document code"


@given(st.text(max_size=200) | st.text("<0A9Z\n", min_size=70, max_size=95))
def test_no_text_raises_anything_but_the_error_of_this_package(text):
    with suppress(IcaoError):
        check_digits(text)
