"""PWG raster (PWG 5102.4): pages as lines of pixels, the format that every IPP Everywhere printer takes.

Lines come and go one at a time; nobody here holds a page. What renders a PDF is an argument (`Render`).
"""

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final, Protocol

from loket.node.devices.media import media_size

SYNC_WORD: Final = b"RaS2"
_WORDS_OF_64: Final = 64
# PWG 5102.4 §4.3, table 2: big-endian, what is reserved is zero, 1796 octets together.
_HEADER: Final = struct.Struct(
    ">64s64s64s64s"  # PwgRaster, MediaColor, MediaType, PrintContentOptimize
    "12xIIII16x"  # CutMedia, Duplex, HWResolution across the feed and along it
    "III12xII8xII4x"  # InsertSheet, Jog, LeadingEdge, MediaPosition, MediaWeight, NumCopies, Orientation
    "II8xIII4x"  # PageSize (2), Tumble, Width, Height
    "IIIII16xI28x"  # BitsPerColor, BitsPerPixel, BytesPerLine, ColorOrder, ColorSpace, NumColors
    "Iii"  # TotalPageCount, CrossFeedTransform, FeedTransform
    "IIIIII20x"  # ImageBox left, top, right, bottom; AlternatePrimary, PrintQuality
    "II1088x64x64s64s"  # VendorIdentifier, VendorLength, no vendor data; RenderingIntent, PageSizeName
)
_BITS: Final = 8
_CHUNKY: Final = 0
_WHITE: Final = 0xFFFFFF
_POINTS_PER_INCH: Final = 72
_HUNDREDTHS_MM_PER_INCH: Final = 2540
# §4.4: one octet says how often a line stands, one how many pixels follow.
_MOST_LINES: Final = 256
_MOST_PIXELS: Final = 128


class RasterType(StrEnum):
    """Kinds of pixels (PWG 5102.4 §5.1, `pwg-raster-document-type-supported`) that are written here."""

    SRGB_8 = "srgb_8"
    SGRAY_8 = "sgray_8"

    @property
    def colours(self) -> int:
        """How many octets a pixel has."""
        return 3 if self is RasterType.SRGB_8 else 1

    @property
    def colour_space(self) -> int:
        """ColorSpace of the page header (§4.3.3.2): 19 sRGB, 18 its gray."""
        return 19 if self is RasterType.SRGB_8 else 18


@dataclass(frozen=True, slots=True)
class RasterSheet:
    """What pages are rendered for: media (PWG 5101.1 name), dots per inch, kind of pixels.

    ValueError for a media name that does not say its size.
    """

    media: str
    dpi: int
    type: RasterType

    @property
    def width(self) -> int:
        """Pixels across: the whole media. Parts of a pixel that the media ends in are left out."""
        return media_size(self.media)[0] * self.dpi // _HUNDREDTHS_MM_PER_INCH

    @property
    def height(self) -> int:
        """Lines along the feed; see width."""
        return media_size(self.media)[1] * self.dpi // _HUNDREDTHS_MM_PER_INCH

    @property
    def pixels(self) -> int:
        """Pixels of a page."""
        return self.width * self.height


class Render(Protocol):
    """What makes pixels of a PDF."""

    def __call__(
        self, pdf: bytes, *, width: int, height: int, dpi: int, colours: int
    ) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The pages in their order: how many there are, and this one's `height` lines from the top.

        A line has `width` pixels of `colours` octets (1: gray, 3: red, green, blue; 255 is white). The page
        stands upright on the sheet, unscaled and in its middle. ValueError for what cannot be rendered.
        """
        ...


def pwg_raster(pages: Iterable[tuple[int, Iterable[bytes]]], sheet: RasterSheet) -> Iterator[bytes]:
    """The document in parts; `pages` as Render gives them. ValueError for lines that are not the sheet's."""
    yield SYNC_WORD
    for count, lines in pages:
        yield page_header(sheet, count)
        yield from _compressed(lines, sheet)


def page_header(sheet: RasterSheet, pages: int) -> bytes:
    """The header of one page of `pages` (§4.3)."""
    across, along = media_size(sheet.media)
    colours, space = sheet.type.colours, sheet.type.colour_space
    size = [measure * _POINTS_PER_INCH // _HUNDREDTHS_MM_PER_INCH for measure in (across, along)]
    # Zeros let the printer choose: finishing, tray, copies, quality, intent stand in the job where they do.
    return _HEADER.pack(
        *(b"PwgRaster", b"", b"", b""),
        *(0, 0, sheet.dpi, sheet.dpi),
        *(0, 0, 0, 0, 0, 0, 0),
        *(*size, 0, sheet.width, sheet.height),
        *(_BITS, _BITS * colours, sheet.width * colours, _CHUNKY, space, colours),
        *(pages, 1, 1),
        *(0, 0, sheet.width, sheet.height, _WHITE, 0),
        *(0, 0, b"", sheet.media.encode("ascii")[: _WORDS_OF_64 - 1]),
    )


def _compressed(lines: Iterable[bytes], sheet: RasterSheet) -> Iterator[bytes]:
    colours, left = sheet.type.colours, sheet.height
    for line, same in groupby(lines):
        if len(line) != sheet.width * colours:
            raise ValueError("a line does not have the width of the sheet")
        times = sum(1 for _ in same)
        left -= times
        packed = compressed_line(line, colours)
        while times > 0:
            yield bytes([min(times, _MOST_LINES) - 1]) + packed
            times -= _MOST_LINES
    if left:
        raise ValueError("the lines are more or fewer than the sheet has")


def _runs_and_others(colours: int) -> re.Pattern[bytes]:
    """At each place either the same pixel again and again, or pixels of which none is like its next."""
    pixel, most = b"(.{%d})" % colours, _MOST_PIXELS
    return re.compile(
        rb"%b\1{1,%d}|(?:%b(?!\2)){1,%d}" % (pixel, most - 1, pixel, most),
        re.DOTALL,
    )


_STRETCHES: Final = {colours: _runs_and_others(colours) for colours in (1, 3)}


def compressed_line(line: bytes, colours: int) -> bytes:
    """One line after §4.4: n - 1 and a pixel that stands n times, or 257 - n and n pixels as they are.

    `line`: whole pixels of `colours` octets. 128 is never written: it has another meaning in other formats.
    """
    parts = []
    for stretch in _STRETCHES[colours].finditer(line):
        pixels = stretch[0]
        number = len(pixels) // colours
        if stretch.lastindex == 1 or number == 1:
            parts.append(bytes([number - 1]) + pixels[:colours])
        else:
            parts.append(bytes([257 - number]) + pixels)
    return b"".join(parts)
