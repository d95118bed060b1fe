"""Expected fields: the examples of Doc 9303-4, -5 and -6 §4.2.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.names import Name, Truncation, Widths, name_field, parse_name_field
from loket.core.icao.transliteration import Transliteration

TD1, TD2, TD3 = 30, 31, 39
INITIALS, FIXED = Truncation.INITIALS, Truncation.FIXED
CHAYAPA = Name("Nilavadhanananda", "Chayapa Dejthamrong Krasuang")
ARNPOL = Name("Nilavadhanananda", "Arnpol Petch Charonguang")
DINGO = Name("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo")
PAPANDROPOULOUS = Name("Papandropoulous", "Jonathon Warren Trevor")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (Name("Eriksson", "Anna Maria"), "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),
        (Name("Heng", "Deborah Ming Lo"), "PPUTOHENG<<DEBORAH<MING<LO<<<<<<<<<<<<<<<<<<"),
        (Name("Smith-Jones", "Susie Margaret"), "PPUTOSMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<"),
        (Name("O'Connor", "Enya Siobhan"), "PPUTOOCONNOR<<ENYA<SIOBHAN<<<<<<<<<<<<<<<<<<"),
        (Name("van der Muellen", "Martin"), "PPUTOVAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<"),
        (Name("van der Müllen", "Martin"), "PPUTOVAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<"),
        (Name("al-Basri", "Huda Muhammad Jawad"), "PPUTOAL<BASRI<<HUDA<MUHAMMAD<JAWAD<<<<<<<<<<"),
        (Name("Vilarchao Fernández", "José Ramón"), "PPUTOVILARCHAO<FERNANDEZ<<JOSE<RAMON<<<<<<<<"),
        (Name("Arkfreith"), "PPUTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        (Name("Satriya Sudarpa"), "PPUTOSATRIYA<SUDARPA<<<<<<<<<<<<<<<<<<<<<<<<"),
        (PAPANDROPOULOUS, "PPUTOPAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
    ],
)
@pytest.mark.parametrize("style", [INITIALS, FIXED, Widths((1,), (1,))])
def test_a_name_that_fits_is_written_whole_in_any_style(name, line, style):
    assert "PPUTO" + name_field(name, TD3, style=style) == line


@pytest.mark.parametrize(
    ("name", "length", "style", "field"),
    [
        (CHAYAPA, TD3, INITIALS, "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        (CHAYAPA, TD2, INITIALS, "NILAVADHANANANDA<<CHAYAPA<DEJ<K"),
        (CHAYAPA, TD1, INITIALS, "NILAVADHANANANDA<<CHAYAPA<DE<K"),
        (ARNPOL, TD3, INITIALS, "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        (ARNPOL, TD2, Widths((16,), (3, 3, 5)), "NILAVADHANANANDA<<ARN<PET<CHARO"),
        (ARNPOL, TD1, Widths((16,), (6, 2, 2)), "NILAVADHANANANDA<<ARNPOL<PE<CH"),
        (DINGO, TD3, INITIALS, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"),
        (DINGO, TD2, INITIALS, "BENNELONG<WOOLOOMOOLOO<W<W<<D<P"),
        (DINGO, TD1, INITIALS, "BENNELONG<WOOLOOMOOLOO<W<W<<DI"),
        (DINGO, TD3, Widths((9, 7, 7, 6), (5,)), "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO"),
        (DINGO, TD2, Widths((9, 7, 3, 4), (1, 1)), "BENNELONG<WOOLOOM<WAR<WARN<<D<P"),
        (DINGO, TD1, Widths((9, 7, 2, 4), (1, 1)), "BENNELONG<WOOLOOM<WA<WARN<<D<P"),
        (DINGO, TD3, FIXED, "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO"),
        (DINGO, TD2, FIXED, "BENNEL<WOOLO<WARRA<WARNA<<DIN<P"),
        (DINGO, TD1, FIXED, "BENNE<WOOLO<WARRA<WARNA<<DIN<P"),
        (Name("Papandropoulous", "Jonathon Alec"), TD1, INITIALS, "PAPANDROPOULOUS<<JONATHON<ALEC"),
    ],
)
def test_the_truncation_examples_of_the_standard(name, length, style, field):
    assert name_field(name, length, style=style) == field


def test_the_state_s_choice_of_letters_reaches_the_field():
    style = Transliteration(n_tilde="NXX")

    assert name_field(Name("Cañon", "Térèsa"), TD3, transliteration=style).rstrip("<") == "CANXXON<<TERESA"


def test_a_long_mononym_is_a_primary_identifier_that_ends_in_a_letter():
    field = name_field(Name("Kusumawardhaningrum Sastraatmadjaningrat"), TD3)

    assert field == "KUSUMAWARDHANINGRUM<SASTRAATMADJANINGRA"
    assert parse_name_field(field) == Name("KUSUMAWARDHANINGRUM SASTRAATMADJANINGRA")


@pytest.mark.parametrize(
    "widths",
    [Widths((9, 7, 7, 6)), Widths((9, 7, 7, 6), (4,)), Widths((9, 0, 7, 6), (5,)), Widths((), (13,))],
)
def test_widths_that_do_not_fill_the_field_with_both_identifiers_are_refused(widths):
    with pytest.raises(IcaoError):
        name_field(DINGO, TD3, style=widths)


@pytest.mark.parametrize("name", [Name(""), Name("'", "ANNA"), Name("R2"), Name("", "ANNA")])
def test_a_name_without_a_primary_identifier_of_letters_is_refused(name):
    with pytest.raises(IcaoError):
        name_field(name, TD3)


WORDS = st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=24), max_size=9)


@given(WORDS.filter(bool), WORDS, st.sampled_from([TD1, TD2, TD3]), st.sampled_from([INITIALS, FIXED]))
def test_a_truncated_field_is_full_and_keeps_both_identifiers(primary, secondary, length, style):
    field = name_field(Name(" ".join(primary), " ".join(secondary)), length, style=style)

    whole = "<".join(primary) + ("<<" + "<".join(secondary) if secondary else "")
    assert len(field) == length
    if len(whole) <= length:
        assert field == whole.ljust(length, "<")
        return
    read = parse_name_field(field)
    assert field[-1] != "<"
    assert bool(read.secondary) == bool(secondary)
    for identifier, written in ((primary, read.primary), (secondary, read.secondary)):
        parts = written.split()
        assert all(whole.startswith(part) for whole, part in zip(identifier, parts, strict=False))
        assert len(parts) <= len(identifier)


@pytest.mark.parametrize("field", ["<<<<", "<A<<B", "A<<<B", "A<<B<<C", "A1<<B", "É<<B", "a"])
def test_a_field_that_is_no_name_is_refused(field):
    with pytest.raises(IcaoError):
        parse_name_field(field)
