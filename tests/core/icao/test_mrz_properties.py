import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.icao.check_digit import MRZ_ALPHABET
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import MrvA, MrvB, Sex, Td1, Td2, Td3
from loket.core.icao.mrz_parsing import parse
from loket.core.icao.names import Name

ALPHANUMERIC = string.ascii_uppercase + string.digits
WORDS = st.lists(st.text(string.ascii_uppercase, min_size=1, max_size=12), max_size=4).map(" ".join)
DATES = st.dates(date(1930, 1, 1), date(2029, 12, 31)).map(MrzDate.of)
VALUE = {"<": 0} | {character: int(character, 36) for character in ALPHANUMERIC}


def documents(kind, longest_number, **optional_lengths):
    return st.builds(
        kind,
        document_code=st.sampled_from([kind.codes[0] + "<", kind.codes[0] + "P"]),
        issuing_state=st.sampled_from(["IDN", "UTO", "D"]),
        name=st.builds(Name, WORDS.filter(bool), WORDS),
        document_number=st.text(ALPHANUMERIC, min_size=1, max_size=longest_number),
        nationality=st.sampled_from(["IDN", "MYS", "D"]),
        birth_date=DATES,
        sex=st.sampled_from(Sex),
        expiry=DATES,
        **{name: st.text(ALPHANUMERIC, max_size=length) for name, length in optional_lengths.items()},
    )


PASSPORTS = documents(Td3, 9, optional=14)
ANY_DOCUMENT = st.one_of(
    PASSPORTS,
    documents(Td2, 14),
    documents(Td2, 9, optional=7),
    documents(Td1, 22, optional_lower=11),
    documents(Td1, 9, optional=15, optional_lower=11),
    documents(MrvA, 9, optional=16),
    documents(MrvB, 9, optional=8),
)


@given(ANY_DOCUMENT)
def test_what_is_written_is_read_back(document):
    read = parse("\n".join(document.lines))

    assert read.lines == document.lines
    if read.name == document.name:  # it fitted
        assert read == document


@given(PASSPORTS, st.data())
def test_a_single_wrong_character_is_caught_wherever_the_weights_can_catch_it(document, data):
    upper, lower = document.lines
    checked = [*range(10), *range(13, 20), *range(21, 44)]
    place = data.draw(st.sampled_from(checked))
    # Weights 7, 3 and 1 have no factor in common with 10: only values equal modulo 10 stay hidden.
    others = [c for c in sorted(MRZ_ALPHABET) if (VALUE[c] - VALUE[lower[place]]) % 10]
    wrong = data.draw(st.sampled_from(others))

    with pytest.raises(IcaoError):
        parse(f"{upper}\n{lower[:place]}{wrong}{lower[place + 1 :]}")


@given(st.one_of(st.text(), st.lists(st.text(sorted(MRZ_ALPHABET), min_size=30, max_size=44)).map("\n".join)))
def test_any_text_is_read_or_refused_with_the_typed_error(text):
    try:
        parse(text)
    except IcaoError:
        return


@settings(max_examples=300)
@given(ANY_DOCUMENT, st.data())
def test_any_mutilation_is_read_or_refused_with_the_typed_error(document, data):
    text = list("\n".join(document.lines))
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.sampled_from("<0A9Zé\n"))
    try:
        read = parse("".join(text))
    except IcaoError:
        return
    assert "\n".join(read.lines) == "\n".join("".join(text).split())
