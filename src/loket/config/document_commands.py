"""Inspecting documents of any country: the work behind `loket document`."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.anchors import LONGEST_MASTER_LIST, Anchors, read_anchors
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import LdsFiles, identify, security_object_alone
from loket.core.icao.inspection.report import Outcome, Report
from loket.core.icao.lds.tlv import MOST_FILE_BYTES

SUCCESSFUL, FAILED, UNDETERMINED, UNREADABLE = 0, 1, 2, 3
"""Exit statuses of `loket document inspect`."""
_MOST_FILES = 10_000
_MARKS = {
    Outcome.SUCCESSFUL: "successful",
    Outcome.FAILED: "FAILED",
    Outcome.UNDETERMINED: "undetermined",
    Outcome.NOT_SUPPORTED: "not supported",
    Outcome.ABORTED: "aborted",
}


class UnreadableError(Exception):
    """Nothing at the place can be inspected; says what and where for people."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A report and how the command ends."""

    report: Report
    status: int

    @property
    def lines(self) -> list[str]:
        """Return the report as an aligned table, one check a line, the word over all of them last."""
        checks = self.report.checks
        wide = max(len(check.name) for check in checks)
        marks = max(len(_MARKS[check.outcome]) for check in checks)
        lines = [
            f"{check.name:<{wide}}  {_MARKS[check.outcome]:<{marks}}  {check.reason}" for check in checks
        ]
        return [*lines, "", f"{'overall':<{wide}}  {_MARKS[self.report.overall]}"]

    @property
    def as_json(self) -> dict[str, Any]:
        """Return the object that --json prints."""
        return self.report.as_json()


def inspect_place(path: Path, *, csca: Path | None, at: str | None) -> Inspected:
    """Inspect a folder of a chip's files or one security object, judged on a day (noon UTC; default today).

    Raises UnreadableError for a place that holds nothing to inspect, for a day that is none, and for anchors
    that cannot be used.
    """
    now = _moment(at)
    files = _files_at(path)
    anchors = _anchors_at(csca) if csca is not None else None
    report = inspect_document(files, anchors, now, challenge=os.urandom(8))
    status = {Outcome.SUCCESSFUL: SUCCESSFUL, Outcome.FAILED: FAILED}.get(report.overall, UNDETERMINED)
    return Inspected(report, status)


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    try:
        if len(at) == 10:
            day = date.fromisoformat(at)
            return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise UnreadableError("--at: not a date (2026-11-28) or a time (2026-11-28T09:00:00+08:00)") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _files_at(path: Path) -> LdsFiles:
    if path.is_dir():
        files = identify(_read_folder(_files_in(path), MOST_FILE_BYTES))
        if files.security_object is None and not files.data_groups:
            raise UnreadableError(f"{path}: none of its files is a chip's file")
        return files
    data = _read_one(path, MOST_FILE_BYTES)
    return security_object_alone(data)


def _anchors_at(path: Path) -> Anchors:
    if path.is_dir():
        named = _read_folder(_files_below(path), LONGEST_MASTER_LIST)
    else:
        named = [(path.name, _read_one(path, LONGEST_MASTER_LIST))]
    try:
        anchors = read_anchors(named)
    except IcaoError as error:
        raise UnreadableError(f"{path}: {error}") from None
    if not anchors.certificates:
        raise UnreadableError(f"{path}: holds no certificate that can be read")
    return anchors


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of one chip: those of the folder itself, for another chip's may lie below it."""
    return (each for each in _listed(folder.iterdir) if each.is_file())


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those in it, such as one a country; links are not followed."""
    for place, _folders, names in os.walk(folder):
        yield from (each for name in names if (each := Path(place, name)).is_file())


def _listed(list_folder: Callable[[], Iterator[Path]]) -> list[Path]:
    try:
        return list(list_folder())
    except OSError as error:
        raise UnreadableError(f"{error.filename}: {error.strerror}") from None


def _read_folder(places: Iterable[Path], longest: int) -> list[tuple[str, bytes]]:
    """Read files by name; of one that is too long to be meant, the name alone."""
    found = sorted(islice(places, _MOST_FILES + 1))
    if len(found) > _MOST_FILES:
        raise UnreadableError(f"{found[0].parent}: more than {_MOST_FILES} files")
    return [(place.name, _read_file(place, longest) or b"") for place in found]


def _read_file(path: Path, longest: int) -> bytes | None:
    """Read a file; None if it is longer than that."""
    try:
        with path.open("rb") as file:
            data = file.read(longest + 1)
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror}") from None
    return data if len(data) <= longest else None


def _read_one(path: Path, longest: int) -> bytes:
    data = _read_file(path, longest)
    if data is None:
        raise UnreadableError(f"{path}: longer than {longest} bytes")
    return data
