"""Real photographs that nobody here made, out of wheels that carry them, and ways to change them.

`collins`: NASA's portrait of the astronaut Eileen Collins (public domain). `hopper`: the United States Navy's
of Rear Admiral Grace Hopper (public domain). `cat` and `cup`: by their photographers under CC0.
"""

import importlib.util
import io
from functools import cache
from pathlib import Path

from PIL import Image

_PLACES = {
    "collins": ("skimage", "data/astronaut.png"),
    "hopper": ("matplotlib", "mpl-data/sample_data/grace_hopper.jpg"),
    "cat": ("skimage", "data/chelsea.png"),
    "cup": ("skimage", "data/coffee.png"),
}


@cache
def photograph(name: str) -> Image.Image:
    package, path = _PLACES[name]
    spec = importlib.util.find_spec(package)
    folder = Path(spec.origin).parent
    return Image.open(folder / path).convert("RGB")


def enlarged(name: str, factor: float) -> Image.Image:
    picture = photograph(name)
    size = (round(picture.width * factor), round(picture.height * factor))
    return picture.resize(size, Image.Resampling.BICUBIC)


def as_jpeg(picture: Image.Image, quality: int = 95) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
