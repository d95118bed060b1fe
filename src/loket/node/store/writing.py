"""What one transaction may change; committed as a whole when the `with` that gave it ends, or not at all."""

from collections.abc import Iterable, Mapping, Sequence

from loket.core.domain.rows import ROW_TYPES, Row
from loket.core.domain.view import Change, Put
from loket.core.tlog.entry import BlobRef, Entry, decode
from loket.core.tlog.merkle import EMPTY_ROOT, Frontier, hash_leaf
from loket.node.store.error import DuplicateActError, NotHeldError, StoreError
from loket.node.store.links import Link
from loket.node.store.reading import Reading
from loket.node.store.records import LogHead
from loket.node.store.tables import table_of
from loket.node.store.tree import extend

_OPEN = "INSERT INTO log (origin, owner_node, own, size, frontier, root, projected_to) VALUES (?,?,?,0,?,?,0)"
_GROW = "UPDATE log SET size=?, frontier=?, root=? WHERE origin=? AND size=?"
_ENTRY = 'INSERT INTO log_entry (origin, "index", leaf_hash, data) VALUES (?,?,?,?)'
_ACT = 'INSERT INTO own_act (act, origin, "index") VALUES (?,?,?) ON CONFLICT (act) DO NOTHING'
_TILE = "INSERT INTO tile_hash (origin, level, n, hash) VALUES (?,?,?,?)"
_BLOB = (
    'INSERT INTO blob (sha256, origin, "index", office, "case", lane, size, here) VALUES (?,?,?,?,?,?,?,?)'
    " ON CONFLICT (sha256) DO NOTHING"
)

_NO_SUBTREES: Mapping[int, bytes] = {}


