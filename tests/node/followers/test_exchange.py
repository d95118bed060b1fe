"""An office and its centre exchange what they have, over a real Django handler and lines of every kind."""

import shutil
import threading
from dataclasses import replace
from random import Random

import pytest

from builders.country import Country, bring_to, done, keep_trust, make_country, publish_list, ship
from builders.nodes import make_node
from builders.wires import ChangedWire, FaultyWire, Wire
from loket.core.domain.events import Blob, PhotoTaken, RoleGranted
from loket.core.domain.rows import ReadLog
from loket.core.domain.terms import Role, Stage
from loket.core.sync.http import Response
from loket.core.sync.lanes import CAP_MS, IDLE_MS
from loket.core.tlog import checkpoint, note, verify
from loket.core.tlog.entry import decode
from loket.node.followers.exchange import ExchangeFollower
from loket.node.followers.exchange_client import ExchangeClient
from loket.node.followers.http_log import HttpLogSource
from loket.node.followers.transport import TransportError
from loket.node.keys.case_keys import CaseKey
from loket.node.keys.trust import TrustedNode
from loket.node.operations.act import SYSTEM

OFFICE = "loket.test/polman/1/office"
NATIONAL = "loket.test/centre/1/national"
TO_OFFICE = "loket.test/centre/1/to-polman"
HOLDER = "centre/1"


@pytest.fixture(autouse=True)
def _databases(databases_of_our_own):
    """Nodes have databases of their own."""


@pytest.fixture
def country(tmp_path):
    made = make_country(tmp_path)
    yield made
    made.close()


def fill(node, count, start=0):
    """Append many small entries in one transaction."""
    with node.store.writing() as writing:
        for number in range(start, start + count):
            event = RoleGranted(officer=f"o{number}", name=f"Petugas {number}", role=Role.PRINTER)
            node.append(writing, event, officer=SYSTEM, role=Role.SYSTEM, act=f"fill/{number}")


def head(node, origin):
    with node.store.reading() as reading:
        return reading.head(origin)


def mark(node, origin=OFFICE, holder=HOLDER):
    with node.store.reading() as reading:
        return next((one for one in reading.holder_marks(origin) if one.holder == holder), None)


def rows(reading):
    return sorted(map(repr, reading.all_rows("polman")))


def forks(node):
    with node.store.reading() as reading:
        return reading.forks()


def drain(country: Country, follower: ExchangeFollower, rounds: int = 60) -> None:
    """Run until nothing is left to send now."""
    for _ in range(rounds):
        if follower.run_once(country.clock.now) > country.clock.now:
            return
    raise AssertionError("the exchange does not come to rest")


def follow(country: Country, wire=None) -> tuple[ExchangeFollower, Wire]:
    wire = wire or Wire(country.centre)
    return ExchangeFollower(country.office, "", wire), wire


def restart(country: Country, which: str) -> None:
    """As after a kill: everything in memory is gone, the folder is what it was."""
    node = getattr(country, which)
    node.store.close()
    role = "centre" if which == "centre" else "office"
    new = make_node(
        country.folder / node.name,
        name=node.name,
        role=role,
        incarnation=node.incarnation,
        clock=country.clock,
    )
    setattr(country, which, new)


def assert_all_is_at_the_centre(country: Country) -> None:
    ours, theirs = head(country.office, OFFICE), head(country.centre, OFFICE)
    assert (theirs.size, theirs.root) == (ours.size, ours.root)
    with country.office.store.reading() as here, country.centre.store.reading() as there:
        assert list(here.entries(OFFICE, 0, ours.size)) == list(there.entries(OFFICE, 0, ours.size))
        for lane in ("photos", "scans"):
            assert here.blobs_without_receipt(OFFICE, HOLDER, lane, 10) == []
        assert here.case_keys_unacked("centre", 10) == []
    receipt = mark(country.office)
    assert (receipt.size, receipt.root) == (ours.size, ours.root)


# ------------------------------------------------------------------------------------------------ push


def test_a_log_of_several_packages_comes_to_the_centre_with_its_receipt(country):
    fill(country.office, 700)
    follower, wire = follow(country)

    drain(country, follower)

    assert_all_is_at_the_centre(country)
    receipt = note.parse(mark(country.office).note)
    checkpoint.verify_cosignature(receipt, country.centre.keys.mirror.vkey)
    note.verify_note(receipt, [country.office.keys.logs[OFFICE].vkey])
    assert wire.count("POST", "/exchange/add-entries") == 1
    assert follower.status().failures == {}


