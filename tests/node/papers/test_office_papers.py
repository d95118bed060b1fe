import cv2
import pypdfium2
import pytest

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.office_papers import PaperSize, Row, Signatory, make_paper


def a_paper(**changes):
    paper = {
        "title_id": "Tanda terima pembayaran",
        "title_en": "Receipt of payment",
        "rows": [Row("Jumlah", "Amount", "Rp 350.000")],
        "footer": "Kantor Imigrasi",
    }
    return make_paper(**paper | changes)


def text_of(pdf):
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    ("size", "millimetres"),
    [(PaperSize.A4, (210, 297)), (PaperSize.A5, (148, 210)), (PaperSize.A6, (105, 148))],
)
def test_a_paper_has_its_size_and_says_it_in_both_languages(size, millimetres):
    pdf = a_paper(size=size, number="PLM-17", signature_text="a note\n", headline="A-017", specimen=True)

    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    assert tuple(round(side * 25.4 / 72) for side in document[0].get_size()) == millimetres
    for text in ("Tanda terima pembayaran", "Receipt of payment", "Rp 350.000", "PLM-17", "A-017", "CONTOH"):
        assert text in text_of(pdf)


def test_the_same_paper_gives_the_same_bytes():
    assert a_paper(signature_text="a note") == a_paper(signature_text="a note")


def test_a_report_has_a_place_for_each_signature():
    signatories = [
        Signatory("Petugas cetak", "Baso"),
        Signatory("Saksi", "Nur"),
        Signatory("Kepala", "Hasan"),
    ]

    text = text_of(a_paper(signatories=signatories, paragraphs=["Buku dinyatakan rusak."]))

    assert all(word in text for signatory in signatories for word in signatory)


def test_long_lists_go_on_on_the_next_page():
    pdf = a_paper(rows=[Row("Permohonan", "Application", str(number)) for number in range(60)])

    assert len(pypdfium2.PdfDocument(pdf)) > 1


def test_markup_in_a_value_stays_text():
    assert "#panic()" in text_of(a_paper(rows=[Row("A", "B", "#panic() *x*")]))


def test_a_note_too_long_for_a_qr_code_is_refused():
    with pytest.raises(PaperError) as caught:
        a_paper(signature_text="x" * 3000)

    assert caught.value.reason is PaperReason.NOTE_TOO_LONG


def test_a_number_on_a_paper_is_read_by_a_scanner_as_it_stands():
    number = "7604240620000001"
    pdf = a_paper(number_code=number, size=PaperSize.A6)

    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_numpy()
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == number
    assert "number only" in text_of(pdf)
    assert "Signed note" not in text_of(pdf)
