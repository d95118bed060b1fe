"""The folder of a node's keys."""

import random

import pyrage
import pytest

from loket.core.tlog.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from loket.node.keys.error import KeysError
from loket.node.keys.node_keys import NodeKeys, add_log

ORIGIN = "loket.test/polman/1/office"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys" / "1"


def make(folder, *, seed=1, demo=True) -> NodeKeys:
    return NodeKeys.make(
        folder,
        domain="loket.test",
        node="polman",
        incarnation=1,
        logs=("office",),
        random_bytes=random.Random(seed).randbytes,
        demo=demo,
    )


def test_keys_are_read_back(folder):
    made = make(folder)

    loaded = NodeKeys.load(folder)

    assert loaded.public() == made.public()
    assert loaded.identity == made.identity
    assert list(loaded.logs) == [ORIGIN] == [loaded.origin("office")]


def test_a_checkpoint_of_the_log_key_opens_with_the_public_one(folder):
    keys = make(folder)
    checkpoint = Checkpoint(ORIGIN, 3, bytes(32))
    note = sign_checkpoint(checkpoint, keys.logs[ORIGIN])
    assert open_checkpoint(note, keys.public().logs[0]) == checkpoint


def test_what_is_encrypted_to_the_node_opens_with_its_identity(folder):
    keys = make(folder)
    box = pyrage.encrypt(b"secret", [pyrage.x25519.Recipient.from_str(keys.public().recipient)])
    assert pyrage.decrypt(box, [pyrage.x25519.Identity.from_str(keys.identity)]) == b"secret"


def test_every_key_is_another(folder):
    public = make(folder).public()
    keys = (*public.logs, public.witness, public.mirror, public.papers, public.exchange)
    assert len({key.public for key in keys}) == len({key.name for key in keys}) == 5


def test_files_are_for_the_node_s_user_alone(folder):
    make(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}

    (folder / "papers.pem").chmod(0o640)
    with pytest.raises(KeysError, match="other users"):
        NodeKeys.load(folder)


def test_demo_keys_say_so_and_others_do_not(folder, tmp_path):
    make(folder, demo=True)
    assert all(b"TEST KEY" in path.read_bytes() for path in folder.glob("*.[pa][eg]*"))
    make(tmp_path / "real", demo=False)
    assert not any(b"TEST" in path.read_bytes() for path in (tmp_path / "real").iterdir())


def test_a_key_is_never_overwritten(folder):
    make(folder)
    with pytest.raises(FileExistsError):
        make(folder, seed=2)
    with pytest.raises(KeysError, match="exists already"):
        add_log(folder, "office", random_bytes=random.Random(2).randbytes)


def test_a_log_may_be_added(folder):
    make(folder)
    add_log(folder, "to-palu", random_bytes=random.Random(3).randbytes)
    assert set(NodeKeys.load(folder).logs) == {ORIGIN, "loket.test/polman/1/to-palu"}


@pytest.mark.parametrize("name", ["node.txt", "witness.pem", "case-keys.age"])
def test_a_missing_or_damaged_file_is_named(folder, name):
    make(folder)
    (folder / name).write_bytes(b"nonsense")
    with pytest.raises(KeysError):
        NodeKeys.load(folder)
    (folder / name).unlink()
    with pytest.raises(KeysError, match=name):
        NodeKeys.load(folder)
