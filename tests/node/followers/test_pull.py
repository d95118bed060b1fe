"""What an office takes from its centre, killed after any commit, and with files that do not come."""

import os
from contextlib import contextmanager
from dataclasses import replace

import pytest

from builders.country import done, hq, publish_list
from builders.nodes import make_node, sqlite_alias
from builders.wires import ChangedWire, Wire
from loket.core.domain.rows import PreventionList
from loket.core.sync import http
from loket.core.sync.http import Request
from loket.core.sync.lanes import CAP_MS
from loket.core.tlog.entry import BlobRef
from loket.node.followers.exchange import ExchangeFollower
from loket.node.keys.trust import make_trust, parse_trust
from loket.node.operations.publish_trust import publish_trust
from loket.node.operations.serve_log import serve_trust
from loket.node.store.store import Store


class Killed(BaseException):
    """The process is gone."""


class MortalStore(Store):
    """The store of a process that is killed right after its first commit."""

    @contextmanager
    def writing(self, *, recovering=False):
        with super().writing(recovering=recovering) as transaction:
            yield transaction
        raise Killed


def rounds(country, follower, count=20):
    for _ in range(count):
        country.clock.now += CAP_MS + 1
        follower.run_once(country.clock.now)


def publish_roots(country, *versions):
    """The national log gets these trust roots, one after the other."""
    root = country.centre.trust()
    for version in versions:
        note = make_trust(replace(root, version=version), *country.signers[:2])
        done(publish_trust(country.centre, hq(), note))


def current_list(country):
    with country.office.store.reading() as reading:
        return reading.get(PreventionList, ("polman", "current"))


# ------------------------------------------------------------------------------------------ trust roots


def test_several_roots_are_taken_from_the_log_though_the_office_is_killed_after_every_commit(country):
    publish_list(country)
    rounds(country, ExchangeFollower(country.office, "", Wire(country.centre)))
    publish_roots(country, 2, 3)

    def no_trust(request, answer):
        return replace(answer, status=404) if request.path == http.TRUST else answer

    wire = ChangedWire(Wire(country.centre), no_trust)
    folder = country.folder / "polman"
    for _ in range(40):
        country.office.store.close()
        country.office.store = MortalStore(alias=sqlite_alias(folder), high_water=folder / "high-water")
        try:
            rounds(country, ExchangeFollower(country.office, "", wire), 3)
        except Killed:
            continue
        break
    country.office.store.close()
    country.office = make_node(folder, clock=country.clock)

    assert country.office.trust().version == 3


def test_an_office_that_has_the_log_and_missed_its_roots_asks_for_one_after_the_other(country):
    publish_roots(country, 2, 3, 4)
    wire = Wire(country.centre)

    def no_logs(request, answer):
        return replace(answer, status=404) if "/logs/" in request.path else answer

    rounds(country, ExchangeFollower(country.office, "", ChangedWire(wire, no_logs)))

    assert country.office.trust().version == 4
    assert [one.query for one in wire.sent if one.path == http.TRUST][:4] == [
        "after=1",
        "after=2",
        "after=3",
        "after=4",
    ]


@pytest.mark.parametrize(("after", "served"), [(None, 3), (0, 3), (1, 2), (2, 3), (3, 3), (9, 3)])
def test_the_root_after_a_version_is_served_where_it_was_published(country, after, served):
    publish_roots(country, 2, 3)
    assert parse_trust(serve_trust(country.centre, after).body).version == served


def test_a_version_that_is_no_number_is_refused(country):
    answer = Wire(country.centre).send(Request("GET", http.TRUST, "after=-1"))
    assert answer.status == 400


# ------------------------------------------------------------------------------------------------ files


def test_a_list_that_is_damaged_at_the_centre_does_not_keep_back_the_next(country):
    publish_list(country)
    with country.centre.store.reading() as reading:
        damaged = reading.get(PreventionList, ("centre", "current")).blob.sha256
    path = next((country.folder / "centre" / "blobs").rglob(damaged))
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    wire = Wire(country.centre)
    follower = ExchangeFollower(country.office, "", wire)
    rounds(country, follower, 3)
    assert {one.status for one in wire.answers if b"damaged" in one.body} == {404}

    publish_list(country, version=2)
    rounds(country, follower, 4)

    newest = current_list(country)
    assert newest.version == 2
    assert country.office.blobs.has(newest.blob.sha256)
    assert not country.office.blobs.has(damaged)


def test_a_newest_list_that_does_not_come_does_not_keep_back_the_one_before(country):
    publish_list(country)
    publish_list(country, version=2)
    with country.centre.store.reading() as reading:
        newest = reading.get(PreventionList, ("centre", "current")).blob.sha256
    next((country.folder / "centre" / "blobs").rglob(newest)).unlink()

    rounds(country, ExchangeFollower(country.office, "", Wire(country.centre)))

    with country.office.store.reading() as reading:
        (missing,) = reading.blobs_not_here([country.centre.origin("national")], 10)
    assert missing.sha256 == newest


def test_files_that_other_logs_miss_do_not_keep_back_a_list(country):
    with country.office.store.writing() as writing:
        for index in range(60):
            writing.put_blob(
                BlobRef(os.urandom(32), 10, "photos"),
                origin="loket.test/ambon/1/office",
                index=index,
                office="ambon",
                case="c",
            )
    publish_list(country)

    rounds(country, ExchangeFollower(country.office, "", Wire(country.centre)), 6)

    assert country.office.blobs.has(current_list(country).blob.sha256)
