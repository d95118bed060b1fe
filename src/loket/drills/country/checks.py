"""What must hold when the weeks are over and everything that was on its way has arrived."""

import hashlib
import json
from collections import Counter

from loket.core.domain.events import PassportHandedOver
from loket.core.tlog.entry import decode
from loket.drills.country.pair import Pair
from loket.node.operations import invariants, invariants_acts, invariants_hits, invariants_stock
from loket.node.operations.invariants import Violation
from loket.node.operations.node import Node


def violations(pair: Pair) -> list[str]:
    """Every invariant that two stores can show."""
    found: list[Violation] = []
    for node in (pair.office, pair.centre):
        with node.store.reading() as reading:
            owners = sorted({head.owner_node for head in reading.heads() if head.projected_to})
            found += invariants.cosigned_stands(reading)
            found += invariants.nothing_waits(reading, node.trust_in(reading))
            found += invariants_stock.no_booklet_twice(reading)
            found += invariants_stock.stock_equation(reading, pair.office.name)
            found += invariants_acts.four_eyes(reading)
            found += invariants.look_ups_name_checkpoints(reading)
            found += invariants_hits.nothing_stood_against(reading)
        for owner in owners:
            found += invariants.projection_is_fold(node, owner)
        found += invariants.blobs_resolved(node)
        found += invariants.cut_offs_hold(node)
    found += invariants.converged(pair.office, pair.centre)
    return [f"{one.number}: {one.text}" for one in found]


def entries_lost(pair: Pair) -> int:
    """How many entries of the office's log the centre's copy lacks, or has otherwise."""
    origin = pair.office.origin("office")
    with pair.office.store.reading() as here, pair.centre.store.reading() as there:
        head, copy = here.head(origin), there.head(origin)
        size, held = head.size if head else 0, copy.size if copy else 0
        same = sum(
            mine == theirs
            for mine, theirs in zip(
                here.entries(origin, 0, min(size, held)),
                there.entries(origin, 0, min(size, held)),
                strict=True,
            )
        )
    return size - same


def numbers_issued_twice(node: Node) -> int:
    """How many booklet numbers the log hands over more than once."""
    origin = node.origin("office")
    with node.store.reading() as reading:
        head = reading.head(origin)
        if head is None:
            return 0
        issued = Counter(
            event.booklet
            for _entry, event in invariants.events_of(reading, head)
            if isinstance(event, PassportHandedOver)
        )
    return sum(times > 1 for times in issued.values())


def trace(node: Node) -> tuple[int, str]:
    """How many entries the office wrote, and a digest of who did what when on which case.

    What age encrypted is not in it: its file keys are of the system's chance in a drill, too.
    """
    origin = node.origin("office")
    digest = hashlib.sha256()
    with node.store.reading() as reading:
        head = reading.head(origin)
        size = head.size if head else 0
        for data in reading.entries(origin, 0, size):
            entry = decode(data)
            line = [entry.kind, entry.officer, entry.role, entry.act, entry.at, dict(entry.subjects)]
            digest.update(json.dumps(line, sort_keys=True).encode())
    return size, digest.hexdigest()
