"""The pages of the quality test: what failed, what would mend it, and the tests that there were."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builders.country import bring_to, done, pull, ship, the_row
from builders.nodes import by
from loket.core.domain.terms import DocumentKind, PageState, Stage
from loket.drills.bench_pages import a_page
from loket.drills.page_noise import MILD, photographed
from loket.node.operations.receive_shipment import receive_shipment
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


@pytest.mark.parametrize(
    ("kind", "groups", "told"),
    [
        (DocumentKind.ORDINARY, {1, 6, 8}, True),
        (DocumentKind.EMERGENCY, {1, 6, 7, 8}, False),
    ],
)
def test_what_does_not_apply_to_a_kind_is_told_of_that_kind(kind, groups, told, country, client_of):
    if kind is DocumentKind.EMERGENCY:
        done(ship(country, shipment="splp", first=1, last=2, kind=kind))
        pull(country.office, country.centre)
        done(receive_shipment(country.office, by("budi"), shipment="splp", counted=2, second_officer="tini"))
    case = bring_to(country.office, Stage.READ_BACK, kind=kind)
    country.printing.run_once()
    client = client_of("tini")
    client.post(f"/cases/{case}/test_quality", {"act": ACT, "page": of_another("page.jpg")})

    shown = client.get(f"/cases/{case}/quality", headers={"accept-language": "en"}).content.decode()
    assert {number for number in range(1, 9) if f">{number} · " in shown} == groups
    assert "has no chip: groups 2 to 5 do not apply" in shown
    assert ("carries no seal: group 7 does not apply" in shown) is told
