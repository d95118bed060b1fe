"""Who may ask what of a node over HTTP, and what a request that is not in order is told."""

import gzip
from dataclasses import replace
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.country import keep_trust, make_country, publish_list
from builders.nodes import make_node
from builders.wires import deliver
from loket.core.sync import http
from loket.core.sync.authentication import sign_request
from loket.core.sync.http import Request
from loket.core.tlog import checkpoint, witness
from loket.core.tlog.note import Ed25519Signer
from loket.faces.exchange import reading_requests, views
from loket.faces.exchange.reading_requests import MAX_BODY_BYTES
from loket.node.keys.trust import TrustedNode, verify_first
from loket.node.operations.exchange_access import Sender, may_read, may_write
from loket.node.operations.node import set_current_node

NATIONAL = "loket.test/centre/1/national"
STAFF = "loket.test/centre/1/staff"
TO_MAJENE = "loket.test/centre/1/to-majene"
AUDITOR = Ed25519Signer("loket.test/auditor-TEST", Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))

CHECKPOINT = http.log_path(NATIONAL, "checkpoint")


@pytest.fixture
def country(tmp_path, databases_of_our_own):
    made = make_country(tmp_path)
    root = made.office.trust()
    keep_trust(replace(root, version=2, auditors=(AUDITOR.vkey,)), made.signers, made.office, made.centre)
    publish_list(made)
    reading_requests._seen.clear()
    yield made
    made.close()


_nonce = iter(range(2**32))


def ask(country, request, *, signer=None, receiver="centre", at_s=None, change=None):
    signed = sign_request(
        request,
        signer or country.office.keys.exchange,
        receiver=receiver,
        created_s=at_s or country.clock.now // 1000,
        nonce=next(_nonce).to_bytes(16, "big"),
    )
    return deliver(country.centre, change(signed) if change else signed)


def get(path, query=""):
    return Request("GET", path, query)


# --------------------------------------------------------------------------------------- authentication


def test_a_signed_request_of_an_enrolled_node_is_answered(country):
    answer = ask(country, get(CHECKPOINT))

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    opened = checkpoint.open_checkpoint(answer.body, country.centre.keys.logs[NATIONAL].vkey)
    assert opened.origin == NATIONAL


