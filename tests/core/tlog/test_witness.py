"""add-checkpoint: the document's example, every status, and the order in which reasons are given."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.tlog import checkpoint, merkle, note, witness
from loket.core.tlog.checkpoint import Checkpoint, Cosigner
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Ed25519Signer
from loket.core.tlog.witness import CheckpointAccepted, CheckpointRefused

ORIGIN = "loket.example/TEST/1"
LOG = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))
IMPOSTOR = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TES2" * 8))
LEAVES = [merkle.hash_leaf(b"%d" % i) for i in range(20)]

# c2sp.org/tlog-witness, "add-checkpoint", with one of its two signatures
EXAMPLE = """old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv\
2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
""".encode()


def at(size, leaves=LEAVES):
    return Checkpoint(ORIGIN, size, merkle.root(leaves[:size]))


def hash_at(level, n):
    return merkle.root(LEAVES[n << level : (n + 1) << level])


def a_request(old, new, *, proof=None, offered=None, signer=LOG):
    proof = merkle.consistency_proof(min(old, new), new, hash_at) if proof is None else proof
    signed = checkpoint.sign_checkpoint(offered or at(new), signer)
    return witness.parse_add_checkpoint(witness.encode_add_checkpoint(old, proof, signed))


def refusal(request, known, key=LOG.vkey):
    decision = witness.decide_add_checkpoint(request, known, key)
    assert isinstance(decision, CheckpointRefused)
    return decision.status, decision.known_size


def test_the_example_of_the_document_is_read():
    request = witness.parse_add_checkpoint(EXAMPLE)

    assert (request.old_size, len(request.proof)) == (20_852_014, 4)
    assert request.origin == "example.com/behind-the-sofa"
    assert witness.encode_add_checkpoint(request.old_size, request.proof, request.note) == EXAMPLE


@pytest.mark.parametrize(
    ("old", "new"), [(0, 0), (0, 1), (0, 13), (1, 2), (5, 13), (8, 13), (13, 13), (13, 20)]
)
def test_a_consistent_checkpoint_is_accepted(old, new):
    decision = witness.decide_add_checkpoint(a_request(old, new), at(old) if old else None, LOG.vkey)

    assert isinstance(decision, CheckpointAccepted)
    assert decision.status == 200
    assert decision.checkpoint == at(new) == checkpoint.open_checkpoint(decision.note, LOG.vkey)


def test_only_the_signature_of_the_log_is_kept():
    other = Cosigner("witness.example/TEST", IMPOSTOR.private)
    signed = checkpoint.add_signatures(checkpoint.sign_checkpoint(at(3), LOG), other.cosign(at(3).text(), 1))
    request = witness.AddCheckpoint(0, (), signed)
    decision = witness.decide_add_checkpoint(request, None, LOG.vkey)

    assert isinstance(decision, CheckpointAccepted)
    assert [one.name for one in note.parse(decision.note).signatures] == [ORIGIN]


def test_an_unknown_origin_is_404():
    elsewhere = Ed25519Signer("loket.example/TEST/2", LOG.private)

    assert refusal(a_request(0, 5), None, None) == (404, None)
    assert refusal(a_request(0, 5), None, elsewhere.vkey) == (404, None)


def test_a_signature_of_another_key_is_403():
    assert refusal(a_request(0, 5, signer=IMPOSTOR), None) == (403, None)


def test_a_wrong_signature_of_the_log_is_403():
    signed = checkpoint.sign_checkpoint(at(5), LOG)
    forged = signed.replace(b"\n5\n", b"\n6\n")

    assert refusal(witness.AddCheckpoint(0, (), forged), None) == (403, None)


def test_an_old_size_beyond_the_checkpoint_is_400():
    assert refusal(a_request(8, 5, proof=()), at(8)) == (400, None)


@pytest.mark.parametrize(("old", "known", "told"), [(0, 5, 5), (4, 5, 5), (6, 5, 5), (5, 0, 0)])
def test_an_old_size_that_is_not_the_known_one_is_409_and_tells_it(old, known, told):
    assert refusal(a_request(old, 13), at(known) if known else None) == (409, told)


def test_an_inconsistent_checkpoint_is_422():
    forked = [*LEAVES[:4], *[merkle.hash_leaf(b"other")] * 9]

    assert refusal(a_request(5, 13, offered=at(13, forked)), at(5)) == (422, None)
    assert refusal(a_request(5, 5, offered=at(5, forked)), at(5)) == (422, None)
    assert refusal(a_request(5, 13, proof=()), at(5)) == (422, None)
    assert refusal(a_request(0, 13, proof=(LEAVES[0],)), None) == (422, None)
    assert refusal(a_request(5, 5, proof=(LEAVES[0],)), at(5)) == (422, None)


def test_an_empty_tree_with_another_root_is_422():
    assert refusal(a_request(0, 0, offered=Checkpoint(ORIGIN, 0, LEAVES[0])), None) == (422, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"old 20852014\n", b""),
        (b"old 2", b"old 02"),
        (b"old 2", b"old  2"),
        (b"old 2", b"new 2"),
        (b"old 2", b"old -2"),
        (b"old ", b"old \xd9\xa5"),
        (b"PlRN", b"PlR"),
        (b"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=", b"PlRN"),
        (b"PlRN", b"\rPlRN"),
        (b"/0=\n\n", b"/0=\n"),
        (b"\n20852163\n", b"\n020852163\n"),
        (b"old 20852014\n", b"old 20852014\n" + b"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n" * 60),
        (b"YQ8=\n", b"YQ8="),
        (b"\nexample", b"\n" + b"e" * 100_000 + b"xample"),
    ],
)
def test_a_malformed_request_is_refused(old, new):
    assert old in EXAMPLE
    with pytest.raises(TlogError):
        witness.parse_add_checkpoint(EXAMPLE.replace(old, new, 1))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100), st.integers(0, len(EXAMPLE)), st.integers(0, 60))
def test_a_damaged_request_is_another_or_refused(junk, start, length):
    body = EXAMPLE[:start] + junk + EXAMPLE[start + length :]
    try:
        request = witness.parse_add_checkpoint(body)
    except TlogError:
        return
    assert witness.encode_add_checkpoint(request.old_size, request.proof, request.note) == body


def test_the_known_size_is_a_line():
    assert witness.encode_known_size(42) == b"42\n"
    assert witness.parse_known_size(b"42\n") == 42
    for wrong in (b"42", b"042\n", b"", b"\n", b"4\n2\n", b"\xd9\xa5\n"):
        with pytest.raises(TlogError):
            witness.parse_known_size(wrong)
