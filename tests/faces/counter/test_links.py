"""No page leads an officer to nothing: every link of every page is followed, in both languages."""

import pytest

from builders.counter import signed_in
from builders.country import bring_to, forget, pull, push
from builders.crawling import crawl
from builders.nodes import OFFICERS
from loket.core.domain.policy import DAY_MS
from loket.core.domain.terms import Stage
from loket.node.followers.centre import CentreFollower
from loket.node.operations.simulated_partners import simulated_partners

pytestmark = pytest.mark.slow  # many seconds: on one Python only

STAGES = (
    Stage.DOCUMENTS,
    Stage.PAYMENT,
    Stage.INTERVIEW,
    Stage.READ_BACK,
    Stage.HANDOVER,
    Stage.ARCHIVED,
    Stage.FORGOTTEN,
)


def _people(number):
    name = ("Andi", "Budi", "Citra", "Dewi", "Eka", "Farid", "Gita")[number]
    return {
        "nik": f"76041150109000{number + 11}",
        "full_name": f"{name} Contoh",
        "primary_identifier": "Contoh",
        "secondary_identifier": name,
    }


@pytest.fixture
def busy(country):
    """An office with a case at many stages, one of them forgotten, and news of the centre."""
    office = country.office
    cases = {
        stage: bring_to(
            office, Stage.HANDOVER if stage in (Stage.ARCHIVED, Stage.FORGOTTEN) else stage, **_people(number)
        )
        for number, stage in enumerate(STAGES)
    }
    country.printing.run_once()
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(office, country.centre)
    for stage in (Stage.ARCHIVED, Stage.FORGOTTEN):
        bring_to(office, Stage.ARCHIVED, case=cases[stage])
    forget(office, cases[Stage.FORGOTTEN])
    return cases


@pytest.mark.exhaustive  # axe follows the same links as each officer, in one language
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("officer", OFFICERS)
def test_every_link_that_an_officer_can_follow_leads_somewhere(busy, officer, language):
    statuses = crawl(signed_in(officer, language=language))

    assert {address: status for address, status in statuses.items() if status != 200} == {}
    # What this holds is worth nothing if nothing was reached.
    for case in busy.values():
        assert any(address.startswith(f"/cases/{case}") for address in statuses) or case in _aside(busy)


def _aside(busy):
    """Cases that no queue shows any more: they are found by searching."""
    return {busy[Stage.ARCHIVED], busy[Stage.FORGOTTEN]}


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.exhaustive)])
def test_every_link_of_cases_that_no_queue_shows_leads_somewhere(busy, language):
    client = signed_in("kepala", language=language)
    for case in _aside(busy):
        statuses = crawl(client, start=f"/cases/{case}")

        assert f"/cases/{case}/history" in statuses
        assert {address: status for address, status in statuses.items() if status != 200} == {}


def test_the_links_of_a_doubtful_clock_lead_somewhere(country):
    country.clock.now += 70 * DAY_MS

    statuses = crawl(signed_in("kepala"), start="/head")

    assert statuses["/head/clock"] == 200
    assert set(statuses.values()) == {200}
