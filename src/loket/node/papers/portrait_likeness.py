"""Is this the same picture? A portrait compared with what became of it on a page or a chip.

It asks whether two pictures are of one origin, not whether two persons look alike (that is `faces`):
printing, scanning and compressing change sharpness and light, another portrait differs everywhere.
"""

import math
from collections.abc import Sequence
from typing import cast

from PIL import Image, ImageFilter, ImageStat

GRID = (35, 45)
"""Pixels, one for each millimetre of the portrait."""
_MARGIN = 2
"""Of the grid, by which a cut-out may be off on each side."""
_COARSE, _FINE = 4, 0.5
"""Radii of the two blurs between which the details lie."""
AS_ENROLLED, AS_PRINTED = 0.99, 0.8
"""How alike the chip's portrait must be to the file that it was made from, and to what was printed of it.

Of drawn and real portraits, each compressed for a chip, none was below 0.9999 with its own file; of two drawn
by one hand the most alike had 0.957. Printed, blurred, turned by a degree and compressed to JPEG 45 they had
0.976 and more with their own; two real ones had 0.3 at most (docs/adr/0021-chips-in-the-flow.md).
"""
PORTRAIT_ON_PAGE_MM = (6.0, 13.6, 35.0, 45.0)
"""Left, top, width and height on a data page of 125 x 88 mm (the page's template)."""
PAGE_MM = (125.0, 88.0)


def cut_from_page(page: Image.Image) -> Image.Image:
    """Return the portrait out of a picture of the whole data page and nothing around it."""
    across, down = page.width / PAGE_MM[0], page.height / PAGE_MM[1]
    left, top, width, height = PORTRAIT_ON_PAGE_MM
    box = (left * across, top * down, (left + width) * across, (top + height) * down)
    return page.crop(tuple(round(side) for side in box))  # type: ignore[arg-type]  # four of them


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return how alike two portraits are in their details: 1 the same, near 0 unrelated.

    The correlation of both after what is common to all portraits (light and large forms) is taken away; the
    best of small shifts, since a cut-out is off by a millimetre at times.
    """
    fixed = _details(one)
    moved = _details(other)
    across, down = GRID
    inner = fixed.crop((_MARGIN, _MARGIN, across - _MARGIN, down - _MARGIN))
    wanted = _values(inner)
    return max(
        _correlation(wanted, _values(moved.crop((left, top, left + inner.width, top + inner.height))))
        for left in range(2 * _MARGIN + 1)
        for top in range(2 * _MARGIN + 1)
    )


def _details(picture: Image.Image) -> Image.Image:
    """Greyscale on the grid, less its own blurred copy, as floating-point pixels."""
    grey = picture.convert("L").resize(GRID, Image.Resampling.BOX)
    spread = max(ImageStat.Stat(grey).stddev[0], 1.0)
    coarse = grey.filter(ImageFilter.GaussianBlur(_COARSE))
    fine = grey.filter(ImageFilter.GaussianBlur(_FINE))
    values = [(a - b) / spread for a, b in zip(_values(fine), _values(coarse), strict=True)]
    out = Image.new("F", GRID)
    out.putdata(values)
    return out


def _values(picture: Image.Image) -> Sequence[float]:
    # One band: a number for each pixel.
    return list(cast("Sequence[float]", picture.get_flattened_data()))


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    count = len(one)
    mean_one, mean_other = sum(one) / count, sum(other) / count
    both = squares_one = squares_other = 0.0
    for a, b in zip(one, other, strict=True):
        left, right = a - mean_one, b - mean_other
        both += left * right
        squares_one += left * left
        squares_other += right * right
    spread = math.sqrt(squares_one * squares_other)
    return both / spread if spread else 0.0
