"""Pictures and scans that people hand in: accepted by what they are, not by what they are called."""

import io
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from PIL import Image, ImageOps, UnidentifiedImageError

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.pdfium_lock import open_pdf, page_size

PORTRAIT_SIZE = (413, 531)
"""35 x 45 mm at 300 dpi, in pixels."""

_LARGEST_PIXELS = 50_000_000
_MOST_PDF_PAGES = 20
_PORTRAIT_BYTES = 15_000_000
_PORTRAIT_QUALITY = 90


class ImageKind(Enum):
    """Kinds of upload, by media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class CheckedImage:
    """An upload that was decoded whole; width and height in pixels, of a PDF's first page at 72 dpi."""

    media_type: str
    width: int
    height: int


def check_upload(data: bytes, *, kinds: Collection[ImageKind], max_bytes: int) -> CheckedImage:
    """Decode `data` to find out what it really is, within limits of bytes, pixels and pages.

    Raises PaperError; its reason tells a person what to do otherwise.
    """
    if not data:
        raise PaperError(PaperReason.EMPTY_FILE)
    if len(data) > max_bytes:
        raise PaperError(PaperReason.TOO_MANY_BYTES, f"more than {max_bytes}")
    if data.startswith(b"%PDF-"):
        if ImageKind.PDF not in kinds:
            raise PaperError(PaperReason.KIND_NOT_ALLOWED, ImageKind.PDF.value)
        return _checked_pdf(data)
    formats = [kind.name for kind in kinds if kind is not ImageKind.PDF]
    image = decode_image(data, formats=formats)
    return CheckedImage(ImageKind[str(image.format)].value, *image.size)


def decode_image(data: bytes, *, formats: Collection[str] = ("JPEG", "PNG")) -> Image.Image:
    """Return the decoded picture, every pixel read; raises PaperError for anything else."""
    try:
        image = Image.open(io.BytesIO(data), formats=["JPEG", "PNG"])
        if image.format not in formats:
            raise PaperError(PaperReason.KIND_NOT_ALLOWED, str(image.format))
        if image.width * image.height > _LARGEST_PIXELS:
            raise PaperError(PaperReason.TOO_MANY_PIXELS, f"more than {_LARGEST_PIXELS}")
        image.load()
    except UnidentifiedImageError:
        raise PaperError(PaperReason.UNREADABLE_FILE, "not a picture of a known kind") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PaperError(PaperReason.TOO_MANY_PIXELS, f"more than {_LARGEST_PIXELS}") from None
    except (OSError, SyntaxError, ValueError):
        # What Pillow's decoders raise for truncated and damaged pictures.
        raise PaperError(PaperReason.UNREADABLE_FILE, "the picture is damaged") from None
    return image


def prepare_portrait(data: bytes) -> bytes:
    """Return a JPEG of 413 x 531 pixels (35:45): turned upright, cropped to its middle, without metadata.

    Raises PaperError when `data` is no JPEG or PNG, or has fewer pixels than the portrait needs.
    """
    upright = open_upright(data, max_bytes=_PORTRAIT_BYTES)
    if upright.width < PORTRAIT_SIZE[0] or upright.height < PORTRAIT_SIZE[1]:
        raise PaperError(PaperReason.TOO_FEW_PIXELS, f"fewer than {PORTRAIT_SIZE[0]} x {PORTRAIT_SIZE[1]}")
    fitted = ImageOps.fit(upright, PORTRAIT_SIZE, Image.Resampling.LANCZOS)
    return jpeg_bytes(fitted)


def open_upright(data: bytes, *, max_bytes: int) -> Image.Image:
    """Return a JPEG or PNG as RGB, turned upright, on white where it is transparent; raises PaperError.

    It is a fresh picture: nothing of the upload's metadata can come along.
    """
    check_upload(data, kinds={ImageKind.JPEG, ImageKind.PNG}, max_bytes=max_bytes)
    upright = ImageOps.exif_transpose(decode_image(data))
    opaque = Image.new("RGB", upright.size, "white")
    rgba = upright.convert("RGBA")
    opaque.paste(rgba, mask=rgba)
    return opaque


def jpeg_bytes(image: Image.Image) -> bytes:
    """Return a picture as baseline JPEG at 300 dpi."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_PORTRAIT_QUALITY, dpi=(300, 300))
    return out.getvalue()


def _checked_pdf(data: bytes) -> CheckedImage:
    with open_pdf(data) as document:
        if len(document) > _MOST_PDF_PAGES:
            raise PaperError(PaperReason.TOO_MANY_PAGES, f"more than {_MOST_PDF_PAGES}")
        sizes = [page_size(page) for page in document]
    if not sizes:
        raise PaperError(PaperReason.UNREADABLE_FILE, "the PDF has no page")
    width, height = sizes[0]
    return CheckedImage(ImageKind.PDF.value, round(width), round(height))
