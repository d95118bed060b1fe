"""The centre from its offices: how much of a lost centre is back at a new one that began empty."""

from collections.abc import Iterable
from dataclasses import dataclass

from loket.core.domain.origins import parse_origin
from loket.core.domain.rows import Case, HeldCase
from loket.node.operations.centre_act import CENTRE
from loket.node.operations.node import Node
from loket.node.operations.projections import Difference, differences
from loket.node.store.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeBack:
    """How much of one office is at the centre again.

    `entries` stored and `projected`; `cases` in rows, of which `keys` can be opened here and `forgotten`
    never again; `held` wait for their keys; `files_missing` are still to be sent.
    """

    office: str
    entries: int
    projected: int
    cases: int
    keys: int
    forgotten: int
    held: int
    files_missing: int

    @property
    def complete(self) -> bool:
        """Whether everything that the office has sent is here, open and in rows."""
        opened = self.cases == self.keys + self.forgotten
        return self.entries == self.projected and opened and not self.held and not self.files_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreBack:
    """How much of a lost centre is back: its logs of earlier incarnations, by size, and its offices."""

    incarnation: int
    earlier_logs: tuple[tuple[str, int], ...]
    offices: tuple[OfficeBack, ...]

    @property
    def complete(self) -> bool:
        """Whether every office is back."""
        return bool(self.offices) and all(office.complete for office in self.offices)


def how_far_back(node: Node, offices: Iterable[str]) -> CentreBack:
    """Count what a rebuilt centre holds; the exchange brings it, the follower projects it."""
    with node.store.reading() as reading:
        earlier = tuple(
            (head.origin, head.size)
            for head in reading.heads()
            if head.owner_node == CENTRE and parse_origin(head.origin).incarnation < node.incarnation
        )
        back = tuple(_office_back(node, reading, office) for office in offices)
    return CentreBack(incarnation=node.incarnation, earlier_logs=earlier, offices=back)


def _office_back(node: Node, reading: Reading, office: str) -> OfficeBack:
    heads = [head for head in reading.heads() if head.owner_node == office]
    cases = reading.select(Case, {"office": office})
    opened = {case.case for case in cases if reading.case_key(office, case.case, node.name) is not None}
    missing = [row for case in cases for row in reading.blobs_of_case(office, case.case) if not row.here]
    return OfficeBack(
        office=office,
        entries=sum(head.size for head in heads),
        projected=sum(head.projected_to for head in heads),
        cases=len(cases),
        keys=len(opened),
        forgotten=sum(case.forgotten and case.case not in opened for case in cases),
        held=reading.count(HeldCase, {"office": office}),
        files_missing=len(missing),
    )


def compare_projections(here: Reading, there: Reading, office: str) -> tuple[Difference, ...]:
    """Every row of an office that is not the same at both nodes; "left" for one that only `here` has."""
    return differences(here.all_rows(office), there.all_rows(office))
