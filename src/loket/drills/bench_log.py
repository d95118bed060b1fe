"""A log of an office as long as a bench wants it, made in memory: real events, sealed, encoded, in a tree."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from loket.core.domain import codec
from loket.core.domain import events as e
from loket.core.domain.obligations import AT_RECEIPT, AT_REGISTRATION
from loket.core.domain.terms import DocumentKind, Duty, OrderKind, PaperKind, Service
from loket.core.tlog import merkle
from loket.core.tlog.entry import Entry, aad, encode
from loket.core.tlog.mirror import UploadHeader, encode_header, encode_package, make_package, packages_of
from loket.drills.small_office import FEE_RUPIAH, ORIGIN, PAPERS, a_walkin
from loket.node.keys.case_keys import CaseKey

NOON = 1_718_856_000_000
PACKAGES_IN_A_REQUEST = 32


@dataclass(slots=True)
class MadeLog:
    """Encoded entries, the case keys by case, and the hashes of all full subtrees by level."""

    entries: list[bytes] = field(default_factory=list)
    keys: dict[str, CaseKey] = field(default_factory=dict)
    levels: list[list[bytes]] = field(default_factory=list)

    def hash_at(self, level: int, n: int) -> bytes:
        """The `HashAt` of its tree."""
        return self.levels[level][n]

    def root(self) -> bytes:
        """The root over all its entries."""
        return merkle.range_root(0, len(self.entries), self.hash_at)

    def uploads(self) -> Iterator[bytes]:
        """The bodies of add-entries that bring it whole, each of at most 32 packages."""
        size = len(self.entries)
        step = PACKAGES_IN_A_REQUEST * 256
        for start in range(0, size, step):
            body = [encode_header(UploadHeader(ORIGIN, start, size))]
            for place in packages_of(start, min(size, start + step)):
                package = make_package(place, self.entries[place.start : place.end], size, self.hash_at)
                body.append(encode_package(package))
            yield b"".join(body)


def make_log(entries: int, chance: random.Random) -> MadeLog:
    """Make a log of at least so many entries: whole cases from registration to a head's order."""
    log = MadeLog()
    number = 0
    while len(log.entries) < entries:
        _add_case(log, number, chance)
        number += 1
    hashes = [merkle.hash_leaf(data) for data in log.entries]
    while hashes:
        log.levels.append(hashes)
        hashes = [merkle.hash_node(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=False)]
    return log


def _add_case(log: MadeLog, number: int, chance: random.Random) -> None:
    case = chance.randbytes(16).hex()
    key = log.keys[case] = CaseKey.new(chance.randbytes)
    for event in _events(case, number, chance):
        index = len(log.entries)
        parts = codec.to_parts(event)
        sealed = None
        if parts.plaintext is not None:
            bound = aad(ORIGIN, index, parts.kind, case)
            sealed = key.seal(parts.plaintext, bound, random_bytes=chance.randbytes)
        entry = Entry(
            origin=ORIGIN,
            index=index,
            kind=parts.kind,
            subjects=parts.subjects,
            act=chance.randbytes(16).hex(),
            officer="rahma",
            role="counter_officer",
            at=NOON + index * 1000,
            body=parts.body,
            sealed=sealed,
            blobs=parts.blobs,
        )
        log.entries.append(encode(entry))


def _events(case: str, number: int, chance: random.Random) -> list[e.Event]:
    return [
        e.ApplicationRegistered(
            case=case,
            application_number=f"7604240620{number:06d}",
            service=Service.NEW,
            kind=DocumentKind.ORDINARY,
            validity_years=5,
            queue_day=date(2024, 6, 20),
            queue_number=f"A{number:03d}",
            opens=AT_REGISTRATION,
            sealed=a_walkin(number).registration,
        ),
        *(_scan(case, paper, chance) for paper in PAPERS),
        e.DocumentsChecked(case=case, originals_seen=PAPERS),
        e.BillingCodeIssued(
            case=case, billing_code=f"8{number:014d}", amount_rupiah=FEE_RUPIAH, tariff="PP 28/2019"
        ),
        e.PaymentRecorded(
            case=case,
            billing_code=f"8{number:014d}",
            amount_rupiah=FEE_RUPIAH,
            bank_reference="",
            receipt_number=f"POLMAN-2024-{number:06d}",
            opens=AT_RECEIPT,
        ),
        e.InterviewRecorded(case=case, sealed=e.InterviewNotes(purpose="Umrah", notes="Contoh. " * 20)),
        e.HeadOrdered(
            case=case,
            order=f"{case}:{OrderKind.SAME_OFFICER}:{Duty.CAPTURE}",
            kind=OrderKind.SAME_OFFICER,
            duty=Duty.CAPTURE,
            sealed=e.OrderText(why="Contoh: hanya satu petugas hadir."),
        ),
    ]


def _scan(case: str, paper: PaperKind, chance: random.Random) -> e.DocumentScanned:
    blob = e.Blob(sha256=chance.randbytes(32).hex(), size=200_000, lane="scans", media_type="image/jpeg")
    return e.DocumentScanned(case=case, paper=paper, blob=blob)
