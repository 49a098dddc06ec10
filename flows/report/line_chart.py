"""One small line chart, drawn by leather."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import leather
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WIDTH, _HEIGHT = 320, 140
_FREE = 10  # of the twentieth of the width that leather leaves free on each side
_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5, 10.0)
_AS_GOOD_AS_ZERO = 1e-12
_LONG_FRACTION = re.compile(r"(\d\.\d)\d{2,}")


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line over the runs, with a dot a run.

    Args:
        values: One value a run, oldest first; None where a run has none, which leaves a gap.
        labels: One label a run; the first and the last are written below the line.
        marked: The runs whose dot stands out as bad.
        shown: How a value is written.
        low: The lower end of the usual range, drawn behind the line, where there is one.
        high: Its upper end.
    """

    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    marked: tuple[bool, ...]
    shown: Callable[[float], str]
    low: float | None = None
    high: float | None = None

    def draw(self, words: str) -> Markup:
        """The chart as an SVG element; ``words`` say the same to those who cannot see it."""
        chart = leather.Chart()
        # Both scales go from 0 to 1: leather's own ticks fail on very large and very small numbers.
        chart.add_x_scale(0, 1)
        chart.add_y_scale(0, 1)
        chart.add_x_axis(ticks=[0, 1], tick_formatter=lambda at, *_: self.labels[-at])
        heights = {self.height(value): self.shown(value) for value in {*self._bounds(), 0.0}}
        chart.add_y_axis(ticks=sorted(heights), tick_formatter=lambda at, *_: heights[at])
        chart.add_series(leather.Series(self._points()), _RunLine(self))
        view = f"{_FREE} {_FREE} {_WIDTH - 2 * _FREE} {_HEIGHT - 2 * _FREE}"
        root = ET.Element("svg", {"class": "chart", "viewBox": view, "role": "img"})
        root.set("aria-label", words)
        root.append(chart.to_svg_group(_WIDTH, _HEIGHT))
        _shorten_fractions(root)
        return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - a serialised tree

    def height(self, value: float) -> float:
        """How high the value stands, between the bottom (0) and the top (1) of the chart."""
        bottom, top = self._bounds()
        return min(1.0, max(0.0, (value - bottom) / (top - bottom)))

    def _points(self) -> list[tuple[float, float | None]]:
        steps = max(1, len(self.values) - 1)
        return [
            (at / steps, None if value is None else self.height(value))
            for at, value in enumerate(self.values)
        ]

    def _bounds(self) -> tuple[float, float]:
        ends = [value for value in (*self.values, self.low, self.high) if value is not None]
        # Nought minus, for there is a negative nought, and it would be written with its sign.
        bottom, top = 0.0 - _round_up(-min(0.0, *ends)), _round_up(max(0.0, *ends))
        return bottom, top if top > bottom else bottom + 1


class _RunLine:
    """A leather shape: the usual range, the line and the dots as one layer.

    Two layers would be given a legend, and the chart has its title on the page.
    """

    def __init__(self, chart: LineChart) -> None:
        self._chart = chart
        self._line = leather.Line(stroke_color="currentColor", width=1.5)

    def validate_series(self, series: leather.Series) -> None:
        self._line.validate_series(series)

    def to_svg(
        self,
        width: float,
        height: float,
        x_scale: leather.Scale,
        y_scale: leather.Scale,
        series: leather.Series,
        palette: Iterator[str],
    ) -> ET.Element:
        group = ET.Element("g")
        if self._chart.low is not None and self._chart.high is not None:
            top = y_scale.project(self._chart.height(self._chart.high), height, 0)
            bottom = y_scale.project(self._chart.height(self._chart.low), height, 0)
            usual = {"class": "usual", "x": "0", "width": str(width)}
            usual |= {"y": str(top), "height": str(max(1, bottom - top))}
            group.append(ET.Element("rect", usual))
        group.append(self._line.to_svg(width, height, x_scale, y_scale, series, palette))
        group.append(self._dots(width, height, x_scale, y_scale, series))
        return group

    def _dots(
        self,
        width: float,
        height: float,
        x_scale: leather.Scale,
        y_scale: leather.Scale,
        series: leather.Series,
    ) -> ET.Element:
        dots = ET.Element("g", {"class": "dots"})
        points = [
            (marked, point)
            for marked, point in zip(self._chart.marked, series.data(), strict=True)
            if point.y is not None
        ]
        for marked, point in points:
            kind = "marked" if marked else "last" if point is points[-1][1] else "run"
            place = {
                "cx": str(x_scale.project(point.x, 0, width)),
                "cy": str(y_scale.project(point.y, height, 0)),
                "r": "2" if kind == "run" else "4",
            }
            dots.append(ET.Element("circle", {"class": kind, **place}))
        return dots


def _round_up(value: float) -> float:
    """The least round number that is not below the value; 0 for 0."""
    if value < _AS_GOOD_AS_ZERO:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in _STEPS if step * power >= value * (1 - 1e-9))


def _shorten_fractions(root: ET.Element) -> None:
    # leather reckons in decimals of 28 digits; a tenth of a pixel is enough.
    for element in root.iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "height", "width", "d"):
            if name in element.attrib:
                element.set(name, _LONG_FRACTION.sub(r"\1", element.attrib[name]))
