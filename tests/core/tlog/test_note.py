"""Signed notes: the documents' own examples, and what a note must not be."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.tlog import note
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import Ed25519Signer, NoteSignature, VerifierKey

# c2sp.org/signed-note, "Example"
EXAMPLE_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n"
    "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Y"
    "u72IneyaQM=\n"
)

TEST_KEY = Ed25519Signer("example.com/TEST", Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))
OTHER_KEY = Ed25519Signer("example.com/TEST2", Ed25519PrivateKey.from_private_bytes(b"TES2" * 8))


def test_the_example_of_the_document_verifies():
    key = VerifierKey.parse(EXAMPLE_VKEY)
    signed = note.parse(EXAMPLE)

    assert note.verify_note(signed, [key]) == (key,)
    assert signed.text == "This is an example message.\n"
    assert signed.to_bytes() == EXAMPLE.encode()
    assert key.to_text() == EXAMPLE_VKEY


def test_a_text_with_empty_lines_ends_at_the_last_one():
    # the poem of c2sp.org/signed-note, whose key is not published
    data = (
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned \u00e8 subito sera.\n\n"
        "\u2014 quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0"
        "xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    signed = note.parse(data)

    assert signed.text.endswith("sole:\n\ned \u00e8 subito sera.\n")
    assert signed.signatures[0].name == "quasimodo.example/salvatore"
    assert signed.to_bytes() == data.encode()


def test_a_changed_text_does_not_verify():
    with pytest.raises(TlogError, match="wrong"):
        note.verify_note(
            note.parse(EXAMPLE.replace("example message", "Example message")),
            [
                VerifierKey.parse(EXAMPLE_VKEY),
            ],
        )


def test_signatures_of_unknown_keys_are_ignored_but_one_known_is_needed():
    signed = note.parse(note.sign_note("text\n", TEST_KEY, OTHER_KEY))

    assert note.verify_note(signed, [OTHER_KEY.vkey]) == (OTHER_KEY.vkey,)
    assert note.verify_note(signed, [OTHER_KEY.vkey, TEST_KEY.vkey]) == (TEST_KEY.vkey, OTHER_KEY.vkey)
    with pytest.raises(TlogError, match="no known key"):
        note.verify_note(signed, [VerifierKey.parse(EXAMPLE_VKEY)])


def test_one_wrong_signature_of_a_known_key_spoils_the_note():
    signed = note.parse(note.sign_note("text\n", TEST_KEY))
    wrong = NoteSignature(OTHER_KEY.name, OTHER_KEY.key_id, bytes(64))
    both = note.Note(signed.text, (*signed.signatures, wrong))

    assert note.verify_note(both, [TEST_KEY.vkey]) == (TEST_KEY.vkey,)
    with pytest.raises(TlogError, match="wrong"):
        note.verify_note(both, [TEST_KEY.vkey, OTHER_KEY.vkey])


@pytest.mark.parametrize("length", [1, 63, 65, 300])
def test_a_signature_of_another_length_is_wrong(length):
    wrong = note.Note("text\n", (NoteSignature(TEST_KEY.name, TEST_KEY.key_id, bytes(length)),))
    with pytest.raises(TlogError):
        note.verify_note(wrong, [TEST_KEY.vkey])


def test_two_known_keys_of_one_name_and_id_are_ambiguous():
    signed = note.parse(note.sign_note("text\n", TEST_KEY))
    double = VerifierKey(TEST_KEY.name, TEST_KEY.key_id, note.KIND_ED25519, OTHER_KEY.vkey.public)
    with pytest.raises(TlogError, match="share"):
        note.verify_note(signed, [TEST_KEY.vkey, double])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "example.com/foo",
        EXAMPLE_VKEY.replace("530d903a", "530d903b"),
        EXAMPLE_VKEY.replace("530d903a", "530D903A"),
        EXAMPLE_VKEY.replace("foo", "f oo"),
        EXAMPLE_VKEY[:-1],
        "example.com/foo+530d903a+",
        "example.com/foo+530d903a+Aeky",
        EXAMPLE_VKEY.replace("+Aeky", "+Beky"),
        "+" + EXAMPLE_VKEY.partition("+")[2],
    ],
)
def test_a_malformed_verifier_key_is_refused(vkey):
    with pytest.raises(TlogError):
        VerifierKey.parse(vkey)


LINE = EXAMPLE.splitlines()[2]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "text\n",
        "text\n\n",
        f"text\n{LINE}\n",
        f"text\n\n{LINE}",
        f"text\n\n{LINE}\n\n",
        f"text\n\n{LINE}\nmore\n",
        f"te\rxt\n\n{LINE}\n",
        f"te\0xt\n\n{LINE}\n",
        f"text\n\n{LINE.replace(' example', '  example')}\n",
        "text\n\n" + LINE.replace("\u2014", "-") + "\n",
        f"text\n\n{LINE.replace('foo', 'f+o')}\n",
        "text\n\n" + LINE.replace("foo", "f\u00a0o") + "\n",
        f"text\n\n{LINE.replace('aQM=', 'aQN=')}\n",  # the same bytes, spelt otherwise
        f"text\n\n{LINE[:-1]}\n",
        "text\n\n\u2014 example.com/foo Uw2QOg==\n",
        "text\n\n" + 33 * f"{LINE}\n",
        "t" * 65_536 + f"\n\n{LINE}\n",
        b"t\xff\n\n" + LINE.encode() + b"\n",
        f"t\ud800\n\n{LINE}\n",
    ],
)
def test_what_is_no_note_is_refused(data):
    with pytest.raises(TlogError):
        note.parse(data)


def test_sixteen_signatures_are_read():
    assert len(note.parse("text\n\n" + 16 * f"{LINE}\n").signatures) == 16


@pytest.mark.parametrize("text", ["", "text", "a\n\nb", "te\txt\n"])
def test_a_text_that_a_note_cannot_carry_is_not_signed(text):
    with pytest.raises(TlogError):
        note.sign_note(text, TEST_KEY)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(i) for i in range(32)])))
def test_whatever_is_signed_verifies_and_reads_back(line):
    data = note.sign_note(f"{line}\n", TEST_KEY)
    signed = note.parse(data)

    assert signed.text == f"{line}\n"
    assert signed.to_bytes() == data
    assert note.verify_note(signed, [TEST_KEY.vkey]) == (TEST_KEY.vkey,)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=200).map(lambda junk: b"text\n\n\xe2\x80\x94 " + junk + b"\n")
    | st.binary(max_size=200)
)
def test_arbitrary_bytes_are_a_note_or_refused(data):
    try:
        signed = note.parse(data)
    except TlogError:
        return
    assert signed.to_bytes() == data


def test_the_private_key_is_not_shown():
    assert "private" not in repr(TEST_KEY)
