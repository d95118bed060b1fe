"""Sizes of media in IPP: a self-describing name (PWG 5101.1 §5), or its measures (PWG 5100.7 §6.3)."""

import re
from collections.abc import Mapping
from typing import Any

from loket.node.devices.ipp_messages import Attribute, Tag

_SIZE = re.compile(
    r"[a-z0-9.-]+_[a-z0-9.-]+_([0-9]{1,4}(?:\.[0-9]{1,3})?)x([0-9]{1,4}(?:\.[0-9]{1,3})?)(mm|in)"
)
_HUNDREDTHS_MM = {"mm": 100, "in": 2540}


def media_size(name: str) -> tuple[int, int]:
    """Width and height in hundredths of a millimetre; ValueError for a name that does not say them."""
    match = _SIZE.fullmatch(name)
    if match is None:
        raise ValueError("a name of media says its class, its name and its size: na_letter_8.5x11in")
    unit = _HUNDREDTHS_MM[match[3]]
    return round(float(match[1]) * unit), round(float(match[2]) * unit)


def media_attribute(name: str, about: Mapping[str, Any]) -> Attribute:
    """The one attribute that asks for this media, as the printer with these attributes wants it.

    `media` with the name where the printer has it, with the printer's own name for the same size, or with
    a custom one where it takes a range of sizes around it; else `media-col` with its measures where the
    printer knows that; else `media` all the same, which the printer then refuses. The two are never sent
    together (PWG 5100.7 §6.3).
    """
    by_name = Attribute("media", Tag.KEYWORD, name)
    supported = [one for one in _listed(about.get("media-supported")) if isinstance(one, str)]
    if name in supported:
        return by_name
    width, height = media_size(name)
    for other in supported:
        if (
            _SIZE.fullmatch(other)
            and not other.startswith("custom_m")
            and media_size(other) == (width, height)
        ):
            return Attribute("media", Tag.KEYWORD, other)
    if _in_custom_range(name, supported):
        # PWG 5101.1 §5.1: a size of nobody's list is called custom.
        return Attribute("media", Tag.KEYWORD, f"custom_page_{width / 100:g}x{height / 100:g}mm")
    if "media-size" not in _listed(about.get("media-col-supported")):
        return by_name
    size = (Attribute("x-dimension", Tag.INTEGER, width), Attribute("y-dimension", Tag.INTEGER, height))
    return Attribute(
        "media-col", Tag.BEGIN_COLLECTION, (Attribute("media-size", Tag.BEGIN_COLLECTION, size),)
    )


def _in_custom_range(name: str, supported: list[str]) -> bool:
    """PWG 5101.1 §5.1: custom_min_… and custom_max_… say between which sizes any is taken."""
    least = next((one for one in supported if one.startswith("custom_min_")), None)
    most = next((one for one in supported if one.startswith("custom_max_")), None)
    if least is None or most is None or not (_SIZE.fullmatch(least) and _SIZE.fullmatch(most)):
        return False
    sizes = zip(media_size(least), media_size(name), media_size(most), strict=True)
    return all(low <= size <= high for low, size, high in sizes)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