def test_when_all_is_there_nothing_is_sent_again(country):
    follower, wire = follow(country)
    drain(country, follower)
    wire.sent.clear()

    drain(country, follow(country, wire)[0])

    assert {one.method for one in wire.sent} == {"GET"}


def test_an_upload_that_grew_in_between_goes_on_where_it_was(country):
    follower, _ = follow(country)
    fill(country.office, 300)
    drain(country, follower)
    fill(country.office, 300, start=300)

    drain(country, follower)

    assert_all_is_at_the_centre(country)


@pytest.mark.parametrize("seed", range(4))
def test_killed_and_cut_anywhere_nothing_is_lost_and_nothing_comes_twice(country, seed):
    chance = Random(seed)
    case = bring_to(country.office, Stage.INTERVIEW)
    wire = Wire(country.centre)
    filled = 0
    for _ in range(12):
        fill(country.office, 90, start=filled)
        filled += 90
        follower, _ = follow(country, FaultyWire(wire, chance))
        country.clock.now += CAP_MS
        follower.run_once(country.clock.now)
        restart(country, chance.choice(("office", "centre")))
        wire.node = country.centre

    country.clock.now += CAP_MS
    drain(country, follow(country, wire)[0])

    assert_all_is_at_the_centre(country)
    country.centre.project_log(OFFICE)
    with country.office.store.reading() as here, country.centre.store.reading() as there:
        for blob in here.blobs_of_case("polman", case):
            assert country.centre.blobs.get(blob.sha256) == country.office.blobs.get(blob.sha256)
            assert there.blob(blob.sha256).here
        assert rows(here) == rows(there)


class KilledError(BaseException):
    """The process is gone."""


def test_killed_after_every_single_message_the_office_still_gets_there(country):
    publish_list(country)
    bring_to(country.office, Stage.PHOTO)
    fill(country.office, 600)
    wire = Wire(country.centre)
    survived = 0
    for allowed in range(100):
        wire.sent.clear()

        def killed(request, answer, allowed=allowed):
            if len(wire.sent) > allowed:
                raise KilledError
            return answer

        try:
            ExchangeFollower(country.office, "", ChangedWire(wire, killed)).run_once(country.clock.now)
        except KilledError:
            restart(country, "office")
            restart(country, "centre")
            wire.node = country.centre
            continue
        survived = allowed
        break

    drain(country, follow(country, wire)[0])
    assert 5 < survived < 100
    assert_all_is_at_the_centre(country)


def test_the_answer_to_the_last_package_is_lost_and_the_receipt_comes_at_the_next_try(country):
    fill(country.office, 10)
    lost = []

    def lose_one(request, answer):
        if request.path.endswith("add-entries") and not lost:
            lost.append(request)
            raise TransportError("lost")
        return answer

    wire = Wire(country.centre)
    follower = ExchangeFollower(country.office, "", ChangedWire(wire, lose_one))
    follower.run_once(country.clock.now)
    assert mark(country.office) is None
    restart(country, "office")
    country.clock.now += CAP_MS

    drain(country, follow(country, wire)[0])

    assert_all_is_at_the_centre(country)


def test_retry_after_is_honoured(country):
    def busy(request, answer):
        return (
            Response(503, {"retry-after": "20"}, b"") if request.path.endswith("add-checkpoint") else answer
        )

    wire = Wire(country.centre)
    follower = ExchangeFollower(country.office, "", ChangedWire(wire, busy))
    drain(country, follower)
    tries = wire.count("POST", "/exchange/add-checkpoint")
    assert tries == 1

    start = country.clock.now
    while country.clock.now < start + 19_000:
        country.clock.now += 1_000
        follower.run_once(country.clock.now)
    assert wire.count("POST", "/exchange/add-checkpoint") == tries

    country.clock.now = start + 22_000
    follower.run_once(country.clock.now)
    assert wire.count("POST", "/exchange/add-checkpoint") == tries + 1


