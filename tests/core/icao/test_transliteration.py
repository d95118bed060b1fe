"""Expected letters: the table of Doc 9303-3 §6.A, read by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.transliteration import Transliteration

TABLE = """
Á A  À A  Â A  Ã A  Ă A  Ā A  Ą A  Ć C  Ĉ C  Č C  Ċ C  Ç C  Đ D  Ď D  Ð D  É E  È E  Ê E  Ë E  Ě E  Ė E
Ē E  Ę E  Ĕ E  Ĝ G  Ğ G  Ġ G  Ģ G  Ħ H  Ĥ H  ı I  Í I  Ì I  Î I  Ï I  Ĩ I  İ I  Ī I  Į I  Ĭ I  Ĵ J  Ķ K
Ł L  Ĺ L  Ľ L  Ļ L  Ŀ L  Ń N  Ň N  Ņ N  Ŋ N  Ø OE  Ó O  Ò O  Ô O  Õ O  Ő O  Ō O  Ŏ O  Ŕ R  Ř R  Ŗ R
Ś S  Ŝ S  Š S  Ş S  ẞ SS  ß SS  Ŧ T  Ť T  Ţ T  Þ TH  Ú U  Ù U  Û U  Ũ U  Ŭ U  Ű U  Ů U  Ū U  Ų U  Ŵ W
Ŷ Y  Ý Y  Ÿ Y  Ź Z  Ž Z  Ż Z  Æ AE  Ĳ IJ  Œ OE
"""
PAIRS = TABLE.split()
TRANSLITERATION = Transliteration()


@pytest.mark.parametrize(("letter", "latin"), list(zip(PAIRS[::2], PAIRS[1::2], strict=True)))
def test_each_listed_letter_in_both_cases(letter, latin):
    assert TRANSLITERATION.components(letter) == (latin,)
    assert TRANSLITERATION.components(letter.lower()) == (latin,)


@pytest.mark.parametrize(
    ("choices", "letters", "expected"),
    [
        ({}, "ÄÅÑÖÜ", "AEAANOEUE"),
        ({"a_umlaut": "A", "a_ring": "A", "o_umlaut": "O", "u_umlaut": "U"}, "ÄÅÖÜ", "AAOU"),
        ({"n_tilde": "NXX", "u_umlaut": "UXX"}, "ñü", "NXXUXX"),
    ],
)
def test_a_state_chooses_for_the_five_letters_with_alternatives(choices, letters, expected):
    assert Transliteration(**choices).components(letters) == (expected,)


def test_the_printed_example_with_the_nxx_style():
    style = Transliteration(n_tilde="NXX")

    assert style.components("CAÑON") == ("CANXXON",)
    assert style.components("Térèsa") == ("TERESA",)


@pytest.mark.parametrize(
    ("identifier", "components"),
    [
        ("O'CONNOR", ("OCONNOR",)),
        ("O’Connor", ("OCONNOR",)),
        ("Nur`aini", ("NURAINI",)),
        ("SMITH-JONES", ("SMITH", "JONES")),
        ("AL–BASRI", ("AL", "BASRI")),
        ("M. Rizki", ("M", "RIZKI")),
        ("Sitti,Aminah", ("SITTI", "AMINAH")),
        ("  van  der   Muellen ", ("VAN", "DER", "MUELLEN")),
        ("E\u0301milie", ("EMILIE",)),
        ("Ștefan Nguyễn", ("STEFAN", "NGUYEN")),
        ("...", ()),
        ("", ()),
    ],
)
def test_punctuation_vanishes_and_hyphens_commas_and_spaces_part_components(identifier, components):
    assert TRANSLITERATION.components(identifier) == components


@pytest.mark.parametrize("identifier", ["R2D2", "Иван", "李", "٣", "A\u0000B"])
def test_digits_and_other_scripts_are_refused(identifier):
    with pytest.raises(IcaoError) as caught:
        TRANSLITERATION.components(identifier)

    assert caught.value.clause == "9303-3 6.A"


@given(st.text(max_size=40))
def test_any_text_gives_letters_or_the_typed_error(text):
    try:
        components = TRANSLITERATION.components(text)
    except IcaoError:
        return
    assert all(part.isascii() and part.isalpha() and part.isupper() for part in components)
