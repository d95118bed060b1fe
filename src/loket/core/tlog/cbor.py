"""Deterministic CBOR (RFC 8949 §4.2.1), the small part of it that log entries use.

Whole numbers of at most 64 bits, text, bytes, true, false, null, lists, and maps with text keys. There is
exactly one encoding of a value, and `decode` accepts no other: shortest heads, keys in bytewise order and
each once, definite lengths, no floats, no tags, nothing after the value. That `decode(b)` succeeds hence
means `encode(decode(b)) == b`.
"""

from collections.abc import Mapping

from loket.core.tlog.error import TlogError

MAX_DEPTH = 16
"""How deep lists and maps may nest; a value at the top is at depth 0."""

_UINT, _NEGATIVE, _BYTES, _TEXT, _LIST, _MAP, _SIMPLE = 0, 1, 2, 3, 4, 5, 7
_SHORT_TEXT, _LONGEST_SHORT_TEXT = 0x60, 0x77
_FALSE, _TRUE, _NULL = b"\xf4", b"\xf5", b"\xf6"
_SIMPLE_VALUES: dict[int, bool | None] = {0xF4: False, 0xF5: True, 0xF6: None}
# RFC 8949 §4.2.1: additional information → (bytes that follow, smallest argument that needs them)
_LONG_HEADS = {24: (1, 24), 25: (2, 1 << 8), 26: (4, 1 << 16), 27: (8, 1 << 32)}


def encode(value: object) -> bytes:
    """Encode `value`; TlogError when it holds anything that log entries may not."""
    out: list[bytes] = []
    _write(value, out, 0)
    return b"".join(out)


def decode(data: bytes) -> object:
    """Decode the one value that `data` is; TlogError for anything `encode` would not have written."""
    value, end = _read(data, 0, 0)
    if end != len(data):
        raise TlogError(f"{len(data) - end} bytes after the end of the CBOR value")
    return value


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes((major << 5 | argument,))
    for information, (width, _) in _LONG_HEADS.items():
        if argument < 1 << (8 * width):
            return bytes((major << 5 | information,)) + argument.to_bytes(width, "big")
    raise TlogError("whole number of more than 64 bits")


def _text(value: str) -> bytes:
    try:
        encoded = value.encode()
    except UnicodeEncodeError:  # a lone surrogate
        raise TlogError("text that is not Unicode") from None
    return _head(_TEXT, len(encoded)) + encoded


def _write(value: object, out: list[bytes], depth: int) -> None:
    if depth > MAX_DEPTH:
        raise TlogError(f"nested deeper than {MAX_DEPTH}")
    if isinstance(value, str):
        out.append(_text(value))
    elif value is None:
        out.append(_NULL)
    elif isinstance(value, bool):
        out.append(_TRUE if value else _FALSE)
    elif isinstance(value, int):
        out.append(_head(_UINT, value) if value >= 0 else _head(_NEGATIVE, -1 - value))
    elif isinstance(value, bytes):
        out.append(_head(_BYTES, len(value)) + value)
    elif isinstance(value, list | tuple):
        out.append(_head(_LIST, len(value)))
        for item in value:
            _write(item, out, depth + 1)
    elif isinstance(value, Mapping):
        _write_map(value, out, depth)
    else:
        raise TlogError(f"a value of type {type(value).__name__} has no place in a log entry")


def _write_map(value: Mapping[object, object], out: list[bytes], depth: int) -> None:
    out.append(_head(_MAP, len(value)))
    pairs: list[tuple[bytes, object]] = []
    for key, item in value.items():
        if not isinstance(key, str):
            raise TlogError(f"map key of type {type(key).__name__}: keys are text")
        pairs.append((_text(key), item))
    pairs.sort(key=_first)
    for encoded, item in pairs:
        out.append(encoded)
        _write(item, out, depth + 1)


def _first(pair: tuple[bytes, object]) -> bytes:
    return pair[0]


def _read(data: bytes, at: int, depth: int) -> tuple[object, int]:
    if depth > MAX_DEPTH:
        raise TlogError(f"nested deeper than {MAX_DEPTH}")
    if at >= len(data):
        raise TlogError(_CUT)
    initial = data[at]
    if initial in _SIMPLE_VALUES:
        return _SIMPLE_VALUES[initial], at + 1
    major, argument = initial >> 5, initial & 0x1F
    at += 1
    if major > _MAP:
        raise TlogError("a tag, a float or a simple value other than false, true and null")
    if argument >= 24:
        argument, at = _read_argument(data, at, argument)
    if major == _UINT:
        return argument, at
    if major == _NEGATIVE:
        return -1 - argument, at
    if major == _LIST:
        return _read_list(data, at, argument, depth)
    if major == _MAP:
        return _read_map(data, at, argument, depth)
    return _read_string(data, at, argument, major)


def _read_string(data: bytes, at: int, length: int, major: int) -> tuple[object, int]:
    end = at + length
    if end > len(data):
        raise TlogError(_CUT)
    if major == _BYTES:
        return data[at:end], end
    try:
        return data[at:end].decode(), end
    except UnicodeDecodeError:
        raise TlogError("text that is not UTF-8") from None


_CUT = "CBOR value ends too early"


def _read_argument(data: bytes, at: int, information: int) -> tuple[int, int]:
    if information not in _LONG_HEADS:
        raise TlogError("indefinite length or reserved head")
    width, least = _LONG_HEADS[information]
    if at + width > len(data):
        raise TlogError(_CUT)
    argument = int.from_bytes(data[at : at + width], "big")
    if argument < least:
        raise TlogError("a number is not in its shortest form")
    return argument, at + width


def _read_list(data: bytes, at: int, length: int, depth: int) -> tuple[object, int]:
    if length > len(data) - at:  # an item has at least one byte
        raise TlogError(_CUT)
    items = []
    for _ in range(length):
        item, at = _read(data, at, depth + 1)
        items.append(item)
    return items, at


def _read_map(data: bytes, at: int, length: int, depth: int) -> tuple[object, int]:
    if length > len(data) - at:
        raise TlogError(_CUT)
    items: dict[str, object] = {}
    previous = b""
    for _ in range(length):
        start = at
        initial = data[at] if at < len(data) else 0
        if _SHORT_TEXT <= initial <= _LONGEST_SHORT_TEXT:  # nearly every key, read without a turn
            key, at = _read_string(data, at + 1, initial - _SHORT_TEXT, _TEXT)
        else:
            key, at = _read(data, at, depth + 1)
        if not isinstance(key, str):
            raise TlogError("a map key that is not text")
        encoded = data[start:at]
        if encoded <= previous:
            raise TlogError("map keys out of order or repeated")
        previous = encoded
        items[key], at = _read(data, at, depth + 1)
    return items, at
