"""A mirror's intake on both engines: what it accepts, what it refuses, and that bytes never mix."""

from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.country import make_country
from loket.core.domain.events import RoleGranted
from loket.core.domain.terms import Role
from loket.core.sync import case_keys, http
from loket.core.sync.case_keys import SentCaseKey
from loket.core.tlog import checkpoint, merkle, mirror, note, witness
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.mirror import UploadHeader
from loket.node.keys.case_keys import CaseKey
from loket.node.operations.act import SYSTEM
from loket.node.operations.exchange_access import Sender
from loket.node.operations.receive_blob import accept_blob_part, blob_of, blob_offset
from loket.node.operations.receive_case_keys import accept_case_keys
from loket.node.operations.receive_log import accept_checkpoint, accept_entries

ORIGIN = "loket.test/polman/1/office"
POLMAN = Sender("polman", 1, is_auditor=False)
MAJENE = Sender("majene", 1, is_auditor=False)
AUDITOR = Sender("auditor", 0, is_auditor=True)


@pytest.fixture
def country(tmp_path, alias):
    """The centre on the engine of the test; the office's log has 601 entries or a few more."""
    made = make_country(tmp_path, alias=alias)
    with made.office.store.writing() as writing:
        for number in range(600):
            event = RoleGranted(officer=f"o{number}", name="Contoh", role=Role.PRINTER)
            made.office.append(writing, event, officer=SYSTEM, role=Role.SYSTEM, act=f"fill/{number}")
    yield made
    made.close()


@pytest.fixture
def office(country):
    return country.office


@pytest.fixture
def centre(country):
    return country.centre


def signed_at(office, size):
    with office.store.reading() as reading:
        root = reading.root_at(ORIGIN, size) if size else merkle.EMPTY_ROOT
    return checkpoint.sign_checkpoint(Checkpoint(ORIGIN, size, root), office.keys.logs[ORIGIN])


def offer(office, centre, old, new, sender=POLMAN):
    with office.store.reading() as reading:
        proof = merkle.consistency_proof(old, new, reading.hash_at(ORIGIN))
    body = witness.encode_add_checkpoint(old, proof, signed_at(office, new))
    return accept_checkpoint(centre, sender, body)


def upload(office, start, end, packages=100, ticket=b""):
    body = mirror.encode_header(UploadHeader(ORIGIN, start, end, ticket))
    with office.store.reading() as reading:
        for place in list(mirror.packages_of(start, end))[:packages]:
            entries = list(reading.entries(ORIGIN, place.start, place.end))
            package = mirror.make_package(place, entries, end, reading.hash_at(ORIGIN))
            body += mirror.encode_package(package)
    return body


def send(office, centre, start, end, packages=100, sender=POLMAN):
    return accept_entries(centre, sender, [upload(office, start, end, packages)])


def held(node):
    with node.store.reading() as reading:
        head = reading.head(ORIGIN)
    return head.size if head else None


def test_entries_are_cosigned_once_all_are_stored(office, centre):
    assert offer(office, centre, 0, 600).status == 200

    answer = send(office, centre, 0, 600)

    assert answer.status == 200
    signed = checkpoint.add_signatures(signed_at(office, 600), *note.parse_signature_lines(answer.body))
    checkpoint.verify_cosignature(note.parse(signed), centre.keys.mirror.vkey)
    with office.store.reading() as here, centre.store.reading() as there:
        assert there.head(ORIGIN).root == here.root_at(ORIGIN, 600)
        assert list(there.entries(ORIGIN, 0, 600)) == list(here.entries(ORIGIN, 0, 600))


def test_a_witness_cosignature_is_not_a_receipt(office, centre):
    answer = offer(office, centre, 0, 600)

    (line,) = note.parse_signature_lines(answer.body)
    assert line.name == centre.keys.witness.name
    assert held(centre) == 0


def test_a_prefix_is_answered_with_where_to_go_on(office, centre):
    offer(office, centre, 0, 600)

    answer = send(office, centre, 0, 600, packages=1)

    assert answer.status == 202
    assert answer.content_type == http.MIRROR_INFO_TYPE
    info = mirror.parse_mirror_info(answer.body)
    assert (info.size, info.next_entry) == (600, 256)
    assert send(office, centre, 256, 600).status == 200


