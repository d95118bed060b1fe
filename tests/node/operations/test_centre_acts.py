"""Headquarters publishes and ships; offices read it."""

import pytest

from builders.country import (
    HQ,
    bring_to,
    done,
    hq,
    keep_trust,
    publish_list,
    pull,
    push,
    ship,
    supplied,
)
from builders.nodes import by
from builders.people import NIK, an_applicant
from loket.core.domain.origins import NATIONAL_LOG
from loket.core.domain.prevention import List, ListedPerson
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Booklet, ObservedCheckpoint, Policy, PreventionList, Shipment
from loket.core.domain.rows import TrustRoot as TrustRow
from loket.core.domain.terms import DocumentKind, Stage
from loket.node.keys.error import KeysError
from loket.node.keys.trust import make_trust
from loket.node.operations.act import SYSTEM, By
from loket.node.operations.grant_headquarters_role import grant_headquarters_role
from loket.node.operations.observe_checkpoints import observe_checkpoints
from loket.node.operations.publish_policy import publish_policy
from loket.node.operations.publish_prevention_list import publish_prevention_list
from loket.node.operations.publish_trust import publish_trust
from loket.node.operations.ship_booklets import ship_booklets

DAY_MS = 24 * 3_600_000


def test_an_office_can_read_the_list_that_was_published(country):
    person = ListedPerson(number="C1", name="Orang Contoh", birth_date="1980-01-01", nik=NIK)

    publish_list(country, persons=(person,))
    pull(country.office, country.centre)

    with country.office.store.reading() as reading:
        current = reading.get(PreventionList, ("polman", "current"))
    assert (current.version, current.persons) == (1, 1)
    assert current.national_origin == country.centre.origin(NATIONAL_LOG)
    assert country.office.prevention.hits(current, an_applicant()) == ("C1",)


def test_a_list_is_readable_by_nobody_who_is_not_an_office(country):
    publish_list(country)

    with country.centre.store.reading() as reading:
        blob = reading.get(PreventionList, ("centre", "current")).blob
    with pytest.raises(KeysError):
        country.centre.keys.decrypt(country.centre.blobs.get(blob.sha256))


def test_an_older_list_is_not_published(country):
    publish_list(country, version=2)

    again = publish_prevention_list(
        country.centre, hq(), List(version=2, as_of=country.clock.now, persons=())
    )

    assert again.reasons == (Reason.VERSION_NOT_NEWER,)


def test_a_list_from_tomorrow_is_not_published(country):
    tomorrow = List(version=1, as_of=country.clock.now + DAY_MS, persons=())

    assert publish_prevention_list(country.centre, hq(), tomorrow).reasons == (Reason.LIST_FROM_THE_FUTURE,)


def test_only_headquarters_publishes(country):
    published = List(version=1, as_of=country.clock.now, persons=())

    assert publish_prevention_list(country.centre, by("nobody"), published).reasons == (
        Reason.OFFICER_LACKS_ROLE,
    )
    assert ship(country) is not None
    refused = publish_policy(
        country.centre, by("nobody"), version=1, hand_over_renewal_list_days=7, list_fresh_hours=24
    )
    assert refused.reasons == (Reason.OFFICER_LACKS_ROLE,)


def test_the_system_names_only_the_first_official(country):
    second = grant_headquarters_role(country.centre, By(SYSTEM, "x"), officer="hq-2", name="Dua")
    third = grant_headquarters_role(country.centre, hq(), officer="hq-3", name="Tiga")

    assert second.reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert not isinstance(third, Refused)


def test_the_same_act_is_done_once(country):
    act = By(HQ, "publish-1")

    first = publish_policy(country.centre, act, version=1, hand_over_renewal_list_days=3, list_fresh_hours=12)
    second = publish_policy(
        country.centre, act, version=1, hand_over_renewal_list_days=3, list_fresh_hours=12
    )

    assert (second.repeated, second.index) == (True, first.index)


