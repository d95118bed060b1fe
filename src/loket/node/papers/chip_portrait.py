"""The portrait as the chip has it: JPEG 2000 of a size that readers read quickly (9303-10 §4.7.2, 9303-9)."""

import io

from PIL import Image

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.images import decode_image

LEAST_BYTES, MOST_BYTES = 12_000, 20_000
"""Between them a face of 413 x 531 pixels is told apart as well as in full, and read within seconds."""
_AIM_BYTES = 16_000
_TRIES = 6
_MOST_PIXELS = 12_000_000


def chip_portrait(photo: bytes) -> bytes:
    """Return the portrait (JPEG or PNG) as JPEG 2000 of 12 to 20 kB.

    A picture with too little in it, such as a drawn one, is shorter. Raises PaperError when it is no picture.
    """
    picture = decode_image(photo).convert("RGB")
    rate = picture.width * picture.height * 3 / _AIM_BYTES
    made = _compressed(picture, rate)
    for _ in range(_TRIES):
        # A lower rate adds nothing where everything is kept already.
        if len(made) <= MOST_BYTES and (len(made) >= LEAST_BYTES or rate <= 1):
            break
        rate = max(1.0, rate * len(made) / _AIM_BYTES)
        made = _compressed(picture, rate)
    if len(made) <= MOST_BYTES:
        return made
    raise PaperError(PaperReason.TOO_MANY_BYTES, "the portrait for the chip")


def _compressed(picture: Image.Image, rate: float) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG2000", quality_mode="rates", quality_layers=[rate], irreversible=True, mct=1)
    return out.getvalue()


def portrait_from_chip(picture: bytes) -> Image.Image:
    """Decode a picture of data group 2 (JPEG or JPEG 2000); PaperError when it is none or too large."""
    try:
        image = Image.open(io.BytesIO(picture), formats=["JPEG", "JPEG2000"])
        if image.width * image.height > _MOST_PIXELS:
            raise PaperError(PaperReason.TOO_MANY_PIXELS, "the chip's portrait")
        return image.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise PaperError(PaperReason.UNREADABLE_FILE, "the chip's portrait") from None
