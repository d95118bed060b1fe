"""Tag, length, value: the form of a chip's files and of its answers (X.690 §8.1, ISO/IEC 7816-4 §5.2.2).

Only definite lengths. A tag is given as the number that its bytes make, first byte first: 0x61, 0x5F1F.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from loket.core.icao.error import IcaoError

MOST_FILE_BYTES = 4_194_304
"""No file of a chip that is read here is longer, header included."""
MOST_ELEMENTS = 4096
MOST_HEADER_BYTES = 9
"""As many bytes as the longest tag and the longest length that are read."""

_MOST_TAG_BYTES = 4
_MOST_LENGTH_BYTES = 4
_CONSTRUCTED = 0x20
_CLAUSE = "X.690 8.1"


@dataclass(frozen=True, slots=True)
class Tlv:
    """One element: its tag as a number, and its value without tag and length."""

    tag: int
    value: bytes

    @property
    def constructed(self) -> bool:
        """Whether the value is made of further elements, as the tag's first byte says."""
        return bool(tag_bytes(self.tag)[0] & _CONSTRUCTED)

    @property
    def encoded(self) -> bytes:
        """The element as bytes, with the shortest length."""
        return write_tlv(self.tag, self.value)


def tag_bytes(tag: int) -> bytes:
    """Return the bytes of a tag that is given as a number."""
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big")


def write_length(length: int) -> bytes:
    """Return a length in its shortest form (X.690 §10.1)."""
    if length < 0x80:
        return bytes((length,))
    written = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(written),)) + written


def write_tlv(tag: int, value: bytes) -> bytes:
    """Return one element with the shortest length."""
    return tag_bytes(tag) + write_length(len(value)) + value


def write_template(tag: int, parts: Iterable[bytes]) -> bytes:
    """Return one element whose value is `parts`, elements as bytes, one after another."""
    return write_tlv(tag, b"".join(parts))


def read_header(data: bytes, place: int = 0, *, strict: bool = False) -> tuple[int, int, int]:
    """Return tag, place where the value begins, and length of the value, of the element at `place`.

    The value itself may be missing. With `strict`, the length must be in its shortest form. Raises IcaoError.
    """
    tag, place = _read_tag(data, place)
    if place >= len(data):
        raise _wrong("length", "missing")
    first = data[place]
    place += 1
    if first < 0x80:
        return tag, place, first
    size = first & 0x7F
    if size == 0:
        raise _wrong("length", "indefinite")
    if size > _MOST_LENGTH_BYTES:
        raise _wrong("length", f"of more than {_MOST_LENGTH_BYTES} bytes")
    if len(data) - place < size:
        raise _wrong("length", "cut off")
    length = int.from_bytes(data[place : place + size], "big")
    if strict and (length < 0x80 or length >> (8 * (size - 1)) == 0):
        raise _wrong("length", "not in its shortest form")
    return tag, place + size, length


def read_tlv(data: bytes, place: int = 0, *, strict: bool = False) -> tuple[Tlv, int]:
    """Return the element at `place` and the place after it; raises IcaoError."""
    tag, start, length = read_header(data, place, strict=strict)
    if len(data) - start < length:
        raise _wrong("value", "shorter than its length says")
    return Tlv(tag, data[start : start + length]), start + length


def read_all(data: bytes, *, strict: bool = False, most: int = MOST_ELEMENTS) -> tuple[Tlv, ...]:
    """Return the elements that `data` is made of, at most `most`; raises IcaoError."""
    elements: list[Tlv] = []
    place = 0
    while place < len(data):
        if len(elements) == most:
            raise _wrong("template", f"more than {most} elements")
        element, place = read_tlv(data, place, strict=strict)
        elements.append(element)
    return tuple(elements)


def read_only(data: bytes, tag: int, *, strict: bool = False, field: str = "tag") -> bytes:
    """Return the value of the one element that `data` is; raises IcaoError for another tag or a rest."""
    element, end = read_tlv(data, strict=strict)
    if element.tag != tag:
        raise IcaoError(field, _CLAUSE, f"the tag is not {tag:X}")
    if end != len(data):
        raise IcaoError(field, _CLAUSE, "something follows the element")
    return element.value


def read_file_length(header: bytes) -> int:
    """Return how many bytes a file has, tag and length included, from its first bytes.

    MOST_HEADER_BYTES are enough; raises IcaoError when they are no header or the file were longer than
    MOST_FILE_BYTES.
    """
    _, start, length = read_header(header)
    if start + length > MOST_FILE_BYTES:
        raise _wrong("file length", f"more than {MOST_FILE_BYTES} bytes")
    return start + length


def _read_tag(data: bytes, place: int) -> tuple[int, int]:
    if not 0 <= place < len(data):
        raise _wrong("tag", "missing")
    start = place
    first = data[place]
    place += 1
    if first == 0:
        raise _wrong("tag", "zero")
    if first & 0x1F != 0x1F:
        return first, place
    # X.690 §8.1.2.4: bit 8 says that another byte of the tag follows.
    while True:
        if place >= len(data):
            raise _wrong("tag", "cut off")
        if place - start == _MOST_TAG_BYTES:
            raise _wrong("tag", f"of more than {_MOST_TAG_BYTES} bytes")
        byte = data[place]
        place += 1
        if place - start == 2 and byte == 0x80:
            raise _wrong("tag", "begins with an empty byte")
        if not byte & 0x80:
            return int.from_bytes(data[start:place], "big"), place


def _wrong(field: str, reason: str) -> IcaoError:
    return IcaoError(field, _CLAUSE, reason)