def test_an_upload_may_be_cut_at_any_byte_and_goes_on(office, centre):
    offer(office, centre, 0, 600)
    whole = upload(office, 0, 600)
    cut = upload(office, 0, 600, packages=1) + whole[len(upload(office, 0, 600, packages=1)) :][:1000]

    answer = accept_entries(centre, POLMAN, [cut[i : i + 700] for i in range(0, len(cut), 700)])

    assert answer.status == 202
    assert mirror.parse_mirror_info(answer.body).next_entry == 256
    assert held(centre) == 256


def test_an_upload_cut_inside_its_first_package_stores_nothing(office, centre):
    offer(office, centre, 0, 600)

    assert accept_entries(centre, POLMAN, [upload(office, 0, 600)[:5000]]).status == 400
    assert accept_entries(centre, POLMAN, [upload(office, 0, 600)[:3]]).status == 400
    assert held(centre) == 0


def test_the_same_upload_twice_changes_nothing(office, centre):
    offer(office, centre, 0, 600)
    send(office, centre, 0, 600)

    assert send(office, centre, 0, 600).status == 200
    assert send(office, centre, 600, 600).status == 200
    assert held(centre) == 600


def test_an_upload_may_begin_inside_a_bundle(office, centre):
    offer(office, centre, 0, 300)
    send(office, centre, 0, 300)
    offer(office, centre, 300, 600)

    assert send(office, centre, 290, 600).status == 200
    assert held(centre) == 600


def test_an_upload_goes_on_to_an_earlier_pending_checkpoint_by_its_ticket(office, centre):
    offer(office, centre, 0, 400)
    info = mirror.parse_mirror_info(send(office, centre, 0, 400, packages=1).body)
    offer(office, centre, 400, 600)

    answer = accept_entries(centre, POLMAN, [upload(office, 256, 400, ticket=info.ticket)])

    assert answer.status == 200
    # a ticket that this witness never cosigned says nothing
    forged = accept_entries(centre, POLMAN, [upload(office, 256, 450, ticket=signed_at(office, 450))])
    assert forged.status == 409
    assert mirror.parse_mirror_info(forged.body).size == 600


def test_conflicts_say_where_to_go_on(office, centre):
    offer(office, centre, 0, 600)

    gap = send(office, centre, 300, 600)
    unknown_end = send(office, centre, 0, 500)

    for answer in (gap, unknown_end):
        assert answer.status == 409
        info = mirror.parse_mirror_info(answer.body)
        assert (info.size, info.next_entry) == (600, 0)


def test_a_mirror_checkpoint_never_goes_back(office, centre):
    offer(office, centre, 0, 400)
    old = mirror.parse_mirror_info(send(office, centre, 0, 400, packages=1).body).ticket
    offer(office, centre, 400, 600)
    send(office, centre, 256, 600)

    answer = accept_entries(centre, POLMAN, [upload(office, 256, 400, ticket=old)])

    assert answer.status == 409
    with centre.store.reading() as reading:
        assert checkpoint.parse_text(note.parse(reading.note("mirror", ORIGIN)).text).size == 600


def test_a_slow_upload_that_was_overtaken_does_not_roll_the_mirror_back(office, centre):
    offer(office, centre, 0, 400)
    body = upload(office, 0, 400)

    def overtaken():
        yield body[:-40_000]
        offer(office, centre, 400, 600)
        assert send(office, centre, 0, 600).status == 200
        yield body[-40_000:]

    answer = accept_entries(centre, POLMAN, overtaken())

    assert answer.status == 409
    assert mirror.parse_mirror_info(answer.body).next_entry == 600
    assert held(centre) == 600


def test_entries_that_are_not_in_the_tree_are_not_stored(office, centre):
    offer(office, centre, 0, 600)
    body = bytearray(upload(office, 0, 600))
    second = len(upload(office, 0, 600, packages=1))
    body[second + 50] ^= 1  # inside the first entry of the second package

    assert accept_entries(centre, POLMAN, [bytes(body)]).status == 422
    assert held(centre) == 256  # what was proven before it is kept


