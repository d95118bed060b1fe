"""What was done on paper is entered through the same forms, with the sheet's own fields."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builders.country import bring_to, the_row
from loket.core.domain.rows import PaperSheet, TimelineLine
from loket.core.domain.terms import Stage
from loket.node.papers.drawings import draw_scan

SHEET = draw_scan("ktp", [("Lembar", "K-0001")])


@pytest.fixture
def written(office):
    """A time at which the power was out, as it stands on a sheet."""
    return datetime.fromtimestamp(office.clock.now / 1000, office.timezone) + timedelta(hours=1)


def sheet(written, number="K-0001"):
    return {
        "act": "act-from-paper-0001",
        "paper_sheet": number,
        "paper_done_on": f"{written:%d-%m-%Y}",
        "paper_done_time": f"{written:%H.%M}",
        "paper_scan": SimpleUploadedFile("lembar.jpg", SHEET, "image/jpeg"),
    }


def test_a_case_page_offers_to_enter_from_paper_and_asks_for_the_sheet(office, client_of):
    case = bring_to(office, Stage.PAYMENT)
    client = client_of("rahma")

    offered = client.get(f"/cases/{case}").content.decode()
    asked = client.get(f"/cases/{case}?paper").content.decode()

    assert f"/cases/{case}?paper" in offered
    assert 'name="paper_sheet"' not in offered
    assert 'name="paper_sheet"' in asked


def test_an_act_from_a_sheet_stands_in_the_timeline_with_sheet_and_time(office, client_of, written):
    case = bring_to(office, Stage.PAYMENT)
    office.clock.now += 8 * 3_600_000

    answer = client_of("rahma").post(f"/cases/{case}/issue_billing_code", sheet(written))

    assert answer.status_code == 302
    with office.store.reading() as reading:
        row = reading.get(PaperSheet, (office.name, "K-0001"))
        lines = reading.select(TimelineLine, {"office": office.name, "case": case}, order_by=("-number",))
    minute = int(written.replace(second=0, microsecond=0).timestamp() * 1000)
    assert (row.case, row.done_at, row.about) == (case, minute, "billing_code_issued")
    assert [line.sheet for line in lines[:2]] == ["", "K-0001"]
    page = client_of("rahma").get(f"/cases/{case}").content.decode()
    assert "sheet K-0001" in page


def test_a_sheet_entered_twice_is_refused_where_the_officer_looks(office, client_of, written):
    case = bring_to(office, Stage.PAYMENT)
    office.clock.now += 8 * 3_600_000
    client = client_of("rahma")
    client.post(f"/cases/{case}/issue_billing_code", sheet(written))
    again = sheet(written) | {"act": "act-from-paper-0002", "amount_rupiah": "350000"}

    answer = client.post(f"/cases/{case}/record_payment", again)

    assert answer.status_code == 422
    assert "This sheet was entered before." in answer.content.decode()
    assert the_row(office, case).payment is None


def test_a_time_that_is_none_is_said_and_nothing_is_written(office, client_of, written):
    case = bring_to(office, Stage.PAYMENT)
    wrong = sheet(written) | {"paper_done_time": "half past nine"}

    answer = client_of("rahma").post(f"/cases/{case}/issue_billing_code", wrong)

    assert answer.status_code == 422
    assert "hours:minutes" in answer.content.decode()
    assert the_row(office, case).fee is None


def test_the_sheets_are_listed_and_the_registration_form_asks_for_one(office, client_of, written):
    case = bring_to(office, Stage.PAYMENT)
    office.clock.now += 8 * 3_600_000
    client = client_of("rahma")
    assert "No sheet has been entered." in client.get("/paper").content.decode()
    client.post(f"/cases/{case}/issue_billing_code", sheet(written, "K-0007"))

    assert f"/cases/{case}/sheets/K-0007" in client.get("/paper").content.decode()
    assert client.get(f"/cases/{case}/sheets/K-0007").content == SHEET
    assert client.get(f"/cases/{case}/sheets/K-0008").status_code == 404
    assert 'name="paper_sheet"' in client.get("/stations/registration?paper").content.decode()
    assert 'name="paper_sheet"' not in client.get("/stations/registration").content.decode()
