"""Requests signed in the manner of RFC 9421, held to the RFC's own example."""

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from loket.core.sync import authentication
from loket.core.sync.authentication import SeenNonces
from loket.core.sync.error import SyncError
from loket.core.sync.http import Request
from loket.core.tlog.note import Ed25519Signer

KEY = Ed25519Signer("loket.test/polman/1/exchange-TEST", Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))
OTHER = Ed25519Signer("loket.test/polman/1/exchange-TEST", Ed25519PrivateKey.from_private_bytes(b"TES2" * 8))
NOW_S = 1_700_000_000


def a_request(**changes):
    return replace(Request("POST", "/exchange/case-keys", "a=1", {"Content-Type": "x/y"}, b"body"), **changes)


def signed(request=None, signer=KEY, *, created_s=NOW_S, nonce=b"n" * 16, receiver="centre"):
    return authentication.sign_request(
        request or a_request(), signer, receiver=receiver, created_s=created_s, nonce=nonce
    )


def claim_of(request):
    return authentication.read_claim({name.lower(): value for name, value in request.headers.items()})


def test_the_signature_base_is_that_of_the_example_in_rfc_9421():
    # RFC 9421 B.2.6, key test-key-ed25519 of B.1.4
    public = Ed25519PublicKey.from_public_bytes(
        base64.b64decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")
    )
    base = authentication.signature_base(
        [
            ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("@method", "POST"),
            ("@path", "/foo"),
            ("@authority", "example.com"),
            ("content-type", "application/json"),
            ("content-length", "18"),
        ],
        '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473'
        ';keyid="test-key-ed25519"',
    )

    public.verify(
        base64.b64decode(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
        ),
        base,
    )


def test_the_digest_is_that_of_the_example_in_rfc_9530():
    # RFC 9530 Appendix D
    assert (
        authentication.content_digest(b'{"hello": "world"}')
        == "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
    )


def test_a_signed_request_verifies_with_its_key():
    request = signed()
    claim = claim_of(request)

    authentication.verify_request(request, claim, KEY.vkey)
    assert claim.receiver == "centre"
    assert claim.created_s == NOW_S
    assert claim.key == authentication.key_name(KEY.vkey)


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "PUT"},
        {"path": "/exchange/add-entries"},
        {"query": "a=2"},
        {"query": ""},
        {"body": b"other"},
    ],
)
def test_a_request_that_was_changed_does_not_verify(changes):
    request = signed()

    with pytest.raises(SyncError):
        authentication.verify_request(replace(request, **changes), claim_of(request), KEY.vkey)


def test_another_key_of_the_same_name_does_not_verify():
    request = signed(signer=OTHER)

    with pytest.raises(SyncError, match="another key"):
        authentication.verify_request(request, claim_of(request), KEY.vkey)


def test_a_wrong_signature_of_the_right_key_does_not_verify():
    request = signed()
    other = signed(created_s=NOW_S + 1)
    mixed = replace(request, headers={**request.headers, "Signature": other.headers["Signature"]})

    with pytest.raises(SyncError, match="signature is wrong"):
        authentication.verify_request(mixed, claim_of(mixed), KEY.vkey)


def test_a_request_is_in_time_for_five_minutes_either_way():
    claim = claim_of(signed())

    assert authentication.is_in_time(claim, NOW_S + 300)
    assert authentication.is_in_time(claim, NOW_S - 300)
    assert not authentication.is_in_time(claim, NOW_S + 301)
    assert not authentication.is_in_time(claim, NOW_S - 301)


def test_a_nonce_counts_once():
    seen = SeenNonces.since(NOW_S - 10)

    assert seen.is_new(claim_of(signed()), NOW_S)
    assert not seen.is_new(claim_of(signed()), NOW_S + 1)
    assert seen.is_new(claim_of(signed(nonce=b"m" * 16)), NOW_S + 1)


def test_what_was_signed_before_the_receiver_started_may_be_a_repetition():
    assert not SeenNonces.since(NOW_S + 1).is_new(claim_of(signed()), NOW_S + 2)


def test_a_receiver_that_started_with_a_future_clock_answers_once_it_is_put_right():
    seen = SeenNonces.since(NOW_S + 86_400 * 365)

    assert not seen.is_new(claim_of(signed(created_s=NOW_S - 5)), NOW_S), "it may have been here before"
    claim = claim_of(signed(created_s=NOW_S + 1))
    assert seen.is_new(claim, NOW_S + 1)
    assert not seen.is_new(claim, NOW_S + 2)


def test_the_head_of_a_request_verifies_without_its_body():
    request = signed(a_request(body=b"bytes"))
    claim = claim_of(request)

    authentication.verify_head(replace(request, body=b""), claim, KEY.vkey)
    authentication.verify_body(b"bytes", claim)
    with pytest.raises(SyncError, match="body"):
        authentication.verify_body(b"byteS", claim)


def test_nonces_are_forgotten_only_when_their_requests_are_out_of_time():
    seen = SeenNonces.since(NOW_S - 1000)
    early = claim_of(signed(created_s=NOW_S + 300))
    assert seen.is_new(early, NOW_S)

    # still in its window at NOW + 600, and still known
    assert authentication.is_in_time(early, NOW_S + 600)
    assert not seen.is_new(early, NOW_S + 600)

    seen.is_new(claim_of(signed(nonce=b"m" * 16)), NOW_S + 2000)
    assert len(seen._seen) == 1


@given(st.text(), st.text(), st.text())
def test_headers_of_any_kind_are_refused_as_such(given_input, signature, digest):
    with pytest.raises(SyncError):
        authentication.read_claim(
            {"signature-input": given_input, "signature": signature, "content-digest": digest}
        )


@given(
    st.sampled_from(["Signature-Input", "Signature", "Content-Digest"]), st.integers(0, 200), st.characters()
)
def test_a_header_with_one_character_changed_never_verifies(header, place, character):
    request = signed()
    value = request.headers[header]
    place %= len(value)
    if value[place] == character:
        return
    headers = {**request.headers, header: value[:place] + character + value[place + 1 :]}
    changed = replace(request, headers=headers)

    with pytest.raises(SyncError):
        authentication.verify_request(changed, claim_of(changed), KEY.vkey)
