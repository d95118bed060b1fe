"""Logs of released versions still verify and still mean the same; also by a verifier that is not ours."""

import base64
import hashlib
from datetime import date

import cbor2
import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from builders.golden_logs import GOLDEN, LOGS, RELEASES, cases_of, entries_of, folded, keys_of, rows_of
from loket.core.domain.rows import (
    Booklet,
    Case,
    OfficeDay,
    Officer,
    Order,
    PaperSheet,
    PreventionList,
    StandingOrder,
    TimelineLine,
)
from loket.core.domain.terms import (
    BookletState,
    EndingKind,
    HitDecision,
    Outcome,
    ReportFinding,
    Stage,
    StandingOrderKind,
)
from loket.core.tlog.verify import verify_log
from loket.node.keys.trust import verify_first
from loket.node.store.log_files import LogFolder


@pytest.fixture(scope="module", params=RELEASES)
def golden(request):
    return GOLDEN / request.param


@pytest.fixture(scope="module")
def trust(golden):
    return verify_first((golden / "trust-root.note").read_bytes())


@pytest.fixture(scope="module")
def case_keys(golden):
    return keys_of(golden)


@pytest.mark.parametrize("log", LOGS)
def test_a_golden_log_verifies(golden, log, trust):
    source = LogFolder(golden / log)
    origin = source.checkpoint().decode().splitlines()[0]

    assert verify_log(source, [trust.log_key(origin)]).size == len(entries_of(golden / log))


@pytest.mark.parametrize("log", LOGS)
def test_a_golden_log_verifies_without_our_code(golden, log, trust):
    """Checkpoint by hand, signature by `cryptography`, entries by `cbor2`, root by `pymerkle`."""
    text, _, signatures = (golden / log / "checkpoint").read_bytes().decode().partition("\n\n")
    origin, size, root = text.splitlines()
    name, signature = signatures.splitlines()[0].removeprefix("— ").split(" ")
    blob = base64.b64decode(signature)
    line = next(one for one in trust.text().splitlines() if one.startswith(f"log {origin}+"))
    public = base64.b64decode(line.split("+", 2)[2])
    assert public[0] == 1
    assert blob[:4] == hashlib.sha256(origin.encode() + b"\n" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(blob[4:], (text + "\n").encode())

    entries = entries_of(golden / log)
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


def test_a_golden_entrys_sealed_part_opens_without_our_code(golden, case_keys):
    """As docs/formats/case-keys.md says: HKDF-SHA256, AES-256-GCM, nonce first, AAD in CBOR."""
    opened = []
    for data in entries_of(golden / "office"):
        entry = cbor2.loads(data)
        case = next(
            (value["case"] for value in entry.values() if isinstance(value, dict) and "case" in value), ""
        )
        sealed = next((value for value in entry.values() if isinstance(value, bytes)), None)
        if case not in case_keys or sealed is None:
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


def test_the_first_releases_log_folds_to_what_happened():
    view = folded(GOLDEN / "log-v1")

    cases = cases_of(view)
    assert {number: case.stage for number, case in cases.items()} == {
        "A001": Stage.ARCHIVED,
        "A002": Stage.PAYMENT,
    }
    first = cases["A001"]
    assert first.registration.applicant.full_name == "Nur Aisyah Abdul Kadir"
    assert first.booklet == "X0000001"
    assert first.handover.provisional
    assert [row.why for row in rows_of(view, Order)] == ["Umrah"]
    assert view.get(PreventionList, ("polman", "current")).version == 1


@pytest.fixture(scope="module", name="second")
def what_the_second_release_wrote():
    return folded(GOLDEN / "log-v1-step2")


def test_its_cases_stand_or_ended_as_the_officers_decided(second):
    cases = cases_of(second)

    assert {number: (case.stage, case.ending and case.ending.kind) for number, case in cases.items()} == {
        "A001": (Stage.ARCHIVED, None),
        "A002": (Stage.APPROVAL, None),
        "A003": (Stage.ENDED, EndingKind.REFUSED),
        "A004": (Stage.ENDED, EndingKind.DEFERRED),
        "A005": (Stage.ENDED, EndingKind.RETURNED),
        "A006": (Stage.HANDOVER, None),
        "A007": (Stage.ENDED, EndingKind.CANCELLED),
        "A008": (Stage.FILING, None),
        "A009": (Stage.DOCUMENTS, None),
        "A010": (Stage.FORGOTTEN, None),
    }
    assert cases["A004"].reports[0].finding is ReportFinding.NEGLIGENT
    assert cases["A005"].ending.why == "Akta belum ada"
    assert cases["A010"].registration is None
    assert all(case.registration is not None for number, case in cases.items() if number != "A010")


def test_its_hits_were_decided_and_a_correction_left_them(second):
    cases = cases_of(second)

    decided = {
        number: [(hit.hit.split("/")[0], hit.decision) for hit in case.hits]
        for number, case in cases.items()
        if case.hits
    }
    assert decided == {
        "A002": [("listed", HitDecision.CLEARED)],
        "A003": [("listed", HitDecision.CONFIRMED)],
        "A008": [("registry_answer", HitDecision.CONFIRMED)],
    }
    assert cases["A002"].registration.applicant.occupation == "Petani"
    assert cases["A002"].assignee == "dewi"
    assert cases["A008"].concern is Outcome.RECALLED


def test_its_booklets_were_used_once_and_the_spoilt_one_is_replaced(second):
    cases = cases_of(second)

    assert (cases["A006"].booklet, cases["A006"].spoilt_booklets) == ("X0000003", ("X0000002",))
    spoilt = {row.booklet for row in rows_of(second, Booklet) if row.state is BookletState.SPOILT}
    assert spoilt == {"X0000002"}
    used = [one for case in cases.values() for one in (case.booklet, *case.spoilt_booklets) if one]
    assert sorted(used) == [f"X000000{number}" for number in range(1, 7)]


def test_its_office_kept_its_day_its_orders_its_deputies_and_its_sheets(second):
    (day,) = rows_of(second, OfficeDay)
    assert (day.opened_by, day.closed_by, day.second_officer) == ("rahma", "rahma", "tini")
    assert [line.why for line in day.closing if line.counted != line.expected] == ["Contoh"]
    assert {row.kind: row.withdrawn_at is None for row in rows_of(second, StandingOrder)} == {
        StandingOrderKind.INSTRUCTION: True,
        StandingOrderKind.NO_SAME_DAY_SERVICE: False,
    }
    assert [(row.sheet, row.officer) for row in rows_of(second, PaperSheet)] == [("K-0001", "rahma")]
    (officer,) = (row for row in rows_of(second, Officer) if row.officer == "dewi")
    assert (officer.deputy_from, officer.deputy_to) == (date(2024, 6, 21), date(2024, 6, 25))
    told = [row for row in rows_of(second, TimelineLine) if row.event == "notice_sent"]
    assert {second.get(Case, ("polman", row.case)).queue_number for row in told} == {"A001", "A008"}
