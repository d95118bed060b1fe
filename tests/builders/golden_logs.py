"""Golden logs as files: their entries, their case keys, and the rows that the fold makes of them."""

import json
import struct
from pathlib import Path

from loket.core.domain.projecting import KeyAbsentError, Projector
from loket.core.domain.rows import Case, HeldCase
from loket.core.domain.view import MemoryView, Overlay
from loket.core.tlog.entry import aad
from loket.node.keys.case_keys import CaseKey

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
# What each release wrote, the first one first.
RELEASES = ("log-v1", "log-v1-step2", "log-v1-step3")
LOGS = ("office", "national", "to-polman")


def entries_of(folder: Path) -> list[bytes]:
    """The entries of a log, out of its one bundle."""
    (bundle,) = (path for path in (folder / "tile" / "entries").rglob("*") if path.is_file())
    data, entries = bundle.read_bytes(), []
    while data:
        (length,) = struct.unpack(">H", data[:2])
        entries.append(data[2 : 2 + length])
        data = data[2 + length :]
    return entries


def keys_of(golden: Path) -> dict[str, bytes]:
    listed = json.loads((golden / "case-keys.TEST.json").read_text())
    return {case: bytes.fromhex(key) for case, key in listed.items()}


def folded(golden: Path) -> MemoryView:
    """The office's rows, with the keys that are here: a forgotten case's is gone."""
    keys = keys_of(golden)
    logs = {}
    for log in LOGS:
        origin = (golden / log / "checkpoint").read_text().splitlines()[0]
        logs[origin] = entries_of(golden / log)

    def unseal(entry):
        if entry.sealed is None:
            return None
        case = entry.subjects["case"]
        if case not in keys:
            raise KeyAbsentError(case)
        return CaseKey(keys[case]).unseal(entry.sealed, aad(entry.origin, entry.index, entry.kind, case))

    projector = Projector("polman", unseal, lambda origin, start, end: logs[origin][start:end])
    view = MemoryView()
    origin = next(one for one in logs if one.endswith("/office"))
    for index, data in enumerate(logs[origin]):
        overlay = Overlay(view)
        projector.project(overlay, origin, index, data)
        view.apply(overlay.changes())
    assert not rows_of(view, HeldCase)
    return view


def rows_of(view, row_type):
    return [row for row in view.rows.values() if isinstance(row, row_type)]


def cases_of(view):
    """The cases by their queue number."""
    return {row.queue_number: row for row in rows_of(view, Case)}
