"""The holder's signature, from a pad or a scan: cleaned, cut to its ink, on white, of bounded size."""

from io import BytesIO

from PIL import Image, ImageOps

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.images import open_upright

SIGNATURE_SIZE = (900, 300)
"""Most width and height in pixels: 38 x 12.7 mm at 600 dpi."""
MOST_SIGNATURE_BYTES = 4_000_000

_MARGIN_PX = 12
_MOST_SIDE = 2400
_PAPER_FROM = 200
_INK_BELOW_PAPER = 40
_LEAST_INK_PX = 60
_LEAST_SPAN_PX = 20
_MOST_INK = 0.5


def clean_signature(data: bytes) -> bytes:
    """Return a PNG in grey: ink on pure white, cut to the ink and a margin, at most 900 x 300 pixels.

    `data` is a PNG from a pad (where it is transparent there is paper) or a JPEG or PNG scan of dark ink on
    light paper. Raises PaperError: BLANK_SIGNATURE for one without ink, for a dot, and for what is mostly
    dark; or for what is no picture.
    """
    grey = ImageOps.grayscale(open_upright(data, max_bytes=MOST_SIGNATURE_BYTES))
    if max(grey.size) > _MOST_SIDE:
        grey.thumbnail((_MOST_SIDE, _MOST_SIDE), Image.Resampling.LANCZOS)
    paper = _paper_level(grey)
    ink_from = paper - _INK_BELOW_PAPER
    ink = grey.point([255 if level < ink_from else 0 for level in range(256)])
    box = ink.getbbox()
    pixels = ink.histogram()[255]
    if (
        box is None
        or pixels < _LEAST_INK_PX
        or max(box[2] - box[0], box[3] - box[1]) < _LEAST_SPAN_PX
        or pixels > _MOST_INK * grey.width * grey.height
    ):
        raise PaperError(PaperReason.BLANK_SIGNATURE)
    # Paper becomes white and ink stays as it is: shades between them keep the edges smooth.
    cleaned = grey.point([min(255, level * 255 // ink_from) for level in range(256)]).crop(box)
    cleaned = ImageOps.expand(cleaned, _MARGIN_PX, fill=255)
    cleaned.thumbnail(SIGNATURE_SIZE, Image.Resampling.LANCZOS)
    out = BytesIO()
    cleaned.save(out, "PNG", optimize=True)
    return out.getvalue()


def _paper_level(grey: Image.Image) -> int:
    """Return the most frequent level, which is the paper's; raises PaperError when it is not light."""
    counts = grey.histogram()
    level = max(range(256), key=counts.__getitem__)
    if level < _PAPER_FROM:
        raise PaperError(PaperReason.BLANK_SIGNATURE, "the paper is not light")
    return level
