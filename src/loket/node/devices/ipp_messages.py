"""IPP messages (RFC 8010 §3.1): requests as bytes, and answers of printers nobody vouches for as attributes.

pyipp encodes and decodes the attributes. Its decoder trusts every length and knows no empty group, so the
frame of a message is walked and bounded here before pyipp sees it; collections (`media-col`) it cannot encode
at all. pyipp brings an asynchronous client along, and is imported only where a printer is spoken to.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from loket.node.devices.error import DeviceError

MAX_MESSAGE_BYTES: Final = 4 * 1024 * 1024
MAX_VALUES: Final = 20_000
MAX_DEPTH: Final = 8
_HEADER_BYTES: Final = 8
_SIGNED_LENGTH: Final = 0x7FFF
_FIRST_VALUE_TAG: Final = 0x10


class Operation(IntEnum):
    """Operations (RFC 8011 §5.4.15) that are asked of a printer."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class Group(IntEnum):
    """Delimiters of groups (RFC 8010 §3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Syntaxes of values (RFC 8010 §3.5.2)."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    DATE = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    TEXT_LANG = 0x35
    NAME_LANG = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


# RFC 8010 §3.9: what a value of these syntaxes measures in octets.
_FIXED: Final = {Tag.INTEGER: 4, Tag.BOOLEAN: 1, Tag.ENUM: 4, Tag.DATE: 11, Tag.RESOLUTION: 9, Tag.RANGE: 8}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; a tuple as value is a set of values, in a collection one of further attributes.

    Resolutions are always a set: of triples (across the feed, along it, RFC 8011 §5.1.16's unit).
    """

    name: str
    tag: Tag
    value: Any


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer; `code` is the operation or the status. Values are as pyipp decodes them."""

    version: tuple[int, int]
    code: int
    request_id: int
    operation: Mapping[str, Any]
    jobs: tuple[Mapping[str, Any], ...]
    printer: Mapping[str, Any]
    unsupported: Mapping[str, Any]
    data: bytes


def encode(
    code: int,
    request_id: int,
    groups: Sequence[tuple[Group, Sequence[Attribute]]],
    *,
    version: tuple[int, int] = (2, 0),
    data: bytes = b"",
) -> bytes:
    """Return a message: the groups in their order, then the document."""
    parts = [struct.pack(">bbhi", *version, code, request_id)]
    for group, attributes in groups:
        parts.append(bytes([group]))
        parts += [_attribute(attribute) for attribute in attributes]
    return b"".join([*parts, bytes([Group.END]), data])


def _attribute(attribute: Attribute) -> bytes:
    if attribute.tag is Tag.BEGIN_COLLECTION:
        return _value(Tag.BEGIN_COLLECTION, attribute.name, b"") + _members(attribute.value)
    if attribute.tag is Tag.RESOLUTION:
        return _resolutions(attribute)
    from pyipp.enums import IppTag
    from pyipp.serializer import construct_attribute

    return construct_attribute(attribute.name, attribute.value, IppTag(attribute.tag))


def _resolutions(attribute: Attribute) -> bytes:
    """RFC 8010 §3.9; further values of a set have no name (§3.1.5)."""
    values = [struct.pack(">iib", *value) for value in attribute.value]
    names = [attribute.name, *[""] * (len(values) - 1)]
    return b"".join(_value(Tag.RESOLUTION, *pair) for pair in zip(names, values, strict=True))


def _members(members: Sequence[Attribute]) -> bytes:
    """RFC 8010 §3.1.7: each member's name as a value, its value without a name."""
    parts = []
    for member in members:
        parts.append(_value(Tag.MEMBER_NAME, "", member.name.encode("ascii")))
        parts.append(_attribute(Attribute("", member.tag, member.value)))
    return b"".join(parts) + _value(Tag.END_COLLECTION, "", b"")


def _value(tag: Tag, name: str, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name.encode("ascii") + struct.pack(">H", len(value)) + value


def decode(message: bytes, *, most: int = MAX_MESSAGE_BYTES) -> Message:
    """Read a message. DeviceError for one that is longer than `most`, cut off, or that contradicts itself."""
    from pyipp.exceptions import IPPError
    from pyipp.parser import parse

    if len(message) > most:
        raise DeviceError("the message is too long")
    framed, data = _known_groups(message)
    try:
        parsed = parse(framed)
    except (IPPError, ValueError, LookupError, TypeError, struct.error, OverflowError) as error:
        raise DeviceError(f"an attribute cannot be read: {type(error).__name__}") from None
    return Message(
        version=(parsed["version"][0], parsed["version"][1]),
        code=parsed["status-code"],
        request_id=parsed["request-id"],
        operation=parsed["operation-attributes"] or {},
        jobs=tuple(parsed["jobs"]),
        printer=_first(parsed["printers"]),
        unsupported=_first(parsed["unsupported-attributes"]),
        data=data,
    )


def _first(groups: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return groups[0] if groups else {}


def _known_groups(message: bytes) -> tuple[bytes, bytes]:
    """The message without empty and unknown groups, and its document; every length in it is sound."""
    if len(message) <= _HEADER_BYTES:
        raise DeviceError("the message is too short")
    groups: list[tuple[int, bytearray]] = []
    offset, depth, values = _HEADER_BYTES, 0, 0
    while True:
        if offset >= len(message):
            raise DeviceError("the message has no end")
        tag = message[offset]
        if tag < _FIRST_VALUE_TAG:
            if depth:
                raise DeviceError("a collection has no end")
            offset += 1
            if tag == Group.END:
                break
            groups.append((tag, bytearray()))
            continue
        end = _end_of_value(message, offset)
        depth += (tag == Tag.BEGIN_COLLECTION) - (tag == Tag.END_COLLECTION)
        values += 1
        if not groups or not 0 <= depth <= MAX_DEPTH or values > MAX_VALUES:
            raise DeviceError("values without a group, nested too deep, or too many")
        groups[-1][1].extend(message[offset:end])
        offset = end
    known = {Group.OPERATION, Group.JOB, Group.PRINTER, Group.UNSUPPORTED}
    kept = [bytes([tag]) + body for tag, body in groups if body and tag in known]
    if not kept:
        raise DeviceError("the message says nothing")
    return b"".join([message[:_HEADER_BYTES], *kept, bytes([Group.END])]), message[offset:]


def _end_of_value(message: bytes, offset: int) -> int:
    """Where the value that begins here ends; its lengths agree with its syntax."""
    try:
        tag, name_length = struct.unpack_from(">BH", message, offset)
        length: int = struct.unpack_from(">H", message, offset + 3 + name_length)[0]
    except struct.error:
        raise DeviceError("a value is cut off") from None
    start: int = offset + 5 + name_length
    if name_length > _SIGNED_LENGTH or length > _SIGNED_LENGTH or start + length > len(message):
        raise DeviceError("a length leads out of the message")
    if _FIXED.get(tag, length) != length or (tag in {Tag.BEGIN_COLLECTION, Tag.END_COLLECTION} and length):
        raise DeviceError("a value is longer or shorter than its syntax")
    if tag in {Tag.TEXT_LANG, Tag.NAME_LANG}:
        _check_with_language(message[start : start + length])
    return start + length


def _check_with_language(value: bytes) -> None:
    """RFC 8010 §3.9: a length and a language, a length and a text, and nothing else."""
    if len(value) < 4:
        raise DeviceError("a text with its language is cut off")
    (language,) = struct.unpack_from(">H", value, 0)
    if 4 + language > len(value) or 4 + language + struct.unpack_from(">H", value, 2 + language)[0] != len(
        value
    ):
        raise DeviceError("a text with its language contradicts its length")
