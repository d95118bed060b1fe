"""Sparklines: small columns without axes, drawn on the server."""

from collections.abc import Sequence
from dataclasses import dataclass

_STEP, _HEIGHT, _LEAST = 7, 34, 1.5


@dataclass(frozen=True, slots=True)
class Bar:
    """One column, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """A row of columns, the highest as high as the drawing; `said`: the drawing in words."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    said: str


def spark(values: Sequence[int], *, said: str) -> Spark:
    """Draw the values from left to right; nothing is a hair at the foot, so that a day is seen as a day."""
    most = max(values, default=0) or 1
    bars = []
    for place, value in enumerate(values):
        height = max(_LEAST, round(_HEIGHT * value / most, 1))
        bars.append(Bar(x=place * _STEP, y=round(_HEIGHT - height, 1), width=_STEP - 2, height=height))
    return Spark(width=max(1, len(values)) * _STEP, height=_HEIGHT, bars=tuple(bars), said=said)
