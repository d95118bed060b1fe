"""How many entries of an office a centre verifies, stores and folds in a second, against bare COPY."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.domain.fees import Tariffs
from loket.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from loket.core.tlog.note import Ed25519Signer
from loket.core.tlog.witness import encode_add_checkpoint
from loket.drills.bench_log import PACKAGES_IN_A_REQUEST, MadeLog
from loket.drills.error import DrillError
from loket.drills.small_office import DOMAIN, OFFICE, ORIGIN, CountingClock, office_keys
from loket.node.keys.node_keys import NodeKeys
from loket.node.keys.trust import TrustedNode, TrustRoot, make_trust
from loket.node.operations.exchange_access import Sender
from loket.node.operations.node import TRUST_NOTE, Node
from loket.node.operations.receive_log import accept_checkpoint, accept_entries
from loket.node.partners.bank import NoBank
from loket.node.store.blobs import BlobFolder
from loket.node.store.store import Store

_SENDER = Sender(OFFICE, 1, is_auditor=False)
_CHUNK_BYTES = 64 * 1024  # as the exchange reads a request


@dataclass(frozen=True, slots=True)
class CentreFigures:
    """What one log took; the entries per second are medians over its requests.

    `entry_bytes`: of all entries; `projected_s`: seconds to fold `projected` entries.
    """

    entries: int
    entry_bytes: int
    intake_per_second: float
    copy_per_second: float
    projected: int
    projected_s: float

    @property
    def projected_per_second(self) -> float:
        """Folded into rows."""
        return self.projected / self.projected_s


@contextmanager
def a_centre(folder: Path, alias: str) -> Iterator[tuple[Node, NodeKeys]]:
    """A centre over a database that has its tables, which trusts an office; and that office's keys."""
    folder.mkdir(parents=True)
    chance = random.Random(2)  # noqa: S311 - a bench repeats
    office = office_keys(folder / "office-keys", chance.randbytes)
    keys = NodeKeys.make(
        folder / "keys",
        domain=DOMAIN,
        node="centre",
        incarnation=1,
        logs=("national",),
        random_bytes=chance.randbytes,
        demo=True,
    )
    with Store(alias=alias, high_water=folder / "high-water") as store:
        node = Node(
            name="centre",
            domain=DOMAIN,
            incarnation=1,
            role="centre",
            store=store,
            blobs=BlobFolder(folder / "blobs"),
            keys=keys,
            clock=CountingClock(),
            random_bytes=chance.randbytes,
            timezone=ZoneInfo("Asia/Makassar"),
            tariffs=Tariffs(()),
            bank=NoBank(),
        )
        _trust(node, office)
        yield node, office


def _trust(node: Node, office: NodeKeys) -> None:
    signers = tuple(
        Ed25519Signer(f"{DOMAIN}/headquarters/TEST{n}", Ed25519PrivateKey.generate()) for n in (1, 2, 3)
    )
    root = TrustRoot(
        version=1,
        threshold=2,
        signers=tuple(signer.vkey for signer in signers),
        nodes=(TrustedNode.of(office.public()), TrustedNode.of(node.keys.public())),
    )
    with node.store.writing() as writing:
        writing.save_note(TRUST_NOTE, DOMAIN, root.version, make_trust(root, *signers[:2]))


def measure_centre(node: Node, office: NodeKeys, log: MadeLog, *, address: str) -> CentreFigures:
    """Bring the log as an office does, and COPY its rows beside it; then fold it."""
    uploads = list(log.uploads())
    _offer(node, office, log)
    intake, copied = [], []
    step = PACKAGES_IN_A_REQUEST * 256
    rows = [_copy_bytes(log, start, start + step) for start in range(0, len(log.entries), step)]
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE bare (origin text, n bigint, leaf_hash bytea, data bytea)")
        connection.execute("ALTER TABLE bare ADD PRIMARY KEY (origin, n)")
        connection.commit()
        # In turn, request by request: what else the machine does meets both.
        for number, upload in enumerate(uploads):
            count = min(step, len(log.entries) - number * step)
            intake.append(count / _intake(node, upload, is_last=number == len(uploads) - 1))
            copied.append(count / _copy(connection, rows[number]))
    return CentreFigures(
        len(log.entries),
        sum(map(len, log.entries)),
        median(intake[: len(log.entries) // step or 1]),  # the last request is not full
        median(copied[: len(log.entries) // step or 1]),
        *_project(node, log),
    )


def _offer(node: Node, office: NodeKeys, log: MadeLog) -> None:
    head = Checkpoint(ORIGIN, len(log.entries), log.root())
    note = sign_checkpoint(head, office.logs[ORIGIN])
    answer = accept_checkpoint(node, _SENDER, encode_add_checkpoint(0, (), note))
    if answer.status != 200:
        message = f"the centre refused the checkpoint: {answer.status}"
        raise DrillError(message)


def _intake(node: Node, upload: bytes, *, is_last: bool) -> float:
    chunks = [upload[at : at + _CHUNK_BYTES] for at in range(0, len(upload), _CHUNK_BYTES)]
    began = time.perf_counter()
    answer = accept_entries(node, _SENDER, chunks)
    took = time.perf_counter() - began
    if answer.status != (200 if is_last else 202):
        message = f"the centre refused entries: {answer.status}"
        raise DrillError(message)
    return took


def _copy_bytes(log: MadeLog, start: int, end: int) -> bytes:
    """The rows of entries in COPY's binary format, packed before any clock runs."""
    origin = ORIGIN.encode()
    parts = [b"PGCOPY\n\xff\r\n\0" + bytes(8)]
    for index in range(start, min(end, len(log.entries))):
        fields = (origin, index.to_bytes(8, "big"), log.levels[0][index], log.entries[index])
        parts.append(len(fields).to_bytes(2, "big"))
        parts += (len(one).to_bytes(4, "big") + one for one in fields)
    return b"".join([*parts, b"\xff\xff"])


def _copy(connection: "psycopg.Connection[tuple[object, ...]]", rows: bytes) -> float:
    """COPY rows and commit; return the seconds it took."""
    began = time.perf_counter()
    sql = "COPY bare (origin, n, leaf_hash, data) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        copy.write(rows)
    connection.commit()
    return time.perf_counter() - began


def _project(node: Node, log: MadeLog) -> tuple[int, float]:
    """Fold the whole log; return how many entries that were, and the seconds."""
    with node.store.writing() as writing:
        for case, key in log.keys.items():
            writing.put_case_key(OFFICE, case, "centre", key.wrap(node.keys.recipient))
    began = time.perf_counter()
    folded = node.project_log(ORIGIN)
    return folded, time.perf_counter() - began
