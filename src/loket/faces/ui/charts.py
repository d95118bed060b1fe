"""Small charts, drawn on the server: where each column stands, in units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

COLOURS = ("#0f5c5c", "#5b9791", "#1b2430")
_WIDTH, _PLOT, _TOP, _BOTTOM = 640, 120, 24, 26
_LEGEND, _LEGEND_STEP = 26, 160
_LABELS = 16


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over one label: a value for each series; `href`: the cases behind it."""

    label: str
    values: tuple[int, ...]
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the chart, its number above it (none where there is no room or nothing to say)."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    number_y: float
    value: int
    colour: str
    numbered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A group in its place. `label`: empty where there is no room for every label."""

    middle: float
    label: str
    name: str
    href: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One series of the legend, in its place and colour."""

    x: int
    name: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A column chart: `baseline` is where the columns stand; `said` is the chart in words."""

    width: int
    height: int
    baseline: int
    label_y: int
    groups: tuple[Drawn, ...]
    legend: tuple[Key, ...]
    said: str


def columns(groups: Sequence[Group], *, said: str, series: Sequence[str] = ()) -> Chart:
    """Draw the groups from left to right, the highest value as high as the chart.

    `series`: the names of a group's values, where there are several.
    """
    top = _TOP + (_LEGEND if series else 0)
    most = max((value for group in groups for value in group.values), default=0) or 1
    step = _WIDTH / max(1, len(groups))
    every = -(-len(groups) // _LABELS)
    return Chart(
        width=_WIDTH,
        height=top + _PLOT + _BOTTOM,
        baseline=top + _PLOT,
        label_y=top + _PLOT + 18,
        groups=tuple(
            _drawn(group, place * step, step, most, base=top + _PLOT, labelled=place % every == 0)
            for place, group in enumerate(groups)
        ),
        legend=tuple(
            Key(place * _LEGEND_STEP, name, COLOURS[place % len(COLOURS)])
            for place, name in enumerate(series)
        ),
        said=said,
    )


def _drawn(group: Group, left: float, step: float, most: int, *, base: int, labelled: bool) -> Drawn:
    count = max(1, len(group.values))
    width = min(44.0, step * 0.72 / count)
    start = left + (step - width * count) / 2
    drawn = []
    for place, value in enumerate(group.values):
        height = _PLOT * value / most
        drawn.append(
            Column(
                x=round(start + place * width, 1),
                y=round(base - height, 1),
                width=round(width * 0.92, 1),
                height=round(height, 1),
                middle=round(start + place * width + width * 0.46, 1),
                number_y=round(base - height - 4, 1),
                value=value,
                colour=COLOURS[place % len(COLOURS)],
                numbered=value > 0 and width >= 12,
            )
        )
    return Drawn(
        middle=round(left + step / 2, 1),
        label=group.label if labelled else "",
        name=group.label,
        href=group.href,
        columns=tuple(drawn),
    )
