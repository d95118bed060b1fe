"""The messages that carry case keys, each wrapped to its holder, and the holder's answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from loket.core.sync.error import SyncError
from loket.core.tlog import cbor
from loket.core.tlog.error import TlogError

MAX_KEYS: Final = 256
MAX_WRAPPED_BYTES: Final = 2048
MAX_MESSAGE_BYTES: Final = MAX_KEYS * (MAX_WRAPPED_BYTES + 256)
_MAX_CASE_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class SentCaseKey:
    """A case and its key, encrypted to the receiver."""

    case: str
    wrapped: bytes


def encode_case_keys(keys: Iterable[SentCaseKey]) -> bytes:
    """Return the body of POST case-keys: a CBOR list of {"case", "wrapped"}, at most MAX_KEYS."""
    body = cbor.encode([{"case": one.case, "wrapped": one.wrapped} for one in keys])
    parse_case_keys(body)
    return body


def parse_case_keys(body: bytes) -> tuple[SentCaseKey, ...]:
    """Read the body of POST case-keys; SyncError when malformed."""
    keys: list[SentCaseKey] = []
    for item in _list(body):
        if not isinstance(item, dict) or item.keys() != {"case", "wrapped"}:
            raise SyncError("a case key is not of a case and wrapped bytes")
        wrapped = item["wrapped"]
        if not isinstance(wrapped, bytes) or not 0 < len(wrapped) <= MAX_WRAPPED_BYTES:
            raise SyncError(f"a wrapped key is not 1 to {MAX_WRAPPED_BYTES} bytes")
        keys.append(SentCaseKey(_case(item["case"]), wrapped))
    return tuple(keys)


def encode_acknowledged(cases: Iterable[str]) -> bytes:
    """Return the answer: a CBOR list of the cases whose keys are now kept (or were forgotten for good)."""
    return cbor.encode(list(cases))


def parse_acknowledged(body: bytes) -> tuple[str, ...]:
    """Read the answer; SyncError when malformed."""
    return tuple(_case(item) for item in _list(body))


def _list(body: bytes) -> list[object]:
    if len(body) > MAX_MESSAGE_BYTES:
        raise SyncError("message about case keys is too long")
    try:
        items = cbor.decode(body)
    except TlogError as error:
        raise SyncError(f"message about case keys: {error}") from error
    if not isinstance(items, list) or len(items) > MAX_KEYS:
        raise SyncError(f"message about case keys is not a list of at most {MAX_KEYS}")
    return items


def _case(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_CASE_CHARACTERS or not value.isprintable():
        raise SyncError("a case's id is not a short printable text")
    return value