def test_an_unsigned_request_is_told_how_and_what_time_it_is(country):
    answer = deliver(country.centre, get(CHECKPOINT))

    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Signature"
    assert abs(int(answer.headers["loket-time"]) - country.clock.now // 1000) <= 1


def test_a_key_that_is_not_in_the_trust_root_is_nobody(country):
    stranger = Ed25519Signer(
        "loket.test/polman/1/exchange", Ed25519PrivateKey.from_private_bytes(b"TES2" * 8)
    )

    answer = ask(country, get(CHECKPOINT), signer=stranger)

    assert answer.status == 401
    assert b"no key of the trust root" in answer.body


def test_a_wrong_signature_is_refused(country):
    def other_query(request):
        return replace(request, query="x=1")

    answer = ask(country, get(CHECKPOINT), change=other_query)

    assert (answer.status, answer.body) == (401, b"the request's signature is wrong\n")


def test_a_body_that_was_changed_on_its_way_is_refused(country):
    def other_body(request):
        return replace(request, body=b"\x81" + request.body[1:])

    answer = ask(country, Request("POST", http.CASE_KEYS, body=b"\x80"), change=other_body)

    assert answer.status == 401


def test_the_same_request_twice_is_a_replay(country):
    kept = []

    def keep(request):
        kept.append(request)
        return request

    assert ask(country, get(CHECKPOINT), change=keep).status == 200
    answer = deliver(country.centre, kept[0])

    assert answer.status == 401
    assert b"was here before" in answer.body


def test_a_request_from_before_the_node_started_may_be_a_replay(country):
    deliver(country.centre, get(CHECKPOINT))  # the node has run since now
    ask(country, get(CHECKPOINT))

    assert ask(country, get(CHECKPOINT), at_s=country.clock.now // 1000 - 60).status == 401


def test_a_request_too_old_or_from_the_future_is_refused(country):
    now_s = country.clock.now // 1000

    assert ask(country, get(CHECKPOINT), at_s=now_s + 400).status == 401
    assert ask(country, get(CHECKPOINT), at_s=now_s - 400).status == 401
    assert ask(country, get(CHECKPOINT), at_s=now_s + 200).status == 200


def test_a_request_meant_for_another_node_is_refused(country):
    answer = ask(country, get(CHECKPOINT), receiver="majene")

    assert (answer.status, answer.body) == (401, b"the request is meant for another node\n")


class NeverRead(BytesIO):
    def read(self, *_args):
        raise AssertionError("the body was read")


def test_the_body_of_somebody_unknown_is_not_read(country):
    kept = []

    def keep(request):
        kept.append(request)
        return request

    ask(country, Request("POST", http.ADD_ENTRIES, body=b"x"), change=keep)
    replayed = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in kept[0].headers.items()
        if name != "Content-Type"
    }
    late = {name: value.replace("created=1", "created=2") for name, value in replayed.items()}
    set_current_node(country.centre)
    try:
        for headers in ({}, late, replayed):
            request = RequestFactory().post(http.ADD_ENTRIES, **headers)
            request._stream = NeverRead()
            assert views.add_entries(request).status_code == 401
    finally:
        set_current_node(None)


def test_a_lost_machine_speaks_for_nobody_once_another_took_its_place(country, tmp_path):
    new = make_node(tmp_path / "new", incarnation=2, clock=country.clock)
    root = country.centre.trust()
    nodes = (*root.nodes, TrustedNode.of(new.keys.public()))
    keep_trust(replace(root, version=3, nodes=nodes), country.signers, country.centre)
    old_log = "loket.test/polman/1/office"
    signed = country.office.signed_head(old_log)
    body = witness.encode_add_checkpoint(0, (), signed)
    push = Request("POST", http.ADD_CHECKPOINT, body=body)

    found = ask(country, push)
    brought = ask(country, push, signer=new.keys.exchange)
    new.store.close()

    assert (found.status, b"no key of the trust root" in found.body) == (401, True)
    assert brought.status == 200, "what the lost machine wrote is still brought by its successor"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["Signature-Input", "Signature", "Content-Digest", "Content-Encoding"]),
        st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60),
    ),
    st.binary(max_size=50),
)
def test_no_header_or_body_of_any_kind_breaks_a_page(country, headers, body):
    answer = deliver(country.centre, Request("POST", http.ADD_ENTRIES, "", headers, body))

    assert answer.status in {401, 415}


# ---------------------------------------------------------------------------------------- who reads what


def test_an_office_reads_the_national_log_and_nobody_elses(country):
    assert ask(country, get(CHECKPOINT)).status == 200
    for origin in (STAFF, TO_MAJENE):
        assert ask(country, get(http.log_path(origin, "checkpoint"))).status == 404


def test_an_auditor_reads_every_log_and_writes_none(country):
    assert ask(country, get(http.log_path(STAFF, "checkpoint")), signer=AUDITOR).status == 200
    assert ask(country, Request("POST", http.CASE_KEYS, body=b"\x80"), signer=AUDITOR).status == 403


def test_tiles_are_those_of_the_log(country):
    with country.centre.store.reading() as reading:
        size = reading.head(NATIONAL).size
        expected = reading.tile(NATIONAL, "entries", 0, size)

    answer = ask(country, get(http.log_path(NATIONAL, f"tile/entries/000.p/{size}")))

    assert (answer.status, answer.body) == (200, expected)
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("resource", "status"),
    [
        ("tile/0/000.p/200", 404),  # further than the log goes
        ("tile/0/001", 404),
        ("tile/0/0", 400),
        ("tile/0/000.p/256", 400),
        ("tile/../../checkpoint", 400),
        ("tile/x", 400),
        ("tile/0/x000/000", 400),
        ("tiles", 404),  # no such path
    ],
)
def test_tiles_that_are_not_there_are_not_made_up(country, resource, status):
    assert ask(country, get(http.log_path(NATIONAL, resource))).status == status


def test_the_trust_root_is_for_everybody(country):
    answer = deliver(country.centre, get(http.TRUST))

    assert answer.status == 200
    assert verify_first(answer.body).version == 2


