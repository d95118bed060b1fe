"""Measures: Doc 9303-4 §2.1 and §4.2; 9303-3 §3.7 for dates."""

import dataclasses
from datetime import date

import pytest

from loket.core.icao.mrz import Sex
from loket.node.papers import data_page as data_page_module
from loket.node.papers.data_page import make_data_page, page_date
from loket.node.papers.data_page_measure import measure_data_page
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.office_papers import PaperSize, make_paper
from loket.node.papers.typesetting import TEMPLATE_FOLDER


def test_a_page_has_the_size_the_fonts_and_the_zone_of_the_standard(a_data_page):
    page = a_data_page()

    measured = measure_data_page(make_data_page(page), expected_mrz=page.mrz)

    assert measured.width_mm == pytest.approx(125, abs=0.01)
    assert measured.height_mm == pytest.approx(88, abs=0.01)
    assert measured.pitch_mm == (pytest.approx(2.54, abs=0.001), pytest.approx(2.54, abs=0.001))
    assert measured.first_character_left_mm == (pytest.approx(6, abs=0.2), pytest.approx(6, abs=0.2))
    assert measured.fonts == {"OCRB-Regular", "NotoSans-Regular", "NotoSans-Bold"}
    assert measured.mrz == page.mrz


def test_the_same_page_gives_the_same_bytes(a_data_page):
    assert make_data_page(a_data_page()) == make_data_page(a_data_page())


def test_a_page_is_marked_as_specimen_only_when_asked(a_data_page):
    assert make_data_page(a_data_page()) != make_data_page(a_data_page(specimen=False))


@pytest.mark.parametrize("full_name", ["SUHARTO", "ÉMILIE NGUYỄN ĐẶNG", 'O"#HASH \\ $MATH *BOLD* #panic()'])
def test_what_people_typed_is_text_and_never_markup(a_data_page, full_name):
    page = dataclasses.replace(a_data_page(), full_name=full_name)

    assert make_data_page(page).startswith(b"%PDF-")


@pytest.mark.parametrize("full_name", ["ИВАН ИВАНОВ", "ANDI 李", "ANDI\u200bBASO", "A\nB"])
def test_a_character_that_no_vendored_font_draws_is_refused(a_data_page, full_name):
    page = dataclasses.replace(a_data_page(), full_name=full_name)

    with pytest.raises(PaperError) as caught:
        make_data_page(page)

    assert caught.value.reason is PaperReason.CHARACTER_WITHOUT_GLYPH
    assert full_name not in str(caught.value)


def test_a_text_too_long_for_its_place_is_refused_by_the_name_of_the_place(a_data_page):
    page = dataclasses.replace(a_data_page(), birthplace="KABUPATEN POLEWALI MANDAR SULAWESI BARAT " * 4)

    with pytest.raises(PaperError) as caught:
        make_data_page(page)

    assert caught.value.reason is PaperReason.TYPESETTING_FAILED
    assert "birthplace" in caught.value.detail
    assert "POLEWALI" not in str(caught.value)


def test_a_portrait_that_is_no_jpeg_is_refused(a_data_page):
    page = dataclasses.replace(a_data_page(), portrait=b"<svg onload='x'/>")

    with pytest.raises(PaperError):
        make_data_page(page)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"document_number": "X7654321"}, "document number"),
        ({"birth_date": date(1990, 8, 18)}, "birth date"),
        ({"sex": Sex.MALE}, "sex"),
        ({"expiry_date": date(2029, 6, 26)}, "expiry"),
        ({"document_code": "PP"}, "document code"),
    ],
)
def test_a_page_that_says_something_else_than_its_zone_cannot_be_built(a_data_page, change, field):
    with pytest.raises(PaperError) as caught:
        a_data_page(mrz=a_data_page().mrz, **change)

    assert caught.value.reason is PaperReason.MRZ_CONTRADICTS_PAGE
    assert caught.value.detail == field


