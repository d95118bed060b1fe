"""Events to the parts of an entry and back: strict, so that a misshapen entry is held, not guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import cbor2
import msgspec

from loket.core.domain.error import DomainError
from loket.core.domain.events import EVENT_TYPES, Blob, Event
from loket.core.tlog.entry import BlobRef

_BY_KIND: dict[str, type[Event]] = {event.KIND: event for event in EVENT_TYPES}
_SUBJECTS = ("case", "officer")
_HAS_SEALED = {event: any(f.name == "sealed" for f in fields(event)) for event in EVENT_TYPES}


# msgspec learns a type at its first use and crashes the process when two threads do that at once
# (docs/adr/0012-decoders-at-import.md): every type is learnt here, while one thread imports.
for _event in EVENT_TYPES:
    msgspec.json.Decoder(_event)


@dataclass(frozen=True, slots=True)
class Parts:
    """What an entry is made of: kind, subjects, clear body, plaintext to be sealed (CBOR) and blobs."""

    kind: str
    subjects: Mapping[str, str]
    body: Mapping[str, Any]
    plaintext: bytes | None
    blobs: tuple[BlobRef, ...]


def to_parts(event: Event) -> Parts:
    """Take an event apart. The subjects are its random ids; `sealed` becomes plaintext for the case's key."""
    body: dict[str, Any] = msgspec.to_builtins(event, builtin_types=(bytes,))
    sealed = body.pop("sealed", None)
    subjects = {name: body.pop(name) for name in _SUBJECTS if name in body}
    plaintext = None if sealed is None else cbor2.dumps(sealed, canonical=True)
    return Parts(event.KIND, subjects, _lists(body), plaintext, _blobs(event))


def from_parts(
    kind: str, subjects: Mapping[str, str], body: Mapping[str, object], plaintext: bytes | None
) -> Event:
    """Put an event together again; `plaintext` None where it is sealed and the key is gone or absent.

    Raises DomainError for an unknown kind or a content that is not exactly that event's.
    """
    event = _BY_KIND.get(kind)
    if event is None:
        message = f"unknown kind of entry: {kind[:64]!r}"
        raise DomainError(message)
    names = {f.name for f in fields(event)}
    content: dict[str, object] = {**body, **subjects}
    if _HAS_SEALED[event]:
        content["sealed"] = None if plaintext is None else _opened(plaintext)
    if _has_nul(content):
        message = f"{kind}: a text holds NUL"
        raise DomainError(message)
    if unknown := content.keys() - names:
        message = f"{kind}: unknown field {min(unknown)[:64]!r}"
        raise DomainError(message)
    try:
        return msgspec.convert(content, event, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        # The library's message may carry the value of an enum, which may be anything: only the path is kept.
        message = f"{kind}: not its shape{_path(str(error))}"
        raise DomainError(message) from None


def _path(message: str) -> str:
    _, separator, path = message.rpartition(" - at `$.")
    return f" at {path.rstrip('`')[:64]}" if separator else ""


def _has_nul(value: object) -> bool:
    """Whether a text holds NUL, which PostgreSQL cannot keep."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(_has_nul(item) for pair in value.items() for item in pair)
    return isinstance(value, list | tuple) and any(map(_has_nul, value))


def _opened(plaintext: bytes) -> object:
    try:
        return cbor2.loads(plaintext)
    except (cbor2.CBORDecodeError, ValueError, EOFError) as error:
        message = "the sealed part is not CBOR"
        raise DomainError(message) from error


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(item) for item in value]
    return value


def _blobs(event: Event) -> tuple[BlobRef, ...]:
    blob = getattr(event, "blob", None)
    if not isinstance(blob, Blob):
        return ()
    return (BlobRef(bytes.fromhex(blob.sha256), blob.size, blob.lane),)