def test_a_stuck_scan_delays_no_entry(country):
    bring_to(country.office, Stage.PAYMENT)

    def no_scans(request, answer):
        if request.method in {"PUT", "HEAD"}:
            raise TransportError("the line breaks under a scan")
        return answer

    wire = Wire(country.centre)
    follower = ExchangeFollower(country.office, "", ChangedWire(wire, no_scans))
    drain(country, follower)
    fill(country.office, 5)
    drain(country, follower)

    assert mark(country.office).size == head(country.office, OFFICE).size
    assert set(follower.status().failures) == {"scans"}


def test_a_centre_that_is_not_there_costs_the_office_nothing_but_patience(country):
    follower, _ = follow(country, Wire(None))

    wake = follower.run_once(country.clock.now)

    assert country.clock.now < wake <= country.clock.now + IDLE_MS
    assert set(follower.status().failures) == {"trust", "checkpoint", "logs"}


def test_a_clock_that_is_put_back_by_an_hour_stops_no_exchange(country):
    stop, rounds = threading.Event(), []

    class Counting(ExchangeFollower):
        def run_once(self, now):
            rounds.append(now)
            country.clock.now -= 3_600_000
            if len(rounds) == 3:
                stop.set()
            return now + 20

    follower = Counting(country.office, "", Wire(country.centre))
    running = threading.Thread(target=follower.run, args=(stop,))
    running.start()
    running.join(5)
    stop.set()
    running.join()

    assert len(rounds) == 3


def test_who_is_woken_looks_for_work_at_once(country):
    stop, looked = threading.Event(), threading.Event()

    class Sleepy(ExchangeFollower):
        def run_once(self, now):
            looked.set()
            return now + 3_600_000

    follower = Sleepy(country.office, "", Wire(country.centre))
    country.office.store.when_grown(follower.wake)
    running = threading.Thread(target=follower.run, args=(stop,))
    running.start()
    assert looked.wait(5)
    looked.clear()
    fill(country.office, 1)
    woken = looked.wait(5)
    stop.set()
    running.join()

    assert woken


def test_a_wrong_clock_at_the_office_is_corrected_for_signing(country):
    country.office.clock = lambda: country.clock() - 3_600_000
    follower, _ = follow(country)

    drain(country, follower)

    assert_all_is_at_the_centre(country)


def forged_line(line, key):
    """A cosignature line that names `key` and holds another signature."""
    (given,) = note.parse_signature_lines(line)
    wrong = note.NoteSignature(key.name, key.key_id, given.signature[:-1] + bytes((given.signature[-1] ^ 1,)))
    return wrong.to_line().encode()


@pytest.mark.parametrize("forge", ["of the witness", "with a wrong signature", "of nobody"])
def test_a_receipt_that_the_mirror_did_not_sign_secures_nothing(country, forge):
    def change(request, answer):
        if not request.path.endswith("add-entries") or answer.status != 200:
            return answer
        text = checkpoint.parse_text(note.parse(country.office.signed_head(OFFICE)).text).text()
        lines = {
            "of the witness": country.centre.keys.witness.cosign(text, 1).to_line().encode(),
            "with a wrong signature": forged_line(answer.body, country.centre.keys.mirror.vkey),
            "of nobody": b"",
        }
        return replace(answer, body=lines[forge])

    follower = ExchangeFollower(country.office, "", ChangedWire(Wire(country.centre), change))
    drain(country, follower)

    assert mark(country.office) is None
    assert follower.status().failures["entries"] >= 1


# ----------------------------------------------------------------------------------------- keys, blobs


def test_a_receipt_for_another_blob_is_none(country):
    bring_to(country.office, Stage.PAYMENT)
    receipts = []

    def change(request, answer):
        if request.method == "PUT" and answer.status == 200:
            receipts.append(answer)
            return receipts[0]  # always that of the first
        return answer

    drain(country, ExchangeFollower(country.office, "", ChangedWire(Wire(country.centre), change)))

    with country.office.store.reading() as reading:
        without = reading.blobs_without_receipt(OFFICE, HOLDER, "scans", 10)
    assert len(receipts) > 1
    assert len(without) == 2  # of three papers, only the first has its own receipt


