"""The centre is destroyed, and comes back out of its office: the exchange's part is done by hand."""

from dataclasses import replace

import pytest

from builders.country import (
    ANOTHER,
    CENTRE_LOGS,
    HQ,
    Country,
    bring_to,
    done,
    forget,
    hq,
    keep_trust,
    publish_list,
    pull,
    push,
    ship,
    supplied,
    the_row,
)
from builders.nodes import make_node
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import Obligation, ObservedCheckpoint
from loket.core.domain.terms import Stage
from loket.node.followers.centre import CentreFollower
from loket.node.keys.trust import TrustedNode
from loket.node.operations.act import SYSTEM, By
from loket.node.operations.centre_rebuild import compare_projections, how_far_back
from loket.node.operations.grant_headquarters_role import grant_headquarters_role
from loket.node.operations.invariants import converged
from loket.node.operations.publish_trust import publish_trust
from loket.node.operations.rebuild import rebuild
from loket.node.operations.simulated_partners import simulated_partners


def follow(country):
    return CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)


def exchange(country):
    push(country.office, country.centre)
    report = follow(country)
    pull(country.office, country.centre)
    push(country.office, country.centre)
    follow(country)
    return report


def push_what_the_lost_centre_wrote(office, centre):
    """The office's mirrors of the centre's logs of earlier incarnations."""
    with office.store.reading() as here, centre.store.writing() as there:
        for head in here.heads():
            if not head.own and head.owner_node == "centre":
                there.open_log(head.origin, "centre", own=False)
                entries = list(here.entries(head.origin, 0, head.size))
                there.store_foreign(
                    head.origin, 0, entries, list(here.leaf_hashes(head.origin, 0, head.size))
                )


def wrap_again(office, centre):
    """Every key that the office can open, encrypted to the new centre."""
    with office.store.reading() as here, centre.store.writing() as there:
        for key in here.case_keys_unacked("polman", 1000):
            opened = office.case_key(here, "polman", key.case)
            there.put_case_key("polman", key.case, "centre", opened.wrap(centre.keys.recipient))


@pytest.fixture
def lost(country):
    """A day is over; one case is forgotten, one waits; the centre has burnt, and a new one stands empty."""
    supplied(country)
    case = bring_to(country.office, Stage.HANDOVER)
    exchange(country)
    bring_to(country.office, Stage.ARCHIVED, case=case)
    done(forget(country.office, case))
    bring_to(country.office, Stage.APPROVAL, **ANOTHER)
    exchange(country)
    old = country.centre
    new = make_node(
        country.folder / "centre-2",
        name="centre",
        role="centre",
        clock=country.clock,
        logs=CENTRE_LOGS,
        incarnation=2,
    )
    root = old.trust()
    following = replace(root, version=2, nodes=(*root.nodes, TrustedNode.of(new.keys.public())))
    note = keep_trust(following, country.signers, country.office, new)
    grant_headquarters_role(new, By(SYSTEM, "enrol/hq"), officer=HQ, name="Sari")
    done(publish_trust(new, hq(), note))
    yield Country(country.folder, country.clock, country.office, new, country.signers), old
    new.store.close()


def test_the_office_fills_an_empty_centre_again(lost):
    country, old = lost
    office, new = country.office, country.centre
    push(office, new, keys=False)
    follow(country)
    assert not how_far_back(new, ["polman"]).complete

    push_what_the_lost_centre_wrote(office, new)
    wrap_again(office, new)
    follow(country)
    with new.store.writing() as writing:
        for row in writing.blobs_not_here([head.origin for head in writing.heads()], 100):
            if new.blobs.has(row.sha256):
                writing.blob_is_here(row.sha256)

    back = how_far_back(new, ["polman"])
    [polman] = back.offices
    assert back.complete
    assert (polman.cases, polman.keys, polman.forgotten, polman.held) == (2, 1, 1, 0)
    assert [origin for origin, _size in back.earlier_logs] == [
        "loket.test/centre/1/national",
        "loket.test/centre/1/to-polman",
    ]
    with old.store.reading() as before, new.store.reading() as after, office.store.reading() as here:
        assert compare_projections(before, after, "polman") == ()
        assert compare_projections(here, after, "polman") == ()
    assert converged(office, new) == []
    assert rebuild(new, "polman").equal
    assert rebuild(new, "centre").equal


def test_a_new_centre_ships_nothing_before_every_office_has_said_what_it_was_sent(lost):
    """It would give numbers a second time that the lost centre gave already (invariant 3)."""
    country, _old = lost

    before = ship(country, shipment="s1", first=1, last=5)
    push_what_the_lost_centre_wrote(country.office, country.centre)
    push(country.office, country.centre)
    follow(country)
    after = ship(country, shipment="s7", first=1, last=5)

    assert before.reasons == (Reason.OFFICES_NOT_BACK,)
    assert after.reasons == (Reason.BOOKLETS_ALREADY_SHIPPED,)


def test_the_new_centre_goes_on_where_the_lost_one_was(lost):
    country, _old = lost
    push(country.office, country.centre, keys=False)
    push_what_the_lost_centre_wrote(country.office, country.centre)
    wrap_again(country.office, country.centre)
    follow(country)

    assert ship(country, shipment="s1", first=6, last=9).reasons == (Reason.SHIPMENT_NUMBER_USED,)
    assert ship(country, shipment="s2", first=5, last=9).reasons == (Reason.BOOKLETS_ALREADY_SHIPPED,)
    done(ship(country, shipment="s2", first=6, last=9))
    publish_list(country, version=2)
    case = bring_to(
        country.office,
        Stage.DOCUMENTS,
        nik="7604110203850011",
        full_name="Lain Sekali",
        primary_identifier="Sekali",
        secondary_identifier="Lain",
    )
    exchange(country)

    with country.office.store.reading() as reading:
        owed = reading.select(Obligation, {"office": "polman", "case": case})
    assert [one.open for one in owed] == [False, False]
    assert the_row(country.centre, case) == the_row(country.office, case)


def test_an_observed_checkpoint_never_goes_back_when_an_old_log_arrives(lost):
    country, old = lost
    push(country.office, country.centre, keys=False)
    origin = country.office.origin("office")
    follow(country)
    with country.centre.store.reading() as reading:
        fresh = reading.get(ObservedCheckpoint, ("centre", origin))

    push_what_the_lost_centre_wrote(country.office, country.centre)
    follow(country)

    with country.centre.store.reading() as reading, old.store.reading() as before:
        assert reading.get(ObservedCheckpoint, ("centre", origin)).size >= fresh.size
        assert fresh.size > before.get(ObservedCheckpoint, ("centre", origin)).size
    assert rebuild(country.centre, "centre").equal
