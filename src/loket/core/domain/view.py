"""How the fold sees rows: it reads through a view and leaves its changes in an overlay."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from loket.core.domain.rows import Row, key_of

R = TypeVar("R", bound=Row)
Key = tuple[str | int, ...]


class View(Protocol):
    """Rows by key."""

    def get(self, row_type: type[R], key: Key) -> R | None:
        """The row with this key (in the order of its KEY), or None."""


@dataclass(frozen=True, slots=True)
class Put:
    """This row is now so (new or replaced)."""

    row: Row


@dataclass(frozen=True, slots=True)
class Drop:
    """No row has this key any more."""

    row_type: type[Row]
    key: Key


Change = Put | Drop


class Overlay:
    """A view with changes on top; `changes()` are the last word for each key, in order of first change."""

    def __init__(self, below: View) -> None:
        self._below = below
        self._rows: dict[tuple[type[object], Key], Row | None] = {}

    def get(self, row_type: type[R], key: Key) -> R | None:
        """The row as changed so far."""
        if (row_type, key) in self._rows:
            return self._rows[row_type, key]  # type: ignore[return-value]
        return self._below.get(row_type, key)

    def put(self, row: Row) -> None:
        """Add or replace a row."""
        self._rows[type(row), key_of(row)] = row

    def drop(self, row_type: type[Row], key: Key) -> None:
        """Delete a row, if it is there."""
        self._rows[row_type, key] = None

    def absorb(self, other: "Overlay") -> None:
        """Take over what another overlay on top of this one changed."""
        self._rows.update(other._rows)  # noqa: SLF001

    def changes(self) -> tuple[Change, ...]:
        """Everything that differs from the view below."""
        return tuple(
            Drop(row_type, key) if row is None else Put(row)  # type: ignore[arg-type]
            for (row_type, key), row in self._rows.items()
        )


class MemoryView:
    """All rows in memory: for a rebuild, for comparison and for tests."""

    def __init__(self) -> None:
        self.rows: dict[tuple[type[object], Key], Row] = {}

    def get(self, row_type: type[R], key: Key) -> R | None:
        """The row with this key, or None."""
        return self.rows.get((row_type, key))  # type: ignore[return-value]

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Keep what a fold changed."""
        for change in changes:
            if isinstance(change, Put):
                self.rows[type(change.row), key_of(change.row)] = change.row
            else:
                self.rows.pop((change.row_type, change.key), None)
