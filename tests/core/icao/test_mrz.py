"""Specimens: Doc 9303-4 to -7 (each appendix), 9303-10 A.2 and 9303-11 D.2."""

from datetime import date

import pytest

from loket.core.icao.dates import MrzDate
from loket.core.icao.document_code import DocumentKind, document_code
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import MrvA, MrvB, Sex, Td1, Td2, Td3, check_composite, composite_check_digit
from loket.core.icao.mrz_parsing import parse
from loket.core.icao.names import Name

UTOPIA = {"issuing_state": "UTO", "nationality": "UTO"}
ANNA = {"name": Name("Eriksson", "Anna Maria"), "sex": Sex.FEMALE, **UTOPIA}
BORN_1974, EXPIRES_2012 = MrzDate(74, 8, 12), MrzDate(12, 4, 15)
OLD = {"document_number": "L898902C", "birth_date": MrzDate(69, 8, 6), "expiry": MrzDate(94, 6, 23)}
PETER = {"name": Name("Stevenson", "Peter John"), "sex": Sex.MALE, **UTOPIA}
LONG = {"document_number": "D23145890734", "birth_date": MrzDate(34, 7, 12), "expiry": MrzDate(95, 7, 12)}

WRITTEN = [
    (
        Td3(
            document_code="P<",
            document_number="L898902C3",
            birth_date=BORN_1974,
            expiry=EXPIRES_2012,
            optional="ZE184226B",
            **ANNA,
        ),
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    (
        Td3(document_code="PP", optional="ZE184226B", **OLD, **ANNA),
        "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<14",
    ),
    (
        Td3(
            document_code="P<",
            issuing_state="D",
            name=Name("Mustermann", "Erika"),
            nationality="D",
            document_number="C11T002JM",
            birth_date=MrzDate(96, 8, 12),
            sex=Sex.FEMALE,
            expiry=MrzDate(23, 10, 31),
        ),
        "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC11T002JM4D<<9608122F2310314<<<<<<<<<<<<<<<4",
    ),
    (
        Td3(
            document_code="P<",
            issuing_state="UTO",
            name=Name("Satriya Sudarpa"),
            nationality="UTO",
            document_number="DOCNUM",
            birth_date=MrzDate(82, 1, 5),
            sex=Sex.MALE,
            expiry=MrzDate(34, 1, 1),
        ),
        "P<UTOSATRIYA<SUDARPA<<<<<<<<<<<<<<<<<<<<<<<<\nDOCNUM<<<8UTO8201054M3401011<<<<<<<<<<<<<<<6",
    ),
    (
        Td2(
            document_code="I<", document_number="D23145890", birth_date=BORN_1974, expiry=EXPIRES_2012, **ANNA
        ),
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    ),
    (
        Td2(document_code="I<", **LONG, **PETER),
        "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\nD23145890<UTO3407127M95071227349<<<8",
    ),
    (
        Td1(
            document_code="I<", document_number="D23145890", birth_date=BORN_1974, expiry=EXPIRES_2012, **ANNA
        ),
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    (
        Td1(document_code="I<", **LONG, **PETER),
        "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<",
    ),
    (
        MrvA(document_code="V<", optional="ZE184226B", **OLD, **ANNA),
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
    ),
    (
        MrvB(document_code="V<", optional="ZE184226", **OLD, **ANNA),
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226",
    ),
]


@pytest.mark.parametrize(("mrz", "text"), WRITTEN)
def test_specimens_are_written_as_printed(mrz, text):
    assert "\n".join(mrz.lines) == text


@pytest.mark.parametrize(("mrz", "text"), WRITTEN)
def test_specimens_are_read_back(mrz, text):
    read = parse(text)

    assert type(read) is type(mrz)
    assert (read.document_number, read.birth_date, read.sex, read.expiry, read.optional) == (
        mrz.document_number,
        mrz.birth_date,
        mrz.sex,
        mrz.expiry,
        mrz.optional,
    )
    assert read.name == Name(mrz.name.primary.upper(), mrz.name.secondary.upper())
    assert "\n".join(read.lines) == text


# The composite check digits printed in 9303-11 D.2 and 9303-10 A.2.1 are wrong; the sum of §4.9 decides.
ERRATA = [
    ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236<<<<<<<{}", "8", "2"),
    (
        "I<UTOL898902C<3<<<<<<<<<<<<<<<\n6908061F9406236UTO<<<<<<<<<<<{}\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "1",
        "2",
    ),
    (
        "I<NLDXI85935F86999999990<<<<<<\n7208148F1108268NLD<<<<<<<<<<<{}\nVAN<DER<STEEN<<MARIANNE<LOUISE",
        "4",
        "8",
    ),
]


@pytest.mark.parametrize(("text", "printed", "right"), ERRATA)
def test_wrongly_printed_composites_are_refused_and_corrected_ones_read(text, printed, right):
    with pytest.raises(IcaoError, match="composite"):
        check_composite(text.format(printed).splitlines())
    with pytest.raises(IcaoError, match="composite"):
        parse(text.format(printed))
    assert composite_check_digit(text.format(printed).splitlines()) == right
    assert "\n".join(parse(text.format(right)).lines) == text.format(right)


def test_an_empty_optional_field_may_have_0_or_a_filler_as_check_digit():
    lower = "C11T002JM4D<<9608122F2310314<<<<<<<<<<<<<<{}4"
    upper = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\n"

    for digit in ("<", "0"):
        assert parse(upper + lower.format(digit)).lines[1] == lower.format(digit)
    with pytest.raises(IcaoError, match="optional data"):
        parse(upper + lower.format("7"))


def test_unknown_parts_of_a_birth_date_are_fillers_and_count_as_nought():
    unknown = Td3(
        document_code="PP",
        issuing_state="IDN",
        name=Name("Suharto"),
        document_number="X1234567",
        nationality="IDN",
        birth_date=MrzDate(50, None, None),
        sex=Sex.UNSPECIFIED,
        expiry=MrzDate(31, 6, 26),
    )

    # 5 × 7 + 0 × 3 = 35
    assert unknown.lines[1][13:21] == "50<<<<5<"
    assert parse("\n".join(unknown.lines)).birth_date == MrzDate(50, None, None)


def test_an_unknown_expiry_is_refused():
    with pytest.raises(IcaoError, match="expiry"):
        Td3(document_code="P<", **{**OLD, "expiry": MrzDate(31, 6, None)}, **ANNA)


@pytest.mark.parametrize(
    "change",
    [
        {"document_code": "I<"},
        {"document_code": "P1"},
        {"document_code": "P"},
        {"issuing_state": ""},
        {"issuing_state": "UT0"},
        {"nationality": "utopia"},
        {"document_number": ""},
        {"document_number": "L898902C30"},
        {"document_number": "L898902C<"},
        {"document_number": "l898902c"},
        {"optional": "Z" * 15},
        {"optional": "Z<"},
        {"optional": "É"},
        {"empty_optional_check_digit": "1"},
    ],
)
def test_a_value_that_cannot_stand_in_its_field_is_refused(change):
    with pytest.raises(IcaoError):
        Td3(**{"document_code": "P<", **OLD, **ANNA, **change})


@pytest.mark.parametrize(
    ("kind", "code"),
    [(DocumentKind.ORDINARY, "PP"), (DocumentKind.EMERGENCY, "PE"), (DocumentKind.ALIEN, "PT")],
)
def test_the_second_letter_is_issued_from_2026_on(kind, code):
    assert document_code(kind, date(2025, 12, 31)) == "P<"
    assert document_code(kind, date(2026, 1, 1)) == code


@pytest.mark.parametrize(
    ("mrz_date", "limit", "expected"),
    [
        (MrzDate(24, 6, 26), date(2024, 6, 26), date(2024, 6, 26)),
        (MrzDate(24, 6, 27), date(2024, 6, 26), date(1924, 6, 27)),
        (MrzDate(0, 2, 29), date(2024, 6, 26), date(2000, 2, 29)),
        (MrzDate(None, 2, 29), date(2024, 6, 26), None),
    ],
)
def test_the_century_is_the_latest_that_does_not_pass_the_limit(mrz_date, limit, expected):
    assert mrz_date.latest_until(limit) == expected


@pytest.mark.parametrize("text", ["740230", "741301", "740100", "74081", "AB0101", "7<0101", "٧40101"])
def test_a_text_that_is_no_date_is_refused(text):
    with pytest.raises(IcaoError):
        MrzDate.parse(text, "birth date")