def test_case_keys_come_to_the_centre_and_open_its_copy(country):
    case = bring_to(country.office, Stage.PHOTO)
    drain(country, follow(country)[0])
    country.centre.project_log(OFFICE)

    with country.centre.store.reading() as there, country.office.store.reading() as here:
        assert (
            country.centre.case_key(there, "polman", case).secret
            == country.office.case_key(here, "polman", case).secret
        )
        assert here.case_key_holders("polman", case)["centre"]


def test_a_blob_goes_on_in_the_middle(country):
    content = bytes(range(256)) * 4096  # 1 MiB, four parts
    case = bring_to(country.office, Stage.PHOTO)
    drain(country, follow(country)[0])
    sha256 = put_blob(country, case, content)
    puts = []

    def two_parts(request, answer):
        if request.method == "PUT":
            puts.append(len(request.body))
            if len(puts) > 2:
                raise TransportError("cut")
        return answer

    wire = Wire(country.centre)
    ExchangeFollower(country.office, "", ChangedWire(wire, two_parts)).run_once(country.clock.now)
    restart(country, "centre")
    restart(country, "office")
    wire = Wire(country.centre)
    country.clock.now += CAP_MS
    drain(country, follow(country, wire)[0])

    assert country.centre.blobs.get(sha256) == content
    resent = sum(len(one.body) for one in wire.sent if one.method == "PUT")
    # the third part had arrived, only its answer was lost
    assert resent == len(content) - 3 * 256 * 1024


def put_blob(country, case, content):
    """An entry that speaks of a file with exactly these stored bytes."""
    sha256 = country.office.blobs.put(content)
    blob = Blob(sha256=sha256, size=len(content), lane="photos", media_type="image/jpeg")
    with country.office.store.writing() as writing:
        country.office.append(
            writing,
            PhotoTaken(case=case, blob=blob),
            officer="iwan",
            role=Role.INTERVIEWER,
            act=f"photo/{sha256}",
        )
    return sha256


def test_a_list_that_the_centre_published_is_fetched_and_read(country):
    publish_list(country)
    done(ship(country))
    drain(country, follow(country)[0])

    with country.office.store.reading() as reading:
        assert reading.get(ReadLog, ("polman", NATIONAL)).size == head(country.centre, NATIONAL).size
        assert reading.get(ReadLog, ("polman", TO_OFFICE)).size == head(country.centre, TO_OFFICE).size
        assert reading.blobs_not_here([NATIONAL, TO_OFFICE], 10) == []
    assert country.office.prevention is not None


def test_a_list_with_wrong_bytes_is_not_kept(country):
    publish_list(country)

    def spoil(request, answer):
        if request.method == "GET" and "/blobs/" in request.path:
            return replace(answer, body=bytes(len(answer.body)))
        return answer

    wire = Wire(country.centre)
    follower = ExchangeFollower(country.office, "", ChangedWire(wire, spoil))
    follower.run_once(country.clock.now)
    with country.office.store.reading() as reading:
        (missing,) = reading.blobs_not_here([NATIONAL], 10)
    assert not country.office.blobs.has(missing.sha256)
    assert follower.status().failures["lists"] == 1

    country.clock.now += CAP_MS
    drain(country, follow(country, wire)[0])
    assert country.office.blobs.has(missing.sha256)


# ------------------------------------------------------------------------------------------------ pull


def test_a_long_log_is_pulled_in_bundles_and_read_once(country):
    fill_centre(country, 2600)
    follower, _ = follow(country)

    drain(country, follower)

    with country.office.store.reading() as reading:
        assert reading.get(ReadLog, ("polman", NATIONAL)).size == 2601
        assert reading.head(NATIONAL).root == head(country.centre, NATIONAL).root


def fill_centre(country, count, node=None, start=0):
    centre = node or country.centre
    with centre.store.writing() as writing:
        for number in range(start, start + count):
            event = RoleGranted(officer=f"c{number}", name=f"Pusat {number}", role=Role.HEADQUARTERS)
            centre.append_to(
                writing,
                centre.origin("national"),
                event,
                officer=SYSTEM,
                role=Role.SYSTEM,
                act=f"centre-fill/{node is None}/{number}",
            )


