"""What headquarters may want to know: how each office stands, by what the centre holds of it."""

from dataclasses import dataclass

from loket.core.domain.origins import NATIONAL_LOG, OFFICE_LOG, log_of, parse_origin
from loket.core.domain.rows import (
    Case,
    HeldCase,
    Obligation,
    ObservedCheckpoint,
    Policy,
    PreventionList,
    ReadLog,
)
from loket.core.domain.terms import BookletState, ObligationKind, Stage
from loket.core.tlog import note
from loket.core.tlog.checkpoint import verify_cosignature
from loket.core.tlog.error import TlogError
from loket.node.operations.centre_act import offices_of
from loket.node.operations.node import Node
from loket.node.operations.receive_log import PENDING_NOTE
from loket.node.operations.signing_status import SignersAtCentre, signers_at_centre
from loket.node.operations.stock import blanks_in_stock, by_state, shipments_on_the_way
from loket.node.store.reading import Reading
from loket.node.store.records import ForkRow, LogHead, Quarantine

CURRENT = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeAtCentre:
    """One office by the rows that the centre made of its log.

    `last_contact`: when its newest checkpoint came (ms), None before the first. `list_version`: the newest
    list that it has read, None before the first. `blanks`: in stock; `on_the_way`: shipped, not counted in.
    """

    office: str
    log_size: int
    projected: int
    last_contact: int | None
    cases: int
    open_obligations: int
    held_cases: int
    blanks: int
    on_the_way: int
    list_version: int | None
    list_behind: bool

    @property
    def waiting(self) -> int:
        """Entries that are stored and not in rows yet."""
        return self.log_size - self.projected


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreStatus:
    """The centre at one look."""

    incarnation: int
    trust_version: int | None
    national_size: int
    list: PreventionList | None
    policy: Policy
    offices: tuple[OfficeAtCentre, ...]
    forks: tuple[ForkRow, ...]
    quarantine: Quarantine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePage:
    """One office in figures; no case of it is shown, only how many there are of what."""

    office: OfficeAtCentre
    logs: tuple[LogHead, ...]
    observed: tuple[ObservedCheckpoint, ...]
    read: tuple[ReadLog, ...]
    stages: tuple[tuple[Stage, int], ...]
    obligations: tuple[tuple[ObligationKind, int], ...]
    booklets: tuple[tuple[BookletState, int], ...]
    held: tuple[HeldCase, ...]
    signers: SignersAtCentre | None = None


def centre_status(node: Node) -> CentreStatus:
    """Read the whole centre in one snapshot."""
    with node.store.reading() as reading:
        trust = node.trust_in(reading)
        current = reading.get(PreventionList, (node.name, CURRENT))
        national = reading.head(node.origin(NATIONAL_LOG))
        known = {head.owner_node for head in reading.heads() if log_of(head.origin) == OFFICE_LOG}
        names = sorted(known.union(offices_of(trust)) - {node.name})
        return CentreStatus(
            incarnation=node.incarnation,
            trust_version=None if trust is None else trust.version,
            national_size=national.size if national else 0,
            list=current,
            policy=reading.get(Policy, (node.name, CURRENT)) or Policy(office=node.name),
            offices=tuple(_office(node, reading, name, current) for name in names),
            forks=tuple(reading.forks(only_open=True)),
            quarantine=node.store.quarantine,
        )


def office_page(node: Node, office: str) -> OfficePage | None:
    """Read one office; None when nobody of this name is enrolled or was ever heard."""
    with node.store.reading() as reading:
        heads = tuple(head for head in reading.heads() if head.owner_node == office)
        enrolled = office in offices_of(node.trust_in(reading))
        if office == node.name or not (heads or enrolled):
            return None
        where = {"office": office}
        stages = reading.count_by(Case, "stage", where)
        booklets = by_state(reading, office)
        owed = [row.kind for row in reading.select(Obligation, {**where, "open": True})]
        origins = {head.origin for head in heads}
        observed = reading.select(ObservedCheckpoint, {"office": node.name})
        current = reading.get(PreventionList, (node.name, CURRENT))
        return OfficePage(
            office=_office(node, reading, office, current),
            logs=heads,
            observed=tuple(row for row in observed if row.origin in origins),
            read=tuple(reading.select(ReadLog, where)),
            stages=tuple((stage, stages[stage]) for stage in Stage if stage in stages),
            obligations=tuple((kind, owed.count(kind)) for kind in ObligationKind if kind in owed),
            booklets=tuple((state, booklets.get(state, 0)) for state in BookletState),
            held=tuple(reading.select(HeldCase, where)),
            signers=signers_at_centre(reading, office, now=node.clock()),
        )


def _office(node: Node, reading: Reading, office: str, current: PreventionList | None) -> OfficeAtCentre:
    where = {"office": office}
    heads = [head for head in reading.heads() if head.owner_node == office]
    newest = max(heads, key=lambda head: parse_origin(head.origin).incarnation, default=None)
    listed = reading.get(PreventionList, (office, CURRENT))
    on_the_way = shipments_on_the_way(node, reading, office)
    return OfficeAtCentre(
        office=office,
        log_size=sum(head.size for head in heads),
        projected=sum(head.projected_to for head in heads),
        last_contact=None if newest is None else _last_contact(node, reading, newest.origin),
        cases=reading.count(Case, where),
        open_obligations=reading.count(Obligation, {**where, "open": True}),
        held_cases=reading.count(HeldCase, where),
        blanks=blanks_in_stock(reading, office),
        on_the_way=sum(len(row.blanks) for row in on_the_way),
        list_version=None if listed is None else listed.version,
        list_behind=current is not None and (listed is None or listed.version < current.version),
    )


def _last_contact(node: Node, reading: Reading, origin: str) -> int | None:
    """When this node last cosigned a checkpoint of the log: its own signature carries the time (seconds)."""
    pending = reading.note(PENDING_NOTE, origin)
    if pending is None:
        return None
    try:
        return verify_cosignature(note.parse(pending), node.keys.witness.vkey) * 1000
    except TlogError:
        return None  # cosigned with another key: of an earlier incarnation of this centre