def test_a_zone_with_a_wrong_check_digit_cannot_be_built(a_data_page):
    upper, lower = a_data_page().mrz

    with pytest.raises(PaperError) as caught:
        a_data_page(mrz=(upper, lower[:-1] + str((int(lower[-1]) + 1) % 10)))

    assert caught.value.reason is PaperReason.MRZ_INVALID


def test_a_zone_that_is_not_the_given_one_is_measured_as_off(a_data_page):
    page = a_data_page()
    other = a_data_page(document_number="X1234568")

    with pytest.raises(PaperError) as caught:
        measure_data_page(make_data_page(page), expected_mrz=other.mrz)

    assert caught.value.reason is PaperReason.MRZ_TEXT_OFF


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("height: 88mm", "height: 89mm", PaperReason.PAGE_SIZE_OFF),
        ("#let size = 2.54mm / 0.723", "#let size = 2.6mm / 0.723", PaperReason.MRZ_PITCH_OFF),
        ("tracking: 0pt", "tracking: 0.1pt", PaperReason.MRZ_PITCH_OFF),
        ("#at(6mm - 0.141", "#at(8mm - 0.141", PaperReason.MRZ_POSITION_OFF),
        ("80.806mm", "81.2mm", PaperReason.MRZ_POSITION_OFF),
        ('font: "OCR B"', 'font: "Noto Sans"', PaperReason.FONT_OFF),
        ('font: "OCR B"', 'font: "OCRB"', PaperReason.TYPESETTING_FAILED),
        ("74.456mm", "30mm", PaperReason.NOT_A_DATA_PAGE),
    ],
)
def test_a_template_that_drifts_from_the_standard_is_measured_as_off(a_data_page, tmp_path, old, new, reason):
    template = (TEMPLATE_FOLDER / "data_page.typ").read_text()
    assert old in template
    drifted = tmp_path / "drifted.typ"
    drifted.write_text(template.replace(old, new))

    with pytest.raises(PaperError) as caught:
        measure_data_page(data_page_module._composed(a_data_page(), a_data_page().mrz, drifted))

    assert caught.value.reason is reason


def test_another_paper_is_no_data_page():
    receipt = make_paper(title_id="Tanda terima", title_en="Receipt", rows=[], footer="", size=PaperSize.A6)

    with pytest.raises(PaperError) as caught:
        measure_data_page(receipt)

    assert caught.value.reason is PaperReason.PAGE_SIZE_OFF


def test_bytes_that_are_no_pdf_are_refused():
    with pytest.raises(PaperError) as caught:
        measure_data_page(b"not a PDF")

    assert caught.value.reason is PaperReason.UNREADABLE_FILE


def test_months_stand_in_both_languages_where_they_differ():
    assert page_date(date(1990, 8, 7)) == "07 AGU/AUG 1990"
    assert page_date(date(2024, 6, 26)) == "26 JUN 2024"


@pytest.mark.parametrize(
    "place",
    [
        "Kabupaten Pangkajene dan Kepulauan",
        "KEPULAUAN SIAU TAGULANDANG BIARO",
        "W" * 22 + " " + "W" * 22,
        " ".join(["W" * 14] * 3),
        " ".join(["WW"] * 15),
        "Łódź",
    ],
)
def test_whatever_place_of_birth_registration_accepts_fits_the_page(a_data_page, place):
    from datetime import date

    from builders.people import a_walkin, an_officer
    from loket.core.domain.events import ApplicationRegistered
    from loket.core.domain.rules import registration

    numbers = registration.Numbers(case="c", application_number="7604240620000001", queue_number="A001")
    accepted = registration.register_applicant(
        a_walkin(birth_place=place),
        officer=an_officer(),
        today=date(2024, 6, 20),
        numbers=numbers,
        others=(),
    )
    assert isinstance(accepted, ApplicationRegistered)

    make_data_page(a_data_page(birthplace=place))
