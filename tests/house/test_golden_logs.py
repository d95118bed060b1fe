"""Logs of released versions still verify and still mean the same; also by a verifier that is not ours."""

import base64
import hashlib
import json
import struct
from pathlib import Path

import cbor2
import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loket.core.domain.projecting import Projector
from loket.core.domain.rows import Case, HeldCase, Order, PreventionList
from loket.core.domain.terms import Stage
from loket.core.domain.view import MemoryView, Overlay
from loket.core.tlog.entry import aad
from loket.core.tlog.verify import verify_log
from loket.node.keys.case_keys import CaseKey
from loket.node.keys.trust import verify_first
from loket.node.store.log_files import LogFolder

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "log-v1"
LOGS = ("office", "national", "to-polman")


def entries_of(log):
    bundle = next(path for path in (GOLDEN / log / "tile" / "entries").rglob("*") if path.is_file())
    data, entries = bundle.read_bytes(), []
    while data:
        (length,) = struct.unpack(">H", data[:2])
        entries.append(data[2 : 2 + length])
        data = data[2 + length :]
    return entries


@pytest.fixture(scope="module")
def trust():
    return verify_first((GOLDEN / "trust-root.note").read_bytes())


@pytest.fixture(scope="module")
def case_keys():
    listed = json.loads((GOLDEN / "case-keys.TEST.json").read_text())
    return {case: bytes.fromhex(key) for case, key in listed.items()}


@pytest.mark.parametrize("log", LOGS)
def test_a_golden_log_verifies(log, trust):
    source = LogFolder(GOLDEN / log)
    origin = source.checkpoint().decode().splitlines()[0]

    assert verify_log(source, [trust.log_key(origin)]).size == len(entries_of(log))


@pytest.mark.parametrize("log", LOGS)
def test_a_golden_log_verifies_without_our_code(log, trust):
    """Checkpoint by hand, signature by `cryptography`, entries by `cbor2`, root by `pymerkle`."""
    text, _, signatures = (GOLDEN / log / "checkpoint").read_bytes().decode().partition("\n\n")
    origin, size, root = text.splitlines()
    name, signature = signatures.splitlines()[0].removeprefix("— ").split(" ")
    blob = base64.b64decode(signature)
    line = next(one for one in trust.text().splitlines() if one.startswith(f"log {origin}+"))
    public = base64.b64decode(line.split("+", 2)[2])
    assert public[0] == 1
    assert blob[:4] == hashlib.sha256(origin.encode() + b"\n" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(blob[4:], (text + "\n").encode())

    entries = entries_of(log)
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for index, data in enumerate(entries):
        tree.append_entry(data)
        entry = cbor2.loads(data)
        assert cbor2.dumps(entry, canonical=True) == data
        assert origin in entry.values()
        assert index in [value for value in entry.values() if type(value) is int]
    assert name == origin
    assert len(entries) == int(size)
    assert tree.get_root() == base64.b64decode(root)


def test_a_golden_entrys_sealed_part_opens_without_our_code(case_keys):
    """As docs/formats/case-keys.md says: HKDF-SHA256, AES-256-GCM, nonce first, AAD in CBOR."""
    opened = []
    for data in entries_of("office"):
        entry = cbor2.loads(data)
        case = next(
            (value["case"] for value in entry.values() if isinstance(value, dict) and "case" in value), ""
        )
        sealed = next((value for value in entry.values() if isinstance(value, bytes)), None)
        if not case or sealed is None:
            continue
        info = b"loket/case/entries/v1"
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(case_keys[case])
        origin = next(value for value in entry.values() if isinstance(value, str) and "/office" in value)
        numbers = [value for value in entry.values() if type(value) is int]
        kinds = [value for value in entry.values() if isinstance(value, str)]
        for index in numbers:
            for kind in kinds:
                bound = cbor2.dumps([origin, index, kind, case], canonical=True)
                try:
                    opened.append(cbor2.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], bound)))
                except Exception:  # noqa: BLE001 - which of the fields is index and which kind is what is tried
                    continue
    assert any("applicant" in plain for plain in opened)


def test_a_golden_log_folds_to_what_happened(case_keys):
    logs = {}
    for log in LOGS:
        origin = (GOLDEN / log / "checkpoint").read_text().splitlines()[0]
        logs[origin] = entries_of(log)

    def unseal(entry):
        if entry.sealed is None:
            return None
        case = entry.subjects["case"]
        return CaseKey(case_keys[case]).unseal(entry.sealed, aad(entry.origin, entry.index, entry.kind, case))

    projector = Projector("polman", unseal, lambda origin, start, end: logs[origin][start:end])
    view = MemoryView()
    origin = next(one for one in logs if one.endswith("/office"))
    for index, data in enumerate(logs[origin]):
        overlay = Overlay(view)
        projector.project(overlay, origin, index, data)
        view.apply(overlay.changes())

    rows = list(view.rows.values())
    assert not [row for row in rows if isinstance(row, HeldCase)]
    cases = {row.queue_number: row for row in rows if isinstance(row, Case)}
    assert {number: case.stage for number, case in cases.items()} == {
        "A001": Stage.ARCHIVED,
        "A002": Stage.PAYMENT,
    }
    first = cases["A001"]
    assert first.registration.applicant.full_name == "Nur Aisyah Abdul Kadir"
    assert first.booklet == "X0000001"
    assert first.handover.provisional
    assert [row.why for row in rows if isinstance(row, Order)] == ["Umrah"]
    assert view.get(PreventionList, ("polman", "current")).version == 1
