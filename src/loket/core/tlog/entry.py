"""One entry of a log: its bytes, read for ever. The format is described in docs/formats/log.md."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loket.core.tlog import cbor
from loket.core.tlog.error import TlogError

ENTRY_VERSION = 1
MAX_ENTRY_BYTES = 65_535
"""c2sp.org/tlog-tiles: a bundle gives each entry's length in 16 bits."""

LANES: Final = frozenset({"photos", "scans"})

_MAX_INDEX = 2**63 - 1
_MAX_AT = 253_402_300_799_999  # the last millisecond of the year 9999
_MAX_WORD_BYTES = 255
_KEYS: Final = frozenset("abfikorstvwx")
_LINE_BREAKING: Final = frozenset({"Cc", "Zl", "Zp"})
_SHA256_BYTES = 32
_BLOB_PARTS = 3


@dataclass(frozen=True, slots=True)
class BlobRef:
    """A file that an entry speaks of, kept outside the log.

    `sha256`: 32 bytes, of the file as stored (its ciphertext); `size`: its bytes; `lane`: photos or scans.
    """

    sha256: bytes
    size: int
    lane: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as its log states it.

    `subjects` name what the act is about (a word → a random id, never a name or an identity number);
    `act` is unique in the log; `at` is the wall clock in ms since 1970 UTC, data and never order; `sealed` is
    the encrypted part of the body, its additional data given by `aad`.
    """

    origin: str
    index: int
    kind: str
    subjects: Mapping[str, str]
    act: str
    officer: str
    role: str
    at: int
    body: Mapping[str, object]
    sealed: bytes | None
    blobs: tuple[BlobRef, ...]


def encode(entry: Entry) -> bytes:
    """Return the entry's one encoding, at most MAX_ENTRY_BYTES; TlogError when it has none."""
    fields = {
        "v": ENTRY_VERSION,
        "o": entry.origin,
        "i": entry.index,
        "k": entry.kind,
        "s": entry.subjects,
        "a": entry.act,
        "w": entry.officer,
        "r": entry.role,
        "t": entry.at,
        "b": entry.body,
        "x": entry.sealed,
        "f": [[blob.sha256, blob.size, blob.lane] for blob in entry.blobs],
    }
    _entry(fields)  # what could not be read back is not written
    data = cbor.encode(fields)
    _check_length(data)
    return data


def decode(data: bytes) -> Entry:
    """Read an entry; TlogError for any bytes that are not exactly what `encode` gives."""
    _check_length(data)
    return _entry(_map("entry", cbor.decode(data)))


def aad(origin: str, index: int, kind: str, case: str) -> bytes:
    """Return the additional authenticated data that binds sealed bytes to their place and case."""
    return cbor.encode([origin, index, kind, case])


def _check_length(data: bytes) -> None:
    if len(data) > MAX_ENTRY_BYTES:
        raise TlogError(f"entry of {len(data)} bytes; at most {MAX_ENTRY_BYTES} fit")


def _entry(fields: Mapping[str, object]) -> Entry:
    version = fields.get("v")
    if isinstance(version, bool) or version != ENTRY_VERSION:
        raise TlogError("entry version is missing or unknown")
    if fields.keys() != _KEYS:
        raise TlogError("entry has missing or unknown keys")
    sealed = fields["x"]
    if sealed is not None and not isinstance(sealed, bytes):
        raise TlogError("sealed part is not bytes")
    return Entry(
        origin=_word("origin", fields["o"]),
        index=_whole("index", fields["i"], _MAX_INDEX),
        kind=_word("kind", fields["k"]),
        subjects={
            _word("subject name", name): _word("subject", subject)
            for name, subject in _map("subjects", fields["s"]).items()
        },
        act=_word("act", fields["a"]),
        officer=_word("officer", fields["w"], may_be_empty=True),
        role=_word("role", fields["r"], may_be_empty=True),
        at=_whole("time", fields["t"], _MAX_AT),
        body=_map("body", fields["b"]),
        sealed=sealed,
        blobs=tuple(_blob(item) for item in _list("blobs", fields["f"])),
    )


def _blob(value: object) -> BlobRef:
    parts = _list("blob", value)
    if len(parts) != _BLOB_PARTS:
        raise TlogError("blob is not [sha256, size, lane]")
    digest, size, lane = parts
    if not isinstance(digest, bytes) or len(digest) != _SHA256_BYTES:
        raise TlogError("blob hash is not 32 bytes")
    if not isinstance(lane, str) or lane not in LANES:
        raise TlogError("blob lane is unknown")
    return BlobRef(digest, _whole("blob size", size, _MAX_INDEX), lane)


def _map(what: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TlogError(f"{what} is not a map")
    return value


def _list(what: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise TlogError(f"{what} is not a list")
    return value


def _word(what: str, value: object, *, may_be_empty: bool = False) -> str:
    """Check a short text: no control characters, so that it can stand in a line of a note or a report."""
    if not isinstance(value, str):
        raise TlogError(f"{what} is not text")
    if not value and not may_be_empty:
        raise TlogError(f"{what} is empty")
    # 4 bytes is the most that UTF-8 takes for a character: only long words need counting
    if len(value) * 4 > _MAX_WORD_BYTES and len(value.encode(errors="surrogatepass")) > _MAX_WORD_BYTES:
        raise TlogError(f"{what} is longer than {_MAX_WORD_BYTES} bytes")
    if not value.isprintable() and any(unicodedata.category(char) in _LINE_BREAKING for char in value):
        raise TlogError(f"{what} has a control character")
    return value


def _whole(what: str, value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise TlogError(f"{what} is not a whole number from 0 to {most}")
    return value
