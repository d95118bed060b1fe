"""Pictures as Pillow and the WSQ library make them."""

import io

import pytest
from PIL import Image


@pytest.fixture(scope="session")
def grey_picture():
    """Return a picture of 40 × 30 pixels with something on it."""
    picture = Image.new("L", (40, 30), 200)
    picture.paste(60, (5, 5, 20, 25))
    return picture


@pytest.fixture(scope="session")
def jpeg(grey_picture):
    """Return a JPEG of 40 × 30."""
    return _bytes_of(grey_picture.convert("RGB"), "JPEG")


@pytest.fixture(scope="session")
def jp2(grey_picture):
    """Return a JPEG 2000 file of 40 × 30."""
    return _bytes_of(grey_picture.convert("RGB"), "JPEG2000")


@pytest.fixture(scope="session")
def codestream(grey_picture):
    """Return a JPEG 2000 codestream of 40 × 30."""
    return _bytes_of(grey_picture, "JPEG2000", no_jp2=True)


def _bytes_of(picture, form, **options):
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()
