import io
from datetime import date

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from loket.core.icao.mrz import Sex
from loket.node.papers import data_page as data_page_module
from loket.node.papers.data_page import make_data_page
from loket.node.papers.drawings import draw_portrait
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.office_papers import make_paper
from loket.node.papers.read_back import Difference, compare_mrz, read_mrz


def scan_of(pdf, *, dpi=200, kind="PNG", blur=0.0, width=None):
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("L")
    picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if width:
        picture = picture.resize((width, picture.height))
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"full_name": "SUHARTO", "sex": Sex.MALE, "document_number": "X0O8B5S2"},
        {"full_name": "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "birth_date": date(1958, 12, 30)},
        {"document_code": "PP", "document_number": "E9876543", "issue_date": date(2026, 1, 5)},
    ],
)
def test_a_page_reads_back_as_it_was_meant(a_data_page, model, change):
    page = a_data_page(**change)

    read = read_mrz(make_data_page(page), model=model)

    assert compare_mrz(page.mrz, read) == ()


@pytest.mark.parametrize(
    ("line", "position", "printed"),
    [
        (1, 6, "O"),  # A of AMINAH
        (1, 12, "K"),  # first filler after the name
        (1, 44, "C"),
        (2, 1, "K"),
        (2, 4, "8"),  # 3
        (2, 14, "O"),  # the 9 of the year of birth
        (2, 17, "O"),  # the 0 of the month, a look-alike
        (2, 44, "I"),
    ],
)
def test_a_single_altered_character_is_reported_in_its_place(a_data_page, model, line, position, printed):
    page = a_data_page()
    altered = list(page.mrz)
    wanted = altered[line - 1][position - 1]
    altered[line - 1] = altered[line - 1][: position - 1] + printed + altered[line - 1][position:]
    misprint = data_page_module._composed(page, tuple(altered))

    differences = compare_mrz(page.mrz, read_mrz(misprint, model=model))

    assert differences == (Difference(line, position, wanted, printed),)


@pytest.mark.parametrize(("meant", "printed"), [("X1000020", "X1OOO02O"), ("E0908070", "E09O8070")])
def test_the_letter_o_printed_for_a_nought_is_reported_each_time(a_data_page, model, meant, printed):
    page = a_data_page(document_number=meant)
    altered = (page.mrz[0], printed + page.mrz[1][8:])
    misprint = data_page_module._composed(page, altered)

    assert read_mrz(misprint, model=model) == altered
    assert read_mrz(scan_of(misprint, kind="JPEG", blur=0.8), model=model) == altered


@pytest.mark.parametrize(("kind", "blur"), [("PNG", 0.0), ("JPEG", 0.8)])
def test_a_scan_of_the_page_reads_back(a_data_page, model, kind, blur):
    page = a_data_page()

    assert read_mrz(scan_of(make_data_page(page), kind=kind, blur=blur), model=model) == page.mrz


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _: make_paper(title_id="A", title_en="B", rows=[], footer=""), PaperReason.NOT_A_DATA_PAGE),
        (lambda _: b"%PDF-1.7 nothing", PaperReason.UNREADABLE_FILE),
        (lambda _: b"nothing", PaperReason.UNREADABLE_FILE),
        (lambda _: draw_portrait(1), PaperReason.NOT_A_DATA_PAGE),
        (lambda pdf: scan_of(pdf, width=700), PaperReason.NOT_A_DATA_PAGE),
        (lambda pdf: scan_of(pdf, dpi=100), PaperReason.TOO_FEW_PIXELS),
    ],
)
def test_what_is_no_data_page_is_refused(a_data_page, model, make, reason):
    with pytest.raises(PaperError) as caught:
        read_mrz(make(make_data_page(a_data_page())), model=model)

    assert caught.value.reason is reason


def test_a_blank_page_has_no_zone(model):
    out = io.BytesIO()
    Image.new("L", (1250, 880), "white").save(out, "PNG")

    with pytest.raises(PaperError) as caught:
        read_mrz(out.getvalue(), model=model)

    assert caught.value.reason is PaperReason.NO_MRZ_FOUND


def test_a_missing_model_is_said_to_be_missing(a_data_page, tmp_path):
    with pytest.raises(PaperError) as caught:
        read_mrz(make_data_page(a_data_page()), model=tmp_path / "mrz.traineddata")

    assert caught.value.reason is PaperReason.NO_MRZ_MODEL


def test_a_line_that_was_read_too_short_differs_where_it_ends():
    assert compare_mrz(("AB", "C"), ("A", "CD")) == (Difference(1, 2, "B", ""), Difference(2, 2, "", "D"))
