"""Offline proofs: the file of the document, and what it proves."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.tlog import checkpoint, merkle, proof
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Ed25519Signer
from loket.core.tlog.proof import TlogProof

ORIGIN = "loket.example/TEST/1"
LOG = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))
LEAVES = [merkle.hash_leaf(b"%d" % i) for i in range(13)]
SIGNED = checkpoint.sign_checkpoint(Checkpoint(ORIGIN, 13, merkle.root(LEAVES)), LOG)

# the head of the example in c2sp.org/tlog-proof
HEAD = b"""c2sp.org/tlog-proof@v1
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

"""


def a_proof(index):
    path = merkle.inclusion_proof(
        index, 13, lambda level, n: merkle.root(LEAVES[n << level : (n + 1) << level])
    )
    return TlogProof(index, path, SIGNED)


def test_the_file_is_that_of_the_document():
    read = proof.parse(HEAD + SIGNED)

    assert (read.index, len(read.path), read.extra, read.note) == (73_894, 2, None, SIGNED)
    assert proof.encode(read) == HEAD + SIGNED


def test_every_entry_is_proven_after_a_journey_as_a_file():
    for index, leaf in enumerate(LEAVES):
        read = proof.parse(proof.encode(replace(a_proof(index), extra=b"why")))

        assert read.extra == b"why"
        assert proof.verify(read, leaf, LOG.vkey).size == 13
        with pytest.raises(TlogError):
            proof.verify(read, LEAVES[index - 1], LOG.vkey)


def test_the_proof_of_the_only_entry_has_no_path():
    signed = checkpoint.sign_checkpoint(Checkpoint(ORIGIN, 1, LEAVES[0]), LOG)
    read = proof.parse(b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + signed)

    assert proof.verify(read, LEAVES[0], LOG.vkey).size == 1


def test_a_checkpoint_of_another_key_proves_nothing():
    impostor = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TES2" * 8))
    with pytest.raises(TlogError):
        proof.verify(a_proof(3), LEAVES[3], impostor.vkey)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"@v1", b"@v2"),
        (b"index 73894", b"index 073894"),
        (b"index 73894\n", b""),
        (b"index 73894", b"extra \nextra "),
        (b"index", b"extra ?\nindex"),
        (b"gSKy", b"gSK"),
        (b"gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=", b"gSKy"),
        (b"XmA=\n\n", b"XmA=\n"),
        (b"@v1\n", b"@v1\n" + b"\xff"),
        (b"XmA=\n", b"XmA=\n" + b"B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n" * 62),
    ],
)
def test_a_malformed_file_is_refused(old, new):
    with pytest.raises(TlogError):
        proof.parse(HEAD.replace(old, new, 1) + SIGNED)


def test_a_proof_without_a_checkpoint_is_refused():
    with pytest.raises(TlogError):
        proof.parse(HEAD + b"no note\n")


def test_a_file_that_is_too_long_is_refused():
    with pytest.raises(TlogError):
        proof.parse(HEAD + SIGNED + bytes(200_000))
