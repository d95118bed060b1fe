"""Rows that an older Loket made are folded anew, once, when a node is opened for writing by a newer one."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from loket.node.operations.node import Node
from loket.node.operations.rebuild import put_in_place, refold
from loket.node.store.error import OlderRowsError, StoreError
from loket.node.store.reading import Reading
from loket.node.store.records import FOLD_NOTE
from loket.node.store.writing import Writing

FOLD_VERSION = 3
"""Raise it when an entry makes other rows than before: the fold, a row type or a part of one, or a table of
rows changed (a table also needs a migration of one `RowsAgain`). 0: made before versions were kept."""

_ALL = ""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refolded:
    """The rows of one owner, made anew from so many entries."""

    owner: str
    entries: int
    rows: int


def _log_progress(done: Refolded) -> None:
    _log.info("rows of %s are folded anew: %d entries, %d rows", done.owner, done.entries, done.rows)


def fold_version(reading: Reading) -> int:
    """Return the version of the fold that all rows here are at least of."""
    return _versions(reading).get(_ALL, 0)


def refuse_older_rows(node: Node) -> None:
    """Raise OlderRowsError where the rows are not of this version, for a command that only reads them."""
    with node.store.reading() as reading:
        held = fold_version(reading)
        _refuse_newer(reading)
    if held < FOLD_VERSION:
        message = (
            f"the rows here are of version {held}, this Loket reads version {FOLD_VERSION}: "
            "`./loket serve` or `./loket rebuild --replace` makes them anew from the logs"
        )
        raise OlderRowsError(message)


def refold_if_older(node: Node, *, tell: Callable[[Refolded], None] = _log_progress) -> tuple[Refolded, ...]:
    """Fold all rows anew where an older version of the fold made them; an owner each is one transaction.

    `tell` hears of an owner before its transaction ends; what it raises undoes that owner. After a crash the
    owners that were done stay done, and the next call goes on. A database in quarantine is read, hence
    folded, too. StoreError where a newer Loket made the rows.
    """
    with node.store.reading() as reading:
        _refuse_newer(reading)
        if fold_version(reading) == FOLD_VERSION:
            return ()
        owners = sorted({head.owner_node for head in reading.heads() if head.projected_to})
        versions = _versions(reading)
    done = []
    for owner in owners:
        if versions.get(owner, 0) < FOLD_VERSION:
            _log.info("rows of %s are of an older version and are folded anew", owner)
            with node.store.writing(recovering=True) as writing:
                done.append(_refold_owner(node, writing, owner))
                tell(done[-1])
    with node.store.writing(recovering=True) as writing:
        writing.save_note(FOLD_NOTE, _ALL, FOLD_VERSION, b"")
    return tuple(done)


def _refold_owner(node: Node, writing: Writing, owner: str) -> Refolded:
    # The old rows are not read: this code need not understand them.
    rows = refold(node, writing, owner)
    entries = put_in_place(node, writing, owner, rows)
    writing.save_note(FOLD_NOTE, owner, FOLD_VERSION, b"")
    return Refolded(owner, entries, len(rows))


def _versions(reading: Reading) -> dict[str, int]:
    return {note.name: note.size for note in reading.notes(FOLD_NOTE)}


def _refuse_newer(reading: Reading) -> None:
    newest = max(_versions(reading).values(), default=0)
    if newest > FOLD_VERSION:
        message = f"a newer Loket made the rows here: version {newest}, this one makes version {FOLD_VERSION}"
        raise StoreError(message)
