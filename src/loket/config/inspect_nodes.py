"""Looking at the stores of an office and its centre together, beside their running processes (read only)."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from loket.config.build import build_node
from loket.config.folder import enter, read_node_env
from loket.config.settings import NodeSettings
from loket.core.domain.rows import Booklet, Case, Obligation
from loket.core.domain.terms import BookletState
from loket.drills.headless import Found
from loket.node.operations import invariants, invariants_acts, invariants_hits, invariants_stock
from loket.node.operations.node import Node
from loket.node.operations.office_status import secured_at_centre
from loket.node.operations.refold import refuse_older_rows

CENTRE_ALIAS = "centre"


@dataclass(frozen=True, slots=True)
class Pair:
    """An office and its centre, opened for reading."""

    office: Node
    centre: Node


def open_pair(office: Path, centre: Path) -> Pair:
    """Open both; the office is this process's node, the centre a second database beside it."""
    from loket.node.store.databases import add_database, postgres_database, sqlite_database

    own = build_node(enter(office), read_only=True)
    refuse_older_rows(own)
    settings = NodeSettings.from_environment({**read_node_env(centre), "LOKET_DATA": str(centre)})
    database = (
        postgres_database(settings.node_database)
        if settings.node_database
        else sqlite_database(settings.node_file)
    )
    add_database(CENTRE_ALIAS, database)
    other = build_node(settings, read_only=True, alias=CENTRE_ALIAS)
    refuse_older_rows(other)
    return Pair(own, other)


def violations_of(pair: Pair) -> list[invariants.Violation]:
    """Every invariant of the design that two stores can show (1 and 5 to 7 are shown by the drills)."""
    found: list[invariants.Violation] = []
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
    return found


def look(pair: Pair) -> Found:
    """Count what the headless day judges by."""
    office = pair.office
    where = {"office": office.name}
    with office.store.reading() as reading:
        cases = reading.select(Case, where)
        secured = sum(secured_at_centre(office, reading, case).complete for case in cases)
        obligations = reading.select(Obligation, where)
        issued = [case.booklet for case in cases if case.handover is not None]
        booklets = reading.count(Booklet, {**where, "state": BookletState.ISSUED.value})
        head = reading.head(office.origin("office"))
    with pair.centre.store.reading() as reading:
        there = reading.head(office.origin("office"))
    return Found(
        issued=len(issued),
        secured=secured,
        open_obligations=sum(owed.open for owed in obligations),
        answered_obligations=sum(not owed.open for owed in obligations),
        booklets_twice=len(issued) - min(len(set(issued)), booklets),
        entries_at_office=head.size if head else 0,
        entries_at_centre=there.size if there else 0,
        violations=(),
        chips=sum(case.chip is not None and case.handover is not None for case in cases),
    )


def look_and_check(pair: Pair) -> Found:
    """`look`, and the invariants once nothing is on its way any more."""
    found = look(pair)
    settled = found.entries_at_office == found.entries_at_centre and not found.open_obligations
    if not settled:
        return found
    return replace(found, violations=tuple(f"{one.number}: {one.text}" for one in violations_of(pair)))


def report(pair: Pair) -> dict[str, object]:
    """`look_and_check` as plain data."""
    return asdict(look_and_check(pair))