class Writing(Reading):
    """The one writer. `grown` and `destroys` tell the store what to do around the commit."""

    def __init__(self, link: Link, *, recovering: bool) -> None:
        super().__init__(link)
        self.grown: dict[str, tuple[int, bytes]] = {}
        self.destroys = False
        self._recovering = recovering

    # ------------------------------------------------------------------------------------------ logs

    def open_log(self, origin: str, owner_node: str, *, own: bool) -> LogHead:
        """Begin to hold a log, if it is not held yet; StoreError if it is held as something else."""
        head = self.head(origin)
        if head is not None:
            if (head.owner_node, head.own) != (owner_node, own):
                message = f"{origin} is held here already, of {head.owner_node}, own: {head.own}"
                raise StoreError(message)
            return head
        empty = Frontier.empty()
        self._link.run(_OPEN, (origin, owner_node, own, empty.to_bytes(), EMPTY_ROOT))
        if own:
            self.grown[origin] = (0, EMPTY_ROOT)
        return LogHead(origin, owner_node, own, 0, empty, EMPTY_ROOT, 0)

    def close_log(self, origin: str) -> None:
        """Let this node write no more to its log (a new incarnation takes over); it stays readable."""
        head = self._held(origin)
        self._link.run("UPDATE log SET own=? WHERE origin=?", (False, head.origin))

    def append(self, entry: Entry, data: bytes) -> int:
        """Append an entry to this node's own log; `data` is its encoding. Return its index.

        StoreError if the log is not this node's or the entry names another index than the next one;
        DuplicateActError if its act stands already in one of the node's logs.
        """
        origin, index = entry.origin, entry.index
        head = self._held(origin)
        if not head.own or self._recovering:
            message = f"{origin} takes no acts here"
            raise StoreError(message)
        if index != head.size:
            message = f"entry {index} does not follow on {origin}, which has {head.size}"
            raise StoreError(message)
        self._own_act(entry)
        leaf_hash = hash_leaf(data)
        self._link.run(_ENTRY, (origin, index, leaf_hash, data))
        self._grow(head, (leaf_hash,))
        case = entry.subjects.get("case", "")
        for ref in entry.blobs:
            self.put_blob(ref, origin=origin, index=index, office=head.owner_node, case=case, here=True)
        return index

    def store_foreign(
        self,
        origin: str,
        start: int,
        entries: Sequence[bytes],
        leaf_hashes: Sequence[bytes],
        subtrees: Mapping[int, bytes] = _NO_SUBTREES,
    ) -> None:
        """Store entries that another wrote, from index `start` on, with their leaf hashes (trusted to fit).

        `subtrees`: by number, those full subtrees of 256 leaves whose hashes were computed already.

        StoreError if they do not follow on what is held. A node that recovers takes its own entries back so.
        """
        head = self._held(origin)
        if head.own and not self._recovering:
            message = f"{origin} is this node's own log"
            raise StoreError(message)
        if start != head.size or len(entries) != len(leaf_hashes):
            message = f"entries from {start} on do not follow on {origin}, which has {head.size}"
            raise StoreError(message)
        if head.own:
            for data in entries:
                self._own_act(decode(data))
        places = range(start, start + len(entries))
        self._link.insert_entries(
            (origin, index, leaf_hash, data)
            for index, leaf_hash, data in zip(places, leaf_hashes, entries, strict=True)
        )
        self._grow(head, leaf_hashes, subtrees)

    def _own_act(self, entry: Entry) -> None:
        if self._link.run(_ACT, (entry.act, entry.origin, entry.index)) != 1:
            place = self.act_index(entry.act) or ("", 0)
            raise DuplicateActError(entry.act, *place)

    def _grow(
        self, head: LogHead, leaf_hashes: Sequence[bytes], subtrees: Mapping[int, bytes] = _NO_SUBTREES
    ) -> None:
        frontier, full = extend(head.frontier, leaf_hashes, subtrees)
        root = frontier.root()
        if full:
            self._link.run_many(_TILE, ((head.origin, level, n, node) for level, n, node in full))
        changed = self._link.run(_GROW, (frontier.size, frontier.to_bytes(), root, head.origin, head.size))
        if changed != 1:
            message = f"{head.origin} was written by somebody else"
            raise StoreError(message)
        if head.own:
            self.grown[head.origin] = (frontier.size, root)

    def _held(self, origin: str) -> LogHead:
        head = self.head(origin)
        if head is None:
            message = f"{origin} is not held here"
            raise NotHeldError(message)
        return head

    # ------------------------------------------------------------------------------------------ rows

    def apply(self, changes: Iterable[Change]) -> None:
        """Keep what a fold changed: each row once, hence in any order."""
        puts: dict[type[Row], list[Row]] = {}
        for change in changes:
            if isinstance(change, Put):
                puts.setdefault(type(change.row), []).append(change.row)
            else:
                self._link.run(table_of(change.row_type).drop, change.key)
        for row_type, rows in puts.items():
            table = table_of(row_type)
            if len(rows) == 1:
                self._link.run(table.upsert, table.values(rows[0]))
            else:
                self._link.run_many(table.upsert, map(table.values, rows))

    def set_projected(self, origin: str, size: int) -> None:
        """Remember that the first `size` entries of the log are in rows."""
        if (
            self._link.run("UPDATE log SET projected_to=? WHERE origin=? AND size>=?", (size, origin, size))
            != 1
        ):
            message = f"{origin} does not go to {size} here"
            raise StoreError(message)

    def replace_rows(self, owner: str, rows: Iterable[Row]) -> None:
        """Put these rows in the place of all rows of `owner`, as after a rebuild."""
        for row_type in ROW_TYPES:
            self._link.run(f"DELETE FROM {table_of(row_type).name} WHERE office=?", (owner,))  # noqa: S608 - ours
        by_type: dict[type[Row], list[Row]] = {}
        for row in rows:
            if row.office != owner:
                message = f"a row of {row.office} among those of {owner}"
                raise StoreError(message)
            by_type.setdefault(type(row), []).append(row)
        for row_type, group in by_type.items():
            table = table_of(row_type)
            self._link.run_many(table.upsert, map(table.values, group))
        self.destroys = True

    # ------------------------------------------------------------------------------------- case keys

    def put_case_key(self, office: str, case: str, holder: str, wrapped: bytes) -> bool:
        """Keep a case's key as encrypted to a holder; False where the key is destroyed, or kept already."""
        if self.case_key_destroyed(office, case):
            return False
        sql = (
            'INSERT INTO case_key (office, "case", holder, wrapped, acked) VALUES (?,?,?,?,?)'
            ' ON CONFLICT (office, "case", holder) DO NOTHING'
        )
        return self._link.run(sql, (office, case, holder, wrapped, False)) == 1

    def rewrap_case_key(self, office: str, case: str, holder: str, wrapped: bytes) -> bool:
        """Keep the key as encrypted anew, to a holder's new recipient; False where it is destroyed."""
        if self.case_key_destroyed(office, case):
            return False
        sql = (
            'INSERT INTO case_key (office, "case", holder, wrapped, acked) VALUES (?,?,?,?,?)'
            ' ON CONFLICT (office, "case", holder)'
            " DO UPDATE SET wrapped=excluded.wrapped, acked=excluded.acked"
        )
        return self._link.run(sql, (office, case, holder, wrapped, False)) == 1

    def destroy_case_key(self, office: str, case: str) -> None:
        """Delete a case's key for every holder, for good: a copy that comes later is not kept."""
        self._link.run('DELETE FROM case_key WHERE office=? AND "case"=?', (office, case))
        sql = (
            'INSERT INTO destroyed_case_key (office, "case") VALUES (?,?)'
            ' ON CONFLICT (office, "case") DO NOTHING'
        )
        self._link.run(sql, (office, case))
        self.destroys = True

    def mark_case_key_acked(self, office: str, case: str, holder: str) -> None:
        """Remember that `holder` said to keep the case's key."""
        sql = 'UPDATE case_key SET acked=? WHERE office=? AND "case"=? AND holder=?'
        self._link.run(sql, (True, office, case, holder))

    # ------------------------------------------------------------------------------- notes and marks

    def save_note(self, kind: str, name: str, size: int, note: bytes) -> None:
        """Keep a note as the latest of its kind and name; StoreError if it is older than the one kept."""
        sql = (
            "INSERT INTO signed_note (kind, name, size, note) VALUES (?,?,?,?) ON CONFLICT (kind, name)"
            " DO UPDATE SET size=excluded.size, note=excluded.note WHERE signed_note.size<=excluded.size"
        )
        if self._link.run(sql, (kind, name, size, note)) != 1:
            message = f"a newer {kind} of {name} is kept than one of {size}"
            raise StoreError(message)

    def save_holder_mark(
        self, origin: str, holder: str, size: int, root: bytes, note: bytes, at: int
    ) -> bool:
        """Keep a holder's verified cosignature; False if a larger one is kept already."""
        sql = (
            "INSERT INTO holder_mark (origin, holder, size, root, note, at) VALUES (?,?,?,?,?,?)"
            " ON CONFLICT (origin, holder) DO UPDATE SET"
            " size=excluded.size, root=excluded.root, note=excluded.note, at=excluded.at"
            " WHERE holder_mark.size<=excluded.size"
        )
        return self._link.run(sql, (origin, holder, size, root, note, at)) == 1

    # ----------------------------------------------------------------------------------------- blobs

    def put_blob(
        self, ref: BlobRef, *, origin: str, index: int, office: str, case: str, here: bool = False
    ) -> None:
        """Remember a blob that an entry refers to; the first entry counts. `here`: its bytes are too."""
        self._link.run(_BLOB, (ref.sha256.hex(), origin, index, office, case, ref.lane, ref.size, here))

    def blob_is_here(self, sha256: str) -> None:
        """Remember that the blob's bytes are in the folder."""
        self._set_here(sha256, here=True)

    def blob_is_gone(self, sha256: str) -> None:
        """Remember that the blob's bytes are not in the folder any more, or were found damaged."""
        self._set_here(sha256, here=False)

    def save_blob_receipt(self, sha256: str, holder: str, note: bytes, at: int) -> None:
        """Keep a holder's verified receipt for a blob."""
        sql = (
            "INSERT INTO blob_receipt (sha256, holder, note, at) VALUES (?,?,?,?)"
            " ON CONFLICT (sha256, holder) DO UPDATE SET note=excluded.note, at=excluded.at"
        )
        self._link.run(sql, (sha256, holder, note, at))

    def _set_here(self, sha256: str, *, here: bool) -> None:
        if self._link.run("UPDATE blob SET here=? WHERE sha256=?", (here, sha256)) != 1:
            message = f"no entry refers to the blob {sha256}"
            raise NotHeldError(message)

    # ----------------------------------------------------------------------------------------- forks

    def save_fork(self, origin: str, found_at: int, ours: bytes, theirs: bytes) -> None:
        """Keep two signed checkpoints that contradict each other, for a person to decide."""
        sql = (
            'INSERT INTO fork (origin, found_at, ours, theirs, "open") VALUES (?,?,?,?,?)'
            " ON CONFLICT (origin, found_at) DO NOTHING"
        )
        self._link.run(sql, (origin, found_at, ours, theirs, True))

    def close_fork(self, origin: str, found_at: int) -> None:
        """Remember that a person has decided about a fork; its checkpoints stay."""
        self._link.run('UPDATE fork SET "open"=? WHERE origin=? AND found_at=?', (False, origin, found_at))
