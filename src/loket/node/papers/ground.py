"""The fine-line ground of the data page, drawn by formula: no state's artwork, no picture file."""

import math
from functools import cache

_WIDTH_MM = 125.0
_HEIGHT_MM = 64.8
_ROSETTE = (88.0, 35.0)


@cache
def ground_svg() -> str:
    """Return the ground of the visual zone, 125 x 64.8 mm, as SVG text in millimetres."""
    waves = "".join(_wave(index) for index in range(36))
    rosette = "".join(_ring(index) for index in range(14))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH_MM} {_HEIGHT_MM}">'
        '<defs><linearGradient id="g" x1="0" x2="1" y1="0" y2="1">'
        '<stop offset="0" stop-color="#e3f0ec"/><stop offset=".55" stop-color="#f7f5ec"/>'
        '<stop offset="1" stop-color="#f6e9dc"/></linearGradient></defs>'
        f'<rect width="{_WIDTH_MM}" height="{_HEIGHT_MM}" fill="url(#g)"/>'
        f'<g fill="none" stroke-width=".09"><g stroke="#0f5c5c" stroke-opacity=".17">{waves}</g>'
        f'<g stroke="#8a5a00" stroke-opacity=".2">{rosette}</g></g></svg>'
    )


def _wave(index: int) -> str:
    """Draw one of the waves that run across, each a little out of step with the one above."""
    middle = _HEIGHT_MM * (index + 0.5) / 36
    points = []
    for step in range(126):
        x = _WIDTH_MM * step / 125
        swell = 2.4 * math.sin(x / 9.5 + index * 0.21) + 1.1 * math.sin(x / 3.7 - index * 0.34)
        points.append((x, min(_HEIGHT_MM, max(0.0, middle + swell))))
    return _polyline(points)


def _ring(index: int) -> str:
    """Draw one ring of the rosette: a circle whose radius swings around it."""
    centre_x, centre_y = _ROSETTE
    points = []
    for step in range(241):
        angle = math.tau * step / 240
        radius = 13 + 9 * math.sin(8 * angle + math.tau * index / 14) * math.cos(angle * 4) + index * 0.25
        points.append((centre_x + radius * math.cos(angle), centre_y + radius * math.sin(angle)))
    return _polyline(points)


def _polyline(points: list[tuple[float, float]]) -> str:
    return '<polyline points="' + " ".join(f"{x:.2f},{y:.2f}" for x, y in points) + '"/>'
