"""Reading what is kept beside the logs: case keys, notes, holders' marks, blobs, forks."""

from collections.abc import Sequence
from typing import Any

from loket.node.store.links import Link
from loket.node.store.records import BlobRow, ForkRow, HolderMark, SavedNote, WrappedCaseKey

_BLOB = 'SELECT sha256, origin, "index", office, "case", lane, size, here FROM blob'
_NOTE = "SELECT kind, name, size, note FROM signed_note"
_MARK = "SELECT origin, holder, size, root, note, at FROM holder_mark"


class HoldingReading:
    """Keys, notes, marks, blobs and forks, as of one state of the database."""

    def __init__(self, link: Link) -> None:
        self._link = link

    # ------------------------------------------------------------------------------------- case keys

    def case_key(self, office: str, case: str, holder: str) -> bytes | None:
        """Return the case's key as encrypted to `holder`; None if it is not here or destroyed."""
        sql = 'SELECT wrapped FROM case_key WHERE office=? AND "case"=? AND holder=?'
        found = self._link.rows(sql, (office, case, holder))
        return found[0][0] if found else None

    def case_keys_unacked(self, holder: str, limit: int) -> list[WrappedCaseKey]:
        """Return keys that `holder` has not said to keep yet."""
        sql = (
            'SELECT office, "case", holder, wrapped, acked FROM case_key WHERE holder=? AND acked=?'
            ' ORDER BY office, "case" LIMIT ?'
        )
        return self._case_keys(sql, (holder, False, limit))

    def case_key_holders(self, office: str, case: str) -> dict[str, bool]:
        """Return holder → whether it said to keep the case's key."""
        sql = 'SELECT holder, acked FROM case_key WHERE office=? AND "case"=? ORDER BY holder'
        return {holder: bool(acked) for holder, acked in self._link.rows(sql, (office, case))}

    def case_keys_of(self, holder: str, after: tuple[str, str], limit: int) -> list[WrappedCaseKey]:
        """Return the keys encrypted to `holder`, by office and case, beginning after those two."""
        sql = (
            'SELECT office, "case", holder, wrapped, acked FROM case_key'
            ' WHERE holder=? AND (office>? OR (office=? AND "case">?)) ORDER BY office, "case" LIMIT ?'
        )
        return self._case_keys(sql, (holder, after[0], *after, limit))

    def _case_keys(self, sql: str, params: tuple[Any, ...]) -> list[WrappedCaseKey]:
        return [
            WrappedCaseKey(office, case, holder, wrapped, bool(acked))
            for office, case, holder, wrapped, acked in self._link.rows(sql, params)
        ]

    def case_key_destroyed(self, office: str, case: str) -> bool:
        """Say whether the case's key was destroyed here."""
        sql = 'SELECT 1 FROM destroyed_case_key WHERE office=? AND "case"=?'
        return bool(self._link.rows(sql, (office, case)))

    # ------------------------------------------------------------------------------- notes and marks

    def note(self, kind: str, name: str) -> bytes | None:
        """Return the latest note of this kind and name."""
        found = self._link.rows("SELECT note FROM signed_note WHERE kind=? AND name=?", (kind, name))
        return found[0][0] if found else None

    def notes(self, kind: str) -> list[SavedNote]:
        """Return the latest notes of this kind, by name."""
        sql = f"{_NOTE} WHERE kind=? ORDER BY name{self._link.binary_order}"
        return [SavedNote(*row) for row in self._link.rows(sql, (kind,))]

    def holder_marks(self, origin: str) -> list[HolderMark]:
        """Return how far each holder has confirmed to store this log, by holder."""
        sql = f"{_MARK} WHERE origin=? ORDER BY holder{self._link.binary_order}"
        return [HolderMark(*row) for row in self._link.rows(sql, (origin,))]

    # ----------------------------------------------------------------------------------------- blobs

    def blob(self, sha256: str) -> BlobRow | None:
        """Return the blob of this name (hex), None if no entry refers to it."""
        return next(iter(self._blobs("WHERE sha256=?", (sha256,))), None)

    def blobs_of_case(self, office: str, case: str) -> list[BlobRow]:
        """Return the case's blobs, in the order of the entries that refer to them."""
        return self._blobs('WHERE office=? AND "case"=? ORDER BY origin, "index", sha256', (office, case))

    def blobs_without_receipt(self, origin: str, holder: str, lane: str, limit: int) -> list[BlobRow]:
        """Return blobs that are here and that `holder` has given no receipt for, oldest first."""
        sql = (
            "WHERE origin=? AND lane=? AND here=? AND NOT EXISTS"
            " (SELECT 1 FROM blob_receipt r WHERE r.sha256=blob.sha256 AND r.holder=?)"
            ' ORDER BY "index", sha256 LIMIT ?'
        )
        return self._blobs(sql, (origin, lane, True, holder, limit))

    def blobs_not_here(self, origins: Sequence[str], limit: int) -> list[BlobRow]:
        """Return blobs that entries of these logs refer to and that are still to be fetched, newest first."""
        marks = ",".join("?" * len(origins)) or "NULL"
        where = f'WHERE NOT here AND origin IN ({marks}) ORDER BY "index" DESC, origin, sha256 LIMIT ?'
        return self._blobs(where, (*origins, limit))

    def blob_receipt(self, sha256: str, holder: str) -> bytes | None:
        """Return the holder's signed receipt for a blob."""
        found = self._link.rows("SELECT note FROM blob_receipt WHERE sha256=? AND holder=?", (sha256, holder))
        return found[0][0] if found else None

    def _blobs(self, where: str, params: tuple[Any, ...]) -> list[BlobRow]:
        found = self._link.rows(f"{_BLOB} {where}", params)
        receipts: dict[str, list[str]] = {row[0]: [] for row in found}
        if receipts:
            marks = ",".join("?" * len(receipts))
            sql = f"SELECT sha256, holder FROM blob_receipt WHERE sha256 IN ({marks}) ORDER BY holder"  # noqa: S608 - marks
            for sha256, holder in self._link.rows(sql, tuple(receipts)):
                receipts[sha256].append(holder)
        return [
            BlobRow(
                sha256,
                origin,
                index,
                office,
                case,
                lane,
                size,
                here=bool(here),
                receipts=tuple(receipts[sha256]),
            )
            for sha256, origin, index, office, case, lane, size, here in found
        ]

    # ----------------------------------------------------------------------------------------- forks

    def forks(self, *, only_open: bool = False) -> list[ForkRow]:
        """Return the forks found, oldest first."""
        sql = 'SELECT origin, found_at, ours, theirs, "open" FROM fork ORDER BY found_at, origin'
        rows = [
            ForkRow(origin, found_at, ours, theirs, bool(is_open))
            for origin, found_at, ours, theirs, is_open in self._link.rows(sql)
        ]
        return [row for row in rows if row.open or not only_open]