def test_a_blob_of_the_national_log_is_read_in_parts_and_a_private_one_not_at_all(country):
    with country.centre.store.reading() as reading:
        row = next(iter(reading.blobs_without_receipt(NATIONAL, "nobody", "scans", 5)), None) or next(
            iter(reading.blobs_without_receipt(NATIONAL, "nobody", "photos", 5))
        )
    path = http.blob_path(row.sha256)

    assert ask(country, get(path)).body == country.centre.blobs.get(row.sha256)
    assert ask(country, get(path, "offset=3")).body == country.centre.blobs.get(row.sha256)[3:]
    assert ask(country, get(path, f"offset={row.size + 1}")).status == 416
    assert ask(country, get(path, "offset=-1")).status == 400
    assert ask(country, get(http.blob_path("ab" * 32))).status == 404


# ---------------------------------------------------------------------------------------- forms and limits


def test_methods_that_a_path_does_not_have_are_refused(country):
    assert ask(country, get(http.ADD_ENTRIES)).status == 405
    assert ask(country, Request("POST", CHECKPOINT)).status == 405
    assert ask(country, Request("DELETE", http.blob_path("ab" * 32))).status == 405


def test_a_body_that_is_too_large_is_refused_before_it_is_looked_at(country):
    answer = ask(country, Request("POST", http.ADD_CHECKPOINT, body=bytes(80_000)))
    assert answer.status == 413

    answer = ask(country, Request("PUT", http.blob_path("ab" * 32), "size=1", body=bytes(300_000)))
    assert answer.status == 413


def test_a_body_that_grows_too_large_when_it_is_unpacked_is_refused(country):
    bomb = gzip.compress(bytes(MAX_BODY_BYTES + 1))
    headers = {"Content-Encoding": "gzip"}

    assert ask(country, Request("POST", http.ADD_ENTRIES, "", headers, bomb)).status == 400
    assert ask(country, Request("POST", http.ADD_ENTRIES, "", headers, b"no gzip")).status == 400
    assert ask(country, Request("POST", http.ADD_ENTRIES, "", headers, b"")).status == 400


def test_another_compression_is_refused_with_the_one_that_is_known(country):
    answer = ask(country, Request("POST", http.ADD_ENTRIES, "", {"Content-Encoding": "br"}, b"x"))

    assert (answer.status, answer.headers["accept-encoding"]) == (415, "gzip")


def test_malformed_messages_are_told_what_is_wrong_with_them(country):
    assert ask(country, Request("POST", http.ADD_CHECKPOINT, body=b"old x\n\n")).status == 400
    answer = ask(country, Request("POST", http.CASE_KEYS, body=b"\xff"))
    assert answer.status == 400
    assert b"case keys" in answer.body
    blob = ask(country, Request("HEAD", http.blob_path("ab" * 32), "origin=x&size=0"))
    assert blob.status == 400


def test_a_node_in_quarantine_asks_for_patience(country):
    country.centre.store.close()
    (country.folder / "centre/high-water").unlink()
    country.centre = make_node(country.folder / "centre", name="centre", role="centre", clock=country.clock)
    signed = country.office.signed_head("loket.test/polman/1/office")
    body = witness.encode_add_checkpoint(0, (), signed)

    answer = ask(country, Request("POST", http.ADD_CHECKPOINT, body=body))

    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    own_head = ask(country, get(CHECKPOINT))
    assert (own_head.status, own_head.headers["retry-after"]) == (503, "60")


def test_an_earlier_incarnation_of_an_office_may_be_brought_back_but_not_of_another(country):
    polman = Sender("polman", 2, is_auditor=False)
    centre = country.centre
    assert may_write(centre, polman, "loket.test/polman/1/office")
    assert not may_write(centre, polman, "loket.test/majene/1/office")
    assert not may_write(centre, polman, NATIONAL)
    assert not may_write(centre, polman, "other.test/polman/1/office")
    assert not may_write(centre, polman, "polman")
    assert not may_read(centre, polman, "polman")
    country.centre.incarnation = 2
    assert may_write(centre, polman, NATIONAL)
    assert may_write(centre, polman, "loket.test/centre/1/to-polman")
    assert not may_write(centre, polman, TO_MAJENE)
    assert not may_write(centre, polman, STAFF)
