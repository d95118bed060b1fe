"""No page of headquarters leads to nothing: every link is followed, in both languages."""

import pytest

from builders.country import bring_to, push
from builders.crawling import crawl
from loket.core.domain.terms import Stage
from loket.node.followers.centre import CentreFollower
from loket.node.operations.simulated_partners import simulated_partners


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_link_of_headquarters_leads_somewhere(country, signed_in, language):
    bring_to(country.office, Stage.PHOTO)
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)
    client = signed_in()
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    client.cookies["loket_language"] = language

    statuses = crawl(client)

    assert "/offices/polman" in statuses
    assert {address: status for address, status in statuses.items() if status != 200} == {}
