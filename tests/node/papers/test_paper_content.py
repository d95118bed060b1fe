"""The digest of what a paper says is found again in its PDF, on one page or many."""

from hashlib import sha256

import pytest

from loket.node.papers.error import PaperError
from loket.node.papers.office_papers import PaperSize, Row, Section, Signatory, make_paper
from loket.node.papers.paper_content import content_digest, digest_of_pdf

ROWS = [
    Row("Jumlah", "Amount", "Rp 350.000 · a’b “q”"),
    Row("Pemohon", "Applicant", "Nur Á. Office affinity"),
]


def made(rows, size, **changes):
    """A paper's PDF and the digest that its seal was made of."""
    digests = []

    def seal(digest):
        digests.append(digest)
        return b"\xdc" + bytes(150)

    paper = {
        "title_id": "Surat penangguhan",
        "title_en": "Letter of deferral",
        "office": "Kantor Imigrasi Kelas II",
        "number": "TANGGUH-2024-0007",
        "footer": "Kode ini memuat nomor surat.",
        "paragraphs": ["Permohonan ditangguhkan. " * 12, "Deferred."],
        "sections": [Section("Alasan", "Grounds", ("Satu dua tiga. " * 40, "Empat."))],
        "signatories": [Signatory("Petugas", "Rahma"), Signatory("Saksi", "")],
    }
    pdf = make_paper(**paper | changes, rows=rows, size=size, seal=seal)
    return pdf, digests[0]


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("times", [1, 25])
def test_a_pdf_says_what_its_seal_was_made_of(size, times):
    pdf, digest = made(ROWS * times, size)

    assert digest_of_pdf(pdf) == digest


def test_codes_for_the_counter_and_the_mark_of_specimens_are_no_part_of_it():
    pdf, digest = made(ROWS, PaperSize.A6, number_code="7604240620000001", specimen=True, headline="A001")

    assert digest_of_pdf(pdf) == digest


@pytest.mark.parametrize(
    "change",
    [
        {"number": "TANGGUH-2024-0008"},
        {"paragraphs": ["Permohonan disetujui."]},
        {"signatories": [Signatory("Petugas", "Rahmi")]},
        {"office": "Kantor Imigrasi Kelas I"},
        {"headline": "1"},
    ],
)
def test_every_text_of_a_paper_counts(change):
    assert made(ROWS, PaperSize.A5)[1] != made(ROWS, PaperSize.A5, **change)[1]
    assert made(ROWS, PaperSize.A5)[1] != made([ROWS[0]], PaperSize.A5)[1]


def test_the_digest_is_half_of_sha_256_without_white_space():
    assert content_digest(["Rp 350.000", " \n", "Nur"]) == sha256(b"Rp350.000Nur").digest()[:16]


def test_what_is_no_pdf_is_refused():
    with pytest.raises(PaperError):
        digest_of_pdf(b"%PDF-1.7 no")
