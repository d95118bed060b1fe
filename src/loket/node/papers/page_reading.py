"""Everything that is read and measured on one printed page, from what the printer put out or a scan or photo.

The zone is read by its shapes (`page_zone`), where the page lies so that it can be measured; else by the
recogniser that goes by context (`read_back`). The portrait is compared later, by whoever has the enrolled
photo.
"""

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.page_fields import FieldRead, read_fields
from loket.node.papers.page_finding import FoundPage, find_pages
from loket.node.papers.page_zone import ZoneFound, ink_of, measure_zone
from loket.node.papers.read_back import find_model, recognise_zone

if TYPE_CHECKING:
    from loket.node.papers.page_finding import Pixels

_SURE = 0.7
_KEPT_WIDTH = 984
_KEPT_QUALITY = 75


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page. `zone` is None where it was read and not measured; `picture`: the page cut out."""

    mrz: tuple[str, str]
    zone: ZoneFound | None
    fields: dict[str, FieldRead]
    picture: "Pixels" = field(repr=False)


def read_page(data: bytes) -> PageRead:
    """Read a PDF, PNG or JPEG of a data page. Raises PaperError for what is none, or has no zone."""
    best: tuple[FoundPage, ZoneFound | None] | None = None
    for found in find_pages(data):
        zone = measure_zone(found.picture)
        if best is None or (zone is not None and (best[1] is None or zone.likeness > best[1].likeness)):
            best = found, zone
        if zone is not None and zone.likeness >= _SURE:
            break
    if best is None:
        raise PaperError(PaperReason.NOT_A_DATA_PAGE)
    page, zone = best
    if zone is None or zone.likeness < _SURE:
        lines = recognise_zone(Image.fromarray(page.picture), model=find_model())
        return PageRead(lines, None, read_fields(ink_of(page.picture)), page.picture)
    return PageRead(zone.text, zone, read_fields(ink_of(page.picture)), page.picture)


def kept_picture(page: "Pixels") -> bytes:
    """The page as a greyscale JPEG at about 200 dpi, to be kept with its test."""
    picture = Image.fromarray(page)
    size = (_KEPT_WIDTH, round(_KEPT_WIDTH * picture.height / picture.width))
    out = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=_KEPT_QUALITY, dpi=(200, 200))
    return out.getvalue()
