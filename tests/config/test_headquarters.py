"""Headquarters' keys and the trust roots that they sign."""

import os
import stat

import pytest

from loket.config import headquarters
from loket.core.tlog.note import parse
from loket.node.keys.error import KeysError, TrustError
from loket.node.keys.node_keys import NodeKeys
from loket.node.keys.trust import CutOff, make_trust, verify_first, verify_next

DOMAIN = "loket.test"


@pytest.fixture
def signers(tmp_path):
    return headquarters.make_headquarters_keys(tmp_path / "hq", domain=DOMAIN, demo=True)


def public(folder, name="centre", incarnation=1):
    return NodeKeys.make(
        folder / f"{name}-{incarnation}",
        domain=DOMAIN,
        node=name,
        incarnation=incarnation,
        logs=("national",),
        random_bytes=os.urandom,
        demo=True,
    ).public()


def test_keys_are_the_owners_alone_and_say_that_they_are_test_keys(tmp_path, signers):
    for path in (tmp_path / "hq").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_bytes().startswith(b"# TEST KEY")
    again = headquarters.load_headquarters_keys(tmp_path / "hq", domain=DOMAIN)
    assert [one.vkey for one in again] == [one.vkey for one in signers]


def test_a_trust_root_is_signed_by_two_of_three_and_the_next_one_follows_on_it(tmp_path, signers):
    first = headquarters.sign_first_trust(signers, [public(tmp_path)])
    root = verify_first(first)
    origin = f"{DOMAIN}/centre/1/national"

    second = headquarters.sign_next_trust(
        root, signers, add=[public(tmp_path, incarnation=2)], cut_offs=[CutOff(origin, 7)]
    )

    after = verify_next(root, second)
    assert len(parse(first).signatures) == 2
    assert (after.version, after.newest("centre").incarnation, after.cut_off(origin)) == (2, 2, 7)


def test_one_signature_is_not_enough_even_when_it_stands_there_twice(tmp_path, signers):
    root = verify_first(headquarters.sign_first_trust(signers, [public(tmp_path)]))
    alone = make_trust(root, signers[0])
    twice = alone + alone.split(b"\n\n", 1)[1]

    for note in (alone, twice):
        with pytest.raises(TrustError):
            verify_first(note)


@pytest.mark.parametrize(
    "content", [None, b"", b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n"]
)
def test_a_folder_without_usable_keys_is_said_clearly(tmp_path, content):
    folder = tmp_path / "keys"
    folder.mkdir()
    if content is not None:
        (folder / "hq1.pem").write_bytes(content)

    with pytest.raises(KeysError):
        headquarters.load_headquarters_keys(folder, domain=DOMAIN)


def test_an_auditor_that_the_trust_root_does_not_name_is_refused(tmp_path, signers):
    named = headquarters.make_auditor(tmp_path / "auditor", domain=DOMAIN, demo=True)
    headquarters.make_auditor(tmp_path / "other", domain=DOMAIN, demo=True)
    root = verify_first(headquarters.sign_first_trust(signers, [public(tmp_path)], auditors=(named,)))

    assert headquarters.load_auditor(tmp_path / "auditor", root).vkey == named
    with pytest.raises(KeysError):
        headquarters.load_auditor(tmp_path / "other", root)
    with pytest.raises(KeysError):
        headquarters.load_auditor(tmp_path / "nowhere", root)
