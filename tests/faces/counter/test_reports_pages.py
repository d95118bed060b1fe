"""Reports as a page, as CSV and as PDF."""

import csv
import io

import pypdfium2
import pytest

from builders.country import bring_to, the_row
from loket.core.domain.terms import Stage
from loket.node.papers.codes import read_codes

WEEK = "kind=week&day=2024-06-20"


@pytest.fixture
def worked(office):
    return bring_to(office, Stage.HANDOVER)


def rows_of(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    text = answer.content.decode()
    assert text.endswith("\r\n")  # RFC 4180, 2.1
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("kind", ["day", "week", "month"])
def test_every_kind_of_report_is_a_page_a_table_and_a_paper(kind, worked, client_of):
    client = client_of("dewi")
    query = f"kind={kind}&day=2024-06-20"

    assert client.get(f"/reports?{query}").status_code == 200
    assert len({len(row) for row in rows_of(client.get(f"/reports/csv?{query}"))}) == 1
    assert client.get(f"/reports/pdf?{query}").content.startswith(b"%PDF")


def test_the_table_has_its_head_in_the_readers_language_and_plain_numbers(worked, client_of):
    head, *rows = rows_of(client_of("dewi").get(f"/reports/csv?{WEEK}"))
    assert head == ["Group", "Figure", "17 Jun 2024 – 23 Jun 2024", "10 Jun 2024 – 16 Jun 2024"]
    found = {figure: (now, before) for _group, figure, now, before in rows}
    assert found["Registered"] == ("1", "0")
    assert found["Fees assessed, amount"] == ("350000", "0")
    assert found["Working days from interview to ready (median)"] == ("0", "–")

    head, *_rows = rows_of(client_of("dewi", language="id").get(f"/reports/csv?{WEEK}"))
    assert head[:2] == ["Kelompok", "Angka"]


def test_no_report_holds_personal_data(office, worked, client_of):
    client, applicant = client_of("dewi"), the_row(office, worked).registration.applicant
    pdf = pypdfium2.PdfDocument(client.get(f"/reports/pdf?{WEEK}").content)
    texts = [
        client.get(f"/reports?{WEEK}").content.decode(),
        client.get(f"/reports/csv?{WEEK}").content.decode(),
        "".join(page.get_textpage().get_text_bounded() for page in pdf),
    ]

    for text in texts:
        assert applicant.full_name not in text
        assert applicant.nik not in text


def test_the_paper_says_the_period_in_both_languages_on_one_sheet(worked, client_of):
    pdf = pypdfium2.PdfDocument(client_of("dewi").get(f"/reports/pdf?{WEEK}").content)
    text = pdf[0].get_textpage().get_text_bounded()

    assert len(pdf) == 1
    assert [code.symbology for code in read_codes(client_of("dewi").get(f"/reports/pdf?{WEEK}").content)] == [
        "DataMatrix"
    ]
    for said in ("Laporan mingguan", "Report of a week", "17 Jun 2024", "Didaftarkan", "Registered"):
        assert said in text


@pytest.mark.parametrize("query", ["kind=year", "day=x", "day=1999-12-31", "day=2024-02-30"])
def test_what_is_no_period_is_not_found(query, office, client_of):
    assert client_of("dewi").get(f"/reports?{query}").status_code == 404
