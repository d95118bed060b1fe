"""What kind of picture some bytes are and how large, from their first headers; nothing is decoded.

JPEG (ISO/IEC 10918-1) and JPEG 2000 (ISO/IEC 15444-1), as a file or a bare codestream, may be on a chip.
"""

from dataclasses import dataclass
from enum import Enum

from loket.core.icao.error import IcaoError

_JPEG = b"\xff\xd8\xff"
_JP2 = bytes.fromhex("0000000c6a5020200d0a870a")
_CODESTREAM = b"\xff\x4f\xff\x51"
# ISO/IEC 10918-1 B.1.1.3: start of frame, but for C4, C8 and CC, which are tables and reserved.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MOST_SEGMENTS = 1000


class PictureKind(Enum):
    """The two ways in which a chip's pictures are compressed (Doc 9303-10 §4.7.2)."""

    JPEG = "JPEG"
    JPEG_2000 = "JPEG 2000"


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Kind, and width and height in pixels."""

    kind: PictureKind
    width: int
    height: int


def picture_size(data: bytes) -> PictureSize:
    """Return kind and size; raises IcaoError when the bytes begin neither kind or do not say a size."""
    if data.startswith(_JPEG):
        size = _jpeg_size(data)
        return _checked(PictureKind.JPEG, *size)
    if data.startswith(_JP2):
        return _checked(PictureKind.JPEG_2000, *_jp2_size(data))
    if data.startswith(_CODESTREAM):
        return _checked(PictureKind.JPEG_2000, *_codestream_size(data))
    raise _wrong("neither JPEG nor JPEG 2000")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    place = 2
    for _ in range(_MOST_SEGMENTS):
        while data[place : place + 2] == b"\xff\xff":  # B.1.1.2: fill bytes before a marker
            place += 1
        marker = data[place : place + 2]
        if len(marker) != 2 or marker[0] != 0xFF:
            break
        place += 2
        if marker[1] in _STANDALONE:
            continue
        length = int.from_bytes(data[place : place + 2], "big")
        if length < 2 or len(data) - place < length:
            break
        if marker[1] in _FRAMES:
            if length < 8:
                break
            # B.2.2: length, precision, lines, samples of a line
            return int.from_bytes(data[place + 5 : place + 7], "big"), int.from_bytes(
                data[place + 3 : place + 5], "big"
            )
        place += length
    raise _wrong("a JPEG without a frame header")


def _jp2_size(data: bytes) -> tuple[int, int]:
    place = len(_JP2)
    for _ in range(_MOST_SEGMENTS):
        # ISO/IEC 15444-1 I.4: length and type; only the header box may not be longer than 4 bytes can say.
        length = int.from_bytes(data[place : place + 4], "big")
        if data[place + 4 : place + 8] == b"jp2h":
            # I.5.3.1: the image header is the first box in the header box: height, width.
            inner = data[place + 8 : place + 24]
            if len(inner) < 16 or inner[4:8] != b"ihdr":
                break
            return int.from_bytes(inner[12:16], "big"), int.from_bytes(inner[8:12], "big")
        if length < 8 or len(data) - place < length:
            break
        place += length
    raise _wrong("a JPEG 2000 file without an image header")


def _codestream_size(data: bytes) -> tuple[int, int]:
    if len(data) < 24:
        raise _wrong("a JPEG 2000 codestream without a size")
    # A.5.1: size of the reference grid, then where the image begins in it
    right, bottom, left, top = (int.from_bytes(data[place : place + 4], "big") for place in (8, 12, 16, 20))
    return right - left, bottom - top


def _checked(kind: PictureKind, width: int, height: int) -> PictureSize:
    if not (1 <= width <= 0xFFFF and 1 <= height <= 0xFFFF):
        raise _wrong("not 1 to 65535 pixels wide and high")
    return PictureSize(kind, width, height)


def _wrong(reason: str) -> IcaoError:
    return IcaoError("picture", "9303-10 4.7.2", reason)
