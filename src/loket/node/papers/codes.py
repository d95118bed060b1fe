"""Two-dimensional codes: seals as DataMatrix, and what the codes of a scan, a photo or a PDF hold."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.images import decode_image
from loket.node.papers.pdfium_lock import open_pdf, page_size

if TYPE_CHECKING:
    from PIL import Image

_MOST_PAGES = 20
# Codes of office papers have modules of 0.5 mm: eight pixels each at 400 dpi.
_DPI = 400
_QUIET_MODULES = 2
_MOST_BYTES = 1_500


@dataclass(frozen=True, slots=True)
class ReadCode:
    """What one code holds: its symbology as ISO/IEC names it, and its bytes."""

    symbology: str
    data: bytes


def data_matrix_svg(data: bytes) -> str:
    """Return a DataMatrix of these bytes as SVG without a quiet zone; PaperError if they are too many."""
    side, dark = _modules(data)
    paths = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(dark) for x, is_dark in enumerate(row) if is_dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#000000" d="{paths}"/></svg>'
    )


def data_matrix_png(data: bytes, *, pixels: int = 8) -> bytes:
    """Return a DataMatrix of these bytes as PNG with its quiet zone, `pixels` a module wide."""
    from PIL import Image

    side, dark = _modules(data)
    whole = side + 2 * _QUIET_MODULES
    picture = Image.new("1", (whole, whole), 1)
    for y, row in enumerate(dark):
        for x, is_dark in enumerate(row):
            if is_dark:
                picture.putpixel((x + _QUIET_MODULES, y + _QUIET_MODULES), 0)
    out = io.BytesIO()
    picture.resize((whole * pixels, whole * pixels), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def _modules(data: bytes) -> tuple[int, list[list[bool]]]:
    """Return the side in modules and whether each is dark, row by row."""
    import numpy as np
    import zxingcpp

    if not 0 < len(data) <= _MOST_BYTES:
        raise PaperError(PaperReason.CODE_TOO_LONG, f"not 1 to {_MOST_BYTES} bytes")
    code = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    # Square, so that one number says how large it is.
    picture = np.asarray(code.to_image(scale=1, add_quiet_zones=False))
    return len(picture), (picture < 128).tolist()


def read_codes(material: bytes) -> tuple[ReadCode, ...]:
    """Return every DataMatrix, QR and Aztec code of a JPEG, a PNG or the pages of a PDF, each once.

    Raises PaperError for material of another kind, damaged or too large.
    """
    found: dict[ReadCode, None] = {}
    for page in _pages(material):
        found |= dict.fromkeys(_codes(page))
    return tuple(found)


def _pages(material: bytes) -> Iterator["Image.Image"]:
    """Yield one page after the other: twenty large ones at once are more than a machine has."""
    if not material.startswith(b"%PDF-"):
        yield decode_image(material).convert("L")
        return
    with open_pdf(material) as document:
        if len(document) > _MOST_PAGES:
            raise PaperError(PaperReason.TOO_MANY_PAGES, f"more than {_MOST_PAGES}")
        for page in document:
            page_size(page)
            yield page.render(scale=_DPI / 72, grayscale=True).to_pil()


def _codes(page: "Image.Image") -> list[ReadCode]:
    import zxingcpp

    formats = (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Aztec)
    return [
        ReadCode(code.format.name, bytes(code.bytes))
        for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats(formats))
        if code.valid
    ]
