"""Stacked areas over the weeks as SVG text: every layer has a pattern of its own, the outage is shaded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTH, HEIGHT = 520, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 20, 22
_SOFT, _LINE = "#566172", "#dcd8cf"
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
Place = Callable[[float], float]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: its name in the data, its words, its colour, and its pattern on its ground."""

    name: str
    indonesian: str
    english: str
    colour: str
    pattern: str = "plain"
    ground: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class Shade:
    """A time that is shaded, and the word over it."""

    begin: datetime
    end: datetime
    word: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Points in time with a value for each layer; `top`: the end of the scale, the same for both offices."""

    title: str
    layers: Sequence[Layer]
    times: Sequence[datetime]
    values: Sequence[Mapping[str, int]]
    top: int
    shades: Sequence[Shade]


def scale_for(most: int) -> tuple[int, int]:
    """The scale's end and its step, with four or five lines, for values up to `most`."""
    step = next((one for one in _STEPS if one * 5 >= most), most // 5 + 1)
    return max(1, -(-most // step)) * step, step


def swatch(layer: Layer, number: int) -> str:
    """A small square of the layer's colour and pattern, for the legend."""
    name = f"s{number}-{layer.name}"
    return (
        f'<svg class="swatch" viewBox="0 0 22 14" aria-hidden="true"><defs>{_pattern(layer, name)}</defs>'
        f'<rect x=".5" y=".5" width="21" height="13" fill="{_fill(layer, name)}" stroke="{layer.colour}"/>'
        "</svg>"
    )


def draw(chart: Chart, number: int) -> str:
    """The chart; `number` keeps the names inside this page apart."""
    begin, end = chart.times[0], chart.times[-1]
    span = (end - begin).total_seconds() or 1.0

    def x(moment: datetime) -> float:
        inside = min(max(moment, begin), end)
        return round(_LEFT + (inside - begin).total_seconds() / span * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / chart.top * (HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{chart.title}">',
        "<defs>",
        *(_pattern(layer, f"c{number}-{layer.name}") for layer in chart.layers),
        "</defs>",
        *(_shade(shade, x(shade.begin), x(shade.end)) for shade in chart.shades),
    ]
    parts += _grid(chart, y)
    below = [0] * len(chart.times)
    for layer in chart.layers:
        above = [low + values[layer.name] for low, values in zip(below, chart.values, strict=True)]
        if any(values[layer.name] for values in chart.values):
            parts.append(
                _area(layer, f"c{number}-{layer.name}", [x(at) for at in chart.times], below, above, y)
            )
        below = above
    if not any(any(values.values()) for values in chart.values):
        parts.append(f'<text x="{_LEFT + 8}" y="{y(0) - 8}" class="none">○ tidak ada · none</text>')
    parts += _days(begin, end, x)
    parts.append("</svg>")
    return "".join(parts)


def _grid(chart: Chart, y: Place) -> list[str]:
    _, step = scale_for(chart.top)
    return [
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(value)}" y2="{y(value)}" stroke="{_LINE}"/>'
        f'<text x="{_LEFT - 6}" y="{y(value) + 4}" text-anchor="end">{value}</text>'
        for value in range(0, chart.top + 1, step)
    ]


def _shade(shade: Shade, begin: float, end: float) -> str:
    return (
        f'<rect x="{begin}" y="{_TOP}" width="{round(end - begin, 1)}" height="{HEIGHT - _TOP - _BOTTOM}"'
        f' fill="{shade.colour}"/>'
        f'<text x="{begin + 2}" y="{_TOP - 6}" class="over">{shade.word}</text>'
    )


def _area(layer: Layer, name: str, at: list[float], below: list[int], above: list[int], y: Place) -> str:
    upper = [f"{x},{y(value)}" for x, value in zip(at, above, strict=True)]
    lower = [f"{x},{y(value)}" for x, value in zip(at, below, strict=True)]
    parts = [f'<polygon points="{" ".join(upper + lower[::-1])}" fill="{_fill(layer, name)}"/>']
    # A layer has an edge where it has a height: otherwise the edge would be another layer's.
    edge: list[str] = []
    for point, low, high in zip([*upper, ""], [*below, 0], [*above, 0], strict=True):
        if high > low:
            edge.append(point)
            continue
        if len(edge) > 1:
            line = f'fill="none" stroke="{layer.colour}" stroke-width="1.2"'
            parts.append(f'<polyline points="{" ".join(edge)}" {line}/>')
        edge = []
    return "".join(parts)


def _days(begin: datetime, end: datetime, x: Callable[[datetime], float]) -> list[str]:
    """A mark and a date at each Monday."""
    monday = begin.replace(hour=0, minute=0) + timedelta(days=-begin.weekday() % 7)
    parts = []
    while monday <= end:
        place = x(monday)
        foot = HEIGHT - _BOTTOM
        parts.append(
            f'<line x1="{place}" x2="{place}" y1="{foot}" y2="{foot + 4}" stroke="{_SOFT}"/>'
            f'<text x="{place}" y="{HEIGHT - 6}" text-anchor="middle">'
            f"{monday.day} {MONTHS[monday.month - 1]}</text>"
        )
        monday += timedelta(days=7)
    return parts


def _fill(layer: Layer, name: str) -> str:
    return layer.colour if layer.pattern == "plain" else f"url(#{name})"


def _pattern(layer: Layer, name: str) -> str:
    """The layer's pattern on a pale ground, so that layers differ in shape and not in colour alone."""
    marks = {
        "plain": "",
        "stripes": f'<path d="M-1 1 1 -1M0 6 6 0M5 7 7 5" stroke="{layer.colour}" stroke-width="1.6"/>',
        "back": f'<path d="M-1 5 1 7M0 0 6 6M5 -1 7 1" stroke="{layer.colour}" stroke-width="1.6"/>',
        "dots": f'<circle cx="3" cy="3" r="1.1" fill="{layer.colour}"/>',
        "bars": f'<path d="M0 1.5H6" stroke="{layer.colour}" stroke-width="1.4"/>',
        "cross": f'<path d="M0 3H6M3 0V6" stroke="{layer.colour}" stroke-width="1"/>',
        "pale": "",
    }[layer.pattern]
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{layer.ground}"/>{marks}</pattern>'
    )
