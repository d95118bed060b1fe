"""Comparing rows: which differ, by type and key alone (a difference never shows what stands in a row)."""

from collections.abc import Iterable
from dataclasses import dataclass

from loket.core.domain.rows import Row, key_of
from loket.core.domain.view import Key


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is missing on one side (`left`, `right`) or differs (`both`)."""

    row_type: str
    key: Key
    stands: str


def differences(left: Iterable[Row], right: Iterable[Row]) -> tuple[Difference, ...]:
    """Every row that is not the same on both sides, by type and key."""
    ours = {(type(row).__name__, key_of(row)): row for row in left}
    found = []
    for row in right:
        place = (type(row).__name__, key_of(row))
        mine = ours.pop(place, None)
        if mine is None:
            found.append(Difference(*place, "right"))
        elif mine != row:
            found.append(Difference(*place, "both"))
    found += [Difference(*place, "left") for place in ours]
    return tuple(sorted(found, key=lambda one: (one.row_type, tuple(map(str, one.key)))))