def test_entries_before_any_checkpoint_are_refused(office, centre):
    assert send(office, centre, 0, 600).status == 422


def test_an_unknown_origin_is_refused(office, centre):
    body = mirror.encode_header(UploadHeader("loket.test/nowhere/1/office", 0, 0))
    assert accept_entries(centre, POLMAN, [body]).status == 404


def test_nobody_writes_the_log_of_another(office, centre):
    assert offer(office, centre, 0, 600, sender=MAJENE).status == 403
    assert offer(office, centre, 0, 600, sender=AUDITOR).status == 403
    offer(office, centre, 0, 600)
    assert send(office, centre, 0, 600, sender=MAJENE).status == 403
    assert held(centre) == 0


def test_a_checkpoint_from_another_size_is_a_conflict_that_names_the_known_one(office, centre):
    offer(office, centre, 0, 300)

    answer = offer(office, centre, 0, 600)

    assert (answer.status, answer.body, answer.content_type) == (409, b"300\n", "text/x.tlog.size")
    assert offer(office, centre, 300, 600).status == 200


def test_a_checkpoint_signed_by_another_key_is_forbidden(office, centre):
    signer = type(office.keys.logs[ORIGIN])(ORIGIN, office.keys.papers.private)
    forged = checkpoint.sign_checkpoint(Checkpoint(ORIGIN, 1, bytes(32)), signer)

    assert accept_checkpoint(centre, POLMAN, witness.encode_add_checkpoint(0, (), forged)).status == 403


def test_two_faces_of_one_size_leave_two_signed_checkpoints_and_freeze_the_log(office, centre):
    offer(office, centre, 0, 300)
    other = checkpoint.sign_checkpoint(Checkpoint(ORIGIN, 300, bytes(32)), office.keys.logs[ORIGIN])

    answer = accept_checkpoint(centre, POLMAN, witness.encode_add_checkpoint(300, (), other))

    assert answer.status == 422
    with centre.store.reading() as reading:
        (fork,) = reading.forks(only_open=True)
    key = office.keys.logs[ORIGIN].vkey
    assert (
        checkpoint.open_checkpoint(fork.ours, key).root != checkpoint.open_checkpoint(fork.theirs, key).root
    )
    assert offer(office, centre, 300, 600).status == 422
    with centre.store.reading() as reading:
        assert len(reading.forks()) == 1
        assert checkpoint.parse_text(note.parse(reading.note("pending", ORIGIN)).text).size == 300


def test_an_older_face_that_differs_is_a_fork_too(office, centre):
    offer(office, centre, 0, 600)
    send(office, centre, 0, 600)
    other = checkpoint.sign_checkpoint(Checkpoint(ORIGIN, 10, bytes(32)), office.keys.logs[ORIGIN])

    assert accept_checkpoint(centre, POLMAN, witness.encode_add_checkpoint(0, (), other)).status == 409
    with centre.store.reading() as reading:
        assert len(reading.forks(only_open=True)) == 1


def test_a_proof_that_is_only_wrongly_made_up_before_anything_was_seen_is_no_fork(office, centre):
    body = witness.encode_add_checkpoint(0, (bytes(32),), signed_at(office, 600))

    assert accept_checkpoint(centre, POLMAN, body).status == 422
    with centre.store.reading() as reading:
        assert reading.forks() == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2**20), value=st.integers(1, 255), cut=st.integers(0, 2**20))
def test_no_upload_whatever_its_bytes_breaks_the_mirror(office, centre, place, value, cut):
    offer(office, centre, 0, 300)
    body = bytearray(upload(office, 0, 300))
    body[place % len(body)] ^= value
    before = held(centre)

    answer = accept_entries(centre, POLMAN, [bytes(body[: cut % len(body) + 1])])

    assert answer.status in {202, 400, 403, 404, 409, 422}
    assert held(centre) >= before
    with office.store.reading() as here, centre.store.reading() as there:
        assert list(there.entries(ORIGIN, 0, held(centre))) == list(here.entries(ORIGIN, 0, held(centre)))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_other_bytes_are_refused(centre, data):
    assert accept_checkpoint(centre, POLMAN, data).status == 400
    assert accept_entries(centre, POLMAN, [data]).status in {400, 404}
    assert accept_case_keys(centre, POLMAN, data).status in {200, 400}