def test_a_bundle_that_does_not_belong_to_the_checkpoint_is_not_stored(country):
    fill_centre(country, 3)

    def spoil(request, answer):
        if "/tile/entries/" in request.path:
            return replace(answer, body=answer.body[:-1] + bytes((answer.body[-1] ^ 1,)))
        return answer

    follower = ExchangeFollower(country.office, "", ChangedWire(Wire(country.centre), spoil))
    drain(country, follower)

    assert head(country.office, NATIONAL).size == 0
    assert forks(country.office) == []
    assert follower.status().failures["logs"] >= 1


def test_tiles_that_are_not_those_of_the_checkpoint_accuse_nobody(country):
    fill_centre(country, 300)
    follower, wire = follow(country)
    drain(country, follower)
    fill_centre(country, 300, start=300)

    def spoil(request, answer):
        if "/tile/0/" in request.path:
            return replace(answer, body=bytes(len(answer.body)))
        return answer

    lied_to = ExchangeFollower(country.office, "", ChangedWire(wire, spoil))
    drain(country, lied_to)

    assert forks(country.office) == []
    assert lied_to.status().failures["logs"] >= 1
    assert head(country.office, NATIONAL).size == 301


# ----------------------------------------------------------------------------------------------- forks


def backed_up(country, which):
    node = getattr(country, which)
    node.store.close()
    shutil.copytree(country.folder / node.name, country.folder / f"{node.name}-backup")
    restart(country, which)


def restored(country, which):
    """The machine with yesterday's disk: database and mark are both old, so that it cannot know."""
    node = getattr(country, which)
    node.store.close()
    shutil.rmtree(country.folder / node.name)
    shutil.copytree(country.folder / f"{node.name}-backup", country.folder / node.name)
    restart(country, which)


def assert_two_signed_checkpoints(node, origin, key):
    (fork,) = forks(node)
    assert fork.origin == origin
    assert fork.open
    ours, theirs = (checkpoint.open_checkpoint(one, key) for one in (fork.ours, fork.theirs))
    assert (ours.size, ours.root) != (theirs.size, theirs.root)
    return ours, theirs


def test_a_centre_that_was_rolled_back_is_found_and_the_exchange_is_frozen(country):
    fill_centre(country, 5)
    backed_up(country, "centre")
    fill_centre(country, 5, start=5)
    drain(country, follow(country)[0])
    restored(country, "centre")
    follower, wire = follow(country)
    fill(country.office, 1)

    follower.run_once(country.clock.now)

    key = country.centre.keys.logs[NATIONAL].vkey
    ours, theirs = assert_two_signed_checkpoints(country.office, NATIONAL, key)
    assert (ours.size, theirs.size) == (11, 6)
    wire.sent.clear()
    country.clock.now += CAP_MS
    assert follower.run_once(country.clock.now) == country.clock.now + IDLE_MS
    assert wire.sent == []
    assert follower.status().frozen


def test_a_centre_with_two_faces_is_found_also_after_a_restart(country):
    fill_centre(country, 5)
    backed_up(country, "centre")
    fill_centre(country, 5, start=5)
    drain(country, follow(country)[0])
    restored(country, "centre")
    fill_centre(country, 9, start=100)

    follow(country)[0].run_once(country.clock.now)

    key = country.centre.keys.logs[NATIONAL].vkey
    ours, theirs = assert_two_signed_checkpoints(country.office, NATIONAL, key)
    assert (ours.size, theirs.size) == (11, 15)
    restart(country, "office")
    follower, wire = follow(country)
    follower.run_once(country.clock.now)
    assert wire.sent == []
    assert head(country.office, NATIONAL).size == 11


def test_a_thawed_exchange_goes_on(country):
    fill_centre(country, 5)
    backed_up(country, "centre")
    fill_centre(country, 5, start=5)
    drain(country, follow(country)[0])
    restored(country, "centre")
    follower, _ = follow(country)
    follower.run_once(country.clock.now)
    (fork,) = forks(country.office)
    fill_centre(country, 7, start=5)  # the same entries again would be the same log; these are others
    with country.office.store.writing() as writing:
        writing.close_fork(fork.origin, fork.found_at)
    fill(country.office, 3)

    country.clock.now += CAP_MS
    follower.run_once(country.clock.now)

    assert mark(country.office).size == head(country.office, OFFICE).size


