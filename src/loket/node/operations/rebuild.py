"""Fold every log of an owner anew and hold the result against the live rows (invariant 4)."""

from dataclasses import dataclass

from loket.core.domain.origins import parse_origin
from loket.core.domain.rows import Row
from loket.core.domain.view import MemoryView, Overlay
from loket.node.keys.trust import TrustRoot
from loket.node.operations.node import Node
from loket.node.operations.projections import Difference, differences
from loket.node.store.reading import Reading
from loket.node.store.records import LogHead
from loket.node.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildReport:
    """What a rebuild found; differences say "left" for a row that only the live tables have."""

    owner: str
    logs: tuple[str, ...]
    entries: int
    rows: int
    differences: tuple[Difference, ...]
    replaced: bool

    @property
    def equal(self) -> bool:
        """Whether the live rows are what the log says."""
        return not self.differences


def rebuild(node: Node, owner: str, *, replace: bool = False) -> RebuildReport:
    """Refold the logs of `owner` as far as they are projected and count; with `replace`, keep the result.

    At an office the owner is the office; at the centre also each office, and the centre itself.
    """
    if replace:
        with node.store.writing() as writing:
            report, rows = _compared(node, writing, owner, replaced=True)
            put_in_place(node, writing, owner, rows)
        return report
    with node.store.reading() as reading:
        return _compared(node, reading, owner, replaced=False)[0]


def refold(node: Node, reading: Reading, owner: str) -> tuple[Row, ...]:
    """The rows of `owner` from the entries alone."""
    view = MemoryView()
    projector = node.projector(reading, owner)
    trust = node.trust_in(reading)
    for head in logs_of(reading, owner):
        for index, data in enumerate(reading.entries(head.origin, 0, _counts(head, trust))):
            overlay = Overlay(view)
            projector.project(overlay, head.origin, index, data)
            view.apply(overlay.changes())
    return tuple(view.rows.values())


def put_in_place(node: Node, writing: Writing, owner: str, rows: tuple[Row, ...]) -> int:
    """Keep refolded rows as those of `owner`; return how many entries they stand for."""
    writing.replace_rows(owner, rows)
    trust = node.trust_in(writing)
    entries = 0
    for head in logs_of(writing, owner):
        writing.set_projected(head.origin, _counts(head, trust))
        entries += _counts(head, trust)
    return entries


def logs_of(reading: Reading, owner: str) -> list[LogHead]:
    """The logs whose entries make the owner's rows, older incarnations first."""
    heads = [head for head in reading.heads() if head.owner_node == owner and head.projected_to]
    return sorted(heads, key=lambda head: (parse_origin(head.origin).incarnation, head.origin))


def _counts(head: LogHead, trust: TrustRoot | None) -> int:
    """How many entries of a log make rows: as many as were projected, and none past its cut-off."""
    cut_off = None if trust is None else trust.cut_off(head.origin)
    return head.projected_to if cut_off is None else min(head.projected_to, cut_off)


def _compared(
    node: Node, reading: Reading, owner: str, *, replaced: bool
) -> tuple[RebuildReport, tuple[Row, ...]]:
    rows = refold(node, reading, owner)
    heads = logs_of(reading, owner)
    trust = node.trust_in(reading)
    report = RebuildReport(
        owner=owner,
        logs=tuple(head.origin for head in heads),
        entries=sum(_counts(head, trust) for head in heads),
        rows=len(rows),
        differences=differences(reading.all_rows(owner), rows),
        replaced=replaced,
    )
    return report, rows