# ----------------------------------------------------------------------------------------- keys, blobs


def test_only_keys_that_the_centre_can_open_are_kept_and_acknowledged(office, centre):
    good = CaseKey(b"k" * 32)
    sent = [
        SentCaseKey("a", good.wrap(centre.keys.recipient)),
        SentCaseKey("b", good.wrap(office.keys.recipient)),
        SentCaseKey("c", b"junk"),
    ]

    answer = accept_case_keys(centre, POLMAN, case_keys.encode_case_keys(sent))

    assert case_keys.parse_acknowledged(answer.body) == ("a",)
    with centre.store.reading() as reading:
        assert centre.case_key(reading, "polman", "a").secret == good.secret
        assert reading.case_key("polman", "b", "centre") is None


def test_a_key_that_comes_again_after_it_was_destroyed_is_not_kept(centre):
    body = case_keys.encode_case_keys([SentCaseKey("a", CaseKey(b"k" * 32).wrap(centre.keys.recipient))])
    accept_case_keys(centre, POLMAN, body)
    with centre.store.writing() as writing:
        writing.destroy_case_key("polman", "a")

    answer = accept_case_keys(centre, POLMAN, body)

    assert case_keys.parse_acknowledged(answer.body) == ("a",)
    with centre.store.reading() as reading:
        assert reading.case_key("polman", "a", "centre") is None


def test_an_auditor_sends_no_case_keys(centre):
    assert accept_case_keys(centre, AUDITOR, case_keys.encode_case_keys([])).status == 403


CONTENT = bytes(range(256)) * 16


@pytest.fixture
def blob():
    return blob_of(ORIGIN, sha256(CONTENT).hexdigest(), len(CONTENT))


def test_a_blob_comes_in_parts_with_a_receipt_at_the_end(centre, blob):
    first = accept_blob_part(centre, POLMAN, blob, 0, CONTENT[:1000])
    again = accept_blob_part(centre, POLMAN, blob, 0, CONTENT[:1000])
    last = accept_blob_part(centre, POLMAN, blob, 1000, CONTENT[1000:])
    once_more = accept_blob_part(centre, POLMAN, blob, len(CONTENT), b"")

    assert (first.status, first.headers["Upload-Offset"]) == (202, "1000")
    assert (again.status, again.headers["Upload-Offset"]) == (409, "1000")
    assert last.status == 200
    assert (once_more.status, once_more.body) == (200, last.body)
    assert blob_offset(centre, POLMAN, blob).headers["Upload-Offset"] == str(len(CONTENT))
    assert centre.blobs.get(blob.sha256) == CONTENT
    signed = note.parse(last.body)
    assert note.verify_note(signed, [centre.keys.papers.vkey])
    assert signed.text == f"loket blob receipt v1\n{ORIGIN}\n{blob.sha256}\n{len(CONTENT)}\n"


def test_a_blob_with_wrong_bytes_is_refused_and_dropped(centre, blob):
    assert accept_blob_part(centre, POLMAN, blob, 0, bytes(len(CONTENT))).status == 422
    assert blob_offset(centre, POLMAN, blob).headers["Upload-Offset"] == "0"
    assert not centre.blobs.has(blob.sha256)
    assert accept_blob_part(centre, POLMAN, blob, 0, CONTENT).status == 200


def test_a_blob_does_not_grow_beyond_its_size_nor_a_part_beyond_its_limit(centre, blob):
    assert accept_blob_part(centre, POLMAN, blob, 0, CONTENT + b"x").status == 422
    assert accept_blob_part(centre, POLMAN, blob, 0, bytes(300_000)).status == 413
    assert accept_blob_part(centre, MAJENE, blob, 0, CONTENT).status == 403
