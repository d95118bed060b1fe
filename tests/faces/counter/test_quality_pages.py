"""The pages of the quality test: what failed, what would mend it, and the tests that there were."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builders.country import bring_to, the_row
from loket.core.domain.terms import PageState, Stage
from loket.drills.bench_pages import a_page
from loket.drills.page_noise import MILD, photographed
from loket.node.papers.data_page import make_data_page

ACT = "quality-page-0123456789"


@pytest.fixture
def waiting(country):
    """A case whose page came out of the printer."""
    case = bring_to(country.office, Stage.READ_BACK)
    country.printing.run_once()
    return case


def of_another(name):
    """A photo of somebody else's page."""
    return SimpleUploadedFile(name, photographed(make_data_page(a_page(3)), MILD, seed=1), "image/jpeg")


def test_a_failed_test_is_shown_with_its_reasons_and_leads_to_the_report(waiting, country, client_of):
    client = client_of("tini")
    client.post(f"/cases/{waiting}/test_quality", {"act": ACT, "page": of_another("page.jpg")})

    assert the_row(country.office, waiting).page.state is PageState.READ_BACK_FAILED
    shown = client.get(f"/cases/{waiting}", headers={"accept-language": "en"}).content.decode()
    assert "This booklet has failed its test" in shown
    assert "Zone as ordered, character for character" in shown
    assert f'class="button go" href="/cases/{waiting}/spoil_booklet"' in shown


def test_every_test_of_a_case_is_shown_by_group_with_its_page(waiting, country, client_of):
    client = client_of("tini")
    client.post(f"/cases/{waiting}/test_quality", {"act": ACT, "page": of_another("page.jpg")})
    client.post(f"/cases/{waiting}/test_quality", {"act": ACT + "2", "what_was_seen": "Halaman orang lain."})

    assert the_row(country.office, waiting).stage is Stage.HANDOVER
    shown = client.get(f"/cases/{waiting}/quality", headers={"accept-language": "en"}).content.decode()
    assert shown.index("Test 2") < shown.index("Test 1")
    assert "Halaman orang lain." in shown
    for words in (
        "1 · Data page",
        "6 · Page, chip and record compared",
        "8 · Office",
        "not supported",
        "failed",
    ):
        assert words in shown
    picture = client.get(f"/cases/{waiting}/quality/1/page")
    assert picture["Content-Type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    assert client.get(f"/cases/{waiting}/quality/3/page").status_code == 404


def test_a_case_without_a_test_has_no_such_page(waiting, client_of):
    assert client_of("tini").get(f"/cases/{waiting}/quality").status_code == 404