def test_a_policy_takes_effect_when_the_office_has_read_it(country):
    done(publish_policy(country.centre, hq(), version=1, hand_over_renewal_list_days=3, list_fresh_hours=12))
    pull(country.office, country.centre)

    with country.office.store.reading() as reading:
        policy = reading.get(Policy, ("polman", "current"))
    assert (policy.hand_over_renewal_list_days, policy.list_fresh_hours) == (3, 12)


@pytest.mark.parametrize(("days", "hours"), [(-1, 24), (32, 24), (7, 0), (7, 169)])
def test_a_policy_out_of_bounds_is_refused(country, days, hours):
    refused = publish_policy(
        country.centre, hq(), version=1, hand_over_renewal_list_days=days, list_fresh_hours=hours
    )

    assert refused.reasons == (Reason.POLICY_OUT_OF_BOUNDS,)


def test_no_number_is_shipped_twice(country):
    done(ship(country, first=1, last=5))

    assert ship(country, shipment="s2", first=5, last=9).reasons == (Reason.BOOKLETS_ALREADY_SHIPPED,)
    assert ship(country, shipment="s1", first=6, last=9).reasons == (Reason.SHIPMENT_NUMBER_USED,)
    assert not isinstance(ship(country, shipment="s2", first=6, last=9), Refused)


@pytest.mark.parametrize(("first", "last"), [(5, 4), (-1, 3), (1, 10_000_000), (1, 200_001)])
def test_a_range_that_is_none_is_refused(country, first, last):
    assert ship(country, first=first, last=last).reasons == (Reason.BOOKLET_RANGE_MALFORMED,)


def test_nothing_is_shipped_to_an_office_that_is_not_enrolled(country):
    refused = ship_booklets(
        country.centre,
        hq(),
        "majene",
        shipment="s1",
        kind=DocumentKind.ORDINARY,
        series="X",
        digits=7,
        first=1,
        last=5,
    )

    assert refused.reasons == (Reason.OFFICE_UNKNOWN,)


def test_shipped_blanks_come_into_custody(country):
    supplied(country)

    with country.office.store.reading() as reading:
        assert [row.booklet for row in reading.select(Booklet)] == [f"X000000{n}" for n in range(1, 6)]
        assert reading.get(Shipment, ("polman", "s1")).received


def test_a_trust_root_needs_its_threshold_and_its_turn(country):
    root = country.centre.trust()
    following = type(root)(version=2, threshold=2, signers=root.signers, nodes=root.nodes)
    by_one = make_trust(following, country.signers[0])
    by_two = make_trust(following, *country.signers[:2])

    assert publish_trust(country.centre, hq(), by_one).reasons == (Reason.TRUST_ROOT_NOT_ACCEPTED,)
    assert country.centre.trust().version == 1
    done(publish_trust(country.centre, hq(), by_two))
    assert country.centre.trust().version == 2
    assert publish_trust(country.centre, hq(), by_two).reasons == (Reason.VERSION_NOT_NEWER,)
    with country.centre.store.reading() as reading:
        assert reading.get(TrustRow, ("centre", "current")).version == 2


def test_the_first_trust_root_is_published_as_it_was_enrolled(country):
    root = country.centre.trust()
    note = keep_trust(root, country.signers, country.centre)

    done(publish_trust(country.centre, hq(), note))
    pull(country.office, country.centre)

    with country.office.store.reading() as reading:
        assert reading.get(TrustRow, ("polman", "current")).note == note


def test_each_days_checkpoint_of_an_office_is_observed_once(country):
    bring_to(country.office, Stage.DOCUMENTS)
    push(country.office, country.centre)

    assert observe_checkpoints(country.centre, country.clock.now) == 1
    assert observe_checkpoints(country.centre, country.clock.now) == 0
    assert observe_checkpoints(country.centre, country.clock.now + DAY_MS) == 0, "nothing new"
    bring_to(country.office, Stage.DOCUMENTS, nik="7604115010900004")
    push(country.office, country.centre)
    assert observe_checkpoints(country.centre, country.clock.now + DAY_MS) == 1

    origin = country.office.origin("office")
    with country.centre.store.reading() as reading:
        seen = reading.get(ObservedCheckpoint, ("centre", origin))
        head = reading.head(origin)
    assert (seen.size, seen.root) == (head.size, head.root)
