import pytest

from loket.core.icao.visual import page_name


@pytest.mark.parametrize(
    ("full_name", "text"),
    [
        ("Nur'aini binti Abdul-Rahman", "NURAINI BINTI ABDUL RAHMAN"),
        ("dr. H. Andi Baso, S.H.", "H ANDI BASO"),
        ("  Suharto ", "SUHARTO"),
        ("José Ramón", "JOSÉ RAMÓN"),
    ],
)
def test_the_page_name_has_capitals_and_neither_titles_nor_punctuation(full_name, text):
    name = page_name(full_name, titles=frozenset({"DR", "SH"}))

    assert name.text == text
    assert not name.overflows


def test_a_name_of_34_characters_fits_and_one_of_35_goes_to_the_endorsement_page():
    fits = "ANDI MUHAMMAD YUSRIL MAHENDRA PUTR"
    assert len(fits) == 34

    assert page_name(fits).text == fits
    longer = page_name(fits + "A")
    assert longer.text == "ANDI MUHAMMAD YUSRIL MAHENDRA"
    assert longer.endorsement == fits + "A"
