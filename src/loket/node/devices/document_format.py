"""In which format a printer gets a page: PDF where it takes that, else PWG raster (PWG 5100.14 §4.2)."""

from collections.abc import Mapping
from typing import Any, Final

from loket.node.devices.media import media_size
from loket.node.devices.pwg_raster import RasterSheet, RasterType, Render, pwg_raster

PDF: Final = "application/pdf"
PWG_RASTER: Final = "image/pwg-raster"
FORMAT_ATTRIBUTES: Final = (
    "document-format-supported",
    "pwg-raster-document-resolution-supported",
    "pwg-raster-document-type-supported",
)
"""What a printer is asked for this."""
MAX_DOCUMENT_BYTES: Final = 64 * 1024 * 1024
# RFC 8011 §5.1.16: resolutions are told in dots per inch or per centimetre.
_PER_INCH: Final = 3
_LEAST_DPI, _MOST_DPI = 150, 1200
_USUAL_DPI, _FINE_DPI = 300, 600
# A6 and smaller, in hundredths of a millimetre: letters are small there, and so is the picture.
_SMALL: Final = 10_500 * 14_800
_MOST_PIXELS: Final = 40_000_000


def document_format(about: Mapping[str, Any], media: str) -> str | RasterSheet | None:
    """PDF, the sheet that the page is to be rendered for, or None where the printer takes neither.

    `about`: the printer's attributes. A printer that does not say its formats is sent PDF, and answers.
    """
    formats = _listed(about.get("document-format-supported"))
    if PDF in formats or not formats:
        return PDF
    if PWG_RASTER not in formats:
        return None
    types = _listed(about.get("pwg-raster-document-type-supported"))
    # A page has colours; a printer without any says so.
    kind = next((one for one in RasterType if one.value in types), None)
    dpi = _resolution(_resolutions(about.get("pwg-raster-document-resolution-supported")), media)
    return None if kind is None or dpi is None else RasterSheet(media, dpi, kind)


def raster_document(
    pdf: bytes, sheet: RasterSheet, render: Render, *, most: int = MAX_DOCUMENT_BYTES
) -> bytes:
    """The pages as PWG raster; ValueError where none can be rendered, or for more than `most` octets."""
    parts, size = [], 0
    pages = render(pdf, width=sheet.width, height=sheet.height, dpi=sheet.dpi, colours=sheet.type.colours)
    for part in pwg_raster(pages, sheet):
        size += len(part)
        if size > most:
            raise ValueError("the pages are too many for one job")
        parts.append(part)
    return b"".join(parts)


def _resolution(offered: set[int], media: str) -> int | None:
    width, height = media_size(media)
    first = _FINE_DPI if width * height <= _SMALL else _USUAL_DPI
    usable = [dpi for dpi in offered if RasterSheet(media, dpi, RasterType.SGRAY_8).pixels <= _MOST_PIXELS]
    return min(usable, key=lambda dpi: (dpi != first, dpi != _USUAL_DPI, abs(dpi - first)), default=None)


def _resolutions(value: object) -> set[int]:
    """Those that are the same in both directions, in dots per inch."""
    return {
        one[0]
        for one in _listed(value)
        if isinstance(one, tuple)
        and len(one) == 3
        and one[2] == _PER_INCH
        and one[0] == one[1]
        and _LEAST_DPI <= one[0] <= _MOST_DPI
    }


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