def test_an_office_that_was_rolled_back_learns_it_from_the_centre(country):
    backed_up(country, "office")
    fill(country.office, 20)
    drain(country, follow(country)[0])
    restored(country, "office")

    follow(country)[0].run_once(country.clock.now)

    key = country.office.keys.logs[OFFICE].vkey
    ours, theirs = assert_two_signed_checkpoints(country.office, OFFICE, key)
    assert theirs.size > ours.size


def test_an_office_with_two_faces_leaves_both_at_the_centre_and_at_home(country):
    backed_up(country, "office")
    fill(country.office, 20)
    drain(country, follow(country)[0])
    restored(country, "office")
    fill(country.office, 50, start=1000)

    follow(country)[0].run_once(country.clock.now)

    key = country.office.keys.logs[OFFICE].vkey
    assert_two_signed_checkpoints(country.office, OFFICE, key)
    assert_two_signed_checkpoints(country.centre, OFFICE, key)


# ------------------------------------------------------------------------- a centre from its offices


def test_a_new_centre_is_filled_by_its_office(country):
    publish_list(country)
    done(ship(country))
    drain(country, follow(country)[0])
    case = bring_to(country.office, Stage.INTERVIEW)
    drain(country, follow(country)[0])
    country.centre.project_log(OFFICE)
    with country.centre.store.reading() as there:
        before = rows(there)
    old = country.centre
    old.store.close()

    new = make_node(
        country.folder / "centre-2",
        name="centre",
        role="centre",
        incarnation=2,
        clock=country.clock,
        logs=("national", "staff", "to-polman"),
    )
    root = country.office.trust()
    keep_trust(
        replace(root, version=2, nodes=(*root.nodes, TrustedNode.of(new.keys.public()))), country.signers, new
    )
    country.centre = new
    follower, _ = follow(country)

    drain(country, follower)

    # the trust root came over the exchange, then the centre's past, the log, keys and files of the office
    assert country.office.trust().version == 2
    assert head(new, NATIONAL).size == head(country.office, NATIONAL).size
    assert head(new, TO_OFFICE).size == head(country.office, TO_OFFICE).size
    ours, theirs = head(country.office, OFFICE), head(new, OFFICE)
    assert (theirs.size, theirs.root) == (ours.size, ours.root)
    assert mark(country.office, holder="centre/2").size == ours.size
    for origin in (NATIONAL, TO_OFFICE, OFFICE):
        new.project_log(origin)
    with new.store.reading() as there, country.office.store.reading() as here:
        assert rows(there) == before
        assert isinstance(new.case_key(there, "polman", case), CaseKey)
        for blob in (
            *here.blobs_of_case("polman", case),
            *(b for b in [here.blob(s) for s in shas(here)] if b),
        ):
            assert new.blobs.has(blob.sha256)


def shas(reading):
    return [
        ref.sha256.hex()
        for data in reading.entries(NATIONAL, 0, reading.head(NATIONAL).size)
        for ref in decode(data).blobs
    ]


# ------------------------------------------------------------------------------------- verifying by HTTP


def test_a_log_is_verified_over_http(country):
    fill(country.office, 300)
    drain(country, follow(country)[0])
    client = ExchangeClient(
        Wire(country.centre),
        signer=country.office.keys.exchange,
        receiver="centre",
        clock=country.clock,
        random_bytes=country.office.random_bytes,
    )
    keys = [country.office.keys.logs[OFFICE].vkey, country.centre.keys.mirror.vkey]

    verified = verify.verify_log(HttpLogSource(client, OFFICE), keys)

    assert (verified.size, verified.root) == (
        head(country.office, OFFICE).size,
        head(country.office, OFFICE).root,
    )
    assert set(verified.signed_by) == set(keys)


def test_nothing_personal_stands_in_an_address(country):
    bring_to(country.office, Stage.INTERVIEW)
    follower, wire = follow(country)

    drain(country, follower)

    # neither names nor the identity number, and no case id: hashes and origins only
    assert {request.path.split("/")[2] for request in wire.sent} <= {
        "add-checkpoint",
        "add-entries",
        "case-keys",
        "blobs",
        "logs",
        "trust",
    }
    assert {name.split("=")[0] for request in wire.sent for name in request.query.split("&")} <= {
        "",
        "origin",
        "size",
        "offset",
        "after",
    }
