"""A deputy of the head: appointed on a page, told beside the name, head on the days of the term only."""

from datetime import timedelta

from builders.cases import DAY
from builders.country import bring_to, done
from builders.nodes import by
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import Officer
from loket.core.domain.terms import OrderKind, Role, Stage
from loket.node.operations.appoint_deputy import appoint_deputy
from loket.node.operations.give_order import give_order
from loket.node.operations.grant_role import end_role, grant_role
from loket.node.operations.invariants_acts import four_eyes

ACT = "0123456789abcdef-deputy"


def today(office):
    return office.day_of(office.clock())


def appoint(office, officer="dewi", *, first=0, last=9):
    start = today(office)
    return done(
        appoint_deputy(
            office,
            by("kepala"),
            officer=officer,
            first_day=start + timedelta(days=first),
            last_day=start + timedelta(days=last),
        )
    )


def the_officer(office, officer):
    with office.store.reading() as reading:
        return reading.get(Officer, (office.name, officer))


def test_the_head_appoints_a_deputy_on_the_page_and_ends_the_term_there(office, client_of):
    client = client_of("kepala")
    start = today(office)
    answer = client.post(
        "/head/deputy",
        {
            "act": ACT,
            "officer": "dewi",
            "first_day": f"{start:%d-%m-%Y}",
            "last_day": f"{start + timedelta(days=9):%d-%m-%Y}",
        },
    )
    assert answer.status_code == 302
    assert client_of("dewi").get("/head").status_code == 200
    assert "deputy head until" in client_of("dewi").get("/stations/approval").content.decode()

    client.post("/head/deputy/end", {"act": "0123456789abcdef-ended", "officer": "dewi"})

    assert client_of("dewi").get("/head").status_code == 403
    assert "deputy head until" not in client_of("dewi").get("/stations/approval").content.decode()


def test_the_term_begins_and_ends_with_its_days(country, client_of):
    appoint(country.office, first=1, last=2)
    client = client_of("dewi")

    seen = [client.get("/head").status_code]
    for _ in range(3):
        country.clock.now += DAY
        seen.append(client.get("/head").status_code)

    assert seen == [403, 200, 200, 403]


def test_a_deputy_sees_the_terms_and_no_form(office, client_of):
    appoint(office)

    page = client_of("dewi").get("/head/deputy").content.decode()

    assert "Only the head himself appoints and ends deputies." in page
    assert 'action="/head/deputy' not in page


def test_the_api_knows_a_deputy_as_head(office, client_of):
    appoint(office)

    assert Role.HEAD in client_of("dewi").get("/api/session").json()["roles"]


def test_what_a_deputy_orders_breaks_no_invariant(office):
    appoint(office)
    case = bring_to(office, Stage.PAYMENT)
    order = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER

    done(give_order(office, by("dewi"), case, kind=order, duty=None, why="Umrah"))

    with office.store.reading() as reading:
        assert four_eyes(reading) == []


def test_with_the_last_role_ends_the_term(office, client_of):
    appoint(office, "tini")

    done(end_role(office, by("kepala"), officer="tini", role=Role.QUALITY_TESTER))

    assert the_officer(office, "tini").deputy_to is None
    assert client_of("tini").get("/head").status_code == 403


def test_who_becomes_head_is_deputy_no_more(office):
    appoint(office)

    done(grant_role(office, by("kepala"), officer="dewi", name="Dewi", role=Role.HEAD))

    assert the_officer(office, "dewi").deputy_to is None


def test_the_last_head_stays(office):
    assert end_role(office, by("kepala"), officer="kepala", role=Role.HEAD).reasons == (Reason.LAST_HEAD,)


def test_a_deputy_who_holds_no_grant_of_head_cannot_lose_one(office):
    appoint(office)

    refused = end_role(office, by("kepala"), officer="dewi", role=Role.HEAD)

    assert refused.reasons == (Reason.OFFICER_LACKS_ROLE,)
