"""Checkpoints and cosignatures: the documents' example, what is refused, what is signed."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.tlog import checkpoint, merkle, note
from loket.core.tlog.checkpoint import Checkpoint, Cosigner
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Ed25519Signer

# c2sp.org/tlog-cosignature, opening example; its keys are not published
EXAMPLE_TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
EXAMPLE = EXAMPLE_TEXT + (
    "\n\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
    "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oy"
    "in1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)

ORIGIN = "loket.example/TEST/1"
LOG = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))
WITNESS = Cosigner("witness.example/TEST", Ed25519PrivateKey.from_private_bytes(b"TES2" * 8))
MIRROR = Cosigner("mirror.example/TEST", Ed25519PrivateKey.from_private_bytes(b"TES3" * 8))
CHECKPOINT = Checkpoint(ORIGIN, 5, merkle.hash_leaf(b"five"))


def test_the_example_of_the_document_is_read():
    signed = note.parse(EXAMPLE)
    read = checkpoint.parse_text(signed.text)

    assert (read.origin, read.size, read.extensions) == ("example.com/behind-the-sofa", 20_852_163, ())
    assert read.text() == EXAMPLE_TEXT
    # the timestamp of tlog-cosignature's example message
    assert int.from_bytes(signed.signatures[1].signature[:8], "big") == 1_679_315_147


def test_the_cosigned_message_is_the_example_of_the_document():
    assert note.cosigned_message(EXAMPLE_TEXT, 1_679_315_147).decode() == (
        "cosignature/v1\ntime 1679315147\n" + EXAMPLE_TEXT
    )


def test_a_signed_checkpoint_opens_with_its_log_key():
    for each in (
        CHECKPOINT,
        Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT),
        Checkpoint(ORIGIN, 1, bytes(32), ("more",)),
    ):
        data = checkpoint.sign_checkpoint(each, LOG)

        assert checkpoint.open_checkpoint(data, LOG.vkey) == each


def test_a_checkpoint_opens_with_no_other_key():
    data = checkpoint.sign_checkpoint(CHECKPOINT, LOG)
    impostor = Ed25519Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"TES4" * 8))
    for key in (impostor.vkey, WITNESS.vkey):
        with pytest.raises(TlogError):
            checkpoint.open_checkpoint(data, key)


def test_a_log_signs_only_for_its_origin():
    with pytest.raises(TlogError):
        checkpoint.sign_checkpoint(Checkpoint("loket.example/TEST/2", 5, bytes(32)), LOG)


@pytest.mark.parametrize(
    "wrong",
    [
        Checkpoint(ORIGIN, 5, bytes(31)),
        Checkpoint(ORIGIN, -1, bytes(32)),
        Checkpoint(ORIGIN, 2**63, bytes(32)),
        Checkpoint(ORIGIN, 5, bytes(32), ("",)),
        Checkpoint(ORIGIN, 5, bytes(32), ("a\nb",)),
    ],
)
def test_what_is_no_checkpoint_is_not_signed(wrong):
    with pytest.raises(TlogError):
        checkpoint.sign_checkpoint(wrong, LOG)


ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n5\n",
        f"o\n5\n{ROOT}",
        f"\n5\n{ROOT}\n",
        f"o\n05\n{ROOT}\n",
        f"o\n-5\n{ROOT}\n",
        f"o\n+5\n{ROOT}\n",
        f"o\n5 \n{ROOT}\n",
        f"o\n\u0665\n{ROOT}\n",
        f"o\n9223372036854775808\n{ROOT}\n",
        f"o\n{'9' * 5000}\n{ROOT}\n",
        f"o\n5\n{ROOT[:-1]}\n",
        "o\n5\nCsUY\n",
        f"o\n5\n{ROOT}\n\n",
        f"o\n5\n{ROOT}\n\nx\n",
    ],
)
def test_what_is_no_checkpoint_is_not_read(text):
    with pytest.raises(TlogError):
        checkpoint.parse_text(text)


def test_cosignatures_are_added_and_give_their_time():
    data = checkpoint.sign_checkpoint(CHECKPOINT, LOG)
    text = CHECKPOINT.text()
    both = checkpoint.add_signatures(data, WITNESS.cosign(text, 1_700_000_000), MIRROR.cosign(text, 0))
    signed = note.parse(both)

    assert checkpoint.open_checkpoint(both, LOG.vkey) == CHECKPOINT
    assert checkpoint.verify_cosignature(signed, WITNESS.vkey) == 1_700_000_000
    assert checkpoint.verify_cosignature(signed, MIRROR.vkey) == 0
    known = [LOG.vkey, MIRROR.vkey, WITNESS.vkey]
    assert note.verify_note(signed, known) == (LOG.vkey, WITNESS.vkey, MIRROR.vkey)


def test_a_later_cosignature_takes_the_place_of_the_earlier():
    data = checkpoint.sign_checkpoint(CHECKPOINT, LOG)
    for seconds in (10, 20):
        data = checkpoint.add_signatures(data, WITNESS.cosign(CHECKPOINT.text(), seconds))

    assert len(note.parse(data).signatures) == 2
    assert checkpoint.verify_cosignature(note.parse(data), WITNESS.vkey) == 20


def test_a_cosignature_of_another_text_key_or_time_is_refused():
    data = checkpoint.sign_checkpoint(CHECKPOINT, LOG)
    with pytest.raises(TlogError, match="carries no cosignature"):
        checkpoint.verify_cosignature(note.parse(data), WITNESS.vkey)
    elsewhere = WITNESS.cosign(Checkpoint(ORIGIN, 6, CHECKPOINT.root).text(), 10)
    redated = WITNESS.cosign(CHECKPOINT.text(), 10)
    redated = note.NoteSignature(redated.name, redated.key_id, bytes(7) + b"\x0b" + redated.signature[8:])
    beyond = note.NoteSignature(redated.name, redated.key_id, b"\xff" * 8 + redated.signature[8:])
    cut = note.NoteSignature(redated.name, redated.key_id, redated.signature[:5])
    for wrong in (elsewhere, redated, beyond, cut):
        with pytest.raises(TlogError):
            checkpoint.verify_cosignature(note.parse(checkpoint.add_signatures(data, wrong)), WITNESS.vkey)


@pytest.mark.parametrize("seconds", [-1, 2**63])
def test_a_time_out_of_range_is_not_cosigned(seconds):
    with pytest.raises(TlogError):
        WITNESS.cosign(CHECKPOINT.text(), seconds)


def test_one_key_has_another_id_as_log_and_as_cosigner():
    twin = Cosigner(LOG.name, LOG.private)

    assert twin.vkey.public == LOG.vkey.public
    assert twin.vkey.key_id != LOG.key_id


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100) | st.text(max_size=50).map(lambda more: f"{ORIGIN}\n5\n{ROOT}\n{more}\n"))
def test_arbitrary_text_is_a_checkpoint_or_refused(text):
    try:
        read = checkpoint.parse_text(text)
    except TlogError:
        return
    assert read.text() == text
