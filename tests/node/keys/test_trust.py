"""The trust root of m-of-n headquarters keys."""

import random
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.tlog.checkpoint import Cosigner
from loket.core.tlog.note import Ed25519Signer, sign_note
from loket.node.keys import age
from loket.node.keys.error import TrustError
from loket.node.keys.node_keys import NodeKeys
from loket.node.keys.trust import (
    CutOff,
    EscrowKey,
    TrustedNode,
    TrustRoot,
    make_trust,
    parse_trust,
    verify_first,
    verify_next,
)

POLMAN_LOG = "loket.test/polman/1/office"


def a_signer(name: str) -> Ed25519Signer:
    secret = random.Random(name).randbytes(32)
    return Ed25519Signer(f"headquarters/{name}", Ed25519PrivateKey.from_private_bytes(secret))


A, B, C, D, E = (a_signer(name) for name in "abcde")


@pytest.fixture(scope="module")
def nodes(tmp_path_factory) -> tuple[TrustedNode, ...]:
    folder = tmp_path_factory.mktemp("keys")
    made = []
    for name, incarnation, log in (
        ("centre", 1, "national"),
        ("polman", 1, "office"),
        ("polman", 2, "office"),
    ):
        keys = NodeKeys.make(
            folder / f"{name}-{incarnation}",
            domain="loket.test",
            node=name,
            incarnation=incarnation,
            logs=(log,),
            random_bytes=random.Random(f"{name}{incarnation}").randbytes,
            demo=True,
        )
        made.append(TrustedNode.of(keys.public()))
    return tuple(made)


@pytest.fixture
def root(nodes) -> TrustRoot:
    return TrustRoot(
        version=1,
        threshold=2,
        signers=(A.vkey, B.vkey, C.vkey),
        nodes=nodes,
        escrows=(EscrowKey("escrow", age.recipient_text(b"TEST" * 8)),),
        cut_offs=(CutOff(POLMAN_LOG, 17),),
        auditors=(E.vkey,),
    )


def test_a_root_says_after_signing_what_it_said_before(root):
    note = make_trust(root, A, B)
    assert parse_trust(note) == verify_first(note) == root


def test_a_root_answers_whose_keys_count(root, nodes):
    centre, first, second = nodes
    assert root.newest("polman") == second
    assert root.newest("palu") is None
    assert root.newest_nodes() == (centre, second)
    assert root.log_key(POLMAN_LOG) == first.logs[0]
    assert root.log_key("loket.test/palu/1/office") is None
    assert (root.cut_off(POLMAN_LOG), root.cut_off("loket.test/polman/2/office")) == (17, None)
    assert root.key_holders() == {"centre": centre.recipient, "escrow": age.recipient_text(b"TEST" * 8)}


@pytest.mark.parametrize("signers", [(A,), (A, D), (D, E), (A, A)])
def test_too_few_of_its_signers_make_no_root(root, signers):
    note = sign_note(root.text(), *signers)
    with pytest.raises(TrustError):
        verify_first(note)


def test_one_key_under_two_names_is_one_key(root):
    twin = Ed25519Signer("headquarters/twin", A.private)
    with pytest.raises(TrustError, match="signer twice"):
        make_trust(replace(root, signers=(A.vkey, twin.vkey)), A, twin)


def test_a_changed_text_is_noticed(root):
    note = make_trust(root, A, B).replace(b"office 17", b"office 18")
    with pytest.raises(TrustError):
        verify_first(note)


def test_a_successor_is_signed_by_old_and_new_keys(root):
    successor = replace(root, version=2, signers=(C.vkey, D.vkey, E.vkey))
    assert verify_next(root, make_trust(successor, B, C, D)) == successor
    for too_few in ((C, D), (A, B), (A, B, C), (C, D, E)):
        with pytest.raises(TrustError):
            verify_next(root, make_trust(successor, *too_few))


@pytest.mark.parametrize("version", [1, 3])
def test_versions_follow_one_after_the_other(root, version):
    with pytest.raises(TrustError, match="does not follow"):
        verify_next(root, make_trust(replace(root, version=version), A, B))


@pytest.mark.parametrize("cut_offs", [(), (CutOff(POLMAN_LOG, 18),), (CutOff(POLMAN_LOG, 16),)])
def test_a_cut_off_is_final(root, cut_offs):
    with pytest.raises(TrustError, match="cut-off"):
        verify_next(root, make_trust(replace(root, version=2, cut_offs=cut_offs), A, B))


def test_a_log_keeps_its_key(root, nodes):
    other = Ed25519Signer(POLMAN_LOG, D.private).vkey
    changed = (nodes[0], replace(nodes[1], logs=(other,)), nodes[2])
    with pytest.raises(TrustError, match="another key"):
        verify_next(root, make_trust(replace(root, version=2, nodes=changed), A, B))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loket/trust-root/v1", "loket/trust-root/v2"),
        ("version 1", "version 0"),
        ("version 1", "version 01"),
        ("threshold 2", "threshold 0"),
        ("threshold 2", "threshold 4"),
        ("node polman 2", "node polman 1"),
        ("node polman 2", "node palu 2"),
        ("node polman 2", "node polman"),
        ("cut-off", "cutoff"),
        ("recipient age1", "recipient age2"),
        ("witness ", "mirror "),
        ("\nauditor", "\n\nauditor"),
    ],
)
def test_any_other_text_is_refused(root, old, new):
    assert old in root.text()
    with pytest.raises(TrustError):
        parse_trust(sign_note(root.text().replace(old, new), A, B))


def test_a_key_of_the_wrong_kind_is_refused(root, nodes):
    wrong = Cosigner("headquarters/a", A.private).vkey
    with pytest.raises(TrustError, match="kind"):
        make_trust(replace(root, signers=(wrong, B.vkey)), A, B)


def test_what_is_no_note_is_refused():
    with pytest.raises(TrustError):
        parse_trust(b"loket/trust-root/v1\n")
